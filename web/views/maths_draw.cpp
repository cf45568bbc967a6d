// An equation of the maths panel: signs, symbols, brackets and heat-coloured numbers.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/views/maths_layout.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kHeat = 0.5F;

struct CellText {
  std::array<char, 24> buffer{};
  std::size_t size = 0;
  [[nodiscard]] std::string_view view() const { return {buffer.data(), size}; }
};

/// "−0.52" with the matrix's decimals; what rounds to zero has no sign.
void write_cell(CellText& out, float value, const MathsScale& scale) {
  constexpr std::string_view kMinus = "\u2212";
  out.size = 0;
  if (!std::isfinite(value)) {
    const std::string_view text = std::isnan(value) ? "NaN" : value < 0 ? "\u2212∞" : "∞";
    out.size = text.copy(out.buffer.data(), out.buffer.size());
    return;
  }
  const double scaled = static_cast<double>(value) * std::pow(10.0, -scale.exponent);
  std::array<char, 20> digits{};
  const bool is_exact_zero = value == 0;
  const int n = is_exact_zero ? std::snprintf(digits.data(), digits.size(), "0")
                              : std::snprintf(digits.data(), digits.size(), "%.*f", scale.decimals,
                                              std::fabs(scaled));
  const std::string_view text(digits.data(), static_cast<std::size_t>(std::max(n, 0)));
  const bool is_zero = text.find_first_not_of("0.") == std::string_view::npos;
  if (value < 0 && !is_zero) out.size = kMinus.copy(out.buffer.data(), out.buffer.size());
  out.size += text.copy(out.buffer.data() + out.size, out.buffer.size() - out.size);
}

void draw_dots(const UiState& ui, ImDrawList& draw, ImVec2 center, bool is_vertical) {
  const float step = dp(ui, 3), radius = 0.9F * ui.scale;
  for (int i = -1; i <= 1; ++i) {
    const float d = step * static_cast<float>(i);
    draw.AddCircleFilled({center.x + (is_vertical ? 0 : d), center.y + (is_vertical ? d : 0)},
                         radius, ui.theme->secondary, 8);
  }
}

void draw_bracket(const UiState& ui, ImDrawList& draw, float x, float y0, float y1, float serif) {
  const float w = std::max(1.0F, ui.scale), out = serif < 0 ? x - w : x;
  const ImU32 color = ui.theme->text;
  draw.AddRectFilled({out, y0}, {out + w, y1}, color);
  const float end = out + (serif < 0 ? w + serif : serif);
  for (const float y : {y0, y1 - w}) {
    draw.AddRectFilled({std::min(out, end), y}, {std::max(out + (serif < 0 ? w : 0), end), y + w},
                       color);
  }
}

struct TermPainter {
  const UiState& ui;
  ImDrawList& draw;
  const MathsTerm& term;
  const MathsSlot& slot;
  const MathsSizes& sizes;
  bool is_zeroed;

  [[nodiscard]] ImVec2 corner(int row, int column) const {
    return {slot.min.x + static_cast<float>(column - slot.first_column) * sizes.cell_width,
            slot.min.y + static_cast<float>(row - slot.first_row) * sizes.cell_height};
  }

  void cell(int row, int column) const {
    const ImVec2 min = corner(row, column);
    const ImVec2 max(min.x + sizes.cell_width - 1, min.y + sizes.cell_height - 1);
    if (!term.matrix.is_there() && !is_zeroed) {
      draw.AddRectFilled(min, max, with_alpha(ui.theme->line, 0.5F), dp(ui, 2));
      return;
    }
    const float value = is_zeroed ? 0 : term.matrix.at(row, column);
    const float share = slot.scale.largest > 0 ? value / slot.scale.largest : 0;
    draw.AddRectFilled(min, max, diverging(*ui.theme, std::isfinite(share) ? share : 0, kHeat));
    CellText text;
    write_cell(text, value, slot.scale);
    const float y = min.y + std::round((sizes.cell_height - line_height(ui, TextSize::Small)) / 2);
    draw_text(ui, draw, {max.x - dp(ui, 3), y}, ui.theme->text, Face::Mono, TextSize::Small,
              text.view(), Align::Right);
  }

  void cells() const {
    for (int i = 0; i < slot.rows; ++i) {
      for (int j = 0; j < slot.columns; ++j) {
        if (has_room(draw)) cell(slot.first_row + i, slot.first_column + j);
      }
    }
  }

  void frame() const {
    const float y0 = slot.min.y - dp(ui, 1);
    const float y1 = slot.max.y + (slot.has_more_rows ? sizes.dots : 0);
    const float x1 = slot.max.x + (slot.has_more_columns ? sizes.dots : 0) - 1;
    draw_bracket(ui, draw, slot.min.x - sizes.bracket, y0, y1, sizes.bracket - dp(ui, 1));
    draw_bracket(ui, draw, x1 + sizes.bracket, y0, y1, -(sizes.bracket - dp(ui, 1)));
    if (slot.has_more_rows) {
      draw_dots(ui, draw, {0.5F * (slot.min.x + slot.max.x), slot.max.y + sizes.dots / 2 - 1},
                false);
    }
    if (slot.has_more_columns) {
      draw_dots(ui, draw, {slot.max.x + sizes.dots / 2, 0.5F * (slot.min.y + slot.max.y)}, false);
    }
  }

  /// "8×16" where not all is shown, if there is room for it.
  [[nodiscard]] MathsText size_note(float symbol) const {
    MathsText text;
    if (!slot.has_more_rows && !slot.has_more_columns) return text;
    text << term.matrix.all_rows() << "×" << term.matrix.all_columns() << "  ";
    const float width = measure_math(ui, TextSize::Small, text.view()).x +
                        (slot.scale.exponent != 0 ? dp(ui, 40) : 0);
    const bool fits = symbol + width + dp(ui, 8) < slot.right - slot.left;
    return fits ? text : MathsText{};
  }

  /// The symbol over the matrix, and the unit its entries are in.
  void label() const {
    const float width = measure_math(ui, TextSize::Label, term.symbol.view()).x;
    const bool is_tall = term.symbol.view().find("~{") != std::string_view::npos;
    const float height =
        is_tall ? fraction_height(ui, TextSize::Label) : line_height(ui, TextSize::Label);
    const float y = slot.min.y - height - dp(ui, is_tall ? 2 : 3);
    float note = 0;
    MathsText unit = size_note(width);
    if (slot.scale.exponent != 0) unit << "in 10^{" << slot.scale.exponent << "}";
    if (unit.size > 0) note = measure_math(ui, TextSize::Small, unit.view()).x + dp(ui, 5);
    const float x = 0.5F * (slot.left + slot.right - width - note);
    draw_math(ui, draw, {x, y}, ui.theme->text, TextSize::Label, term.symbol.view());
    if (note == 0) return;
    const float line = line_height(ui, TextSize::Small);
    draw_math(ui, draw, {x + width + dp(ui, 5), y + std::round((height - line) / 2) + dp(ui, 1)},
              ui.theme->secondary, TextSize::Small, unit.view());
  }

  void signs() const {
    const float middle = 0.5F * (slot.min.y + slot.max.y);
    const auto put = [&](const MathsText& text, float x) {
      if (text.size == 0) return;
      const float height = measure_math(ui, TextSize::Body, text.view()).y;
      draw_math(ui, draw, {x, middle - height / 2}, ui.theme->text, TextSize::Body, text.view());
    };
    put(term.before, slot.before_x);
    put(term.after, slot.right + sizes.gap);
  }

  /// A line around the entries that belong to the one pointed at.
  void lit(const MathsLit& lit, bool is_it) const {
    if (lit.row == -2 || lit.column == -2 || !term.matrix.is_there()) return;
    const auto range = [](int at, int first, int count) {
      if (at == -1) return std::pair{first, first + count};
      const bool is_shown = at >= first && at < first + count;
      return std::pair{at, is_shown ? at + 1 : at};
    };
    const auto [r0, r1] = range(lit.row, slot.first_row, slot.rows);
    const auto [c0, c1] = range(lit.column, slot.first_column, slot.columns);
    if (r0 >= r1 || c0 >= c1) return;
    const ImVec2 min = corner(r0, c0), max = corner(r1, c1);
    draw.AddRect({min.x - 1, min.y - 1}, {max.x, max.y}, ui.theme->accent, dp(ui, 2), 0,
                 (is_it ? 2.0F : 1.5F) * ui.scale);
  }
};

}  // namespace

void draw_equation(const UiState& ui, ImDrawList& draw, const MathsEquation& e, int index,
                   const MathsLayout& layout, const MathsCell& active, bool is_zeroed) {
  const MathsSizes& sizes = layout.sizes;
  const bool is_here = active.equation == index && active.term < e.count;
  for (int i = 0; i < e.count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const MathsTerm& term = e.terms[k];
    const bool is_gradient = is_zeroed && (i == 0 || i == 3);
    const TermPainter painter{ui, draw, term, layout.slots[k], sizes, is_gradient};
    painter.signs();
    painter.label();
    painter.cells();
    painter.frame();
    if (!is_here) continue;
    painter.lit(lit_entries(e, active.term, active.row, active.column, i), active.term == i);
  }
}

}  // namespace bp
