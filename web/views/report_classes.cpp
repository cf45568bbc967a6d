// The report's tables of a classification: the confusion matrix, precision and recall by class.
#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "web/views/boundary_legend.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/report_parts.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

/// Of two or three classes a cell has room for the share, too.
constexpr float kLargestCell = 52, kShareCell = 34;

struct Cell {
  std::size_t actual, predicted;
  std::uint32_t count;
  double share;  ///< of its class
};

Cell cell_of(const ClassificationReport& r, std::size_t actual, std::size_t predicted) {
  const std::uint32_t count = r.confusion[predicted + r.classes * actual];
  return {actual, predicted, count,
          count / static_cast<double>(std::max(1U, r.rows[actual].support))};
}

bool is_lit(const ReportContext& c, const Cell& cell) {
  const LitPoints& lit = c.ui.lit;
  return lit.part == c.part && lit.actual == static_cast<int>(cell.actual) &&
         lit.predicted == static_cast<int>(cell.predicted);
}

/// Right ones in the accent's colour, mistakes in the warning's.
void draw_cell(const ReportContext& c, const Cell& cell, ImVec2 min, float size) {
  const UiState& ui = c.ui;
  const ImU32 full = cell.actual == cell.predicted ? ui.theme->accent : ui.theme->warning;
  const ImVec2 max(min.x + size - 1, min.y + size - 1);
  const float amount = cell.count > 0 ? 0.12F + 0.3F * static_cast<float>(cell.share) : 0;
  c.draw.AddRectFilled(min, max, mixed(ui.theme->raised, full, amount));
  c.draw.AddRect(min, max, is_lit(c, cell) ? ui.theme->text : ui.theme->line, 0, 0,
                 is_lit(c, cell) ? dp(ui, 2) : dp(ui, 1));
  const float line = line_height(ui, TextSize::Small), x = 0.5F * (min.x + max.x);
  const bool has_share = size >= dp(ui, kShareCell);
  float y = 0.5F * (min.y + max.y) - (has_share ? line : 0.5F * line);
  NumberText text;
  const auto put = [&](std::string_view shown, ImU32 ink) {
    if (measure(ui, Face::Mono, TextSize::Small, shown).x > size) return;
    draw_text(ui, c.draw, {x, y}, ink, Face::Mono, TextSize::Small, shown, Align::Center);
    y += line;
  };
  if (cell.count > 0 || has_share) put(format_count(text, cell.count), ui.theme->text);
  if (has_share) put(format_percent(text, cell.share), ui.theme->text);
}

void cell_tip(const ReportContext& c, const Cell& cell) {
  UiState& ui = c.ui;
  Phrase phrase;
  NumberText number;
  begin_tip(ui);
  tip_text(ui, fill(phrase, word(ui, Word::true_predicted),
                    {class_name(c.ui, c.s, static_cast<int>(cell.actual)),
                     class_name(c.ui, c.s, static_cast<int>(cell.predicted))}));
  const ImU32 color = cell.actual == cell.predicted ? ui.theme->accent : ui.theme->warning;
  tip_value(ui, color, word(ui, Word::samples), format_count(number, cell.count));
  tip_value(ui, color, word(ui, Word::share_of_class), format_percent(number, cell.share));
  tip_text(ui, word(ui, Word::click_to_light), TextSize::Small);
  end_tip();
}

void choose_cell(const ReportContext& c, const Cell& cell) {
  if (is_lit(c, cell)) {
    c.ui.lit = {};
    return;
  }
  c.ui.lit = {c.part, static_cast<int>(cell.actual), static_cast<int>(cell.predicted),
              ImGui::GetFrameCount()};
}

/// Where the cells are under the pointer.
void cells_input(const ReportContext& c, ImVec2 first, float size) {
  const ClassificationReport& r = c.m.report;
  const float side = size * static_cast<float>(r.classes);
  note_place(c.ui, "confusion", first, {first.x + side, first.y + side});
  const bool is_hovered = plot_area("confusion", first, {first.x + side, first.y + side});
  const bool is_clicked = ImGui::IsItemDeactivated() && ImGui::IsItemHovered();
  if (!is_hovered && !is_clicked) return;
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto index = [&](float offset) {
    return static_cast<std::size_t>(
        std::clamp(offset / size, 0.0F, static_cast<float>(r.classes) - 1));
  };
  const Cell cell = cell_of(r, index(mouse.y - first.y), index(mouse.x - first.x));
  if (is_clicked) choose_cell(c, cell);
  cell_tip(c, cell);
}

}  // namespace

ImVec2 confusion_matrix(const ReportContext& c, ImVec2 at) {
  UiState& ui = c.ui;
  const ClassificationReport& r = c.m.report;
  const auto classes = static_cast<float>(r.classes);
  float label = 0;
  for (int k = 0; k < static_cast<int>(r.classes); ++k) {
    const std::string_view name = class_name(ui, c.s, k);
    label = std::max(label, measure(ui, Face::Regular, TextSize::Small, name).x);
  }
  label = std::min(label, dp(ui, 64)) + dp(ui, 18);
  const float size = std::clamp(dp(ui, 168) / classes, dp(ui, 16), dp(ui, kLargestCell));
  report_text(c, at, word(ui, Word::confusion_title));
  const ImVec2 first(at.x + label, at.y + dp(ui, 2 * kReportRow));
  for (std::size_t k = 0; k < r.classes; ++k) {
    const auto offset = static_cast<float>(k) * size;
    const PointLook look = class_look(*ui.theme, static_cast<int>(k));
    draw_point(ui, c.draw, {first.x + offset + 0.5F * size, first.y - dp(ui, 7)}, look);
    const float middle = first.y + offset + 0.5F * size;
    draw_point(ui, c.draw, {first.x - dp(ui, 9), middle}, look);
    ShortText buffer;
    report_text(c, {first.x - dp(ui, 18), middle - 0.5F * line_height(ui, TextSize::Small)},
                shortened(ui, Face::Regular, TextSize::Small,
                          class_name(c.ui, c.s, static_cast<int>(k)), label - dp(ui, 18), buffer),
                Align::Right);
    for (std::size_t p = 0; p < r.classes; ++p) {
      draw_cell(c, cell_of(r, k, p), {first.x + static_cast<float>(p) * size, first.y + offset},
                size);
    }
  }
  cells_input(c, first, size);
  const float title =
      at.x + measure(ui, Face::Regular, TextSize::Small, word(ui, Word::confusion_title)).x;
  return {std::max(first.x + classes * size, title), first.y + classes * size};
}

namespace {

struct ReportTable {
  const ReportContext& c;
  ImVec2 at;
  float name, column;
  float right(int i) const { return at.x + name + column * static_cast<float>(i + 1); }
  void heading() {
    int i = 0;
    for (const Word w : {Word::precision, Word::recall, Word::f1, Word::support}) {
      report_text(c, {right(i++), at.y}, word(c.ui, w), Align::Right);
    }
    at.y += dp(c.ui, kReportRow);
    hairline_h(c.ui, c.draw, at.x, right(3), at.y);
    at.y += dp(c.ui, 3);
  }
  void row(std::string_view label, const ClassRow& row) {
    ShortText buffer;
    draw_text(c.ui, c.draw, at, c.ui.theme->text, Face::Regular, TextSize::Small,
              shortened(c.ui, Face::Regular, TextSize::Small, label, name - dp(c.ui, 6), buffer));
    int i = 0;
    for (const double value : {row.precision, row.recall, row.f1}) {
      char text[16];
      std::snprintf(text, sizeof text, "%.2f", value);
      report_number(c, {right(i++), at.y}, text);
    }
    NumberText support;
    report_number(c, {right(3), at.y}, format_count(support, row.support));
    at.y += dp(c.ui, kReportRow);
  }
};

}  // namespace

ImVec2 report_table(const ReportContext& c, ImVec2 at, float room) {
  const ClassificationReport& r = c.m.report;
  const UiState& ui = c.ui;
  const float column = std::clamp((room - dp(ui, 76)) / 4, dp(ui, 44), dp(ui, 56));
  ReportTable table{c, at, std::clamp(room - 4 * column, dp(ui, 56), dp(ui, 96)), column};
  table.heading();
  for (std::size_t k = 0; k < r.rows.size(); ++k)
    table.row(class_name(c.ui, c.s, static_cast<int>(k)), r.rows[k]);
  hairline_h(ui, c.draw, at.x, table.right(3), table.at.y);
  table.at.y += dp(ui, 3);
  table.row(word(ui, Word::macro_average), r.macro);
  table.row(word(ui, Word::weighted_average), r.weighted);
  table.at.y += dp(ui, 10);
  const ImVec2 end = class_figures(c, table.at);
  return {table.right(3), end.y};
}

ImVec2 class_figures(const ReportContext& c, ImVec2 at) {
  const float width = dp(c.ui, 170);
  report_figure(c, at, width, Word::accuracy, c.m.report.accuracy);
  report_figure(c, at, width, Word::roc_auc, c.m.roc.macro_area);
  report_figure(c, at, width, Word::average_precision, c.m.precision_recall.macro_area);
  if (c.m.has_probabilities != 0) {
    report_figure(c, at, width, Word::log_loss, c.m.log_loss);
    report_figure(c, at, width, Word::calibration_error, c.m.calibration.error);
  }
  return {at.x + width, at.y};
}

}  // namespace bp
