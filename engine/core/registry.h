// A constexpr table whose rows are found by key. One row is one feature (DESIGN, "One table row is
// the feature"); keys are wire format: never renamed, never reused.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace bp {

/// True if every row's `key` is non-empty and occurs once; used in a static_assert beside a table.
template <class Row, std::size_t N>
consteval bool keys_are_unique(const std::array<Row, N>& rows) {
  for (std::size_t i = 0; i < N; ++i) {
    if (rows[i].key.empty()) return false;
    for (std::size_t j = i + 1; j < N; ++j) {
      if (rows[i].key == rows[j].key) return false;
    }
  }
  return true;
}

/// The position of `key` in `rows`, or -1.
template <class Row>
constexpr int index_of(std::span<const Row> rows, std::string_view key) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].key == key) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace bp
