#include "engine/train/history.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace bp {

void History::configure(Index channels, Index capacity) {
  assert(channels >= 0);
  channels_ = channels;
  capacity_ = std::max<Index>(2, capacity - capacity % 2);
  const auto values = static_cast<std::size_t>(channels_ * capacity_);
  steps_.assign(static_cast<std::size_t>(capacity_), 0.0F);
  sum_.assign(static_cast<std::size_t>(channels_), 0.0);
  mean_.assign(values, 0.0F);
  min_.assign(values, 0.0F);
  max_.assign(values, 0.0F);
  clear();
}

void History::clear() {
  size_ = 0;
  stride_ = 1;
  pending_ = 0;
  weight_ = 0;
}

std::int64_t History::bytes() const {
  const std::size_t floats = steps_.size() + mean_.size() + min_.size() + max_.size();
  return static_cast<std::int64_t>(floats * sizeof(float) + sum_.size() * sizeof(double));
}

void History::add(std::int64_t step, std::span<const float> values) {
  assert(static_cast<Index>(values.size()) == channels_);
  const std::int64_t passed = size_ == 0 ? 1 : std::max<std::int64_t>(0, step - last_step_);
  const std::int64_t weight = std::max<std::int64_t>(1, passed);
  last_step_ = step;
  if (size_ == 0 || (pending_ >= stride_ && passed > 0)) begin_point();
  pending_ += static_cast<Index>(passed);
  weight_ += weight;
  const Index point = size_ - 1;
  steps_[static_cast<std::size_t>(point)] = static_cast<float>(step);
  for (Index channel = 0; channel < channels_; ++channel) {
    const auto at = static_cast<std::size_t>(channel * capacity_ + point);
    const float value = values[static_cast<std::size_t>(channel)];
    double& sum = sum_[static_cast<std::size_t>(channel)];
    sum += static_cast<double>(weight) * static_cast<double>(value);
    mean_[at] = static_cast<float>(sum / static_cast<double>(weight_));
    min_[at] = std::fmin(min_[at], value);
    max_[at] = std::fmax(max_[at], value);
  }
}

void History::begin_point() {
  if (size_ == capacity_) merge_pairs();
  pending_ = 0;
  weight_ = 0;
  std::fill(sum_.begin(), sum_.end(), 0.0);
  for (Index channel = 0; channel < channels_; ++channel) {
    const auto at = static_cast<std::size_t>(channel * capacity_ + size_);
    min_[at] = std::numeric_limits<float>::quiet_NaN();  // fmin and fmax pass over it
    max_[at] = std::numeric_limits<float>::quiet_NaN();
  }
  ++size_;
}

/// Called when every point is complete, so that both of a pair weigh the same.
void History::merge_pairs() {
  size_ = capacity_ / 2;
  stride_ *= 2;
  for (Index i = 0; i < size_; ++i) {
    steps_[static_cast<std::size_t>(i)] = steps_[static_cast<std::size_t>(2 * i + 1)];
  }
  for (Index channel = 0; channel < channels_; ++channel) {
    const auto start = static_cast<std::size_t>(channel * capacity_);
    float* mean = mean_.data() + start;
    float* low = min_.data() + start;
    float* high = max_.data() + start;
    for (Index i = 0; i < size_; ++i) {
      mean[i] = 0.5F * mean[2 * i] + 0.5F * mean[2 * i + 1];
      low[i] = std::fmin(low[2 * i], low[2 * i + 1]);
      high[i] = std::fmax(high[2 * i], high[2 * i + 1]);
    }
  }
}

std::span<const float> History::series(const std::vector<float>& all, Index channel) const {
  assert(channel >= 0 && channel < channels_);
  return std::span(all).subspan(static_cast<std::size_t>(channel * capacity_),
                                static_cast<std::size_t>(size_));
}

std::span<const float> History::steps() const {
  return std::span(steps_).first(static_cast<std::size_t>(size_));
}

std::span<const float> History::mean(Index channel) const { return series(mean_, channel); }

std::span<const float> History::min(Index channel) const { return series(min_, channel); }

std::span<const float> History::max(Index channel) const { return series(max_, channel); }

}  // namespace bp
