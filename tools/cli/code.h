// playground-cli code and data: the experiment for PyTorch.
#pragma once

#include "tools/cli/arguments.h"

namespace cli {

/// Each prints to standard output; the program's exit code.
int code(const Arguments& arguments);
int data(const Arguments& arguments);

}  // namespace cli
