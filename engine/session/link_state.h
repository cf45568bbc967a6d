// What a link can carry besides settings: where in which run it stands. Its parts, all optional:
//   w     weights the run begins with: the bytes of kEditAll, all first bytes, all second ones …,
//         raw DEFLATE, base64url
//   log   changes on the way: step,key,value;step,key,value… as Command::Kind::Ahead has them
//   at    the step it stands after
//   of    for people: the step of some other run that w comes from
//   hash  of all parameters there, as hash_text() writes it
//   start how the page begins: "playing"
// web/embed/state.mjs writes and reads the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/session/command.h"

namespace bp {

/// The version of links that carry a state; those of settings alone are of kLinkVersion.
inline constexpr int kStateLinkVersion = 2;
/// Parts of a link that are no settings: those above.
[[nodiscard]] bool is_link_part(std::string_view key);

/// The key of the Edit that sets all weights of the first network at once. Its value: 32-bit
/// floats, the lowest byte first, as base64url; of each layer W unit by unit, b, and with batch
/// norm gamma, beta, running means and variances (as read_weights() has them).
inline constexpr std::string_view kEditAll = "all";

struct LinkState {
  std::string settings;           ///< the link without these parts
  bool has_state = false;         ///< any of w, log and at
  std::vector<Command> commands;  ///< what brings a session with the settings there
  std::string hash;               ///< empty: not told
};

/// Errors: weights that are none, a step or a change that cannot be read.
[[nodiscard]] Result<LinkState> read_link_state(std::string_view link);

}  // namespace bp
