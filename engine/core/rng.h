// PCG32 (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms
// for Random Number Generation", XSH-RR 64/32) with its own uniform, normal and shuffle, because
// the standard library's distributions differ between implementations.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace bp {

class Rng {
 public:
  /// Two generators with the same seed and different streams are independent.
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0);

  /// 32 random bits.
  std::uint32_t next();
  /// Uniform in [0, 1), a multiple of 2^-24 (exact in float).
  float uniform();
  /// Uniform in [lo, hi).
  float uniform(float lo, float hi);
  /// Standard normal by Box–Muller, with the engine's own log, sqrt, sin and cos.
  float normal();
  /// Uniform in {0, …, n-1} without modulo bias; n > 0.
  std::uint32_t below(std::uint32_t n);
  /// Fisher–Yates.
  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
    }
  }

  /// Everything needed to resume bit-exactly.
  struct State {
    std::uint64_t state = 0, increment = 0;
    float spare = 0;
    bool has_spare = false;
    bool operator==(const State&) const = default;
  };
  [[nodiscard]] State state() const { return state_; }
  void restore(const State& state) { state_ = state; }

 private:
  State state_;
};

/// Independent streams, one for each use, so that one setting never shifts another's randomness.
enum class Stream : std::uint64_t {
  Data = 1,
  Split = 2,
  Weights = 3,
  Batches = 4,
  Dropout = 5,
  Augment = 6,
  Members = 7,
};

}  // namespace bp
