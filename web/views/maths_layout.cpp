#include "web/views/maths_layout.h"

#include <algorithm>
#include <cmath>

#include "web/views/text.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kCellHeight = 16, kLowestCell = 13, kCellPad = 6, kBracket = 4, kGap = 5, kDots = 9;
constexpr int kFewestColumns = 3, kFewestRows = 2;
constexpr float kUsualRows = 8;

/// What a term takes besides its columns.
struct TermWidth {
  float before = 0, after = 0, label = 0;
  int columns = 0;
  [[nodiscard]] float with(const MathsSizes& sizes, int cap) const {
    const int shown = std::min(columns, cap);
    const float cells = static_cast<float>(shown) * sizes.cell_width +
                        (shown < columns ? sizes.dots : 0) + 2 * sizes.bracket;
    return before + std::max(cells, label) + after + 2 * sizes.gap;
  }
};

/// A matrix that is not there is drawn as large as it will be.
int rows_of(const MathsMatrix& m) { return m.is_there() ? m.rows() : m.all_rows(); }
int columns_of(const MathsMatrix& m) { return m.is_there() ? m.columns() : m.all_columns(); }

float scale_note(const UiState& ui, const MathsScale& scale) {
  if (scale.exponent == 0) return 0;
  return measure_math(ui, TextSize::Small, "in 10^{\u22120}").x + dp(ui, 5);
}

TermWidth term_width(const UiState& ui, const MathsTerm& t, const MathsScale& scale) {
  const float sign = measure_math(ui, TextSize::Body, t.before.view()).x;
  const float tail = measure_math(ui, TextSize::Body, t.after.view()).x;
  const float label = measure_math(ui, TextSize::Label, t.symbol.view()).x;
  return {std::ceil(sign) + (sign > 0 ? dp(ui, kGap) : 0),
          std::ceil(tail) + (tail > 0 ? dp(ui, kGap) : 0), std::ceil(label + scale_note(ui, scale)),
          columns_of(t.matrix)};
}

bool all_whole(const MathsMatrix& m) {
  for (int j = 0; j < m.columns(); ++j) {
    for (int i = 0; i < m.rows(); ++i) {
      if (m.at(i, j) != std::trunc(m.at(i, j))) return false;
    }
  }
  return true;
}

struct Line {
  int from = 0, to = 0;
  float width(const std::array<TermWidth, kMostTerms>& widths, const MathsSizes& sizes,
              int cap) const {
    float total = 0;
    for (int i = from; i < to; ++i) total += widths[static_cast<std::size_t>(i)].with(sizes, cap);
    return total;
  }
  [[nodiscard]] int best_cap(const std::array<TermWidth, kMostTerms>& widths,
                             const MathsSizes& sizes, float room) const {
    int cap = 1;
    for (int i = from; i < to; ++i) {
      cap = std::max(cap, widths[static_cast<std::size_t>(i)].columns);
    }
    while (cap > 1 && width(widths, sizes, cap) > room) --cap;
    return cap;
  }
};

int first_shown(MathsAxis axis, const std::array<int, 3>& first, int all, int shown) {
  if (axis == MathsAxis::Single) return 0;
  return std::clamp(first[static_cast<std::size_t>(axis)], 0, std::max(0, all - shown));
}

/// Rows and columns of a slot, and its height with the label.
float fill_slot(const MathsTerm& t, const std::array<int, 3>& first, const MathsSizes& sizes,
                int cap, float height, MathsSlot& slot) {
  const int rows = rows_of(t.matrix), columns = columns_of(t.matrix);
  const float room = height - sizes.label;
  slot.rows = std::max(kFewestRows, static_cast<int>(room / sizes.cell_height));
  if (rows > slot.rows) {
    slot.rows = std::max(kFewestRows, static_cast<int>((room - sizes.dots) / sizes.cell_height));
  }
  slot.rows = std::min(slot.rows, rows);
  slot.columns = std::min(cap, columns);
  slot.first_row = first_shown(t.row_axis, first, rows, slot.rows);
  slot.first_column = first_shown(t.column_axis, first, columns, slot.columns);
  slot.has_more_rows = slot.rows < t.matrix.all_rows();
  slot.has_more_columns = slot.columns < t.matrix.all_columns();
  return static_cast<float>(slot.rows) * sizes.cell_height + (slot.has_more_rows ? sizes.dots : 0);
}

struct Lines {
  std::array<Line, 3> lines;
  int count = 1;
};

/// On one line if enough of each matrix fits, else what is computed gets a line of its own.
Lines break_lines(const MathsEquation& e, const std::array<TermWidth, kMostTerms>& widths,
                  const MathsSizes& sizes, float room) {
  int most = 1;
  for (int i = 0; i < e.count; ++i) {
    most = std::max(most, widths[static_cast<std::size_t>(i)].columns);
  }
  const Line whole{0, e.count};
  const int second = e.second;
  if (e.count == 1 || whole.width(widths, sizes, std::min(kFewestColumns, most)) <= room) {
    return {{whole}, 1};
  }
  const int middle = second > 0 ? second : 1;
  const Line top{0, middle};
  constexpr int kScarce = 2;
  if (second > 0 && top.width(widths, sizes, std::min(kScarce, most)) > room) {
    return {{Line{0, 1}, Line{1, second}, Line{second, e.count}}, 3};
  }
  return {{top, Line{middle, e.count}}, 2};
}

/// Puts the matrices of a line beside one another, their middles on one height.
struct LinePlacer {
  const UiState& ui;
  const MathsEquation& e;
  const std::array<int, 3>& first;
  const std::array<TermWidth, kMostTerms>& widths;
  MathsLayout& out;

  /// Returns the line's height.
  float place(const Line& line, ImVec2 at, ImVec2 room) const {
    const MathsSizes& sizes = out.sizes;
    const int cap = line.best_cap(widths, sizes, room.x);
    std::array<float, kMostTerms> heights{};
    float tallest = 0;
    for (int i = line.from; i < line.to; ++i) {
      const auto k = static_cast<std::size_t>(i);
      heights[k] = fill_slot(e.terms[k], first, sizes, cap, room.y, out.slots[k]);
      tallest = std::max(tallest, heights[k]);
    }
    float x = at.x;
    for (int i = line.from; i < line.to; ++i) {
      const auto k = static_cast<std::size_t>(i);
      x = put(k, x, at.y + sizes.label + (tallest - heights[k]) / 2);
    }
    out.right = std::max(out.right, x);
    return sizes.label + tallest;
  }

  /// Returns where the next one begins.
  float put(std::size_t k, float x, float top) const {
    const MathsSizes& sizes = out.sizes;
    MathsSlot& slot = out.slots[k];
    const float cells = static_cast<float>(slot.columns) * sizes.cell_width;
    const float whole = cells + 2 * sizes.bracket + (slot.has_more_columns ? sizes.dots : 0);
    const float wide = std::max(whole, widths[k].label);
    slot.before_x = x;
    slot.left = x + widths[k].before + sizes.gap;
    slot.right = slot.left + wide;
    slot.min = {snap(ui, slot.left + (wide - whole) / 2 + sizes.bracket), snap(ui, top)};
    slot.max = {slot.min.x + cells, slot.min.y + static_cast<float>(slot.rows) * sizes.cell_height};
    return slot.right + widths[k].after + sizes.gap;
  }
};

}  // namespace

MathsSizes maths_sizes(const UiState& ui, float room) {
  const float digits = measure(ui, Face::Mono, TextSize::Small, "\u22120.00").x;
  const float label = fraction_height(ui, TextSize::Label) + dp(ui, 3);
  // A little lower where the usual number of rows then fits.
  const float cell =
      std::clamp((room - label) / kUsualRows, dp(ui, kLowestCell), dp(ui, kCellHeight));
  return {std::ceil(digits) + dp(ui, kCellPad),
          std::floor(cell),
          label,
          dp(ui, kBracket),
          dp(ui, kGap),
          dp(ui, kDots)};
}

MathsScale maths_scale(const MathsMatrix& matrix) {
  MathsScale scale;
  scale.largest = matrix.largest();
  if (scale.largest <= 0) return scale;
  const int power = static_cast<int>(std::floor(std::log10(scale.largest)));
  const bool is_readable = scale.largest >= 0.3F && scale.largest < 9999.5F;
  scale.exponent = is_readable ? 0 : power;
  scale.decimals = is_readable ? std::clamp(2 - std::max(power, 0), 0, 2) : 2;
  if (is_readable && all_whole(matrix)) scale.decimals = 0;
  return scale;
}

MathsLayout layout_equation(const UiState& ui, const MathsEquation& e,
                            const std::array<int, 3>& first, ImVec2 origin, ImVec2 room) {
  MathsLayout out;
  out.sizes = maths_sizes(ui, room.y);
  std::array<TermWidth, kMostTerms> widths;
  for (int i = 0; i < e.count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    out.slots[k].scale = maths_scale(e.terms[k].matrix);
    widths[k] = term_width(ui, e.terms[k], out.slots[k].scale);
  }
  const Lines lines = break_lines(e, widths, out.sizes, room.x);
  // On several lines it scrolls anyway.
  const float enough = out.sizes.label + kUsualRows * out.sizes.cell_height;
  const float height = lines.count > 1 ? std::max(room.y / 2, enough) : room.y;
  const LinePlacer placer{ui, e, first, widths, out};
  float y = origin.y;
  for (int l = 0; l < lines.count; ++l) {
    if (l > 0) y += dp(ui, 6);
    y += placer.place(lines.lines[static_cast<std::size_t>(l)], {origin.x, y}, {room.x, height});
  }
  out.height = y - origin.y;
  return out;
}

MathsCell cell_at(const MathsLayout& layout, const MathsEquation& e, int index, ImVec2 point) {
  for (int i = 0; i < e.count; ++i) {
    const MathsSlot& slot = layout.slots[static_cast<std::size_t>(i)];
    const bool is_inside = point.x >= slot.min.x && point.x < slot.max.x && point.y >= slot.min.y &&
                           point.y < slot.max.y;
    if (!is_inside || !e.terms[static_cast<std::size_t>(i)].matrix.is_there()) continue;
    const float width = (slot.max.x - slot.min.x) / static_cast<float>(slot.columns);
    const float height = (slot.max.y - slot.min.y) / static_cast<float>(slot.rows);
    return {index, i, slot.first_row + static_cast<int>((point.y - slot.min.y) / height),
            slot.first_column + static_cast<int>((point.x - slot.min.x) / width)};
  }
  return {};
}

}  // namespace bp
