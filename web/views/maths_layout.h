// Where the matrices of an equation stand, which part of each is shown, and what is under the
// pointer.
#pragma once

#include <imgui.h>

#include "web/views/maths_model.h"
#include "web/views/ui_state.h"

namespace bp {

/// How the entries of a matrix are written: all with as many decimals, in units of 10^exponent.
struct MathsScale {
  float largest = 0;
  int exponent = 0, decimals = 2;  ///< decimals 0: all are whole numbers, or large
};
[[nodiscard]] MathsScale maths_scale(const MathsMatrix& matrix);

struct MathsSlot {
  ImVec2 min, max;            ///< of the cells shown
  float left = 0, right = 0;  ///< with brackets, label and dots
  float before_x = 0;         ///< where its sign starts
  int first_row = 0, rows = 0, first_column = 0, columns = 0;
  bool has_more_rows = false, has_more_columns = false;
  MathsScale scale;
};

/// Sizes in pixels.
struct MathsSizes {
  float cell_width, cell_height, label, bracket, gap, dots;
};
/// `room`: the height an equation may take.
[[nodiscard]] MathsSizes maths_sizes(const UiState& ui, float room);

struct MathsLayout {
  MathsSizes sizes{};
  std::array<MathsSlot, kMostTerms> slots;
  float height = 0, right = 0;
};

/// `room`: the width there is, and the height an equation may take where its matrices are large.
[[nodiscard]] MathsLayout layout_equation(const UiState& ui, const MathsEquation& equation,
                                          const std::array<int, 3>& first, ImVec2 origin,
                                          ImVec2 room);

/// The cell under a point; `equation` is what it is to say. None: equation −1.
[[nodiscard]] MathsCell cell_at(const MathsLayout& layout, const MathsEquation& equation, int index,
                                ImVec2 point);

void draw_equation(const UiState& ui, ImDrawList& draw, const MathsEquation& equation, int index,
                   const MathsLayout& layout, const MathsCell& active, bool is_zeroed);

}  // namespace bp
