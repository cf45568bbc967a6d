#include "engine/core/hash.h"

#include <bit>
#include <cmath>

namespace bp {
namespace {

template <class Bits, class T>
std::uint64_t hash_of(std::span<const T> values, Bits quiet_nan, std::uint64_t hash) {
  for (const T value : values) {
    const Bits bits = std::isnan(value) ? quiet_nan : std::bit_cast<Bits>(value);
    for (unsigned shift = 0; shift < 8 * sizeof(Bits); shift += 8) {
      hash = (hash ^ ((bits >> shift) & 0xFFU)) * 0x100000001B3ULL;
    }
  }
  return hash;
}

}  // namespace

std::uint64_t parameter_hash(std::span<const float> values, std::uint64_t start) {
  return hash_of<std::uint32_t>(values, 0x7FC00000U, start);
}

std::uint64_t parameter_hash_f64(std::span<const double> values) {
  return hash_of<std::uint64_t>(values, 0x7FF8000000000000U, kHashStart);
}

}  // namespace bp
