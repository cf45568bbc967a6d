// How well one part is answered: for classes the confusion matrix, scikit-learn's classification
// report, curves over the threshold and calibration; for values the goodness of fit.
#include <algorithm>
#include <array>

#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/controls.h"
#include "web/views/report_parts.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kGap = 22, kThreshold = 190;

/// Lays parts out side by side, and in the next row where there is no room.
struct Flow {
  ImVec2 origin, at;
  float right, bottom, gap;
  /// Where something as wide as this goes.
  ImVec2 place(float width) {
    if (at.x > origin.x && at.x + width > right) at = {origin.x, bottom + gap};
    return at;
  }
  void end(ImVec2 last) {
    bottom = std::max(bottom, last.y);
    at.x = last.x + gap;
  }
};

/// Which part, and of two classes from where on it is the second; where the rest begins.
float header(const ReportContext& c, ImVec2 at, float width) {
  UiState& ui = c.ui;
  const Field* const part = find_field("part");
  const Field* const threshold = find_field("threshold");
  float x = at.x, bottom = at.y;
  if (part != nullptr) {
    ImGui::SetCursorScreenPos({x, at.y + dp(ui, 4)});
    choice_segmented(ui, c.settings, *part, c.sink);
    x += choice_segmented_width(ui, c.settings, *part) + dp(ui, kGap);
    bottom += dp(ui, ui.touch ? kFinger + 4 : 30);
  }
  if (!c.has_threshold() || threshold == nullptr) return bottom;
  float y = at.y;
  if (x + dp(ui, kThreshold) > at.x + width) x = at.x, y = bottom;
  ImGui::SetCursorScreenPos({x, y});
  field_control({c.s, c.settings, ui, c.sink, dp(ui, kThreshold)}, *threshold);
  bottom = std::max(bottom, y + slider_height(ui));
  if (c.settings.threshold == 0.5F) return bottom;
  // What is seen elsewhere is at one half.
  x += dp(ui, kThreshold + 14);
  const std::string_view note = word(ui, Word::threshold_moved);
  if (x + measure(ui, Face::Regular, TextSize::Small, note).x + dp(ui, 60) > at.x + width) {
    x = at.x;
    y = bottom;
    bottom += dp(ui, finger(ui, 24));
  }
  const float middle = y + 0.5F * dp(ui, finger(ui, 24));
  x += draw_text(ui, c.draw, {x, middle - 0.5F * line_height(ui, TextSize::Small)},
                 ui.theme->secondary, Face::Regular, TextSize::Small, note) +
       dp(ui, 8);
  ImGui::SetCursorScreenPos({x, y + dp(ui, ui.touch ? 0 : 1)});
  const ButtonSpec back{.label = "0.5",
                        .help = word(ui, Word::threshold_back),
                        .look = ButtonLook::Secondary,
                        .height = 22};
  if (button(ui, "half", locked_if(ui, !is_free(c.settings, *threshold), back)))
    c.sink.set("threshold", "0.5");
  return bottom;
}

void values(const ReportContext& c, Flow& flow) {
  const UiState& ui = c.ui;
  flow.end(value_figures(c, flow.place(dp(ui, 190))));
  flow.end(predicted_picture(c, flow.place(dp(ui, 150))));
  flow.end(residual_picture(c, flow.place(dp(ui, 150))));
  flow.end(residual_histogram(c, flow.place(dp(ui, 170))));
}

void classes(const ReportContext& c, Flow& flow) {
  const UiState& ui = c.ui;
  flow.end(confusion_matrix(c, flow.place(dp(ui, 190))));
  const float room = std::min(dp(ui, 300), flow.right - flow.origin.x);
  flow.end(report_table(c, flow.place(room), room));
  flow.end(roc_picture(c, flow.place(dp(ui, 128))));
  flow.end(precision_recall_picture(c, flow.place(dp(ui, 128))));
  if (c.m.has_probabilities != 0) flow.end(calibration_picture(c, flow.place(dp(ui, 128))));
}

}  // namespace

void report_text(const ReportContext& c, ImVec2 at, std::string_view text, Align align) {
  draw_text(c.ui, c.draw, at, c.ui.theme->secondary, Face::Regular, TextSize::Small, text, align);
}

void report_number(const ReportContext& c, ImVec2 at, std::string_view text) {
  draw_text(c.ui, c.draw, at, c.ui.theme->text, Face::Mono, TextSize::Small, text, Align::Right);
}

void report_figure(const ReportContext& c, ImVec2& at, float width, Word name, double value) {
  if (!std::isfinite(value)) return;
  NumberText text;
  report_text(c, at, word(c.ui, name));
  report_number(c, {at.x + width, at.y}, format_number(text, value));
  at.y += dp(c.ui, kReportRow);
}

const PartMetrics& metrics_of_part(const Snapshot& s, int part) {
  if (part == kReportsTest) return s.metrics.test;
  return part == kReportsValidation ? s.metrics.validation : s.metrics.train;
}

void report_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                 CommandSink& sink) {
  ImGui::PushID("report");
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ui.requests.wants_metrics = true;
  ui.lit.frame = ImGui::GetFrameCount();
  if (ui.lit.part != settings.report_part) ui.lit.part = -1;
  const ReportContext c{snapshot,
                        settings,
                        ui,
                        sink,
                        *ImGui::GetWindowDrawList(),
                        metrics_of_part(snapshot, settings.report_part),
                        settings.report_part};
  const float top = header(c, origin, width) + dp(ui, 6);
  Flow flow{{origin.x, top}, {origin.x, top}, origin.x + width, top, dp(ui, kGap)};
  const std::size_t count = class_count(snapshot);
  // The snapshot may still be another data set's, or without metrics.
  if (c.m.samples > 0 && c.m.report.classes == count) {
    count == 0 ? values(c, flow) : classes(c, flow);
  } else if (snapshot.metrics.step >= 0 && c.m.samples == 0) {
    report_text(c, flow.at, word(ui, Word::part_empty));
    flow.bottom += dp(ui, 20);
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({width, flow.bottom - origin.y});
  ImGui::PopID();
}

}  // namespace bp
