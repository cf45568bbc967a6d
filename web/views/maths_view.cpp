// The maths panel: the lecture's equations of one layer with the numbers of the last pass in them.
#include <algorithm>
#include <cmath>

#include "web/views/maths_explain.h"
#include "web/views/maths_export.h"
#include "web/views/maths_header.h"
#include "web/views/maths_layout.h"
#include "web/views/phases.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kMargin = 10, kBetween = 10, kFooter = 36, kBar = 3;

/// Whether what ran last is what this equation says.
bool is_current(const MathsEquation& e, const Maths& maths, const ShownPhase& shown) {
  if (!shown.is_some || maths.is_sample) return false;
  if (shown.place.phase == Phase::ZeroGrad) return e.kind == MathsKind::Outer;
  if (shown.place.phase != e.phase) return false;
  return e.phase != Phase::Backward || shown.place.layer == maths.layer;
}

/// What a drag, the wheel's other axis or the arrow keys do to what is shown of large matrices.
void pan(UiState& ui, const MathsTerm& term, ImVec2 cells) {
  const auto move = [&](MathsAxis axis, float by, int size) {
    if (axis == MathsAxis::Single || by == 0) return;
    int& first = ui.maths.first[static_cast<std::size_t>(axis)];
    first = std::clamp(first + static_cast<int>(std::lround(by)), 0, std::max(0, size - 1));
  };
  move(term.column_axis, cells.x, term.matrix.columns());
  move(term.row_axis, cells.y, term.matrix.rows());
}

int term_under(const MathsLayout& layout, const MathsEquation& e, ImVec2 point) {
  for (int i = 0; i < e.count; ++i) {
    const MathsSlot& slot = layout.slots[static_cast<std::size_t>(i)];
    if (point.x >= slot.min.x && point.x < slot.max.x && point.y >= slot.min.y &&
        point.y < slot.max.y) {
      return i;
    }
  }
  return -1;
}

void drag_matrix(UiState& ui, const MathsLayout& layout, const MathsEquation& e) {
  const ImGuiIO& io = ImGui::GetIO();
  const int term = term_under(layout, e, io.MousePos);
  if (term < 0) return;
  const MathsTerm& t = e.terms[static_cast<std::size_t>(term)];
  const MathsSlot& slot = layout.slots[static_cast<std::size_t>(term)];
  if (!slot.has_more_rows && !slot.has_more_columns) return;
  if (io.MouseWheelH != 0) pan(ui, t, {-io.MouseWheelH, 0});
  if (!ImGui::IsItemActive() || !ImGui::IsMouseDragging(0)) return;
  const MathsSizes& sizes = layout.sizes;
  const ImVec2 moved = ImGui::GetMouseDragDelta(0);
  const ImVec2 cells(
      slot.has_more_columns ? std::trunc(-moved.x / sizes.cell_width) : 0,
      slot.has_more_rows && !ui.touch ? std::trunc(-moved.y / sizes.cell_height) : 0);
  if (cells.x == 0 && cells.y == 0) return;
  pan(ui, t, cells);
  ImGui::ResetMouseDragDelta(0);
}

/// The arrow keys walk over the chosen matrix; Escape lets go.
void walk(UiState& ui, const Maths& maths) {
  MathsCell& cell = ui.maths.chosen;
  if (!cell.is_some() || ImGui::GetIO().WantTextInput) return;
  if (cell.equation >= maths.count ||
      cell.term >= maths.equations[static_cast<std::size_t>(cell.equation)].count) {
    cell = {};
    return;
  }
  const MathsEquation& e = maths.equations[static_cast<std::size_t>(cell.equation)];
  const auto key = [](ImGuiKey k) { return ImGui::IsKeyPressed(k, true) ? 1 : 0; };
  const MathsMatrix* m = &e.terms[static_cast<std::size_t>(cell.term)].matrix;
  cell.column += key(ImGuiKey_RightArrow) - key(ImGuiKey_LeftArrow);
  cell.row += key(ImGuiKey_DownArrow) - key(ImGuiKey_UpArrow);
  // Past its edge the next matrix begins.
  if (cell.column >= m->columns() && cell.term + 1 < e.count) ++cell.term, cell.column = 0;
  if (cell.column < 0 && cell.term > 0) --cell.term, cell.column = 1 << 20;
  m = &e.terms[static_cast<std::size_t>(cell.term)].matrix;
  cell.column = std::clamp(cell.column, 0, std::max(0, m->columns() - 1));
  cell.row = std::clamp(cell.row, 0, std::max(0, m->rows() - 1));
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) cell = {};
}

/// Keeps the cell that the arrow keys walk to within what is shown.
void reveal(UiState& ui, const MathsEquation& e, const MathsLayout& layout, const MathsCell& cell) {
  const MathsTerm& t = e.terms[static_cast<std::size_t>(cell.term)];
  const MathsSlot& slot = layout.slots[static_cast<std::size_t>(cell.term)];
  const auto follow = [&](MathsAxis axis, int at, int first, int count) {
    if (axis == MathsAxis::Single) return;
    int& shown = ui.maths.first[static_cast<std::size_t>(axis)];
    if (at < first) shown = at;
    if (at >= first + count) shown = at - count + 1;
  };
  follow(t.row_axis, cell.row, slot.first_row, slot.rows);
  follow(t.column_axis, cell.column, slot.first_column, slot.columns);
}

struct Body {
  UiState& ui;
  ImDrawList& draw;
  const Maths& maths;
  ShownPhase shown;
  MathsCell hovered;
  int top_phase = -1;  ///< of the equation at the top

  void equation(int index, ImVec2 at, const MathsLayout& layout, const MathsCell& active) {
    const MathsEquation& e = maths.equations[static_cast<std::size_t>(index)];
    const bool is_now = is_current(e, maths, shown);
    if (is_now) {
      const float x = at.x - dp(ui, kMargin);
      draw.AddRectFilled({x, at.y}, {x + dp(ui, kBar), at.y + layout.height}, ui.theme->accent,
                         dp(ui, 1.5F));
    }
    const bool is_zeroed =
        e.kind == MathsKind::Outer && shown.is_some && shown.place.phase == Phase::ZeroGrad;
    draw_equation(ui, draw, e, index, layout, active, is_zeroed);
    const float y = layout.slots[0].min.y;
    const float room = ImGui::GetWindowPos().x + ImGui::GetWindowSize().x - layout.right;
    const float width = measure(ui, Face::Regular, TextSize::Small, e.formula).x;
    if (e.formula.empty() || width + dp(ui, 24) > room) return;
    draw_text(ui, draw,
              {layout.right + dp(ui, 12),
               0.5F * (y + layout.slots[0].max.y) - line_height(ui, TextSize::Small) / 2},
              ui.theme->secondary, Face::Regular, TextSize::Small, e.formula);
  }

  /// A button over an equation: what is under the pointer, a tap chooses it.
  void touch(int index, const MathsLayout& layout, ImVec2 min, ImVec2 max) {
    const MathsEquation& e = maths.equations[static_cast<std::size_t>(index)];
    ImGui::PushID(index);
    ImGui::SetCursorScreenPos(min);
    ImGui::InvisibleButton("equation", {max.x - min.x, max.y - min.y});
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsItemHovered() || ImGui::IsItemActive() || ImGui::IsItemDeactivated()) {
      const MathsCell cell = cell_at(layout, e, index, mouse);
      if (cell.is_some()) hovered = cell;
      const ImGuiIO& io = ImGui::GetIO();
      const bool has_moved =
          io.MouseDragMaxDistanceSqr[0] > io.MouseDragThreshold * io.MouseDragThreshold;
      const bool is_tap = ImGui::IsItemDeactivated() && !has_moved;
      if (is_tap) ui.maths.chosen = cell == ui.maths.chosen ? MathsCell{} : cell;
      drag_matrix(ui, layout, e);
    }
    ImGui::PopID();
  }

  /// Brings the first equation of the phase that was asked for to the top.
  void turn_to(const MathsEquation& e, float offset) const {
    const int wanted = ui.maths.scroll_to;
    const bool is_zeroed = wanted == static_cast<int>(Phase::ZeroGrad);
    const bool is_it = is_zeroed ? e.kind == MathsKind::Outer : wanted == static_cast<int>(e.phase);
    if (!is_it) return;
    ImGui::SetScrollY(std::max(0.0F, offset));
    ui.maths.scroll_to = -1;
    ui.wants_frames = true;
  }

  void run() {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float left = origin.x + dp(ui, kMargin);
    const ImVec2 room(ImGui::GetContentRegionAvail().x - dp(ui, kMargin + 8),
                      ImGui::GetWindowSize().y - dp(ui, 1));
    const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowSize().y;
    std::array<MathsLayout, kMostEquations> layouts;
    std::array<float, kMostEquations> at{};
    float y = origin.y;
    for (int i = 0; i < maths.count; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const MathsEquation& e = maths.equations[k];
      layouts[k] = layout_equation(ui, e, ui.maths.first, {left, y}, room);
      at[k] = y;
      y += layouts[k].height;
      if (y > top + dp(ui, 24) && top_phase < 0) top_phase = static_cast<int>(e.phase);
      if (y > top && at[k] < bottom) touch(i, layouts[k], {origin.x, at[k]}, {left + room.x, y});
      turn_to(e, at[k] - origin.y);
      y += dp(ui, kBetween);
    }
    ui.maths.scroll_to = -1;
    const MathsCell active = hovered.is_some() ? hovered : ui.maths.chosen;
    for (int i = 0; i < maths.count; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const bool is_seen = at[k] + layouts[k].height > top && at[k] < bottom;
      if (is_seen) equation(i, {left, at[k]}, layouts[k], active);
      const bool is_walked = ui.maths.chosen.equation == i && !hovered.is_some();
      if (is_walked) reveal(ui, maths.equations[k], layouts[k], ui.maths.chosen);
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, y - origin.y});
    thumb();
  }

  /// A finger scrolls the derivation as far as it goes, then what is around it.
  void follow_finger() const {
    const float by = -ImGui::GetIO().MouseDelta.y;
    const float at = ImGui::GetScrollY();
    const bool is_inside = ui.touch && ImGui::IsMouseDragging(0) &&
                           ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    const bool can = by < 0 ? at > 0 : at < ImGui::GetScrollMaxY();
    if (!is_inside || by == 0 || !can) return;
    ImGui::SetScrollY(std::clamp(at + by, 0.0F, ImGui::GetScrollMaxY()));
    ui.is_dragging_value = true;  // nobody else is to scroll
  }

  void thumb() const {
    const float most = ImGui::GetScrollMaxY();
    if (most <= 0) return;
    const ImVec2 min = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const float height = std::max(dp(ui, 24), size.y * size.y / (size.y + most));
    const float y = min.y + (size.y - height) * ImGui::GetScrollY() / most;
    const float right = min.x + size.x - dp(ui, 1), width = dp(ui, 4);
    draw.AddRectFilled({right - width, y}, {right, y + height},
                       with_alpha(ui.theme->secondary, 0.35F), width / 2);
  }
};

/// What the numbers are, when no cell is pointed at.
void describe(const UiState& ui, const Snapshot& s, const Settings& settings, const Maths& maths,
              ImDrawList& draw, ImVec2 at, float width) {
  Phrase phrase;
  NumberText a, b;
  std::string_view text;
  if (maths.is_place) {
    NumberText x, y;
    text =
        fill(phrase, word(ui, s.dims > 1 ? Word::maths_of_place : Word::maths_of_place_1d),
             {format_number(x, static_cast<double>(settings.place_x), 3),
              format_number(y, static_cast<double>(settings.place_y), 3), format_count(b, s.step)});
  } else if (maths.is_sample) {
    text = fill(phrase, word(ui, Word::maths_of_sample),
                {format_count(a, maths.pass->sample.empty() ? 0 : maths.pass->sample.front()),
                 format_count(b, s.step)});
  } else {
    const bool is_done = static_cast<Phase>(s.next_phase) == Phase::Predict;
    const Word which =
        maths.pass->has_present_weights != 0 ? Word::maths_of_batch_after : Word::maths_of_batch;
    text = fill_count(
        phrase, ui, which, maths.pass->samples,
        {format_count(a, s.step + (is_done ? 0 : 1)), format_count(b, maths.pass->samples)});
  }
  if (measure(ui, Face::Regular, TextSize::Label, text).x > width) {
    draw_wrapped(ui, &draw, at, width, ui.theme->secondary, Face::Regular, TextSize::Small, text);
    return;
  }
  ShortText cut;
  const float line = line_height(ui, TextSize::Label) + dp(ui, 2);
  draw_text(ui, draw, at, ui.theme->secondary, Face::Regular, TextSize::Label,
            shortened(ui, Face::Regular, TextSize::Label, text, width, cut));
  draw_text(ui, draw, {at.x, at.y + line}, ui.theme->secondary, Face::Regular, TextSize::Label,
            shortened(ui, Face::Regular, TextSize::Label, word(ui, Word::maths_hint), width, cut));
}

void footer(const UiState& ui, const Snapshot& s, const Settings& settings, const Maths& maths,
            const MathsCell& cell, ImVec2 min, float width) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  hairline_h(ui, draw, min.x, min.x + width, min.y);
  const ImVec2 at(min.x, min.y + dp(ui, 3));
  if (!cell.is_some()) return describe(ui, s, settings, maths, draw, at, width);
  MathsExplanation text;
  explain_cell(ui, maths, cell, width, text);
  draw_math(ui, draw, at, ui.theme->text, TextSize::Body, text.value.view());
  draw_math(ui, draw, {at.x, at.y + line_height(ui, TextSize::Body) + dp(ui, 2)},
            ui.theme->secondary, TextSize::Body, text.sum.view());
}

}  // namespace

void maths_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                CommandSink& sink) {
  ImGui::PushID("maths");
  ui.requests.wants_matrices = true;
  ui.maths.drawn_at = ui.now;
  Maths maths;
  build_maths(snapshot, settings, ui.selected_layer, maths);
  walk(ui, maths);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float end = start.y + ImGui::GetContentRegionAvail().y;
  const float header = maths_header(snapshot, settings, maths, ui, sink, width);
  const float top = start.y + header + dp(ui, 3);
  const float bottom = std::max(top + dp(ui, 40), end - dp(ui, kFooter));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (maths.pass == nullptr) {
    draw_empty(ui, draw, {start.x, top}, {start.x + width, end},
               word(ui, maths.is_sample ? Word::maths_no_sample : Word::maths_empty));
    ImGui::PopID();
    return;
  }
  ImGui::SetCursorScreenPos({start.x, top});
  Body body{ui, draw, maths, shown_phase(snapshot, ui), {}};
  if (ImGui::BeginChild("derivation", {width, bottom - top}, 0, ImGuiWindowFlags_NoScrollbar)) {
    Body inside{ui, *ImGui::GetWindowDrawList(), maths, body.shown, {}};
    inside.run();
    inside.follow_finger();
    body.hovered = inside.hovered;
    ui.maths.top_phase = inside.top_phase;
  }
  ImGui::EndChild();
  const MathsCell cell = body.hovered.is_some() ? body.hovered : ui.maths.chosen;
  footer(ui, snapshot, settings, maths, cell, {start.x, bottom}, width);
  ImGui::PopID();
}

}  // namespace bp
