// A data set in the size of an icon.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/data_menu.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr int kCells = 26;  // rows and columns of a picture of classes
constexpr int kTones = 8;   // patches of a picture of values, each with blended corners
constexpr int kCurveParts = 32;

// A place in the set's box, from shares of it.
float place(const Dataset& set, float share) { return std::lerp(set.box_min, set.box_max, share); }

int class_at(const Dataset& set, float x, float y) {
  const float truth = set.truth(DataParams{}, x, y);
  if (set.classes == 2) return truth > 0 ? 1 : 0;
  return static_cast<int>(truth + 0.5F);
}

// Rows of cells; neighbours of one class are one rectangle.
void draw_classes(const UiState& ui, ImDrawList& draw, const Dataset& set, ImVec2 min, float side) {
  const float cell = side / kCells;
  const auto at = [&](int i) { return place(set, (static_cast<float>(i) + 0.5F) / kCells); };
  for (int j = 0; j < kCells; ++j) {
    const float top = snap(ui, min.y + static_cast<float>(j) * cell);
    const float bottom = snap(ui, min.y + static_cast<float>(j + 1) * cell);
    const float y = at(kCells - 1 - j);
    for (int i = 0; i < kCells;) {
      const int k = class_at(set, at(i), y);
      int end = i + 1;
      while (end < kCells && class_at(set, at(end), y) == k) ++end;
      draw.AddRectFilled({snap(ui, min.x + static_cast<float>(i) * cell), top},
                         {snap(ui, min.x + static_cast<float>(end) * cell), bottom},
                         class_tone(*ui.theme, k, 1, ui.theme->map_strength));
      i = end;
    }
  }
}

void draw_values(const UiState& ui, ImDrawList& draw, const Dataset& set, ImVec2 min, float side) {
  const float patch = side / kTones, half = 0.5F * (set.target_max - set.target_min);
  const auto tone = [&](int i, int j) {
    const float x = place(set, static_cast<float>(i) / kTones);
    const float y = place(set, 1 - static_cast<float>(j) / kTones);
    const float value = (set.truth(DataParams{}, x, y) - set.target_min) / half - 1;
    return diverging(*ui.theme, value, ui.theme->map_strength);
  };
  for (int j = 0; j < kTones; ++j) {
    for (int i = 0; i < kTones; ++i) {
      const ImVec2 a(min.x + static_cast<float>(i) * patch, min.y + static_cast<float>(j) * patch);
      draw.AddRectFilledMultiColor(a, {a.x + patch, a.y + patch}, tone(i, j), tone(i + 1, j),
                                   tone(i + 1, j + 1), tone(i, j + 1));
    }
  }
}

void draw_function(const UiState& ui, ImDrawList& draw, const Dataset& set, ImVec2 min,
                   float side) {
  const float range = set.target_max - set.target_min, margin = 0.16F * side;
  for (int i = 0; i <= kCurveParts; ++i) {
    const float share = static_cast<float>(i) / kCurveParts;
    const float value = set.truth(DataParams{}, place(set, share), 0);
    const float y = (set.target_max - value) / range * (side - 2 * margin) + margin;
    draw.PathLineTo({min.x + margin / 2 + share * (side - margin), min.y + y});
  }
  draw.PushClipRect(min, {min.x + side, min.y + side}, true);  // corners of steep functions
  draw.PathStroke(ui.theme->positive, ImDrawFlags_None, dp(ui, 1.5F));
  draw.PopClipRect();
}

// Head and cells.
void draw_table(const UiState& ui, ImDrawList& draw, ImVec2 min, float side) {
  const float in = 0.14F * side, line = std::max(1.0F, ui.scale);
  const ImVec2 a(snap(ui, min.x + in), snap(ui, min.y + in));
  const ImVec2 b(snap(ui, min.x + side - in), snap(ui, min.y + side - in));
  const ImU32 ink = ui.theme->secondary;
  const float row = (b.y - a.y) / 4, column = (b.x - a.x) / 3;
  draw.AddRectFilled(a, {b.x, a.y + row}, with_alpha(ink, 0.35F));
  for (int i = 1; i < 4; ++i) {
    const float y = snap(ui, a.y + static_cast<float>(i) * row);
    draw.AddRectFilled({a.x, y}, {b.x, y + line}, with_alpha(ink, 0.5F));
  }
  for (int i = 1; i < 3; ++i) {
    const float x = snap(ui, a.x + static_cast<float>(i) * column);
    draw.AddRectFilled({x, a.y}, {x + line, b.y}, with_alpha(ink, 0.5F));
  }
  draw.AddRect(a, b, ink, dp(ui, 2));
}

}  // namespace

void draw_data_picture(const UiState& ui, ImDrawList& draw, const Dataset& set, ImVec2 min,
                       float side) {
  if (set.truth == nullptr) return draw_table(ui, draw, min, side);
  if (set.dims == 1) {
    draw_function(ui, draw, set, min, side);
  } else if (set.task == Task::Regression) {
    draw_values(ui, draw, set, min, side);
  } else {
    draw_classes(ui, draw, set, min, side);
  }
  draw.AddRect(min, {min.x + side, min.y + side}, ui.theme->line);
}

}  // namespace bp
