// The matrices the maths panel shows, as text: what is computed and what it is computed from.
#pragma once

#include <string>

#include "engine/session/json.h"
#include "web/views/maths_model.h"

namespace bp {

/// Each matrix once: a line with its name and size, then a line a row.
[[nodiscard]] std::string maths_csv(const Maths& maths);
/// Equation by equation with all entries that the panel can show; "null" without a pass.
[[nodiscard]] std::string maths_json(const Snapshot& snapshot, const Settings& settings, int layer);

}  // namespace bp
