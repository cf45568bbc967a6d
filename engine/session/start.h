// How a run starts where that is not drawn: for programs. No setting, so no link brings it back.
#pragma once

#include <optional>

#include "engine/data/batches.h"
#include "engine/nn/network.h"

namespace bp {

template <class T>
struct Start {
  BatchOrder::Mode order = BatchOrder::Mode::Shuffled;
  /// Initial parameters and running statistics, for as long as the settings describe a network of
  /// their spec.
  std::optional<Network<T>> weights;
};

}  // namespace bp
