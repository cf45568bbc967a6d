// The code panel's own state: the program it shows, kept until the settings change.
#pragma once

#include "engine/session/torch_program.h"

namespace bp {

struct CodeState {
  Settings settings;  ///< the program's
  ProgramShape shape;
  std::vector<ProgramLine> lines;
  std::size_t columns = 0;  ///< of the longest line
  int scrolled_to = -1;     ///< line of the phase last brought into sight
};

}  // namespace bp
