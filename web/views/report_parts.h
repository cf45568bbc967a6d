// The pictures of the report, each in its place; they return where they end.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/text.h"
#include "web/views/ui_state.h"
#include "web/views/words.h"

namespace bp {

/// What every part of the report is given.
struct ReportContext {
  const Snapshot& s;
  const Settings& settings;
  UiState& ui;
  CommandSink& sink;
  ImDrawList& draw;
  const PartMetrics& m;  ///< of the part that is shown
  int part = 0;          ///< index into kReportParts

  [[nodiscard]] bool has_threshold() const { return m.report.classes == 2; }
};

inline constexpr float kReportRow = 16;

/// Small secondary text, and a number in line with others.
void report_text(const ReportContext& c, ImVec2 at, std::string_view text,
                 Align align = Align::Left);
void report_number(const ReportContext& c, ImVec2 at, std::string_view text);
/// "ROC AUC   0.93"; nothing where it is not defined.
void report_figure(const ReportContext& c, ImVec2& at, float width, Word name, double value);

/// Counts and shares; a click on a cell lights its points up on the plane.
ImVec2 confusion_matrix(const ReportContext& c, ImVec2 at);
ImVec2 report_table(const ReportContext& c, ImVec2 at, float room);
ImVec2 class_figures(const ReportContext& c, ImVec2 at);
/// The curves; of two classes the threshold can be dragged along them.
ImVec2 roc_picture(const ReportContext& c, ImVec2 at);
ImVec2 precision_recall_picture(const ReportContext& c, ImVec2 at);
ImVec2 calibration_picture(const ReportContext& c, ImVec2 at);
ImVec2 value_figures(const ReportContext& c, ImVec2 at);
ImVec2 predicted_picture(const ReportContext& c, ImVec2 at);
ImVec2 residual_picture(const ReportContext& c, ImVec2 at);
ImVec2 residual_histogram(const ReportContext& c, ImVec2 at);

/// The metrics of a part: index into kReportParts.
[[nodiscard]] const PartMetrics& metrics_of_part(const Snapshot& snapshot, int part);
/// A threshold that counts exactly the samples of the curve's points up to `index`, as a share of
/// the way between the targets.
[[nodiscard]] float threshold_at(const Snapshot& snapshot, const PartMetrics& m,
                                 const ClassCurves& curves, std::size_t index);

}  // namespace bp
