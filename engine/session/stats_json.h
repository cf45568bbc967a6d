// A layer's statistics as JSON, the same in the report, the dump and the page's snapshot.
#pragma once

#include <string_view>

#include "engine/analysis/layer_stats.h"
#include "engine/session/json.h"

namespace bp {

/// "fine", "vanishing", …
[[nodiscard]] std::string_view health_key(Health health);
/// The member "stats" of layer statistics `s`: norms, shares, update ratio and the verdict.
void write_stats(const LayerStats& s, Health health, JsonWriter& json);

}  // namespace bp
