#include "engine/core/hash.h"

#include <bit>
#include <cmath>

namespace bp {

std::uint64_t parameter_hash(std::span<const float> values, std::uint64_t start) {
  std::uint64_t hash = start;
  for (const float value : values) {
    const std::uint32_t bits =
        std::isnan(value) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      hash = (hash ^ ((bits >> shift) & 0xFFU)) * 0x100000001B3ULL;
    }
  }
  return hash;
}

}  // namespace bp
