#include "engine/session/memory.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "engine/analysis/unit_maps.h"
#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "engine/session/plan.h"
#include "engine/session/snapshot.h"
#include "engine/session/timeline.h"

namespace bp {
namespace {

constexpr std::int64_t kFloat = sizeof(float);
constexpr Index kLowestResolution = 16;
/// A snapshot is held by the session and a runner: a thread's has three, a worker one and the bytes
/// on their way.
constexpr std::int64_t kSnapshotCopies = 4;
/// Points, curves and small networks' parameters in a snapshot; histories, tables of rows, strings.
constexpr std::int64_t kFixedBytes = std::int64_t{4} << 20;

/// A table stays; generated points, like the split's indices, only while the parts are made.
void add_data(const DataShape& shape, Index outputs, MemoryNeed& need) {
  const std::int64_t raw = (shape.coordinates + 1) * kFloat;  // the target too
  const std::int64_t given = (shape.inputs + outputs) * kFloat;
  const std::int64_t split = 4 * static_cast<std::int64_t>(sizeof(Index));
  need.data = shape.samples * (raw + given + (shape.is_table ? raw : 0));
  need.making = shape.samples * (split + (shape.is_table ? 0 : raw));
}

/// Samples of the training part, and of the largest part, at most.
struct PartSizes {
  Index train, largest;
};
PartSizes part_sizes(const Settings& s, Index samples) {
  const auto share = static_cast<double>(s.train_share) / 100;
  const auto train = static_cast<Index>(std::ceil(share * static_cast<double>(samples)));
  const Index known = std::clamp<Index>(train + 1, 1, std::max<Index>(samples, 1));
  return {known, std::max(known, samples - train)};
}

/// Points of a grid up to so many a side; `params`: of all networks that a point goes through.
Index grid_points(const DataShape& shape, std::int64_t params, Index most) {
  const Index side = affordable_resolution(most, params, shape.inputs + shape.coordinates);
  return shape.coordinates == 1 ? most : side * side;
}

/// What is held of a grid and published of it so many times.
std::int64_t grid_bytes(const DataShape& shape, Index points, std::int64_t published) {
  return points * (shape.inputs + shape.coordinates + published * kSnapshotCopies) * kFloat;
}

/// Of one kind of picture: the sampler's inputs and buffers, what is published.
std::int64_t picture_bytes(const DataShape& shape, const NetworkSpec& spec, std::int64_t params,
                           Index most, std::int64_t published) {
  constexpr Index kChunk = 1024;  // of FieldSampler
  const Index points = grid_points(shape, params, most);
  return grid_bytes(shape, points, published) +
         Workspace<float>::bytes(spec, std::min(points, kChunk), false);
}

std::int64_t unit_maps_bytes(const DataShape& shape, const NetworkSpec& spec,
                             std::int64_t published) {
  const Index points = grid_points(shape, spec.param_count(), kMaxUnitsResolution);
  return grid_bytes(shape, points, published) + UnitMaps::bytes(spec, points);
}

std::int64_t pictures_bytes(const DataShape& shape, const NetworkSpec& spec, int members) {
  std::int64_t published = std::min<std::int64_t>(spec.inputs, kMaxMapsPerLayer);
  for (const LayerSpec& layer : spec.layers) {
    published += std::min<std::int64_t>(layer.units, kMaxMapsPerLayer);
  }
  const std::int64_t all = members * spec.param_count();
  const std::int64_t disagreement = members > 1 ? 1 : 0;
  // The last batch's points, as they are given to the plane.
  const std::int64_t batch = kMaxBatchPoints * (shape.inputs + shape.coordinates) * kFloat;
  const bool has_unit = spec.param_count() <= kMaxPublishedParams;
  const std::int64_t unit = has_unit ? Workspace<float>::bytes(spec, kMaxBatchPoints, false) : 0;
  return kFixedBytes + batch + unit +
         picture_bytes(shape, spec, all, 2 * kMaxFieldResolution, spec.outputs() + disagreement) +
         unit_maps_bytes(shape, spec, published) +
         (members > 1 ? picture_bytes(shape, spec, all, kMaxMembersResolution, members) : 0);
}

/// The field whose value most of the memory follows from.
std::string_view largest_share(const MemoryNeed& need, const Settings& s, const DataShape& shape) {
  // A picture of a table holds all its columns at every point.
  const std::int64_t data = need.data + need.making + (shape.is_table ? need.pictures : 0);
  const std::int64_t network = need.members + (shape.is_table ? 0 : need.pictures);
  const bool is_data = data >= network || (s.hidden.count == 0 && s.members == 1);
  if (!is_data) return s.members > 1 ? "members" : "layers";
  return shape.is_table ? "columns" : "samples";
}

std::string megabytes(std::int64_t bytes) {
  return std::to_string((bytes + (std::int64_t{1} << 20) - 1) >> 20);
}

Notice too_large(std::string_view key, const Settings& given, const Settings& used,
                 const MemoryNeed& need, std::string_view largest, std::int64_t limit) {
  const Field& field = *find_field(key);
  return {Notice::Kind::TooLarge, std::string(key),        to_text(field, given),
          to_text(field, used),   megabytes(need.total()), std::to_string(limit >> 20),
          std::string(largest)};
}

/// Settings with at most `size` of what `key` counts: samples, columns, members, or units of a
/// layer.
Settings limited(const Settings& s, std::string_view key, int size) {
  Settings out = s;
  if (key == "samples") out.samples = std::min(s.samples, size);
  if (key == "members") out.members = std::min(s.members, size);
  if (key == "layers") {
    for (HiddenLayer& layer : out.hidden.layers) layer.units = std::min(layer.units, size);
  }
  if (key == "columns") {
    out.columns.reset();
    for (std::size_t i = 0, kept = 0; i < s.columns.size(); ++i) {
      if (kept == static_cast<std::size_t>(size)) break;
      if (!s.columns.none() && !s.columns.test(i)) continue;
      out.columns.set(i);
      ++kept;
    }
  }
  return out;
}

struct SizeRange {
  int least, most;
};
SizeRange range_of(std::string_view key) {
  if (key == "samples") return {std::get<IntKind>(find_field(key)->kind).min, 100000};
  if (key == "layers") return {1, kMaxUnits};
  if (key == "members") return {1, Ensemble::kMaxMembers};
  return {1, static_cast<int>(kMaxTableColumns)};
}

}  // namespace

std::int64_t MemoryNeed::total() const { return data + std::max(making, members) + pictures; }

Index affordable_resolution(Index wanted, Index params, Index values) {
  constexpr double kAffordableValues = 1 << 22;  // 16 MB
  const double points = std::min(kAffordableWork / static_cast<double>(params),
                                 kAffordableValues / static_cast<double>(values));
  const auto side = static_cast<Index>(std::sqrt(points));
  return std::max(std::min(wanted, kLowestResolution), std::min(wanted, side));
}

TableShape table_shape(const Table& table) {
  return {table.X.cols(), table.X.rows(), static_cast<int>(table.class_names.size())};
}

TableShape table_shape(const Settings& settings, const Tables& tables) {
  const Dataset& row = at(datasets(), settings.data);
  const Table* table = row.is_table() ? tables.find(row.key) : nullptr;
  return table != nullptr ? table_shape(*table) : TableShape{};
}

DataShape data_shape(const Settings& s, const TableShape& table) {
  const Dataset& row = at(datasets(), s.data);
  DataShape shape;
  shape.is_table = row.is_table();
  if (!shape.is_table) {
    shape.samples = s.samples;
    shape.inputs = std::popcount(s.features);
    shape.coordinates = row.dims;
    shape.classes = row.classes == Dataset::kChosen ? s.classes : row.classes;
    return shape;
  }
  shape.samples = table.samples;
  shape.coordinates = table.columns > 0 ? table.columns : row.columns;
  shape.classes = row.classes == Dataset::kChosen ? std::max(table.classes, 2) : row.classes;
  for (Index i = 0; i < shape.coordinates; ++i) {
    if (s.columns.none() || s.columns.test(static_cast<std::size_t>(i))) ++shape.inputs;
  }
  shape.inputs = std::max<Index>(shape.inputs, 1);
  return shape;
}

long long parameter_count(const Settings& s) { return parameter_count(s, {}); }

void fit_to_table(Settings& s, const TableShape& table, Notices& notices) {
  fit_optimizer(s, parameter_count(s, table), notices);
}

long long parameter_count(const Settings& s, const TableShape& table) {
  const DataShape shape = data_shape(s, table);
  if (shape.coordinates == 0) return 0;
  long long inputs = shape.inputs;
  long long total = 0;
  for (int l = 0; l < s.hidden.count; ++l) {
    const long long units = s.hidden.layers[static_cast<std::size_t>(l)].units;
    total += units * (inputs + 1 + (s.batch_norm ? 2 : 0));
    inputs = units;
  }
  return total + (inputs + 1) * output_count(at(losses(), s.loss), shape.classes);
}

MemoryNeed memory_needed(const Settings& s, const DataShape& shape) {
  const NetworkSpec spec = network_spec(s, shape.inputs, shape.classes);
  const PartSizes parts = part_sizes(s, shape.samples);
  MemoryNeed need;
  add_data(shape, spec.outputs(), need);
  need.members =
      Ensemble::bytes(spec, at(optimizers(), s.optimizer), s.members, at(variations(), s.vary),
                      parts.train, parts.largest, shape.coordinates);
  need.pictures = pictures_bytes(shape, spec, s.members);
  need.timeline = std::clamp<std::int64_t>(kMaxMemory - need.total(), 0, Timeline::kMaxBytes);
  return need;
}

bool fits_memory(std::string_view key, const Settings& before, const Settings& after,
                 const TableShape& table, Notices& notices, std::int64_t limit) {
  const DataShape shape = data_shape(after, table);
  const MemoryNeed need = memory_needed(after, shape);
  if (need.total() <= limit) return true;
  if (need.total() <= memory_needed(before, data_shape(before, table)).total()) return true;
  notices.push_back(too_large(key, after, before, need, largest_share(need, after, shape), limit));
  return false;
}

bool can_hold(const Dataset& row, const TableShape& table) {
  const Settings chosen = default_settings(static_cast<int>(&row - datasets().data()));
  Settings smallest = limited(chosen, "columns", 1);
  smallest.hidden.count = 0;
  return memory_needed(smallest, data_shape(smallest, table)).total() <= kMaxMemory;
}

void fit_memory(Settings& s, const TableShape& table, Notices& notices, std::int64_t limit) {
  fit_to_table(s, table, notices);
  for (int round = 0; round < 3; ++round) {
    const DataShape shape = data_shape(s, table);
    const MemoryNeed need = memory_needed(s, shape);
    if (need.total() <= limit) return;
    const std::string_view key = largest_share(need, s, shape);
    const auto fits = [&](int size) {
      const Settings smaller = limited(s, key, size);
      return memory_needed(smaller, data_shape(smaller, table)).total() <= limit;
    };
    // The largest size that fits; the least one, if none does.
    auto [least, most] = range_of(key);
    while (least < most) {
      const int middle = (least + most + 1) / 2;
      if (fits(middle)) {
        least = middle;
      } else {
        most = middle - 1;
      }
    }
    const Settings given = s;
    s = limited(s, key, least);
    notices.push_back(too_large(key, given, s, need, key, limit));
  }
}

}  // namespace bp
