// Goes through the run of a proof again.
#pragma once

#include "tools/cli/arguments.h"

namespace cli {

/// `file` holds what a `goal` event carries ("-": standard input). Exit code 0 if the run reaches
/// the goal at the step, with the parameters and the values that it says.
int verify(const std::string& file, const Arguments& arguments);

}  // namespace cli
