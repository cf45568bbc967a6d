// What a view, a key, a host page or the command line may ask of a session; the only way in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace bp {

struct Command {
  enum class Kind {
    Set,    ///< key, value: change_setting()
    Load,   ///< value: a link; replaces all settings, starts anew
    Table,  ///< key: a data set; count: its target's column from 1, 0 for the last; value: CSV text
    Play,
    Pause,
    Step,   ///< count batches, then pause
    Phase,  ///< count phases of the loop, then pause
    Epoch,  ///< count epochs, then pause
    Reset,  ///< back to step 0 with the same initial weights
    Seek,   ///< to the state after step `count` of the run there is; paused there
    Ahead,  ///< key, value: what will be set after step `count` when the run is gone through by
            ///< Seek; key "end": how far it can be gone through
    Edit,   ///< key: "layer.unit.input", counted from 1, input 0 is the bias; value: what the
            ///< weight is from now on, in the first network
    Check,  ///< compares the shown gradients with central differences: Snapshot::check
    Want,   ///< key: a part of the snapshot, count: its resolution ("field", "units"), or
            ///< 1 ("metrics", "details", "matrices", "unit"), or its axes ("unfold":
            ///< unfold_request()); 0: none
  };
  Kind kind = Kind::Pause;
  std::string key, value;
  std::int64_t count = 1;
};

/// One line (line ends in a value become "\n"): "set lr 0.1", "load data=v", "play", "step 10",
/// "want field 96".
[[nodiscard]] std::string to_text(const Command& command);
[[nodiscard]] Result<Command> parse_command(std::string_view line);

/// Collects what views ask for during a frame; the application hands it on after the frame.
class CommandSink {
 public:
  void post(Command command) { commands_.push_back(std::move(command)); }
  void set(std::string_view key, std::string value) {
    post({Command::Kind::Set, std::string(key), std::move(value), 1});
  }
  void post(Command::Kind kind, std::int64_t count = 1) { post({kind, {}, {}, count}); }
  [[nodiscard]] const std::vector<Command>& commands() const { return commands_; }
  void clear() { commands_.clear(); }

 private:
  std::vector<Command> commands_;
};

}  // namespace bp
