// The report's curves: ROC, precision over recall, and how far probabilities can be trusted.
#include <algorithm>
#include <cmath>

#include "engine/session/page_parts.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/report_parts.h"
#include "web/views/report_tips.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kSide = 128, kCounts = 26;

Plot square(const ReportContext& c, ImVec2 at, float side) {
  const ImVec2 min(at.x, at.y + dp(c.ui, kReportRow + 2));
  return {min, {min.x + side, min.y + side}, {0, 1}, {0, 1}};
}

/// Frame, title, "0" and "1", and what the axes are.
void frame(const ReportContext& c, const Plot& plot, Word title, Word x) {
  const UiState& ui = c.ui;
  c.draw.AddRect(plot.min, plot.max, ui.theme->line);
  report_text(c, {plot.min.x, plot.min.y - dp(ui, kReportRow + 1)}, word(ui, title));
  const float y = plot.max.y + dp(ui, 2);
  report_text(c, {plot.min.x, y}, "0");
  report_text(c, {0.5F * (plot.min.x + plot.max.x), y}, word(ui, x), Align::Center);
  report_text(c, {plot.max.x, y}, "1", Align::Right);
}

ImVec2 end_of(const ReportContext& c, const Plot& plot) {
  return {plot.max.x, plot.max.y + dp(c.ui, kReportRow)};
}

/// One line a class; precision over recall goes in steps, as its area is summed.
void draw_lines(const ReportContext& c, const Plot& plot, const ClassCurves& curves,
                bool is_stepped) {
  std::size_t first = 0;
  for (std::size_t i = 0; i < curves.ends.size(); ++i) {
    const int k = curves.ends.size() == 1 ? 1 : static_cast<int>(i);
    for (std::size_t p = first; p < curves.ends[i]; ++p) {
      const CurvePoint& point = curves.points[p];
      const float y = plot.py(static_cast<double>(point.y));
      if (is_stepped && p > first) {
        c.draw.PathLineTo({plot.px(static_cast<double>(curves.points[p - 1].x)), y});
      }
      c.draw.PathLineTo({plot.px(static_cast<double>(point.x)), y});
    }
    c.draw.PathStroke(c.ui.theme->class_color(k), 0, 1.5F * c.ui.scale);
    first = curves.ends[i];
  }
}

/// Where the threshold is now.
void draw_handle(const ReportContext& c, const Plot& plot, double x, double y) {
  const ImVec2 at(plot.px(x), plot.py(y));
  c.draw.AddCircleFilled(at, dp(c.ui, 5), c.ui.theme->raised);
  c.draw.AddCircle(at, dp(c.ui, 5), c.ui.theme->accent, 0, dp(c.ui, 2));
}

/// While it is held the threshold follows the pointer along the curve.
void drag(const ReportContext& c, const Plot& plot, const ClassCurves& curves) {
  if (!c.has_threshold() || curves.ends.size() != 1 || !ImGui::IsItemActive()) return;
  if (!is_free(c.settings, *find_field("threshold"))) return;
  c.ui.is_dragging_value = true;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  std::size_t best = 0;
  float least = 1e30F;
  for (std::size_t i = 0; i < curves.points.size(); ++i) {
    const CurvePoint& p = curves.points[i];
    const float dx = plot.px(static_cast<double>(p.x)) - mouse.x;
    const float dy = plot.py(static_cast<double>(p.y)) - mouse.y;
    if (dx * dx + dy * dy >= least) continue;
    least = dx * dx + dy * dy;
    best = i;
  }
  const float wanted = threshold_at(c.s, c.m, curves, best);
  if (wanted == c.settings.threshold) return;
  char text[24];
  std::snprintf(text, sizeof text, "%.6g", static_cast<double>(wanted));
  c.sink.set("threshold", text);
}

}  // namespace

float threshold_at(const Snapshot& s, const PartMetrics& m, const ClassCurves& curves,
                   std::size_t index) {
  if (index == 0 || curves.points.empty()) return 1;  // nothing is above it
  const float score = curves.points[index].threshold;
  const bool is_last = index + 1 >= curves.points.size();
  const float low = m.has_probabilities != 0 ? 0 : s.output_min;
  const float high = m.has_probabilities != 0 ? 1 : s.output_max;
  // Half-way to the next score, which is not to be counted; below the last there is none.
  const float level = is_last ? low : 0.5F * (score + curves.points[index + 1].threshold);
  return std::clamp((level - low) / (high - low), 0.0F, 1.0F);
}

ImVec2 roc_picture(const ReportContext& c, ImVec2 at) {
  const Plot plot = square(c, at, dp(c.ui, kSide));
  frame(c, plot, Word::roc_title, Word::false_alarms);
  c.draw.AddLine({plot.min.x, plot.max.y}, {plot.max.x, plot.min.y}, c.ui.theme->line);
  draw_lines(c, plot, c.m.roc, false);
  const ClassificationReport& r = c.m.report;
  if (c.has_threshold() && !c.m.roc.points.empty()) {
    const double others = std::max(1U, r.rows[0].support);
    draw_handle(c, plot, r.confusion[1] / others, r.rows[1].recall);
  }
  note_place(c.ui, "roc", plot.min, plot.max);
  roc_tip(c, plot);
  drag(c, plot, c.m.roc);
  return end_of(c, plot);
}

ImVec2 precision_recall_picture(const ReportContext& c, ImVec2 at) {
  const Plot plot = square(c, at, dp(c.ui, kSide));
  frame(c, plot, Word::precision_recall_title, Word::recall);
  draw_lines(c, plot, c.m.precision_recall, true);
  const ClassRow* const row = c.has_threshold() ? &c.m.report.rows[1] : nullptr;
  // Where nothing is predicted to be of the class its precision is 0/0; the curve begins at 1.
  if (row != nullptr && !c.m.precision_recall.points.empty()) {
    draw_handle(c, plot, row->recall, row->predicted > 0 ? row->precision : 1);
  }
  precision_recall_tip(c, plot);
  drag(c, plot, c.m.precision_recall);
  return end_of(c, plot);
}

ImVec2 calibration_picture(const ReportContext& c, ImVec2 at) {
  const UiState& ui = c.ui;
  const Plot plot = square(c, at, dp(ui, kSide - kCounts));
  const ImVec2 max(plot.max.x + dp(ui, kCounts), plot.max.y);
  const Plot wide{plot.min, max, {0, 1}, {0, 1}};
  const auto& bins = c.m.calibration.bins;
  frame(c, wide, Word::calibration_title, Word::predicted);
  c.draw.AddLine({wide.min.x, wide.max.y}, {wide.max.x, wide.min.y}, ui.theme->line);
  std::uint32_t most = 1;
  for (const CalibrationBin& bin : bins) most = std::max(most, bin.count);
  // How many there are in each bin, under the diagram.
  const float top = wide.max.y + dp(ui, kReportRow + 2), height = dp(ui, kCounts - 4);
  const float width = (wide.max.x - wide.min.x) / static_cast<float>(bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const CalibrationBin& bin = bins[i];
    if (bin.count == 0) continue;
    const float share = static_cast<float>(bin.count) / static_cast<float>(most);
    const float x = wide.min.x + width * static_cast<float>(i);
    c.draw.AddRectFilled({x, top + (1 - share) * height}, {x + width - 1, top + height},
                         with_alpha(ui.theme->secondary, 0.5F));
    const ImVec2 point(wide.px(bin.mean_predicted), wide.py(bin.observed_share));
    c.draw.AddLine(point, {point.x, wide.py(bin.mean_predicted)},
                   with_alpha(ui.theme->warning, 0.8F), dp(ui, 1.5F));
    c.draw.AddCircleFilled(point, dp(ui, 3.5F), ui.theme->accent);
  }
  NumberText number;
  report_text(c, {wide.min.x, top + height + dp(ui, 1)}, word(ui, Word::samples));
  report_text(c, {wide.max.x, top + height + dp(ui, 1)}, format_count(number, c.m.samples),
              Align::Right);
  calibration_tip(c, {wide.min, {wide.max.x, top + height}, {0, 1}, {0, 1}});
  return {wide.max.x, top + height + dp(ui, kReportRow)};
}

}  // namespace bp
