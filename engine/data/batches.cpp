#include "engine/data/batches.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace bp {

void BatchOrder::configure(Index samples, std::uint64_t seed, Mode mode) {
  assert(samples > 0);
  mode_ = mode;
  samples_ = samples;
  position_ = 0;
  epoch_ = 0;
  rng_ = Rng(seed, static_cast<std::uint64_t>(Stream::Batches));
  order_.resize(static_cast<std::size_t>(samples));
  std::iota(order_.begin(), order_.end(), 0U);
  if (mode_ == Mode::Shuffled) rng_.shuffle(std::span(order_));
}

std::span<const std::uint32_t> BatchOrder::next(Index batch_size) {
  assert(batch_size > 0 && samples_ > 0);
  if (position_ == samples_) {
    if (mode_ == Mode::Shuffled) rng_.shuffle(std::span(order_));
    position_ = 0;
  }
  const Index count = std::min(batch_size, samples_ - position_);
  const std::span<const std::uint32_t> order(order_);
  const auto batch =
      order.subspan(static_cast<std::size_t>(position_), static_cast<std::size_t>(count));
  position_ += count;
  if (position_ == samples_) ++epoch_;
  return batch;
}

double BatchOrder::progress() const {
  const Index given = position_ == samples_ ? 0 : position_;  // a full epoch is already counted
  return static_cast<double>(epoch_) + static_cast<double>(given) / static_cast<double>(samples_);
}

}  // namespace bp
