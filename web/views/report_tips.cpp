#include "web/views/report_tips.h"

#include <algorithm>
#include <cmath>

#include "web/views/boundary_legend.h"
#include "web/views/marks.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

ImVec2 pointer() { return ImGui::GetIO().MousePos; }

// "name   0.931"
void number_row(const UiState& ui, ImU32 color, Word name, double value) {
  NumberText text;
  tip_value(ui, color, word(ui, name), format_number(text, value));
}

/// Class by class what a curve says.
void curve_row(const ReportContext& c, const ClassCurves& curves, std::size_t i, float value) {
  const std::size_t k = curves.ends.size() == 1 ? 1 : i;
  NumberText number;
  if (k >= c.s.class_names.size()) return;
  tip_value(c.ui, c.ui.theme->class_color(static_cast<int>(k)),
            class_name(c.ui, c.s, static_cast<int>(k)),
            format_number(number, static_cast<double>(value)));
}

void drag_hint(const ReportContext& c) {
  if (c.has_threshold()) tip_text(c.ui, word(c.ui, Word::drag_threshold), TextSize::Small);
}

}  // namespace

void roc_tip(const ReportContext& c, const Plot& plot) {
  if (!plot_area("roc", plot.min, plot.max)) return;
  const UiState& ui = c.ui;
  const ClassCurves& roc = c.m.roc;
  const float x = (pointer().x - plot.min.x) / (plot.max.x - plot.min.x);
  begin_tip(ui);
  number_row(ui, ui.theme->secondary, Word::false_alarms, static_cast<double>(x));
  std::size_t first = 0;
  for (std::size_t i = 0; i < roc.ends.size(); ++i) {
    // The highest point of the curve so far to the left: a step function.
    float hits = 0;
    for (std::size_t p = first; p < roc.ends[i] && roc.points[p].x <= x; ++p) {
      hits = std::max(hits, roc.points[p].y);
    }
    curve_row(c, roc, i, hits);
    first = roc.ends[i];
  }
  drag_hint(c);
  end_tip();
}

void precision_recall_tip(const ReportContext& c, const Plot& plot) {
  if (!plot_area("precision recall", plot.min, plot.max)) return;
  const UiState& ui = c.ui;
  const ClassCurves& curves = c.m.precision_recall;
  const float x = (pointer().x - plot.min.x) / (plot.max.x - plot.min.x);
  begin_tip(ui);
  number_row(ui, ui.theme->secondary, Word::recall, static_cast<double>(x));
  std::size_t first = 0;
  for (std::size_t i = 0; i < curves.ends.size(); ++i) {
    // The precision with which that much is found: of the first point that reaches it.
    std::size_t p = first;
    while (p + 1 < curves.ends[i] && curves.points[p].x < x) ++p;
    if (p < curves.ends[i]) curve_row(c, curves, i, curves.points[p].y);
    first = curves.ends[i];
  }
  drag_hint(c);
  end_tip();
}

void calibration_tip(const ReportContext& c, const Plot& plot) {
  if (!plot_area("calibration", plot.min, plot.max)) return;
  const auto& bins = c.m.calibration.bins;
  const auto n = static_cast<float>(bins.size());
  const float share = (pointer().x - plot.min.x) / (plot.max.x - plot.min.x);
  const CalibrationBin& bin = bins[static_cast<std::size_t>(std::clamp(share * n, 0.0F, n - 1))];
  const UiState& ui = c.ui;
  NumberText count;
  begin_tip(ui);
  if (bin.count > 0) {
    number_row(ui, ui.theme->secondary, Word::mean_predicted, bin.mean_predicted);
    number_row(ui, ui.theme->accent, Word::observed, bin.observed_share);
  }
  tip_value(ui, ui.theme->secondary, word(ui, Word::samples), format_count(count, bin.count));
  end_tip();
}

namespace {

/// The nearest point's numbers; `place`: where on the plot it is.
template <class Place>
void nearest_tip(const ReportContext& c, const char* id, const Plot& plot, Place place) {
  const UiState& ui = c.ui;
  const auto& points = c.m.regression.points;
  if (!plot_area(id, plot.min, plot.max) || points.empty()) return;
  const auto distance = [&](const ActualPredicted& point) {
    const ImVec2 at = place(point);
    return std::hypot(at.x - pointer().x, at.y - pointer().y);
  };
  const ActualPredicted& nearest = *std::ranges::min_element(points, {}, distance);
  const auto actual = static_cast<double>(nearest.actual);
  const auto predicted = static_cast<double>(nearest.predicted);
  c.draw.AddCircle(place(nearest), dp(ui, 4), ui.theme->text, 16, dp(ui, 1.5F));
  begin_tip(ui);
  number_row(ui, ui.theme->secondary, Word::actual, actual);
  number_row(ui, ui.theme->accent, Word::prediction, predicted);
  number_row(ui, ui.theme->warning, Word::residual, actual - predicted);
  end_tip();
}

}  // namespace

void predicted_tip(const ReportContext& c, const Plot& plot) {
  nearest_tip(c, "predicted", plot, [&](const ActualPredicted& p) {
    return ImVec2(plot.px(static_cast<double>(p.actual)),
                  plot.py(static_cast<double>(p.predicted)));
  });
}

void residual_tip(const ReportContext& c, const Plot& plot) {
  nearest_tip(c, "residual over", plot, [&](const ActualPredicted& p) {
    return ImVec2(plot.px(static_cast<double>(p.predicted)),
                  plot.py(static_cast<double>(p.actual - p.predicted)));
  });
}

void residuals_tip(const ReportContext& c, ImVec2 min, ImVec2 max) {
  const UiState& ui = c.ui;
  if (!plot_area("residuals", min, max)) return;
  const Distribution& d = c.m.regression.residuals;
  const auto bins = static_cast<float>(d.bins.size());
  const float share = (pointer().x - min.x) / (max.x - min.x);
  const auto bin = static_cast<std::size_t>(std::clamp(share * bins, 0.0F, bins - 1));
  const float width = (d.high - d.low) / bins;
  const double low = static_cast<double>(d.low + width * static_cast<float>(bin));
  NumberText from, to, count;
  TextLine range;
  range << format_number(from, low) << " … " << format_number(to, low + static_cast<double>(width));
  begin_tip(ui);
  tip_text(ui, range.view());
  tip_value(ui, ui.theme->accent, word(ui, Word::samples), format_count(count, d.bins[bin]));
  end_tip();
}

}  // namespace bp
