// The report's pictures of a regression: predicted over actual, residuals.
#include <algorithm>
#include <cmath>

#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/report_parts.h"
#include "web/views/report_tips.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {

ImVec2 value_figures(const ReportContext& c, ImVec2 at) {
  const RegressionReport& r = c.m.regression;
  const float width = dp(c.ui, 190);
  report_figure(c, at, width, Word::mse, r.mse);
  report_figure(c, at, width, Word::rmse, r.rmse);
  report_figure(c, at, width, Word::mae, r.mae);
  report_figure(c, at, width, Word::r2, r.r2);
  report_figure(c, at, width, Word::explained_variance, r.explained_variance);
  report_figure(c, at, width, Word::residual_mean, r.residual_mean);
  report_figure(c, at, width, Word::residual_deviation, r.residual_deviation);
  return {at.x + width, at.y};
}

/// Points on the diagonal are right.
ImVec2 predicted_picture(const ReportContext& c, ImVec2 at) {
  const RegressionReport& r = c.m.regression;
  const float side = dp(c.ui, 150);
  report_text(c, at, word(c.ui, Word::predicted_title));
  const ImVec2 min(at.x, at.y + dp(c.ui, kReportRow)), max(min.x + side, min.y + side);
  double low = 0, high = 1;
  for (std::size_t i = 0; i < r.points.size(); ++i) {
    const auto a = static_cast<double>(r.points[i].actual);
    const auto p = static_cast<double>(r.points[i].predicted);
    low = i == 0 ? std::min(a, p) : std::min({low, a, p});
    high = i == 0 ? std::max(a, p) : std::max({high, a, p});
  }
  if (!(high > low)) high = low + 1;
  const Plot plot{min, max, {low, high}, {low, high}};
  c.draw.AddRect(min, max, c.ui.theme->line);
  c.draw.AddLine({min.x, max.y}, {max.x, min.y}, c.ui.theme->line);
  for (const ActualPredicted& point : r.points) {
    c.draw.AddCircleFilled(
        {plot.px(static_cast<double>(point.actual)), plot.py(static_cast<double>(point.predicted))},
        1.8F * c.ui.scale, with_alpha(c.ui.theme->accent, 0.7F), 8);
  }
  predicted_tip(c, plot);
  return {max.x, max.y};
}

ImVec2 residual_histogram(const ReportContext& c, ImVec2 at) {
  const Distribution& d = c.m.regression.residuals;
  const float width = dp(c.ui, 170), height = dp(c.ui, 134);
  report_text(c, at, word(c.ui, Word::residuals_title));
  const ImVec2 min(at.x, at.y + dp(c.ui, kReportRow)), max(min.x + width, min.y + height);
  const std::uint32_t most = std::max(1U, *std::max_element(d.bins.begin(), d.bins.end()));
  const float bin = width / static_cast<float>(d.bins.size());
  for (std::size_t i = 0; i < d.bins.size(); ++i) {
    const float share = static_cast<float>(d.bins[i]) / static_cast<float>(most);
    const float x = min.x + bin * static_cast<float>(i);
    c.draw.AddRectFilled({x, max.y - share * height}, {x + bin - 1, max.y}, c.ui.theme->accent);
  }
  hairline_h(c.ui, c.draw, min.x, max.x, max.y);
  NumberText text;
  report_text(c, {min.x, max.y + dp(c.ui, 2)}, format_number(text, static_cast<double>(d.low)));
  report_text(c, {max.x, max.y + dp(c.ui, 2)}, format_number(text, static_cast<double>(d.high)),
              Align::Right);
  residuals_tip(c, min, max);
  return {max.x, max.y + dp(c.ui, kReportRow)};
}

/// Residuals over what is predicted: a pattern in them is what the network has not learned.
ImVec2 residual_picture(const ReportContext& c, ImVec2 at) {
  const RegressionReport& r = c.m.regression;
  const float side = dp(c.ui, 150);
  report_text(c, at, word(c.ui, Word::residuals_over_title));
  const ImVec2 min(at.x, at.y + dp(c.ui, kReportRow)), max(min.x + side, min.y + side);
  Extent x, y;
  for (const ActualPredicted& p : r.points) {
    x.add(static_cast<double>(p.predicted));
    y.add(static_cast<double>(p.actual - p.predicted));
  }
  const double most = std::max({std::abs(y.low), std::abs(y.high), 1e-12});
  const Plot plot{min, max, {x.low, x.high > x.low ? x.high : x.low + 1}, {-most, most}};
  c.draw.AddRect(min, max, c.ui.theme->line);
  hairline_h(c.ui, c.draw, min.x, max.x, plot.py(0));
  for (const ActualPredicted& p : r.points) {
    c.draw.AddCircleFilled({plot.px(static_cast<double>(p.predicted)),
                            plot.py(static_cast<double>(p.actual - p.predicted))},
                           1.8F * c.ui.scale, with_alpha(c.ui.theme->accent, 0.7F), 8);
  }
  NumberText text;
  report_text(c, {max.x - dp(c.ui, 3), min.y + dp(c.ui, 1)}, format_number(text, most),
              Align::Right);
  residual_tip(c, plot);
  return {max.x, max.y};
}

}  // namespace bp
