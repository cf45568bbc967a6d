// How batch normalisation spreads a layer's values, all units together: before it, u = W a + b, and
// what comes of them, γ û + β.
#pragma once

#include "engine/analysis/distribution.h"
#include "engine/nn/network.h"

namespace bp {

/// Of the last batch; all of count 0 where the layer has none, or there was no batch.
struct NormDetail {
  Distribution before;      ///< u
  Distribution by_batch;    ///< γ û + β by the batch's own statistics: what f was given, Z
  Distribution by_running;  ///< … by the running ones, with γ and β as they are now: evaluation
};

/// One a layer; none at all where no layer is normalised.
void norm_details(const Network<float>& net, const Workspace<float>& ws,
                  std::vector<NormDetail>& out);

}  // namespace bp
