// The plane of more than two classes: a map a class, and which is largest where. No drawing in
// here.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/data/datasets.h"
#include "engine/session/snapshot.h"

namespace bp {

/// What a class's output is, hence in which scale it is smooth and how sure an answer is.
enum class ClassScale {
  Softmax,      ///< probabilities that sum to 1: smooth as log p
  Probability,  ///< a probability each (logistic): smooth as its logit
  Value,        ///< any number (hinge)
};
[[nodiscard]] ClassScale class_scale(const Snapshot& snapshot);

/// True if every class has its map in `field`: more than two classes.
[[nodiscard]] bool has_class_maps(const Snapshot& snapshot);

struct ClassValue {
  int index = 0;
  float value = 0;
};
using RankedClasses = std::array<ClassValue, kMaxClasses>;
/// The classes' outputs at a place given as shares of the box (0 … 1, y upwards), largest first,
/// equal ones in their order; how many there are: none where a value is missing.
[[nodiscard]] int rank_classes(const Grid& field, float share_x, float share_y, RankedClasses& out);

/// Classes in a texel of packed maps.
inline constexpr std::size_t kPackedClasses = 4;
/// Packs maps for shaders/classes.frag: four classes a texel, the values in the scale in which they
/// are smooth, one block of rows after another for every four classes. A cell in which any class is
/// not a number becomes undecided: all equal.
void pack_class_maps(const Grid& maps, ClassScale scale, std::vector<float>& out);

/// A map of class indices (Dataset::truth of more than two classes) as a smooth share for each
/// class, so that its borders can be drawn between the cells. Blurs by 1.4 cells.
[[nodiscard]] Grid smooth_shares(const Grid& indices, int classes);

}  // namespace bp
