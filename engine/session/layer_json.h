// A layer's parameters as JSON: the weights form, which weights_json.h reads back.
#pragma once

#include "engine/nn/network.h"
#include "engine/session/json.h"

namespace bp {

/// Members of the open object: "W" (an array a unit), "b" and, with batch normalisation, "gamma",
/// "beta", "running_mean" and "running_variance".
template <class T>
void write_weights(const Network<T>& net, Index layer, JsonWriter& json);

/// The same of the gradients, laid out as the parameters: "dW", "db", "dgamma", "dbeta".
template <class T>
void write_gradients(const Network<T>& net, std::span<const T> grads, Index layer,
                     JsonWriter& json);

}  // namespace bp
