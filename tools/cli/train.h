// playground-cli train and report: a run, and what is told of it.
#pragma once

#include "tools/cli/arguments.h"

namespace cli {

/// Trains and prints a summary, or the whole report as JSON; the program's exit code.
int train(const Arguments& arguments);

/// Trains and prints the metrics of all parts as text; the program's exit code.
int report(const Arguments& arguments);

}  // namespace cli
