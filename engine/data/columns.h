// Which columns of a table the network is given.
#pragma once

#include <bitset>

#include "engine/data/table.h"

namespace bp {

/// Bit i is column i (0-based) of the features; bits beyond the table's columns mean nothing.
using ColumnSet = std::bitset<static_cast<std::size_t>(kMaxTableColumns)>;

}  // namespace bp
