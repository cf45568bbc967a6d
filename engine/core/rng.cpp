#include "engine/core/rng.h"

#include <bit>
#include <cmath>

#include "engine/core/math.h"

namespace bp {

Rng::Rng(std::uint64_t seed, std::uint64_t stream) {
  state_.increment = (stream << 1) | 1U;
  next();
  state_.state += seed;
  next();
}

std::uint32_t Rng::next() {
  const std::uint64_t old = state_.state;
  state_.state = old * 6364136223846793005ULL + state_.increment;
  const auto mixed = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
  return std::rotr(mixed, static_cast<int>(old >> 59));
}

float Rng::uniform() { return static_cast<float>(next() >> 8) * 0x1p-24F; }

float Rng::uniform(float lo, float hi) {
  const float x = lo + (hi - lo) * uniform();
  // Rounding may reach hi; nextafter is exact, so it has the same bits everywhere.
  return x < hi ? x : std::nextafter(hi, lo);
}

float Rng::normal() {
  if (state_.has_spare) {
    state_.has_spare = false;
    return state_.spare;
  }
  const float u = 1.0F - uniform();  // in (0, 1]: the logarithm is finite
  const float angle = 6.28318531F * uniform();
  const float radius = math::sqrt(-2.0F * math::log(u));
  state_.spare = radius * math::sin(angle);
  state_.has_spare = true;
  return radius * math::cos(angle);
}

std::uint32_t Rng::below(std::uint32_t n) {
  // Values under 2^32 mod n are rejected, so that the rest is a multiple of n (O'Neill 2014).
  // As that is less than n, most draws need no division to be known as good.
  for (;;) {
    const std::uint32_t r = next();
    if (r >= n || r >= (0U - n) % n) return r % n;
  }
}

}  // namespace bp
