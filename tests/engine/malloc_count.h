// What the program asks of malloc, which Eigen and operator new both end in: glibc lets a program
// put its own in front. Sanitizers bring their own, and the web's cannot be replaced so.
#pragma once

#include <cstdint>
#include <cstdlib>  // defines __GLIBC__

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BP_HAS_SANITIZER
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define BP_HAS_SANITIZER
#endif

#if defined(__GLIBC__) && !defined(BP_HAS_SANITIZER)
#define BP_COUNTS_MALLOC

namespace bp_test {

struct MallocCount {
  long allocations = 0;    ///< calls of malloc so far
  std::int64_t bytes = 0;  ///< held now
  std::int64_t peak = 0;   ///< held at most, since forget_peak()
};
[[nodiscard]] MallocCount malloc_count();
void forget_peak();

}  // namespace bp_test

#endif
