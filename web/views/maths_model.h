// The lecture's equations for one layer, with the matrices of a pass in their places: what the
// maths panel draws, explains and exports. No drawing.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/marks.h"

namespace bp {

/// What the rows or columns of a matrix stand for; those of the same kind are shown from the same
/// place on.
enum class MathsAxis { Unit, Input, Sample, Single };

/// A matrix as an equation shows it: perhaps transposed, with the bias's column or a row of ones in
/// front, or as the difference to another one.
struct MathsMatrix {
  std::span<const float> values;  ///< of the whole pass
  CutMatrix main;
  CutMatrix lead;   ///< a column in front
  CutMatrix minus;  ///< is subtracted
  bool leads_ones = false, is_transposed = false;

  [[nodiscard]] bool is_there() const { return main.rows > 0; }
  [[nodiscard]] int rows() const;
  [[nodiscard]] int columns() const;
  [[nodiscard]] int all_rows() const;
  [[nodiscard]] int all_columns() const;
  /// NaN where it is not there.
  [[nodiscard]] float at(int row, int column) const;
  [[nodiscard]] float largest() const;
};

/// A piece of markup put together without allocating.
struct MathsText {
  std::array<char, 60> buffer{};
  std::uint8_t size = 0;
  MathsText& operator<<(std::string_view text);
  MathsText& operator<<(int number);
  MathsText& operator<<(double number);
  [[nodiscard]] std::string_view view() const { return {buffer.data(), size}; }
};

struct MathsTerm {
  std::string_view key;     ///< as in the report's passes: "W", "input", "dZ" …
  MathsText symbol;         ///< "**W**^{(2)}"
  MathsText entry;          ///< "*w*^{(2)}", to which an entry's indices are added
  MathsText before, after;  ///< what stands before and after it: "=", "·", ")"
  MathsMatrix matrix;
  MathsAxis row_axis = MathsAxis::Unit, column_axis = MathsAxis::Sample;
};

enum class MathsKind {
  Product,     ///< result, left, right, (added column)
  Outer,       ///< result, left, right, (sums of the left one's rows)
  Masked,      ///< result, left, right, factor: (left right) ⊙ factor
  Hadamard,    ///< result, two factors
  Function,    ///< result, argument: entry by entry
  Columnwise,  ///< result, arguments: each column from the whole column of the second
  Residual,    ///< result, A, Y: (A − Y) / n
  LossGrad,    ///< result, A, Y
  Loss,        ///< A, Y
  Normalise,   ///< Û, U, μ, σ²
  Rescale,     ///< Z, γ, Û, β
  NormGrad,    ///< ∂L/∂U, γ, ∂L/∂Z, Û, σ²
  NormParams,  ///< ∂L/∂γ, ∂L/∂β, ∂L/∂Z, Û
  Penalty,     ///< g, data's gradient, w
  Update,      ///< w after, w before, gradient
  Change,      ///< w after, w before, Δw
};

inline constexpr int kMostTerms = 6;
struct MathsEquation {
  MathsKind kind = MathsKind::Function;
  Phase phase = Phase::Predict;
  std::array<MathsTerm, kMostTerms> terms;
  int count = 0;
  /// The terms from here on are a second equation like the first, for the biases; 0: none.
  int second = 0;
  std::string_view formula;  ///< beside it, for people; may be empty
  [[nodiscard]] int first_of(int term) const { return second > 0 && term >= second ? second : 0; }
};

inline constexpr int kMostEquations = 14;
struct Maths {
  const PassMatrices* pass = nullptr;  ///< null: nothing to show yet
  int layer = 0, layers = 0;
  bool is_sample = false;  ///< a single one: of the training part, or
  bool is_place = false;   ///< a place of the plane
  bool is_augmented = false;
  double alpha = 0, averaged_over = 1, norm_epsilon = 0, clip_scale = 1;
  std::array<double, 2> lambda{};  ///< of L1 and L2, as far as they are in the gradient
  std::string_view activation;
  std::array<MathsEquation, kMostEquations> equations;
  int count = 0;
};

/// Fills `out` for layer `layer` (clamped) of the batch or the sample, as the settings choose.
void build_maths(const Snapshot& snapshot, const Settings& settings, int layer, Maths& out);

/// Which entries of `term` belong to the entry (row, column) of term `of`: of a product's result
/// the row and the column it came from. −1: all; −2: none.
struct MathsLit {
  int row = -2, column = -2;
  [[nodiscard]] bool covers(int i, int j) const {
    return (row == -1 || row == i) && (column == -1 || column == j);
  }
};
[[nodiscard]] MathsLit lit_entries(const MathsEquation& equation, int of, int row, int column,
                                   int term);

}  // namespace bp
