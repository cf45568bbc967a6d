// A fingerprint of parameters that is the same on every machine exactly when their bits are.
#pragma once

#include <cstdint>
#include <span>

namespace bp {

/// FNV-1a (64 bits) over the little-endian bytes of the values; every NaN counts as the same quiet
/// NaN (WebAssembly leaves its sign and payload open), −0 and +0 differ.
/// Fowler, Noll, Vo: RFC 9923. Of several vectors one after another, `start` is the hash so far.
inline constexpr std::uint64_t kHashStart = 0xCBF29CE484222325ULL;
[[nodiscard]] std::uint64_t parameter_hash(std::span<const float> values,
                                           std::uint64_t start = kHashStart);
[[nodiscard]] std::uint64_t parameter_hash_f64(std::span<const double> values);

}  // namespace bp
