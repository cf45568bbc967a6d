// How well the network answers the test part: for classes the confusion matrix, scikit-learn's
// classification report and the ROC curve; for values the goodness of fit.
#include <algorithm>
#include <cmath>

#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/report_tips.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRow = 16, kGap = 20, kStacked = 560, kFigures = 132;

void small(const UiState& ui, ImDrawList& draw, ImVec2 at, std::string_view text,
           Align align = Align::Left, Face face = Face::Regular) {
  draw_text(ui, draw, at, ui.theme->secondary, face, TextSize::Small, text, align);
}

void number(const UiState& ui, ImDrawList& draw, ImVec2 at, std::string_view text) {
  draw_text(ui, draw, at, ui.theme->text, Face::Mono, TextSize::Small, text, Align::Right);
}

/// One cell: how many of class `row` were taken for `column`; right ones in the accent's colour,
/// mistakes in the warning's.
void confusion_cell(const UiState& ui, ImDrawList& draw, const ClassificationReport& r,
                    std::size_t row, std::size_t column, ImVec2 min, float size) {
  const std::uint32_t count = r.confusion[column + r.classes * row];
  const float support = std::max(1.0F, static_cast<float>(r.rows[row].support));
  const float share = static_cast<float>(count) / support;
  const ImU32 full = row == column ? ui.theme->accent : ui.theme->warning;
  const ImVec2 max(min.x + size - 1, min.y + size - 1);
  draw.AddRectFilled(min, max, mixed(ui.theme->raised, full, count > 0 ? 0.12F + 0.5F * share : 0));
  NumberText text;
  const std::string_view shown = format_count(text, count);
  if (count == 0 || measure(ui, Face::Mono, TextSize::Small, shown).x > size) return;
  draw_text(ui, draw,
            {0.5F * (min.x + max.x), 0.5F * (min.y + max.y - line_height(ui, TextSize::Small))},
            ui.theme->text, Face::Mono, TextSize::Small, shown, Align::Center);
}

/// Returns where it ends.
ImVec2 confusion_matrix(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at) {
  const ClassificationReport& r = s.metrics.test.report;
  const auto classes = static_cast<float>(r.classes);
  float label = 0;
  for (const std::string& name : s.class_names) {
    label = std::max(label, measure(ui, Face::Regular, TextSize::Small, name).x);
  }
  label = std::min(label, dp(ui, 64)) + dp(ui, 18);
  const float head = dp(ui, 2 * kRow);
  const float cell = std::clamp(dp(ui, 168) / classes, dp(ui, 16), dp(ui, 40));
  small(ui, draw, at, word(ui, Word::confusion_title));
  const ImVec2 first(at.x + label, at.y + head);
  for (std::size_t k = 0; k < r.classes; ++k) {
    const auto offset = static_cast<float>(k) * cell;
    const PointLook look = class_look(*ui.theme, static_cast<int>(k));
    draw_point(ui, draw, {first.x + offset + 0.5F * cell, first.y - dp(ui, 7)}, look);
    const float middle = first.y + offset + 0.5F * cell;
    draw_point(ui, draw, {first.x - dp(ui, 9), middle}, look);
    ShortText buffer;
    small(
        ui, draw, {first.x - dp(ui, 18), middle - 0.5F * line_height(ui, TextSize::Small)},
        shortened(ui, Face::Regular, TextSize::Small, s.class_names[k], label - dp(ui, 18), buffer),
        Align::Right);
    for (std::size_t p = 0; p < r.classes; ++p) {
      const ImVec2 min(first.x + static_cast<float>(p) * cell, first.y + offset);
      confusion_cell(ui, draw, r, k, p, min, cell);
    }
  }
  confusion_tip(ui, s, first, cell);
  return {first.x + classes * cell, first.y + classes * cell};
}

struct ReportTable {
  const UiState& ui;
  ImDrawList& draw;
  ImVec2 at;
  float name, column;
  float right(int i) const { return at.x + name + column * static_cast<float>(i + 1); }
  void heading() {
    int i = 0;
    for (const Word w : {Word::precision, Word::recall, Word::f1, Word::support}) {
      small(ui, draw, {right(i++), at.y}, word(ui, w), Align::Right);
    }
    at.y += dp(ui, kRow);
    hairline_h(ui, draw, at.x, right(3), at.y);
    at.y += dp(ui, 3);
  }
  void row(std::string_view label, const ClassRow& row) {
    ShortText buffer;
    draw_text(ui, draw, at, ui.theme->text, Face::Regular, TextSize::Small,
              shortened(ui, Face::Regular, TextSize::Small, label, name - dp(ui, 6), buffer));
    int i = 0;
    for (const double value : {row.precision, row.recall, row.f1}) {
      char text[16];
      std::snprintf(text, sizeof text, "%.2f", value);
      number(ui, draw, {right(i++), at.y}, text);
    }
    NumberText support;
    number(ui, draw, {right(3), at.y}, format_count(support, row.support));
    at.y += dp(ui, kRow);
  }
};

ImVec2 report_table(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at, float room) {
  const ClassificationReport& r = s.metrics.test.report;
  const float column = std::clamp((room - dp(ui, 76)) / 4, dp(ui, 44), dp(ui, 56));
  ReportTable table{ui, draw, at, std::clamp(room - 4 * column, dp(ui, 56), dp(ui, 96)), column};
  table.heading();
  for (std::size_t k = 0; k < r.rows.size(); ++k) table.row(s.class_names[k], r.rows[k]);
  hairline_h(ui, draw, at.x, table.right(3), table.at.y);
  table.at.y += dp(ui, 3);
  table.row(word(ui, Word::macro_average), r.macro);
  table.row(word(ui, Word::weighted_average), r.weighted);
  return {table.right(3), table.at.y};
}

/// "ROC AUC   0.93"; nothing where it is not defined.
void figure(const UiState& ui, ImDrawList& draw, ImVec2& at, float width, Word name, double value) {
  if (!std::isfinite(value)) return;
  NumberText text;
  small(ui, draw, at, word(ui, name));
  number(ui, draw, {at.x + width, at.y}, format_number(text, value));
  at.y += dp(ui, kRow);
}

void roc_plot(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 min, ImVec2 max) {
  const ClassCurves& roc = s.metrics.test.roc;
  const Plot plot{min, max, {0, 1}, {0, 1}};
  draw.AddRect(min, max, ui.theme->line);
  draw.AddLine({min.x, max.y}, {max.x, min.y}, ui.theme->line);
  std::size_t first = 0;
  for (std::size_t c = 0; c < roc.ends.size(); ++c) {
    const int k = roc.ends.size() == 1 ? 1 : static_cast<int>(c);
    for (std::size_t i = first; i < roc.ends[c]; ++i) {
      draw.PathLineTo({plot.px(static_cast<double>(roc.points[i].x)),
                       plot.py(static_cast<double>(roc.points[i].y))});
    }
    draw.PathStroke(ui.theme->class_color(k), 0, 1.5F * ui.scale);
    first = roc.ends[c];
  }
  small(ui, draw, {min.x, max.y + dp(ui, 2)}, word(ui, Word::roc_title));
  roc_tip(ui, s, plot);
}

ImVec2 class_figures(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at) {
  const PartMetrics& m = s.metrics.test;
  const float width = dp(ui, kFigures);
  figure(ui, draw, at, width, Word::accuracy, m.report.accuracy);
  figure(ui, draw, at, width, Word::roc_auc, m.roc.macro_area);
  figure(ui, draw, at, width, Word::average_precision, m.precision_recall.macro_area);
  if (m.has_probabilities != 0) {
    figure(ui, draw, at, width, Word::log_loss, m.log_loss);
    figure(ui, draw, at, width, Word::calibration_error, m.calibration.error);
  }
  at.y += dp(ui, 6);
  const float side = dp(ui, 100);
  roc_plot(ui, draw, s, at, {at.x + side, at.y + side});
  return {at.x + width, at.y + side + dp(ui, kRow)};
}

ImVec2 value_figures(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at) {
  const RegressionReport& r = s.metrics.test.regression;
  const float width = dp(ui, 190);
  figure(ui, draw, at, width, Word::mse, r.mse);
  figure(ui, draw, at, width, Word::rmse, r.rmse);
  figure(ui, draw, at, width, Word::mae, r.mae);
  figure(ui, draw, at, width, Word::r2, r.r2);
  figure(ui, draw, at, width, Word::explained_variance, r.explained_variance);
  figure(ui, draw, at, width, Word::residual_mean, r.residual_mean);
  figure(ui, draw, at, width, Word::residual_deviation, r.residual_deviation);
  return {at.x + width, at.y};
}

/// Points on the diagonal are right.
ImVec2 predicted_plot(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at) {
  const RegressionReport& r = s.metrics.test.regression;
  const float side = dp(ui, 150);
  small(ui, draw, at, word(ui, Word::predicted_title));
  const ImVec2 min(at.x, at.y + dp(ui, kRow)), max(min.x + side, min.y + side);
  double low = 0, high = 1;
  for (std::size_t i = 0; i < r.points.size(); ++i) {
    const auto a = static_cast<double>(r.points[i].actual);
    const auto p = static_cast<double>(r.points[i].predicted);
    low = i == 0 ? std::min(a, p) : std::min({low, a, p});
    high = i == 0 ? std::max(a, p) : std::max({high, a, p});
  }
  if (!(high > low)) high = low + 1;
  const Plot plot{min, max, {low, high}, {low, high}};
  draw.AddRect(min, max, ui.theme->line);
  draw.AddLine({min.x, max.y}, {max.x, min.y}, ui.theme->line);
  for (const ActualPredicted& point : r.points) {
    draw.AddCircleFilled(
        {plot.px(static_cast<double>(point.actual)), plot.py(static_cast<double>(point.predicted))},
        1.8F * ui.scale, with_alpha(ui.theme->accent, 0.7F), 8);
  }
  predicted_tip(ui, s, plot);
  return {max.x, max.y};
}

ImVec2 residual_plot(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at) {
  const Distribution& d = s.metrics.test.regression.residuals;
  const float width = dp(ui, 170), height = dp(ui, 134);
  small(ui, draw, at, word(ui, Word::residuals_title));
  const ImVec2 min(at.x, at.y + dp(ui, kRow)), max(min.x + width, min.y + height);
  const std::uint32_t most = std::max(1U, *std::max_element(d.bins.begin(), d.bins.end()));
  const float bin = width / static_cast<float>(d.bins.size());
  for (std::size_t i = 0; i < d.bins.size(); ++i) {
    const float share = static_cast<float>(d.bins[i]) / static_cast<float>(most);
    const float x = min.x + bin * static_cast<float>(i);
    draw.AddRectFilled({x, max.y - share * height}, {x + bin - 1, max.y}, ui.theme->accent);
  }
  hairline_h(ui, draw, min.x, max.x, max.y);
  NumberText text;
  small(ui, draw, {min.x, max.y + dp(ui, 2)}, format_number(text, static_cast<double>(d.low)));
  small(ui, draw, {max.x, max.y + dp(ui, 2)}, format_number(text, static_cast<double>(d.high)),
        Align::Right);
  residuals_tip(ui, s, min, max);
  return {max.x, max.y + dp(ui, kRow)};
}

/// Lays parts out side by side, or one under another where there is no room.
struct Flow {
  ImVec2 origin, at;
  float bottom, gap;
  bool is_stacked;
  void place(ImVec2 end) {
    bottom = std::max(bottom, end.y);
    at = is_stacked ? ImVec2(origin.x, end.y + gap) : ImVec2(end.x + gap, origin.y);
  }
};

}  // namespace

void report_view(const Snapshot& snapshot, const Settings&, UiState& ui, CommandSink&) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ui.requests.wants_metrics = true;
  const PartMetrics& m = snapshot.metrics.test;
  const std::size_t classes = class_count(snapshot);
  // The snapshot may still be another data set's, or without metrics.
  if (m.samples == 0 || m.report.classes != classes) return;
  Flow flow{origin, origin, origin.y, dp(ui, kGap), width < dp(ui, kStacked)};
  if (classes == 0) {
    flow.place(value_figures(ui, draw, snapshot, flow.at));
    flow.place(predicted_plot(ui, draw, snapshot, flow.at));
    flow.place(residual_plot(ui, draw, snapshot, flow.at));
  } else {
    flow.place(confusion_matrix(ui, draw, snapshot, flow.at));
    const float room =
        flow.is_stacked ? width : origin.x + width - flow.at.x - dp(ui, kFigures + kGap);
    flow.place(report_table(ui, draw, snapshot, flow.at, room));
    flow.place(class_figures(ui, draw, snapshot, flow.at));
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({width, flow.bottom - origin.y});
}

}  // namespace bp
