// How each layer sees the input plane and the points: its activations in evaluation, projected to
// two coordinates, layer by layer from the inputs to the last hidden layer; and the line along
// which the output layer, which is linear there, decides.
//
//   t = Dᵀ (a − c)     a (units): the layer's activations, D (units × 2): orthonormal directions,
//                      c: the mean over the training points, 0 where a unit is an axis itself
//   wᵀ a + b = z*      on the plane a = c + D t:   (Dᵀ w)ᵀ t = z* − b − wᵀ c
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"
#include "engine/nn/network.h"

namespace bp {

/// Points on each side of the plane's lattice; every second row and column is drawn as a line.
inline constexpr Index kUnfoldSide = 49;
/// Points of an interval, which is unfolded as a curve.
inline constexpr Index kUnfoldLine = 193;
/// Of each part of the data, the first so many points are unfolded.
inline constexpr Index kMostUnfolded = 1000;
/// How many times as large a square becomes at most, to show the line too.
inline constexpr float kMostWidened = 1.5F;
/// Training points times units that principal directions are looked for in.
inline constexpr Index kMostDirected = 100'000;

/// What the two axes are; layers of up to two units are always shown as they are.
struct UnfoldAxes {
  bool is_components = true;    ///< principal components of the training points' activations
  Index first = 0, second = 1;  ///< else two units, clamped to those a layer has
};

/// Layer 0 is the input.
struct UnfoldedLayer {
  std::uint32_t units = 0;
  std::uint32_t dims = 2;  ///< 1: a layer of one unit, v is 0
  std::uint32_t is_components = 0;
  std::uint32_t first = 0, second = 0;  ///< 0-based units on the axes, unless components are
  /// Shares of the variance of the training points' activations along u and v.
  float share_u = 0, share_v = 0;
  /// The square that holds everything finite, and of the last layer's line a piece if it is not
  /// far: centre ± half.
  float centre_u = 0, centre_v = 0, half = 1;
};

/// u·U + v·V = level in the last hidden layer's coordinates.
struct SeparatingLine {
  enum Kind : std::uint32_t {
    None,   ///< more than two classes: a border for each pair
    Exact,  ///< the layer has no other dimension
    Slice,  ///< where the hyperplane meets the shown plane
  };
  std::uint32_t kind = None;
  float u = 0, v = 0, level = 0;
};

/// A lattice over the plane (columns × rows, x fastest, row 0 at the bottom; rows is 1 for an
/// interval), then points of the training, the validation and the test part.
struct Unfolding {
  std::uint32_t columns = 0, rows = 0, train = 0, validation = 0, test = 0;
  std::vector<UnfoldedLayer> layers;
  SeparatingLine line;
  std::vector<float> places;  ///< u, v of each of these, layer by layer
  std::vector<float>
      answers;  ///< shown_answer() at the lattice, of more than two classes the class
  [[nodiscard]] std::size_t count() const {
    return std::size_t{columns} * rows + std::size_t{train} + validation + test;
  }
};

class Unfolder {
 public:
  struct Counts {
    Index columns = 0, rows = 0, train = 0, validation = 0, test = 0;
  };
  /// `inputs` (inputs × points): the lattice's, the training, the validation and the test part's.
  void configure(Matrix<float> inputs, const Counts& counts);
  /// `level`: of the output activation, see Loss::decision_level.
  void unfold(const Network<float>& net, const UnfoldAxes& axes, float level, Unfolding& out);

 private:
  void evaluate(const Network<float>& net, Index l, const Matrix<float>& from, Matrix<float>& to);

  Counts counts_;
  Matrix<float> inputs_;
  Matrix<float> now_, next_;  ///< activations, units × points
  Vector<float> z_, scratch_;
};

/// The pre-activation at which a nondecreasing activation reaches `level`, by bisection to its last
/// bit; ±100 where it never does.
[[nodiscard]] float preactivation_of(const Activation& activation, float level);

}  // namespace bp
