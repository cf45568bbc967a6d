// Data sets in the plane with a chosen number of classes: each set's truth (the class's index) and
// generator, then its row. Included by datasets.cpp only.
#pragma once

#include <array>

#include "engine/data/sampling.h"

namespace bp::sets {

/// Classes take turns, so that shares are equal.
inline auto in_turn(const DataParams& params) {
  return [classes = params.classes](Index i) { return static_cast<int>(i % classes); };
}

/// Which of K directions, evenly spaced from `phase` on, is nearest that of (x, y): the one with
/// the largest projection. The first of equals.
inline float nearest_direction(int classes, float phase, float x, float y) {
  int best = 0;
  float largest = 0;
  for (int k = 0; k < classes; ++k) {
    const float angle = phase + 2 * kPi * static_cast<float>(k) / static_cast<float>(classes);
    const float projection = math::cos(angle) * x + math::sin(angle) * y;
    if (k == 0 || projection > largest) {
      best = k;
      largest = projection;
    }
  }
  return static_cast<float>(best);
}

// Blobs: K round clouds on a circle of radius 2; their edges are the lines halfway between.
inline float blobs_truth(const DataParams& params, float x, float y) {
  return nearest_direction(params.classes, 0, x, y);
}

inline void blobs(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [&](int cls, Rng& r) {
    const float angle = 2 * kPi * static_cast<float>(cls) / static_cast<float>(params.classes);
    const float x = 2 * math::cos(angle), y = 2 * math::sin(angle);
    Point p;
    do {
      p.x = x + 0.5F * r.normal();
      p.y = y + 0.5F * r.normal();
    } while (std::fmax(std::fabs(p.x), std::fabs(p.y)) > 3.5F ||
             blobs_truth(params, p.x, p.y) != static_cast<float>(cls));
    return p;
  };
  sample_classes(params, rng, -3.5F, 3.5F, in_turn(params), place, out);
}

// Spirals: K Archimedean arms of radius R, 0.75 turns each: at radius r an arm has turned by
// 0.75 r / R from its start, and halfway between two arms the class changes.
inline constexpr float kArmRadius = 5, kArmTurns = 0.75F;

inline float spirals_truth(const DataParams& params, float x, float y) {
  const float phase = 2 * kPi * kArmTurns * length(x, y) / kArmRadius;
  return nearest_direction(params.classes, phase, x, y);
}

inline void spirals(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [&](int cls, Rng& r) {
    const float radius = kArmRadius * math::sqrt(r.uniform(0.01F, 1));
    const float arm = static_cast<float>(cls) / static_cast<float>(params.classes);
    const float angle = 2 * kPi * (kArmTurns * radius / kArmRadius + arm);
    return Point{radius * math::cos(angle), radius * math::sin(angle)};
  };
  sample_classes(params, rng, -6, 6, in_turn(params), place, out);
}

// Rings: K rings about the origin, as wide as the gaps between them; the innermost is a disc. The
// class changes in the middle of a gap.
inline constexpr float kRingsRadius = 2.8F;

inline float ring_pitch(const DataParams& params) {
  return kRingsRadius / (static_cast<float>(params.classes) - 0.5F);
}

inline float rings_truth(const DataParams& params, float x, float y) {
  const float ring = std::floor(length(x, y) / ring_pitch(params) + 0.25F);
  return std::fmin(ring, static_cast<float>(params.classes - 1));
}

inline void rings(const DataParams& params, Rng& rng, RawData& out) {
  const auto place = [&](int cls, Rng& r) {
    const float pitch = ring_pitch(params);
    const float inner = static_cast<float>(cls) * pitch;
    return place_in_ring(inner, inner + pitch / 2, r);
  };
  sample_classes(params, rng, -3, 3, in_turn(params), place, out);
}

constexpr Dataset multiclass_set(std::string_view key, std::string_view label,
                                 std::string_view help, float box, float default_noise,
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
          .negative_name = {},
          .positive_name = {},
          .default_noise = default_noise,
          .default_loss = "softmax_ce",
          .generate = generate,
          .truth = truth,
          .classes = Dataset::kChosen,
          .knobs = Knob::Samples | Knob::Noise | Knob::Classes};
}

inline constexpr std::array kMulticlassSets{
    multiclass_set("blobs", "Blobs",
                   "Three to six round clouds: straight lines separate them, and softmax gives "
                   "each its sector.",
                   3.5F, 6, blobs, blobs_truth),
    multiclass_set("spirals", "Spirals",
                   "Three to six arms wound around one another: several classes and curved edges "
                   "at once.",
                   6, 2, spirals, spirals_truth),
    multiclass_set("rings", "Rings",
                   "Rings around rings: the classes have an order, and no line tells one from the "
                   "next.",
                   3, 3, rings, rings_truth),
};

}  // namespace bp::sets
