// What a person at the page may do: not what its author hides or locks. Links and the host page are
// not held to it.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"

namespace bp {

[[nodiscard]] bool is_permitted(const Settings& settings, const Command& command);

/// Drops what is not permitted from the commands of a frame. A data set that is chosen by hand
/// brings its recommendations along, but not for locked fields: they are set back.
void keep_permitted(const Settings& settings, CommandSink& sink);

}  // namespace bp
