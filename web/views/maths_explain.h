// A cell of the maths panel in words and numbers: what it is, and the sum or product it came from.
#pragma once

#include "web/views/maths_model.h"
#include "web/views/ui_state.h"

namespace bp {

struct MathsExplanation {
  TextLine value;  ///< markup: "z_{3,2}^{(2)} = 0.284", with the rule it follows
  TextLine sum;    ///< markup: the same with the numbers in; may be empty
};

/// `width`: what a line may take; sums that are longer leave terms out and say how many.
void explain_cell(const UiState& ui, const Maths& maths, const MathsCell& cell, float width,
                  MathsExplanation& out);
/// Name of an entry with its indices from 1: "w_{3,2}^{(2)}"; the bias as a weight has index 0.
void append_entry(const MathsTerm& term, int row, int column, TextLine& out);

}  // namespace bp
