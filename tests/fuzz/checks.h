// What every message has to be.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/core/text.h"

namespace bp_fuzz {

/// A person can read it: not empty, not endless, valid UTF-8, one line.
inline bool can_be_shown(std::string_view message) {
  constexpr std::size_t kLongest = 2000;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  return !message.empty() && message.size() < kLongest && bp::is_utf8(message) &&
         std::ranges::none_of(message, is_control);
}

}  // namespace bp_fuzz
