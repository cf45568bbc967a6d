#include "engine/data/augmentations.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/core/math.h"
#include "engine/core/registry.h"
#include "engine/data/image.h"

namespace bp {
namespace {

bool is_drawn(RawShape shape) { return shape == RawShape::Plane || shape == RawShape::Image; }

/// Each coordinate with probability ½; of images, left and right.
void flip(float, const RawSpace& space, Rng& rng, std::span<float> raw, float*) {
  if (space.shape == RawShape::Image) {
    if (rng.below(2) == 1) mirror_image(space.image_side, raw.data());
    return;
  }
  for (float& x : raw) {
    if (rng.below(2) == 1) x = 2 * space.centre - x;
  }
}

/// By an angle uniform in ± `degrees`.
void rotate(float degrees, const RawSpace& space, Rng& rng, std::span<float> raw, float* scratch) {
  constexpr float kRadiansPerDegree = 0.0174532925F;
  const float angle = kRadiansPerDegree * rng.uniform(-degrees, degrees);
  if (space.shape == RawShape::Image) {
    std::copy(raw.begin(), raw.end(), scratch);
    rotate_image(space.image_side, angle, scratch, raw.data());
    return;
  }
  const float cosine = math::cos(angle);
  const float sine = math::sin(angle);
  const float x = raw[0] - space.centre;
  const float y = raw[1] - space.centre;
  raw[0] = space.centre + (cosine * x - sine * y);
  raw[1] = space.centre + (sine * x + cosine * y);
}

/// By whole numbers of pixels uniform in ± `pixels`, each way.
void shift(float pixels, const RawSpace& space, Rng& rng, std::span<float> raw, float* scratch) {
  const auto most = static_cast<Index>(pixels);
  const auto draw = [&] {
    return static_cast<Index>(rng.below(static_cast<std::uint32_t>(2 * most + 1))) - most;
  };
  const Index right = draw();
  const Index down = draw();
  std::copy(raw.begin(), raw.end(), scratch);
  shift_image(space.image_side, right, down, scratch, raw.data());
}

/// Normal noise of `percent` of the unit, for each input by itself.
void jitter(float percent, const RawSpace& space, Rng& rng, std::span<float> raw, float*) {
  const float* unit = space.unit.data();
  for (float& x : raw) x += percent / 100 * *unit++ * rng.normal();
}

constexpr std::string_view kTorchFlip =
    "x = torch.where(torch.rand_like(x) < 0.5, 2 * {centre} - x, x)";
constexpr std::string_view kTorchFlipImage =
    "mirrored = x.view(-1, {side}, {side}).flip(2).flatten(1)\n"
    "x = torch.where(torch.rand(len(x), 1) < 0.5, mirrored, x)";
constexpr std::string_view kTorchRotate =
    "angle = torch.deg2rad({amount} * (2 * torch.rand(len(x), 1) - 1))\n"
    "u, v = (x - {centre}).split(1, dim=1)\n"
    "x = {centre} + torch.cat([u * angle.cos() - v * angle.sin(), "
    "u * angle.sin() + v * angle.cos()], dim=1)";
constexpr std::string_view kTorchRotateImage =
    "angle, none = torch.deg2rad({amount} * (2 * torch.rand(len(x)) - 1)), torch.zeros(len(x))\n"
    "turn = torch.stack([angle.cos(), -angle.sin(), none, angle.sin(), angle.cos(), none], 1)\n"
    "x = x.view(-1, 1, {side}, {side})\n"
    "grid = nn.functional.affine_grid(turn.view(-1, 2, 3), x.shape, align_corners=False)\n"
    "x = nn.functional.grid_sample(x, grid, align_corners=False).flatten(1)";
constexpr std::string_view kTorchShiftImage =
    "by = torch.randint(-{amount}, {amount} + 1, (len(x), 2)) * 2 / {side}\n"
    "move = torch.eye(2, 3).repeat(len(x), 1, 1)\n"
    "move[:, :, 2] = by\n"
    "x = x.view(-1, 1, {side}, {side})\n"
    "grid = nn.functional.affine_grid(move, x.shape, align_corners=False)\n"
    "x = nn.functional.grid_sample(x, grid, align_corners=False).flatten(1)";
constexpr std::string_view kTorchJitter = "x = x + {amount} / 100 * {unit} * torch.randn_like(x)";

// Noise is last: turned or moved with the picture it would be smoothed.
constexpr std::array<Augmentation, kAugmentations> kRows{{
    {"flip", "Flips", is_drawn, flip, kTorchFlip, kTorchFlipImage},
    {"rotate", "Rotation", is_drawn, rotate, kTorchRotate, kTorchRotateImage},
    {"shift", "Shifts", [](RawShape shape) { return shape == RawShape::Image; }, shift, "",
     kTorchShiftImage},
    {"jitter", "Jitter", [](RawShape) { return true; }, jitter, kTorchJitter, kTorchJitter},
}};
static_assert(keys_are_unique(kRows));

struct Moments {
  double sum = 0, squares = 0, count = 0;
  void add(double x) {
    sum += x;
    squares += x * x;
    ++count;
  }
  /// In double, raw values of a table have digits enough for the difference of squares.
  [[nodiscard]] float deviation() const {
    const double mean = sum / count;
    return static_cast<float>(std::sqrt(std::max(0.0, squares / count - mean * mean)));
  }
};

Vector<float> deviations(const Matrix<float>& raw, bool together) {
  Vector<float> unit(raw.rows());
  Moments all;
  for (Index row = 0; row < raw.rows(); ++row) {
    Moments own;
    for (Index i = 0; i < raw.cols(); ++i) {
      const auto x = static_cast<double>(raw(row, i));
      own.add(x);
      all.add(x);
    }
    unit(row) = own.deviation();
  }
  if (together) unit.fill(all.deviation());
  return unit;
}

}  // namespace

RawShape raw_shape(const Dataset& set) {
  if (set.image_side > 0) return RawShape::Image;
  if (set.dims == 1) return RawShape::Line;
  return set.dims == 2 ? RawShape::Plane : RawShape::Table;
}

RawSpace raw_space(const PreparedData& data) {
  const Dataset& set = *data.dataset;
  RawSpace space;
  space.shape = raw_shape(set);
  space.image_side = set.image_side;
  space.centre = 0.5F * (set.box_min + set.box_max);
  if (space.shape == RawShape::Table || space.shape == RawShape::Image) {
    space.unit = deviations(data.train.raw, space.shape == RawShape::Image);
  } else {
    space.unit.setConstant(data.train.raw.rows(), 0.5F * (set.box_max - set.box_min));
  }
  return space;
}

std::span<const Augmentation> augmentations() { return kRows; }

}  // namespace bp
