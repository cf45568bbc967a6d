// What a run is made from: settings, and the tables and files they need.
#pragma once

#include "engine/data/table.h"
#include "engine/session/link_state.h"
#include "engine/session/settings.h"
#include "tools/cli/arguments.h"

namespace cli {

struct Inputs {
  bp::Settings settings;
  bp::Tables tables;
  bp::LinkState state;         ///< where it stands before training begins
  std::string weights_file{};  ///< text whose weights it starts from, or empty
};

/// Settings from the arguments' link, with the table they need: a real data set, or the file given
/// by
/// --data, which then is the data set. What could not be taken as it was is told on stderr.
[[nodiscard]] bp::Result<Inputs> read_inputs(const Arguments& arguments);

/// A file's bytes, `most` of them at the most.
[[nodiscard]] bp::Result<std::string> read_file(const std::string& path, std::size_t most);

}  // namespace cli
