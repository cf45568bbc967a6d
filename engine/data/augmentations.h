// The table of data augmentations: random changes of a training sample that should leave its target
// what it is. They act on raw inputs (a column of Part::raw), before features and standardisation,
// one after another in the table's order.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/core/rng.h"
#include "engine/core/types.h"
#include "engine/data/prepared.h"

namespace bp {

/// What raw inputs are.
enum class RawShape {
  Line,   ///< one coordinate (of a function)
  Plane,  ///< two coordinates in a square box
  Table,  ///< columns that have nothing to do with one another
  Image,  ///< pixels, see image.h
};
[[nodiscard]] RawShape raw_shape(const Dataset& set);

/// The space raw inputs live in, as far as augmentations need to know.
struct RawSpace {
  RawShape shape = RawShape::Table;
  Index image_side = 0;
  float centre = 0;  ///< of the plane's box, in both coordinates
  /// What jitter's percent are of, one a raw input: half the box's width; of a table, each column's
  /// standard deviation over the training part; of images, that of all pixels together.
  Vector<float> unit;
};
[[nodiscard]] RawSpace raw_space(const PreparedData& data);

struct Augmentation {
  std::string_view key;    ///< wire format, also of the setting that holds its amount
  std::string_view label;  ///< on screen
  bool (*applies)(RawShape shape);
  /// Changes one sample's raw inputs in place by random draws of the given amount (> 0; its unit is
  /// the setting's). `scratch` has room for as many values.
  void (*apply)(float amount, const RawSpace& space, Rng& rng, std::span<float> raw,
                float* scratch);
  /// The same in PyTorch for a batch x of raw inputs, of {amount}, {centre}, {unit}; and of images
  /// with {side} pixels each way. Empty where it does not apply.
  std::string_view torch, torch_image;
};

[[nodiscard]] std::span<const Augmentation> augmentations();

inline constexpr std::size_t kAugmentations = 4;
/// One a row of augmentations(), in its order; 0 is off.
using AugmentAmounts = std::array<float, kAugmentations>;

}  // namespace bp
