// What settings need in memory, before anything is allocated: a setting that would need more than
// there is, is refused with the reason.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/data/datasets.h"
#include "engine/data/table.h"
#include "engine/session/schema.h"

namespace bp {

/// What the engine may hold, in bytes: a page has to share its machine.
inline constexpr std::int64_t kMaxMemory = std::int64_t{256} << 20;

/// Multiply-adds a refresh of a grid, or of the losses, may cost before it is made coarser or
/// rarer.
inline constexpr double kAffordableWork = 3e7;
/// Highest resolutions that can be asked for (Command::Kind::Want); the field's is doubled while
/// nothing trains.
inline constexpr Index kMaxFieldResolution = 128, kMaxUnitsResolution = 64,
                       kMaxMembersResolution = 32;
/// The highest resolution of a plane up to `wanted` whose cost is affordable with so many
/// parameters and so many values a point (raw coordinates and inputs); 16, if that many are wanted,
/// is always.
[[nodiscard]] Index affordable_resolution(Index wanted, Index params, Index values);

/// What matters of a table here; all 0: it is not known (yet), and counts nothing.
struct TableShape {
  Index samples = 0, columns = 0;
  int classes = 0;
};
[[nodiscard]] TableShape table_shape(const Table& table);
[[nodiscard]] TableShape table_shape(const Settings& settings, const Tables& tables);

/// The data that settings choose, as their size goes.
struct DataShape {
  Index samples = 0;
  Index inputs = 0;       ///< features the network is given
  Index coordinates = 0;  ///< raw values a sample is kept with
  int classes = 0;        ///< 0: a regression
  bool is_table = false;  ///< which is kept besides its parts
};
[[nodiscard]] DataShape data_shape(const Settings& settings, const TableShape& table = {});

/// Trainable parameters with this table; 0 if it is not known.
[[nodiscard]] long long parameter_count(const Settings& settings, const TableShape& table);

/// In bytes, an upper bound at any time of a run.
struct MemoryNeed {
  std::int64_t data = 0;
  std::int64_t making = 0;  ///< only while the data are made, before there is a network
  /// Networks with copies, moments and the buffers of batches; their own data, if they have any.
  std::int64_t members = 0;
  std::int64_t pictures = 0;  ///< grids, and what is published
  /// Checkpoints may take this of what is left; nothing has to be smaller for them.
  std::int64_t timeline = 0;
  /// Without the timeline's share.
  [[nodiscard]] std::int64_t total() const;
};
[[nodiscard]] MemoryNeed memory_needed(const Settings& settings, const DataShape& shape);

/// What is only known with the table: fit_optimizer().
void fit_to_table(Settings& settings, const TableShape& table, Notices& notices);

/// Whether `after`, `before` with another `key`, fits into `limit` bytes or needs no more than
/// before. If not, `notices` says that it stays as it was, what it would need and what to make
/// smaller.
[[nodiscard]] bool fits_memory(std::string_view key, const Settings& before, const Settings& after,
                               const TableShape& table, Notices& notices,
                               std::int64_t limit = kMaxMemory);
/// Whether a data set's table leaves room for the smallest network on one of its columns.
[[nodiscard]] bool can_hold(const Dataset& row, const TableShape& table);
/// fit_to_table(), then makes samples (of a table: columns), members and layers smaller until all
/// fits, the largest share first; each change is told. Needs can_hold() of a table.
void fit_memory(Settings& settings, const TableShape& table, Notices& notices,
                std::int64_t limit = kMaxMemory);

}  // namespace bp
