// How generated data sets draw their points. Private to the tables in classification_sets.h and
// regression_sets.h; a data set says where a noiseless point lies, this file adds noise to it.
#pragma once

#include <cassert>
#include <cmath>

#include "engine/core/math.h"
#include "engine/core/rng.h"
#include "engine/data/datasets.h"

namespace bp::sets {

inline constexpr float kPi = 3.14159265F;

struct Point {
  float x = 0, y = 0;
};

inline float length(float x, float y) { return math::sqrt(x * x + y * y); }

/// `v` if inside [lo, hi], else mirrored at the border it crossed, as often as needed. Keeps every
/// point where it is drawn, without the heap on the border that clamping would make.
inline float reflect(float v, float lo, float hi) {
  if (v >= lo && v <= hi) return v;
  const float width = hi - lo;
  float t = v - lo;
  t -= 2 * width * std::floor(t / (2 * width));
  if (t > width) t = 2 * width - t;
  return std::fmin(std::fmax(lo + t, lo), hi);
}

/// Labelled points: `place(cls, rng)` gives a noiseless point of class `cls`, and `class_of(i)`
/// decides the class of sample i, so that shares are exact and the first n samples of a larger set
/// are the set of n.
template <class ClassOf, class Place>
void sample_classes(const DataParams& params, Rng& rng, float box_min, float box_max,
                    ClassOf class_of, Place place, RawData& out) {
  assert(params.samples > 0 && params.noise >= 0);
  const float deviation = params.noise / 100 * (box_max - box_min) / 2;
  out.X.resize(2, params.samples);
  out.y.resize(params.samples);
  for (Index i = 0; i < params.samples; ++i) {
    const int cls = class_of(i);
    const Point p = place(cls, rng);
    const float dx = rng.normal();
    const float dy = rng.normal();
    out.X(0, i) = reflect(p.x + deviation * dx, box_min, box_max);
    out.X(1, i) = reflect(p.y + deviation * dy, box_min, box_max);
    out.y(i) = static_cast<float>(cls);
  }
}

/// Sample i's class where both classes are equally frequent.
inline int alternating(Index i) { return static_cast<int>(i % 2); }

/// Uniform in the square, given that the truth there has the class asked for. Both classes must
/// cover a good part of the square, because points of the other one are drawn again.
template <class Truth>
Point place_by_truth(int cls, Rng& rng, float box_min, float box_max, Truth truth) {
  Point p;
  do {
    p.x = rng.uniform(box_min, box_max);
    p.y = rng.uniform(box_min, box_max);
  } while ((truth(p.x, p.y) > 0) != (cls == 1));
  return p;
}

/// Uniform by area in the ring r0 ≤ r ≤ r1 about the origin.
inline Point place_in_ring(float r0, float r1, Rng& rng) {
  const float r = math::sqrt(rng.uniform(r0 * r0, r1 * r1));
  const float angle = rng.uniform(-kPi, kPi);
  return {r * math::cos(angle), r * math::sin(angle)};
}

}  // namespace bp::sets
