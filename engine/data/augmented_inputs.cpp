#include "engine/data/augmented_inputs.h"

#include <algorithm>
#include <cassert>

namespace bp {
namespace {

bool is_any_on(const AugmentAmounts& amounts) {
  return std::ranges::any_of(amounts, [](float amount) { return amount > 0; });
}

}  // namespace

void AugmentedInputs::configure(const PreparedData& data, std::uint64_t seed) {
  *this = {};
  data_ = &data;
  rng_ = Rng(seed, static_cast<std::uint64_t>(Stream::Augment));
}

void AugmentedInputs::set(const AugmentAmounts& amounts) {
  wanted_ = {};
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (augmentations()[i].applies(raw_shape(*data_->dataset))) wanted_[i] = amounts[i];
  }
  if (!is_any_on(wanted_) || !raw_.empty()) return;
  const Part& train = data_->train;
  space_ = raw_space(*data_);
  raw_.resize(static_cast<std::size_t>(train.raw.rows()));
  scratch_.resize(raw_.size());
  inputs_.resize(static_cast<std::size_t>(data_->inputs()));
  seen_.setZero(train.raw.rows(), std::min(train.count(), kMostSeen));
}

void AugmentedInputs::start_batch() {
  amounts_ = wanted_;
  is_on_ = is_any_on(amounts_);
  start_ = rng_.state();
  seen_count_ = 0;
}

void AugmentedInputs::start_over() {
  rng_.restore(start_);
  seen_count_ = 0;
}

/// Leaves the moved sample in raw_.
void AugmentedInputs::augment(std::uint32_t sample) {
  const Matrix<float>& from = data_->train.raw;
  const auto column = static_cast<std::int64_t>(sample);  // Index has 32 bits in wasm
  std::copy_n(from.data() + column * from.rows(), from.rows(), raw_.data());
  for (std::size_t i = 0; i < amounts_.size(); ++i) {
    if (amounts_[i] <= 0) continue;
    augmentations()[i].apply(amounts_[i], space_, rng_, raw_, scratch_.data());
  }
}

template <class T>
void AugmentedInputs::gather(std::span<const std::uint32_t> samples, T* x) {
  assert(is_on_);
  for (const std::uint32_t sample : samples) {
    augment(sample);
    data_->to_inputs(raw_.data(), 1, inputs_.data());
    x = std::copy(inputs_.begin(), inputs_.end(), x);
    if (seen_count_ == seen_.cols()) continue;
    std::ranges::copy(raw_, seen_.col(seen_count_).data());
    ++seen_count_;
  }
}

ConstMatrixMap<float> AugmentedInputs::seen() const {
  return {seen_.data(), seen_.rows(), seen_count_};
}

template void AugmentedInputs::gather(std::span<const std::uint32_t>, float*);
template void AugmentedInputs::gather(std::span<const std::uint32_t>, double*);

}  // namespace bp
