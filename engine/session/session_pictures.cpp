// Session → Snapshot: what costs time, in turn. The oldest is made first, as far as the budget for
// pictures goes; while nothing hurries, all of it.
#include <algorithm>
#include <optional>

#include "engine/session/memory.h"
#include "engine/session/options.h"
#include "engine/session/session_impl.h"

namespace bp {
namespace {

/// What units' maps may take before another picture has its turn.
constexpr std::int64_t kUnitsTurn_us = 3000;
/// Publishes over which a round may stretch before maps are made coarser.
constexpr std::int64_t kFramesARound = 4;

std::size_t slot(Turn turn) { return static_cast<std::size_t>(turn); }

}  // namespace

/// Where a point costs a pass through so many parameters; a line is always affordable.
Index Session::Impl::resolution_of(Index wanted, std::int64_t params) const {
  if (plane.dims() == 1) return wanted;
  const auto coordinates = static_cast<Index>(data.raw_axes.size());
  return affordable_resolution(wanted, params, data.inputs() + coordinates);
}

bool Session::Impl::is_wanted(Turn turn) const {
  switch (turn) {
    case Turn::Losses:
    case Turn::Answers:
      return true;
    case Turn::Field:
      return field.wanted > 0;
    case Turn::Units:
      return units.wanted > 0;
    case Turn::Members:
      return members.wanted > 0 && ensemble.size() > 1;
    case Turn::Metrics:
      return parts.metrics.is_wanted;
    case Turn::Details:
      return parts.details.is_wanted;
    case Turn::Matrices:
      return parts.matrices.is_wanted;
    case Turn::Unfold:
      return parts.unfold.is_wanted;
    case Turn::Unit:
      return parts.unit.is_wanted;
  }
  return false;
}

std::int64_t Session::Impl::step_of(Turn turn) const {
  switch (turn) {
    case Turn::Losses:
      return evaluated_step;
    case Turn::Answers:
      return answers_step;
    case Turn::Field:
      return field.step;
    case Turn::Units:
      return units.step;
    case Turn::Members:
      return members.step;
    case Turn::Metrics:
      return parts.metrics.step;
    case Turn::Details:
      return parts.details.step;
    case Turn::Matrices:
      return parts.matrices.step;
    case Turn::Unfold:
      return parts.unfold.step;
    case Turn::Unit:
      return parts.unit.step;
  }
  return -1;
}

bool Session::Impl::is_stale(Turn turn) const {
  return is_wanted(turn) && step_of(turn) != trainer.steps();
}

void Session::Impl::make(Turn turn, Snapshot& out) {
  last_turn[slot(turn)] = ++turns;
  switch (turn) {
    case Turn::Losses:
      return evaluate();
    case Turn::Answers:
      return make_answers(out);
    case Turn::Field:
      return make_field(out);
    case Turn::Units:
      return make_units(out);
    case Turn::Members:
      return make_members(out);
    case Turn::Metrics:
      return make_metrics(out.metrics);
    case Turn::Details:
      return make_details(out.details);
    case Turn::Matrices:
      return make_matrices(out.matrices);
    case Turn::Unfold:
      return make_unfold(out.unfold);
    case Turn::Unit:
      return make_unit(out.unit);
  }
}

void Session::Impl::clear_unwanted(Snapshot& out) {
  if (!is_wanted(Turn::Field)) {
    out.field.maps = out.disagreement.maps = 0;
    field.step = -1;
  }
  if (!is_wanted(Turn::Units)) {
    out.units.maps = 0;
    units.step = -1;
  }
  if (!is_wanted(Turn::Members)) {
    out.member_fields.maps = 0;
    out.member_fields.values.clear();
    members.step = -1;
  }
  if (!is_wanted(Turn::Metrics)) {
    out.metrics = {};
    parts.metrics.step = -1;
  }
  if (!is_wanted(Turn::Details)) {
    out.details = {};
    parts.details.step = -1;
  }
  if (!is_wanted(Turn::Matrices)) {
    out.matrices = {};
    parts.matrices.step = -1;
  }
  if (!is_wanted(Turn::Unit)) {
    out.unit = {};
    parts.unit_ws = {};
    parts.unit_ws_of = 0;
    parts.unit.step = -1;
  }
  if (!is_wanted(Turn::Unfold)) {
    out.unfold = {};
    parts.unfolder = {};
    parts.can_unfold = false;
    parts.unfold.step = -1;
  }
}

Index Session::Impl::fitting(const GridCache& cache, Index wanted, std::int64_t params) const {
  const Index affordable = resolution_of(wanted, params);
  return state == RunState::Running ? cache.fineness.of(affordable) : affordable;
}

/// Samplers for grids as fine as they may be now; they keep what they need until that changes.
void Session::Impl::fit_grids() {
  const auto is_other = [](GridCache& cache, Index held, Index now) {
    if (cache.is_configured && held == now) return false;
    cache.is_configured = true;
    cache.step = -1;
    return true;
  };
  const std::int64_t all = ensemble.param_count();
  if (is_wanted(Turn::Field)) {
    // While nothing trains there is time for a finer picture.
    const Index wanted = state == RunState::Running ? field.wanted : 2 * field.wanted;
    const Index now = fitting(field, wanted, all);
    if (is_other(field, field.sampler.resolution(), now)) {
      field.sampler.configure(data, plane, common_spec(), now);
    }
  }
  if (is_wanted(Turn::Members)) {
    // A line of that many cells has fewer than a plane.
    const Index most = plane.dims() == 1 ? 4 * kMaxMembersResolution : kMaxMembersResolution;
    const Index now = fitting(members, std::min(members.wanted, most), all);
    if (is_other(members, members.sampler.resolution(), now)) {
      members.sampler.configure(data, plane, common_spec(), now);
    }
  }
  if (is_wanted(Turn::Units)) {
    const NetworkSpec& spec = trainer.network().spec();
    const Index now = fitting(units, units.wanted, spec.param_count());
    if (is_other(units, units.maps.resolution(), now)) {
      units.maps.configure(data, plane, spec, now, ensemble.inputs(0));
    }
  }
}

void Session::Impl::publish_pictures(Snapshot& out) {
  clear_unwanted(out);
  fit_grids();
  const bool is_running = state == RunState::Running;
  const bool has_time = !is_running || speed().pace == Pace::Phases;
  // Phases leave something behind between steps too, and a chosen sample may be another.
  if (has_time) {
    if (is_wanted(Turn::Details)) make(Turn::Details, out);
    if (is_wanted(Turn::Matrices)) make(Turn::Matrices, out);
  }
  for (bool made_any = false;;) {
    const auto is_before = [&](Turn a, Turn b) {
      const bool misses_a = step_of(a) < 0, misses_b = step_of(b) < 0;
      return misses_a != misses_b ? misses_a : last_turn[slot(a)] < last_turn[slot(b)];
    };
    std::optional<Turn> next;
    for (std::size_t i = 0; i < kTurns; ++i) {
      const auto turn = static_cast<Turn>(i);
      if (is_stale(turn) && (!next || is_before(turn, *next))) next = turn;
    }
    is_dirty = next.has_value();
    if (!next) return;
    budget.spend(now_us());
    const bool is_missing = step_of(*next) < 0;
    if (made_any && !has_time && !is_missing && !budget.is_left()) return;
    made_any = true;
    make(*next, out);
  }
}

void Session::Impl::make_field(Snapshot& out) {
  const std::int64_t start = now_us();
  const Index resolution = field.sampler.resolution(), rows = field.sampler.rows();
  out.field.columns = static_cast<std::uint32_t>(resolution);
  out.field.rows = static_cast<std::uint32_t>(rows);
  const Index maps = FieldSampler::output_maps(trainer.network().spec());
  out.field.maps = static_cast<std::uint32_t>(maps);
  out.field.values.resize(static_cast<std::size_t>(maps * resolution * rows));
  const bool has_disagreement = ensemble.size() > 1;
  const auto points = static_cast<std::size_t>(resolution * rows);
  out.disagreement = {out.field.columns, out.field.rows, has_disagreement ? 1U : 0U,
                      std::move(out.disagreement.values)};
  out.disagreement.values.resize(has_disagreement ? points : 0);
  if (has_disagreement) {
    field.sampler.output(ensemble, out.field.values, out.disagreement.values);
  } else {
    field.sampler.output(trainer.network(), out.field.values);
  }
  data.to_target_units(out.field.values);
  for (float& s : out.disagreement.values) s *= data.target_deviation;
  field.step = trainer.steps();
  if (state == RunState::Running) field.fineness.took(now_us() - start);
}

/// Room for the maps of the inputs and of each layer's first units, and the inputs' themselves.
void Session::Impl::place_units(Snapshot& out) {
  const NetworkSpec& spec = trainer.network().spec();
  const Matrix<float>& inputs = units.maps.inputs();
  const auto points = static_cast<std::size_t>(inputs.cols());
  const auto kept = [](Index count) {
    return static_cast<std::size_t>(std::min<Index>(count, kMaxMapsPerLayer));
  };
  std::size_t maps = kept(spec.inputs);
  for (const LayerSpec& layer : spec.layers) maps += kept(layer.units);
  out.units.columns = static_cast<std::uint32_t>(units.maps.resolution());
  out.units.rows = static_cast<std::uint32_t>(units.maps.rows());
  out.units.maps = static_cast<std::uint32_t>(maps);
  out.units.values.resize(maps * points);
  float* to = out.units.values.data();
  for (Index i = 0; i < static_cast<Index>(kept(spec.inputs)); ++i) {
    for (Index p = 0; p < inputs.cols(); ++p) *to++ = inputs(i, p);
  }
}

void Session::Impl::copy_maps(Index layer, Snapshot& out) {
  const ConstMatrixMap<float> values = units.maps.values();
  const int first = map_index(out, static_cast<int>(layer), 0);
  const auto points = static_cast<std::size_t>(values.cols());
  const Index kept = std::min<Index>(values.rows(), kMaxMapsPerLayer);
  float* const start = out.units.values.data() + static_cast<std::size_t>(first) * points;
  float* to = start;
  for (Index unit = 0; unit < kept; ++unit) {
    for (Index p = 0; p < values.cols(); ++p) *to++ = values(unit, p);
  }
  const bool is_output = layer + 1 == trainer.network().layer_count();
  if (is_output) data.to_target_units(std::span(start, to));
}

/// Goes on with a round, or starts the next; the first one is not left unfinished, and none while
/// there is time.
void Session::Impl::make_units(Snapshot& out) {
  const bool is_whole = units.step < 0 || state != RunState::Running;
  if (units.step < 0) place_units(out);
  if (is_whole || !units.maps.is_under_way()) {
    // The factors are those of the published masks, so that both tell of the same sample.
    const bool is_training = settings.network_mode == kShowsTraining;
    units.maps.begin(trainer.network(),
                     is_training ? std::span<const float>(out.masks) : std::span<const float>{});
    units.round_step = trainer.steps();
    units.round_us = 0;
  }
  const std::int64_t start = now_us();
  std::int64_t took = 0;
  while (units.maps.is_under_way() && (is_whole || took < kUnitsTurn_us)) {
    const Index layer = units.maps.advance();
    if (layer >= 0) copy_maps(layer, out);
    took = now_us() - start;
  }
  units.round_us += took;
  if (units.maps.is_under_way()) return;
  units.step = units.round_step;
  if (state == RunState::Running) units.fineness.took(units.round_us / kFramesARound);
}

}  // namespace bp
