#include "engine/data/table.h"

#include <algorithm>
#include <utility>

namespace bp {

void Tables::add(std::string_view key, Table table) {
  const auto it = std::ranges::find(entries_, key, &Entry::key);
  if (it != entries_.end())
    it->table = std::move(table);
  else
    entries_.push_back({std::string(key), std::move(table)});
}

const Table* Tables::find(std::string_view key) const {
  const auto it = std::ranges::find(entries_, key, &Entry::key);
  return it == entries_.end() ? nullptr : &it->table;
}

}  // namespace bp
