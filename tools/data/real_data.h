// The real data sets, compiled in: for programs and tests that can read no file or fetch no page.
#pragma once

#include <string_view>

#include "engine/data/table.h"

namespace bp {

/// CSV text of the data set with this key (engine/data/table_sets.h); empty if it is none of them.
[[nodiscard]] std::string_view real_data(std::string_view key);

/// All of them, read.
[[nodiscard]] Tables real_tables();

}  // namespace bp
