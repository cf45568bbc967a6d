#include "tests/engine/malloc_count.h"

#ifdef BP_COUNTS_MALLOC

#include <malloc.h>

#include <algorithm>
#include <atomic>

namespace {

std::atomic<long> allocations{0};
std::atomic<std::int64_t> held{0};
std::atomic<std::int64_t> most{0};

void* counted(void* block) {
  if (block == nullptr) return block;
  const auto size = static_cast<std::int64_t>(malloc_usable_size(block));
  most = std::max<std::int64_t>(most, held += size);
  return block;
}
void released(void* block) {
  if (block != nullptr) held -= static_cast<std::int64_t>(malloc_usable_size(block));
}

}  // namespace

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* block);

void* malloc(std::size_t size) noexcept {
  ++allocations;
  return counted(__libc_malloc(size));
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  return counted(__libc_calloc(count, size));
}
void* realloc(void* block, std::size_t size) noexcept {
  released(block);
  return counted(__libc_realloc(block, size));
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return counted(__libc_memalign(alignment, size));
}
void free(void* block) noexcept {
  released(block);
  __libc_free(block);
}
}

namespace bp_test {

MallocCount malloc_count() { return {allocations, held, most}; }
void forget_peak() { most = held.load(); }

}  // namespace bp_test

#endif
