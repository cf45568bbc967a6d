// When the snapshot's optional parts were made.
#pragma once

#include <string_view>

#include "engine/analysis/unfold.h"
#include "engine/nn/network.h"

namespace bp {

struct PartCache {
  bool is_wanted = false;
  std::int64_t step = -1;  ///< of the part that is held; −1: none that counts
};

struct PartCaches {
  PartCache metrics, details, matrices, unfold, unit;
  Workspace<float> unit_ws;  ///< of the inspected unit's pass
  std::uint32_t unit_ws_of = 0;
  Workspace<float> sample_ws;      ///< of the chosen sample's own pass
  std::uint32_t sample_ws_of = 0;  ///< the network version it was made for
  Unfolder unfolder;
  bool can_unfold = false;  ///< it has this plane and these points
  UnfoldAxes unfold_axes;

  /// The part a Want command names, or null.
  [[nodiscard]] PartCache* find(std::string_view key) {
    if (key == "metrics") return &metrics;
    if (key == "details") return &details;
    if (key == "matrices") return &matrices;
    if (key == "unfold") return &unfold;
    if (key == "unit") return &unit;
    return nullptr;
  }
  /// What is held is no longer about this network.
  void forget() { metrics.step = details.step = matrices.step = unfold.step = unit.step = -1; }
};

}  // namespace bp
