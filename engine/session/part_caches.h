// When the snapshot's optional parts were made, and when they may be made again.
#pragma once

#include <string_view>

#include "engine/nn/network.h"

namespace bp {

struct PartCache {
  bool is_wanted = false;
  std::int64_t step = -1;          ///< of the part that is held; −1: none that counts
  std::int64_t not_before_us = 0;  ///< a part that was costly rests
};

struct PartCaches {
  PartCache metrics, details, matrices;
  Workspace<float> sample_ws;      ///< of the chosen sample's own pass
  std::uint32_t sample_ws_of = 0;  ///< the network version it was made for

  /// The part a Want command names, or null.
  [[nodiscard]] PartCache* find(std::string_view key) {
    if (key == "metrics") return &metrics;
    if (key == "details") return &details;
    if (key == "matrices") return &matrices;
    return nullptr;
  }
  /// What is held is no longer about this network.
  void forget() { metrics.step = details.step = matrices.step = -1; }
  [[nodiscard]] bool any_is_stale(std::int64_t step) const {
    const auto is_stale = [step](const PartCache& c) { return c.is_wanted && c.step != step; };
    return is_stale(metrics) || is_stale(details) || is_stale(matrices);
  }
};

}  // namespace bp
