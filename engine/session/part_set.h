// A choice among all that a page shows, by name: what the fields `hide` and `lock` hold.
#pragma once

#include <bitset>

namespace bp {

/// More than there are names; page_parts.cpp holds them against it.
inline constexpr int kMostNames = 192;

/// Names put in and names taken out again; a narrower name counts more than a wider one.
struct PartSet {
  std::bitset<kMostNames> in, out;
  bool operator==(const PartSet&) const = default;
  [[nodiscard]] bool is_empty() const { return in.none(); }
};

}  // namespace bp
