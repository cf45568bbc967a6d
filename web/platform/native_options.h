// The command line of the native program.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/session/command.h"

namespace bp {

struct NativeOptions {
  std::string link;
  int width = 1280, height = 800;  ///< of the window, in framebuffer pixels
  float ratio = 0;                 ///< framebuffer pixels per point; 0: what the monitor says
  int frames = 0;                  ///< ends after so many frames; 0: when the window is closed
  std::string language;            ///< value of the setting `lang`; empty: the link's
  std::string screenshot, dump;    ///< files written before it ends; empty: none
  bool is_hidden = false;
  bool wants_help = false;
  /// Run for its output, not for somebody to watch.
  [[nodiscard]] bool is_batch() const { return frames > 0 || !screenshot.empty() || !dump.empty(); }
  std::vector<Command> commands;  ///< carried out at the start
};

[[nodiscard]] Result<NativeOptions> parse_native_options(int argc, char** argv);
[[nodiscard]] const char* native_usage();

}  // namespace bp
