// A layer's parameters as JSON: the weights form, which weights_json.h reads back.
#pragma once

#include "engine/nn/network.h"
#include "engine/session/json.h"

namespace bp {

/// A layer's parameters, or what is laid out like them; W column-major, γ and β only with batch
/// normalisation.
template <class T>
struct LayerNumbers {
  Index units = 0, inputs = 0;
  std::span<const T> W, b, gamma, beta;
};

/// Members of the open object, their names behind `prefix`: "W" (an array a unit), "b", "gamma",
/// "beta".
template <class T>
void write_numbers(std::string_view prefix, const LayerNumbers<T>& numbers, JsonWriter& json);

/// The same of a network's layer, and with batch normalisation "running_mean" and
/// "running_variance".
template <class T>
void write_weights(const Network<T>& net, Index layer, JsonWriter& json);

/// Gradients, laid out as the parameters: "dW", "db", "dgamma", "dbeta".
template <class T>
void write_gradients(const Network<T>& net, std::span<const T> grads, Index layer,
                     JsonWriter& json);

}  // namespace bp
