// playground-cli gradcheck: one line a layer, and a verdict.
#pragma once

#include "engine/data/table.h"
#include "engine/session/settings.h"

namespace cli {

/// Prints the check of these settings; the program's exit code: 0 if every gradient that could be
/// judged is right.
int gradcheck(const bp::Settings& settings, const bp::Tables& tables);

}  // namespace cli
