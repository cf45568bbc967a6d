// The distributions of all that a layer is and does in one step.
#pragma once

#include <string_view>

#include "engine/analysis/distribution.h"
#include "engine/train/trainer.h"

namespace bp {

inline constexpr std::array<std::string_view, 8> kQuantityKeys = {"W", "b", "dW", "db",
                                                                  "Z", "A", "dA", "dZ"};
enum class Quantity : std::size_t { W, b, dW, db, Z, A, dA, dZ };

struct LayerDetail {
  std::array<Distribution, kQuantityKeys.size()> all;  ///< in the order of Quantity
  [[nodiscard]] const Distribution& of(Quantity q) const {
    return all[static_cast<std::size_t>(q)];
  }
};

/// The first layer whose gradients belong to the batch whose Z and A are in the workspace; the
/// layers before it, in a step run phase by phase, still wait for their Backward. The number of
/// layers if none has any, as before the first step and after a divergence.
[[nodiscard]] Index first_with_gradients(const Trainer<float>& trainer);

/// Of the last batch (of one in chunks, Z, A, dA and dZ of the last chunk), one a layer: W and b as
/// they are now, dW and db as the step used them, with penalty and clipped. The gradients of layers
/// before `first_with_gradients` are not there: count 0.
void layer_details(const Network<float>& net, const Workspace<float>& ws,
                   Index first_with_gradients, std::span<LayerDetail> out);

}  // namespace bp
