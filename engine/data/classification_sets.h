// Two-class data sets in the plane: each set's truth and generator, then its row. Included by
// datasets.cpp only. At zero noise the sign of the truth is the class of every generated point.
#pragma once

#include <array>

#include "engine/data/sampling.h"

namespace bp::sets {

// River: |y − 1.2 sin ωx| < w/2. The band is w high in a square 6 high at every x, so the water
// covers the share w/6 of it, and that share of the samples is in the water.
inline constexpr float kRiverBox = 3;

inline float river_truth(const DataParams& params, float x, float y) {
  return params.width / 2 - std::fabs(y - 1.2F * math::sin(params.bends * x));
}

inline void river(const DataParams& params, Rng& rng, RawData& out) {
  const double share = static_cast<double>(params.width) / (2.0 * static_cast<double>(kRiverBox));
  const auto wet_before = [share](Index i) {
    return std::floor(share * static_cast<double>(i) + 0.5);
  };
  const auto class_of = [&](Index i) { return wet_before(i + 1) > wet_before(i) ? 1 : 0; };
  const auto truth = [&](float x, float y) { return river_truth(params, x, y); };
  const auto place = [&](int cls, Rng& r) {
    return place_by_truth(cls, r, -kRiverBox, kRiverBox, truth);
  };
  sample_classes(params, rng, -kRiverBox, kRiverBox, class_of, place, out);
}

// V: y > 2|x| − 1, half of the square.
inline float v_truth(const DataParams&, float x, float y) { return y - (2 * std::fabs(x) - 1); }

inline void v(const DataParams& params, Rng& rng, RawData& out) {
  const auto truth = [&](float x, float y) { return v_truth(params, x, y); };
  const auto place = [&](int cls, Rng& r) { return place_by_truth(cls, r, -1, 1, truth); };
  sample_classes(params, rng, -1, 1, alternating, place, out);
}

// Circles: a disc of radius 1.2 in a ring from 1.8 to 2.7, the edge halfway between.
inline float circles_truth(const DataParams&, float x, float y) { return 1.5F - length(x, y); }

inline void circles(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [](int cls, Rng& r) {
    return cls == 1 ? place_in_ring(0, 1.2F, r) : place_in_ring(1.8F, 2.7F, r);
  };
  sample_classes(params, rng, -3, 3, alternating, place, out);
}

// XOR of the coordinates' signs; points keep 0.2 away from the axes.
inline float xor_truth(const DataParams&, float x, float y) { return -x * y; }

inline void exclusive_or(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [](int cls, Rng& r) {
    const float x = r.uniform(0.2F, 3), y = r.uniform(0.2F, 3);
    const float side = r.below(2) == 0 ? -1.0F : 1.0F;
    return Point{side * x, cls == 1 ? -side * y : side * y};
  };
  sample_classes(params, rng, -3, 3, alternating, place, out);
}

// Gaussians: deviation 0.6 about ±(1.2, 1.2). Draws farther than 1.65 (2.75 deviations, one in 44)
// are repeated, so that without noise the blobs do not overlap; the Bayes edge of two equal
// Gaussians is the line halfway between, x + y = 0.
inline float gaussians_truth(const DataParams&, float x, float y) { return x + y; }

inline void gaussians(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [](int cls, Rng& r) {
    float dx = 0, dy = 0;
    do {
      dx = 0.6F * r.normal();
      dy = 0.6F * r.normal();
    } while (length(dx, dy) > 1.65F);
    const float centre = cls == 1 ? 1.2F : -1.2F;
    return Point{centre + dx, centre + dy};
  };
  sample_classes(params, rng, -3, 3, alternating, place, out);
}

// Spiral: two Archimedean arms x = ±r sin kr, y = ±r cos kr, r up to 5, 1.75 turns each. With φ the
// angle from (sin kr, cos kr) to (x, y), r cos φ = x sin kr + y cos kr is ±r on the arms and zero
// halfway between them.
inline constexpr float kSpiralRadius = 5;
inline constexpr float kSpiralPhase = 2 * kPi * 1.75F / kSpiralRadius;

inline float spiral_truth(const DataParams&, float x, float y) {
  const float phase = kSpiralPhase * length(x, y);
  return x * math::sin(phase) + y * math::cos(phase);
}

inline void spiral(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [](int cls, Rng& r) {
    // √u spreads the points evenly along an arm, whose length grows like r².
    const float radius = kSpiralRadius * math::sqrt(r.uniform(0.004F, 1));
    const float signed_radius = cls == 1 ? radius : -radius;
    const float phase = kSpiralPhase * radius;
    return Point{signed_radius * math::sin(phase), signed_radius * math::cos(phase)};
  };
  sample_classes(params, rng, -6, 6, alternating, place, out);
}

// Moons: two half circles of radius 1.8, one opening downwards about (−0.9, −0.45), the other
// upwards about (0.9, 0.45). The truth is the difference of the distances to the two arcs.
inline constexpr float kMoonRadius = 1.8F, kMoonX = 0.9F, kMoonY = 0.45F;

/// Distance of (u, v) to the half circle about the origin with v ≥ 0.
inline float distance_to_moon(float u, float v) {
  if (v >= 0) return std::fabs(length(u, v) - kMoonRadius);
  return length(std::fabs(u) - kMoonRadius, v);
}

inline float moons_truth(const DataParams&, float x, float y) {
  return distance_to_moon(x + kMoonX, y + kMoonY) - distance_to_moon(x - kMoonX, kMoonY - y);
}

inline void moons(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [](int cls, Rng& r) {
    const float angle = r.uniform(0, kPi);
    const float u = kMoonRadius * math::cos(angle), v = kMoonRadius * math::sin(angle);
    return cls == 1 ? Point{kMoonX + u, kMoonY - v} : Point{u - kMoonX, v - kMoonY};
  };
  sample_classes(params, rng, -3, 3, alternating, place, out);
}

// Checkerboard: 4 × 4 squares of side 1; dark where the sum of column and row is odd. The truth is
// the product of two sines, whose zeros are the lines between the squares.
inline float checkerboard_truth(const DataParams&, float x, float y) {
  return -math::sin(kPi * x) * math::sin(kPi * y);
}

inline void checkerboard(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [](int cls, Rng& r) {
    const auto column = static_cast<int>(r.below(4)), pair = static_cast<int>(r.below(2));
    const int row = 2 * pair + ((column + cls) & 1);
    // Points keep off the lines, where rounding would decide the class.
    const float x = static_cast<float>(column - 2) + r.uniform(0.01F, 0.99F);
    const float y = static_cast<float>(row - 2) + r.uniform(0.01F, 0.99F);
    return Point{x, y};
  };
  sample_classes(params, rng, -2, 2, alternating, place, out);
}

constexpr Dataset classification_set(std::string_view key, std::string_view label,
                                     std::string_view help, float box,
                                     std::string_view negative_name, std::string_view positive_name,
                                     float default_noise,
                                     void (*generate)(const DataParams&, Rng&, RawData&),
                                     float (*truth)(const DataParams&, float, float)) {
  return {.key = key,
          .label = label,
          .help = help,
          .task = Task::Classification,
          .dims = 2,
          .box_min = -box,
          .box_max = box,
          .target_min = 0,
          .target_max = 1,
          .negative_name = negative_name,
          .positive_name = positive_name,
          .default_noise = default_noise,
          .default_loss = "bce",
          .generate = generate,
          .truth = truth,
          .classes = 2};
}

constexpr Dataset with_knobs(Dataset row, unsigned knobs) {
  row.knobs |= knobs;
  return row;
}

inline constexpr std::array kClassificationSets{
    with_knobs(classification_set("river", "River",
                                  "A winding river between its two banks: no straight line "
                                  "separates them, so the network needs a hidden layer.",
                                  kRiverBox, "bank", "river", 8, river, river_truth),
               Knob::Bends | Knob::Width),
    classification_set("v", "V",
                       "The points above the line y = 2|x| − 1: an edge with a corner, which two "
                       "ReLU units draw exactly.",
                       1, "below", "above", 0, v, v_truth),
    classification_set("circles", "Circles",
                       "A disc inside a ring: hopeless for a line in x₁ and x₂, easy with the "
                       "squares as features.",
                       3, "ring", "disc", 8, circles, circles_truth),
    classification_set("xor", "XOR",
                       "Opposite quadrants share a class: the smallest problem a single unit "
                       "cannot solve.",
                       3, "same sign", "opposite sign", 5, exclusive_or, xor_truth),
    classification_set("gaussians", "Gaussians",
                       "Two round clouds that one straight line separates: a network without "
                       "hidden layers is enough.",
                       3, "lower left", "upper right", 10, gaussians, gaussians_truth),
    classification_set("spiral", "Spiral",
                       "Two spiral arms wound around each other: it takes depth, patience or "
                       "better features.",
                       6, "first arm", "second arm", 2, spiral, spiral_truth),
    classification_set("moons", "Moons",
                       "Two interlocking half moons: nearly separable by a line, and fully by a "
                       "gentle curve.",
                       3, "upper moon", "lower moon", 6, moons, moons_truth),
    classification_set("checkerboard", "Checkerboard",
                       "Sixteen squares in two colours: every one has to be fenced in, a test of "
                       "how many units it takes.",
                       2, "light", "dark", 3, checkerboard, checkerboard_truth),
};

}  // namespace bp::sets
