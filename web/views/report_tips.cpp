#include "web/views/report_tips.h"

#include <algorithm>
#include <cmath>

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

}  // namespace

void confusion_tip(const UiState& ui, const Snapshot& s, ImVec2 min, float cell) {
  const ClassificationReport& r = s.metrics.test.report;
  const float side = cell * static_cast<float>(r.classes);
  if (!plot_area("confusion", min, {min.x + side, min.y + side})) return;
  const auto index = [&](float offset) {
    return static_cast<std::size_t>(
        std::clamp(offset / cell, 0.0F, static_cast<float>(r.classes) - 1));
  };
  const std::size_t actual = index(pointer().y - min.y), predicted = index(pointer().x - min.x);
  const std::uint32_t count = r.confusion[predicted + r.classes * actual];
  Phrase phrase;
  NumberText number;
  begin_tip(ui);
  tip_text(ui, fill(phrase, word(ui, Word::true_predicted),
                    {s.class_names[actual], s.class_names[predicted]}));
  const ImU32 color = actual == predicted ? ui.theme->accent : ui.theme->warning;
  tip_value(ui, color, word(ui, Word::samples), format_count(number, count));
  const double support = std::max(1U, r.rows[actual].support);
  tip_value(ui, color, word(ui, Word::share_of_class), format_percent(number, count / support));
  end_tip();
}

void roc_tip(const UiState& ui, const Snapshot& s, const Plot& plot) {
  if (!plot_area("roc", plot.min, plot.max)) return;
  const ClassCurves& roc = s.metrics.test.roc;
  const float x = (pointer().x - plot.min.x) / (plot.max.x - plot.min.x);
  begin_tip(ui);
  number_row(ui, ui.theme->secondary, Word::false_alarms, static_cast<double>(x));
  std::size_t first = 0;
  for (std::size_t c = 0; c < roc.ends.size(); ++c) {
    // The highest point of the curve so far to the left: a step function.
    float hits = 0;
    for (std::size_t i = first; i < roc.ends[c] && roc.points[i].x <= x; ++i) {
      hits = std::max(hits, roc.points[i].y);
    }
    const std::size_t k = roc.ends.size() == 1 ? 1 : c;
    NumberText number;
    if (k < s.class_names.size()) {
      tip_value(ui, ui.theme->class_color(static_cast<int>(k)), s.class_names[k],
                format_number(number, static_cast<double>(hits)));
    }
    first = roc.ends[c];
  }
  end_tip();
}

void predicted_tip(const UiState& ui, const Snapshot& s, const Plot& plot) {
  const auto& points = s.metrics.test.regression.points;
  if (!plot_area("predicted", plot.min, plot.max) || points.empty()) return;
  const auto distance = [&](const ActualPredicted& point) {
    const float dx = plot.px(static_cast<double>(point.actual)) - pointer().x;
    const float dy = plot.py(static_cast<double>(point.predicted)) - pointer().y;
    return dx * dx + dy * dy;
  };
  const ActualPredicted& nearest = *std::ranges::min_element(points, {}, distance);
  const auto actual = static_cast<double>(nearest.actual);
  const auto predicted = static_cast<double>(nearest.predicted);
  ImGui::GetWindowDrawList()->AddCircle({plot.px(actual), plot.py(predicted)}, dp(ui, 4),
                                        ui.theme->text, 16, dp(ui, 1.5F));
  begin_tip(ui);
  number_row(ui, ui.theme->secondary, Word::actual, actual);
  number_row(ui, ui.theme->accent, Word::prediction, predicted);
  number_row(ui, ui.theme->warning, Word::residual, actual - predicted);
  end_tip();
}

void residuals_tip(const UiState& ui, const Snapshot& s, ImVec2 min, ImVec2 max) {
  if (!plot_area("residuals", min, max)) return;
  const Distribution& d = s.metrics.test.regression.residuals;
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
