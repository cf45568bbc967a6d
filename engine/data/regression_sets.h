// Regression data sets over the plane and over a line. A set is its target function with the box it
// is drawn in; points are uniform in the box. Included by datasets.cpp only.
#pragma once

#include <array>

#include "engine/data/sampling.h"

namespace bp::sets {

/// Uniform points and noisy targets of `Set`, a type with kDims, kBox, kMin, kMax and f(x, y).
template <class Set>
void sample_function(const DataParams& params, Rng& rng, RawData& out) {
  assert(params.samples > 0 && params.noise >= 0);
  const float deviation = params.noise / 100 * (Set::kMax - Set::kMin);
  out.X.resize(Set::kDims, params.samples);
  out.y.resize(params.samples);
  for (Index i = 0; i < params.samples; ++i) {
    for (int d = 0; d < Set::kDims; ++d) out.X(d, i) = rng.uniform(-Set::kBox, Set::kBox);
    const float second = Set::kDims == 2 ? out.X(Set::kDims - 1, i) : 0.0F;
    out.y(i) = Set::f(out.X(0, i), second) + deviation * rng.normal();
  }
}

template <class Set>
constexpr Dataset regression_set(std::string_view key, std::string_view label,
                                 std::string_view help, float default_noise) {
  return {.key = key,
          .label = label,
          .help = help,
          .task = Task::Regression,
          .dims = Set::kDims,
          .box_min = -Set::kBox,
          .box_max = Set::kBox,
          .target_min = Set::kMin,
          .target_max = Set::kMax,
          .negative_name = {},
          .positive_name = {},
          .default_noise = default_noise,
          .default_loss = "mse",
          .generate = sample_function<Set>,
          .truth = [](const DataParams&, float x, float y) { return Set::f(x, y); }};
}

/// A slope that differs between the two directions.
struct Plane {
  static constexpr int kDims = 2;
  static constexpr float kBox = 3, kMin = -1, kMax = 1;
  static float f(float x, float y) { return (2 * x + y) / 9; }
};

/// Six hills and hollows of height ±1 and width 0.7 in a checkered 3 × 2 arrangement, far enough
/// apart that their sum stays within ±1.
struct Bumps {
  static constexpr int kDims = 2;
  static constexpr float kBox = 3, kMin = -1, kMax = 1;
  static float f(float x, float y) {
    float sum = 0;
    for (int column = -1; column <= 1; ++column) {
      for (int row = -1; row <= 1; row += 2) {
        const float dx = x - 2 * static_cast<float>(column);
        const float dy = y - 1.4F * static_cast<float>(row);
        const float sign = (column == 0) == (row > 0) ? -1.0F : 1.0F;
        sum += sign * math::exp(-(dx * dx + dy * dy) / (2 * 0.7F * 0.7F));
      }
    }
    return sum;
  }
};

struct Sine {
  static constexpr int kDims = 1;
  static constexpr float kBox = 3, kMin = -1, kMax = 1;
  static float f(float x, float) { return math::sin(2 * x); }
};

struct Step {
  static constexpr int kDims = 1;
  static constexpr float kBox = 1, kMin = 0, kMax = 1;
  static float f(float x, float) { return x > 0 ? 1.0F : 0.0F; }
};

struct Bump {
  static constexpr int kDims = 1;
  static constexpr float kBox = 3, kMin = 0, kMax = 1;
  static float f(float x, float) { return math::exp(-2 * x * x); }
};

struct Abs {
  static constexpr int kDims = 1;
  static constexpr float kBox = 1, kMin = 0, kMax = 1;
  static float f(float x, float) { return std::fabs(x); }
};

/// The Chebyshev polynomial T₃, which swings between −1 and 1.
struct Polynomial {
  static constexpr int kDims = 1;
  static constexpr float kBox = 1, kMin = -1, kMax = 1;
  static float f(float x, float) { return x * (4 * x * x - 3); }
};

/// Three teeth of period 2, from −1 up to 1.
struct Sawtooth {
  static constexpr int kDims = 1;
  static constexpr float kBox = 3, kMin = -1, kMax = 1;
  static float f(float x, float) {
    const float t = (x + 1) / 2;
    return 2 * (t - std::floor(t)) - 1;
  }
};

inline constexpr std::array kRegressionSets{
    regression_set<Plane>("plane", "Plane",
                          "A tilted plane: a single linear unit without hidden layers fits it.", 5),
    regression_set<Bumps>("bumps", "Gaussian bumps",
                          "Hills and hollows: many hidden units have to share the work.", 2),
    regression_set<Sine>("fn_sine", "Sine",
                         "sin 2x: every bend of the curve costs the network a unit or two.", 5),
    regression_set<Step>("fn_step", "Step",
                         "A jump from 0 to 1 at x = 0: a smooth network needs large weights to "
                         "come close.",
                         5),
    regression_set<Bump>("fn_bump", "Bump",
                         "A single hump: two sigmoid units, one up and one down, already make one.",
                         5),
    regression_set<Abs>("fn_abs", "Absolute value",
                        "|x|: two ReLU units represent it exactly, tanh rounds the corner.", 5),
    regression_set<Polynomial>("fn_polynomial", "Polynomial",
                               "4x³ − 3x: smooth, and learned in order, first its slope, then "
                               "its bends.",
                               5),
    regression_set<Sawtooth>("fn_sawtooth", "Sawtooth",
                             "Ramps with sudden drops: slopes are learned at once, jumps last.", 5),
};

}  // namespace bp::sets
