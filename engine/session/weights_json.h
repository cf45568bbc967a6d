// The weights form: what the report writes for each layer, read back exactly.
#pragma once

#include <string_view>

#include "engine/core/result.h"
#include "engine/nn/network.h"

namespace bp {

/// A network of `spec` with the file's parameters. The file is a report, {"layers": […]}, or the
/// array of layers alone; of each layer counts "W" (an array a unit), "b" and, with batch
/// normalisation, "gamma", "beta", "running_mean" and "running_variance". Errors: no such JSON,
/// shapes that do not fit (with layer, needed and given shape), and what is no finite number (with
/// its place).
template <class T>
[[nodiscard]] Result<Network<T>> read_weights(std::string_view json, const NetworkSpec& spec);

}  // namespace bp
