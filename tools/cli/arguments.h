// What stands behind playground-cli's command: settings, how long to train, files to read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/batches.h"
#include "engine/session/command.h"

namespace cli {

struct Arguments {
  std::string link;  ///< all key=value words and links, joined
  bool is_json = false;
  bp::Command run{bp::Command::Kind::Epoch, {}, {}, 100};
  bool has_length = false;   ///< --steps or --epochs was given
  std::string open;          ///< --open FILE
  std::string data, target;  ///< --data FILE, --target COLUMN
  bool drop_incomplete = false;
  std::string weights;  ///< --weights FILE
  std::string goal;     ///< --goal CONDITIONS
  bp::BatchOrder::Mode order = bp::BatchOrder::Mode::Shuffled;
  bool is_double = false;
};

/// Errors say which word and what it should be.
[[nodiscard]] bp::Result<Arguments> read_arguments(const std::vector<std::string_view>& words);

/// Tells on stderr what went wrong; the program's exit code.
int fail(const std::string& message);
/// Something to know, on stderr.
void note(const std::string& message);

}  // namespace cli
