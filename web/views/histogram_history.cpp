#include "web/views/histogram_history.h"

#include <algorithm>
#include <utility>

namespace bp {

void HistogramHistory::take(const Snapshot& snapshot) {
  const DetailsPart& now = snapshot.details;
  if (now.step < 0 || now.layers.size() != snapshot.layers.size()) return;
  if (network_version_ != snapshot.network_version) {
    network_version_ = snapshot.network_version;
    steps_.clear();
    spacing_ = 1;
  }
  while (!steps_.empty() && steps_.back().step > now.step) steps_.pop_back();
  if (!steps_.empty() && steps_.back().step == now.step) {
    steps_.back().layers = now.layers;  // run phase by phase, a step's gradients come bit by bit
    return;
  }
  if (!steps_.empty() && now.step < steps_.back().step + spacing_) return;
  steps_.push_back({now.step, now.layers});
  if (steps_.size() > kMost) thin();
}

void HistogramHistory::thin() {
  const std::int64_t length = steps_.back().step - steps_.front().step;
  spacing_ = std::max(2 * spacing_, length / static_cast<std::int64_t>(kMost / 2));
  std::size_t kept = 1;
  for (std::size_t i = 1; i < steps_.size(); ++i) {
    if (steps_[i].step < steps_[kept - 1].step + spacing_) continue;
    if (i != kept) steps_[kept] = std::move(steps_[i]);
    ++kept;
  }
  steps_.resize(kept);
}

}  // namespace bp
