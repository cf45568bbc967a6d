// Session → Snapshot: everything a view may see, copied and reduced.
#include <algorithm>
#include <cmath>

#include "engine/core/hash.h"
#include "engine/session/memory.h"
#include "engine/session/options.h"
#include "engine/session/publish_run.h"
#include "engine/session/session_impl.h"
#include "engine/train/metrics.h"

namespace bp {
namespace {

constexpr std::int64_t kEvaluationPause_us = 500'000;
constexpr Index kTruthResolution = 192;

void assign(std::vector<float>& to, std::span<const float> from) {
  to.assign(from.begin(), from.end());
}

void copy_curve(const History& from, Curve& to) {
  const auto channels = static_cast<std::size_t>(from.channels());
  assign(to.at, from.steps());
  for (auto* lists : {&to.mean, &to.min, &to.max}) lists->resize(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    assign(to.mean[c], from.mean(static_cast<Index>(c)));
    assign(to.min[c], from.min(static_cast<Index>(c)));
    assign(to.max[c], from.max(static_cast<Index>(c)));
  }
}

LayerShape layer_shape(const Network<float>& net, Index l) {
  const auto offset = [](const ParamBlock& b) { return static_cast<std::uint32_t>(b.offset); };
  const LayerSpec& spec = net.spec().layers[static_cast<std::size_t>(l)];
  LayerShape shape;
  shape.units = static_cast<std::uint32_t>(spec.units);
  shape.inputs = static_cast<std::uint32_t>(net.spec().inputs_of(l));
  shape.activation = static_cast<std::uint32_t>(spec.activation - activations().data());
  shape.weight_offset = offset(net.weight_block(l));
  shape.bias_offset = offset(net.bias_block(l));
  shape.has_norm = spec.has_norm ? 1 : 0;
  shape.gamma_offset = spec.has_norm ? offset(net.gamma_block(l)) : 0;
  shape.beta_offset = spec.has_norm ? offset(net.beta_block(l)) : 0;
  shape.norm_offset =
      spec.has_norm ? static_cast<std::uint32_t>(net.running_mean(l).data() - net.running().data())
                    : 0;
  return shape;
}

}  // namespace

void Session::publish(Snapshot& out) {
  impl_->publish();
  out = impl_->current;
}

void Session::publish_whole(Snapshot& out) {
  publish(out);
  impl_->publish_network(out, true);
}

/// On the way to a step the picture stays as it was.
void Session::Impl::publish_way(Snapshot& out) {
  out.sequence = ++sequence;
  out.commands_applied = commands_applied;
  out.state = RunState::Paused;
  out.steps_per_second = 0;
  publish_timeline(out);
  is_dirty = false;
}

void Session::Impl::publish() {
  Snapshot& out = current;
  if (is_replaying && sequence > 0) return publish_way(out);
  out.version = kSnapshotVersion;
  out.sequence = ++sequence;
  out.data_version = data_version;
  out.network_version = network_version;
  out.commands_applied = commands_applied;
  publish_status(out);
  publish_data(out);
  publish_losses(out);
  publish_network(out, false);
  publish_curves(out);
  publish_points(out);
  publish_truth(out);
  publish_field(out);
  publish_units(out);
  publish_members(out);
  publish_timeline(out);
  publish_parts(out);
  // A grid that had to wait is worth another snapshot.
  const auto is_stale = [&](const FieldCache& c) {
    return c.wanted > 0 && c.step != trainer.steps();
  };
  is_dirty = is_stale(field) || is_stale(units) || is_stale(members) ||
             evaluated_step != trainer.steps() || parts.any_is_stale(trainer.steps());
}

void Session::Impl::publish_status(Snapshot& out) {
  constexpr std::int64_t kRateWindow_us = 500'000;
  const std::int64_t now = now_us();
  if (state == RunState::Running && now - rate_since_us >= kRateWindow_us) {
    const auto steps = static_cast<double>(trainer.steps() - rate_since_step);
    steps_per_second = static_cast<float>(1e6 * steps / static_cast<double>(now - rate_since_us));
    rate_since_us = now;
    rate_since_step = trainer.steps();
  }
  out.state = state;
  out.steps_per_second = steps_per_second;
  out.finish_reason = state == RunState::Finished ? finish_reason : FinishReason::None;
  publish_run(trainer, hyper, out);
  const auto [member, divergence] = ensemble.divergence().value_or(Ensemble::MemberDivergence{});
  out.divergence_step = divergence.step;
  out.divergence_layer = divergence.layer;
  out.divergence_exploded = divergence.exploded ? 1 : 0;
  out.divergence_member = static_cast<std::uint32_t>(member);
}

void Session::Impl::publish_losses(Snapshot& out) {
  const auto work =
      static_cast<double>(data.train.count() + data.validation.count() + data.test.count()) *
      static_cast<double>(ensemble.param_count());
  const bool is_cheap = work <= kAffordableWork;
  if (is_cheap || state != RunState::Running || now_us() - evaluated_at_us >= kEvaluationPause_us) {
    evaluate();
  }
  publish_evaluations(train_now, validation_now, test_now, out);
  publish_scores(out);
}

void Session::Impl::publish_data(Snapshot& out) {
  const auto axis = [](const RawAxis& a) { return SnapshotAxis{a.name, a.min, a.max}; };
  const Loss& loss = trainer.loss();
  const bool is_class = data.classes > 0;
  out.dataset = static_cast<std::uint32_t>(settings.data);
  out.input_names = ensemble.data(0).input_names;
  out.class_names = data.class_names;
  publish_column_names(out);
  out.dims = static_cast<std::uint32_t>(plane.dims());
  out.x_axis = axis(plane.x());
  out.y_axis = plane.dims() > 1 ? axis(plane.y()) : SnapshotAxis{};
  publish_counts(data, out);
  out.decision_level = loss.decision_level;
  out.output_min = is_class ? loss.negative_target : data.target_min;
  out.output_max = is_class ? loss.positive_target : data.target_max;
}

void Session::Impl::publish_column_names(Snapshot& out) {
  if (names_version == data_version) return;
  names_version = data_version;
  out.target_name = data.target_name;
  out.column_names.clear();
  if (!data.dataset->is_table()) return;
  for (const RawAxis& axis : data.raw_axes) out.column_names.push_back(axis.name);
}

void Session::Impl::publish_network(Snapshot& out, bool is_whole) {
  const Network<float>& net = trainer.network();
  const NetworkSpec& spec = net.spec();
  const auto layers = static_cast<std::size_t>(spec.layer_count());
  out.layers.resize(layers);
  for (std::size_t l = 0; l < layers; ++l) {
    out.layers[l] = layer_shape(net, static_cast<Index>(l));
  }
  const std::span<const float> params = net.params();
  const std::span<const float> before = trainer.previous_params();
  const bool is_small = is_whole || static_cast<Index>(params.size()) <= kMaxPublishedParams;
  out.param_count = params.size();
  const bool is_quickly_hashed = ensemble.param_count() <= kMaxPublishedParams;
  if (is_quickly_hashed || state != RunState::Running) out.param_hash = ensemble.parameter_hash();
  assign(out.params, is_small ? params : std::span<const float>{});
  assign(out.grads, is_small ? trainer.workspace().grads() : std::span<const float>{});
  out.updates.clear();
  if (is_small && !before.empty()) {
    for (std::size_t i = 0; i < params.size(); ++i) out.updates.push_back(params[i] - before[i]);
  }
  publish_norms(out, is_small);
  publish_masks(out);
  out.stats.resize(layers);
  layer_stats(net, trainer.workspace(), before, out.stats);
  out.health.assign(health.verdicts().begin(), health.verdicts().end());
}

void Session::Impl::publish_norms(Snapshot& out, bool is_small) {
  const Network<float>& net = trainer.network();
  const Workspace<float>& ws = trainer.workspace();
  out.norm_batch.clear();
  assign(out.norm_running, is_small ? net.running() : std::span<const float>{});
  if (!is_small || !ws.has_batch_statistics()) return;
  for (Index l = 0; l < net.layer_count(); ++l) {
    for (const std::span<const float> part : {ws.batch_mean(l), ws.batch_variance(l)}) {
      out.norm_batch.insert(out.norm_batch.end(), part.begin(), part.end());
    }
  }
}

void Session::Impl::publish_masks(Snapshot& out) {
  const Workspace<float>& ws = trainer.workspace();
  out.masks.clear();
  if (!ws.uses_masks() || ws.samples() == 0) return;
  for (Index l = 0; l + 1 < trainer.network().layer_count(); ++l) {
    const ConstMatrixMap<float> mask = ws.mask(l);
    out.masks.insert(out.masks.end(), mask.data(), mask.data() + mask.rows());
  }
}

void Session::Impl::publish_curves(Snapshot& out) {
  copy_curve(losses, out.loss_curve);
  copy_curve(gradients, out.gradient_curve);
}

void Session::Impl::publish_points(Snapshot& out) {
  const auto copy = [this](const Part& part, Points& to) {
    const Index n = std::min(part.count(), kMaxPublishedPoints);
    const auto count = static_cast<std::size_t>(n);
    const bool is_plane = plane.dims() > 1;
    to.x.resize(count);
    to.y.resize(count);
    assign(to.target, std::span(part.raw_y.data(), count));
    for (Index i = 0; i < n; ++i) {
      const DataPlane::Place place = plane.place(part, i);
      to.x[static_cast<std::size_t>(i)] = place.u;
      to.y[static_cast<std::size_t>(i)] = is_plane ? place.v : part.raw_y(i);
    }
    const Index outputs = trainer.network().spec().outputs();
    answers.resize(static_cast<std::size_t>(outputs * n));
    ensemble.predict(part.X.data(), n, answers);
    to.output.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const float* answer = answers.data() + i * static_cast<std::size_t>(outputs);
      to.output[i] = data.in_target_units(shown_answer(answer, outputs));
    }
  };
  copy(data.train, out.train);
  copy(data.test, out.test);
  publish_batch(out);
}

/// The samples of the current batch, where they were when the network saw them.
void Session::Impl::publish_batch(Snapshot& out) {
  const Part& train = ensemble.data(0).train;
  const std::span<const std::uint32_t> batch = trainer.batch_indices();
  const ConstMatrixMap<float> moved = trainer.augmented_raw();
  const std::size_t count = std::min(batch.size(), static_cast<std::size_t>(kMaxBatchPoints));
  seen_batch.raw.resize(train.raw.rows(), static_cast<Index>(count));
  seen_batch.X.resize(data.inputs(), static_cast<Index>(count));
  out.batch.x.resize(count);
  out.batch.y.resize(count);
  out.batch.target.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto column = static_cast<Index>(i);
    const auto sample = static_cast<Index>(batch[i]);
    if (column < moved.cols()) {
      seen_batch.raw.col(column) = moved.col(column);
    } else {
      seen_batch.raw.col(column) = train.raw.col(sample);
    }
    out.batch.target[i] = train.raw_y(sample);
  }
  data.to_inputs(seen_batch.raw.data(), seen_batch.raw.cols(), seen_batch.X.data());
  for (std::size_t i = 0; i < count; ++i) {
    const DataPlane::Place place = plane.place(seen_batch, static_cast<Index>(i));
    out.batch.x[i] = place.u;
    out.batch.y[i] = plane.dims() > 1 ? place.v : out.batch.target[i];
  }
}

void Session::Impl::publish_truth(Snapshot& out) {
  if (truth_version == data_version) return;
  truth_version = data_version;
  const Dataset& row = *data.dataset;
  out.truth.maps = 0;
  out.truth.values.clear();
  if (row.truth == nullptr) return;
  const bool is_plane = plane.dims() > 1;
  const Index columns = is_plane ? kTruthResolution : 2 * kTruthResolution;
  const Matrix<float> cells = plane.cell_centres(columns);
  out.truth.columns = static_cast<std::uint32_t>(columns);
  out.truth.rows = static_cast<std::uint32_t>(cells.cols() / columns);
  out.truth.maps = 1;
  for (Index i = 0; i < cells.cols(); ++i) {
    out.truth.values.push_back(row.truth(data.params, cells(0, i), is_plane ? cells(1, i) : 0));
  }
}

/// Where a point costs a pass through so many parameters; a line is always affordable.
Index Session::Impl::resolution_of(Index wanted, std::int64_t params) const {
  if (plane.dims() == 1) return wanted;
  const auto coordinates = static_cast<Index>(data.raw_axes.size());
  return affordable_resolution(wanted, params, data.inputs() + coordinates);
}

bool Session::Impl::should_refresh(const FieldCache& cache) const {
  if (cache.step < 0) return true;
  if (cache.step == trainer.steps()) return false;
  return now_us() >= cache.not_before_us || state != RunState::Running;
}

void Session::Impl::publish_field(Snapshot& out) {
  if (field.wanted == 0) {
    out.field.maps = out.disagreement.maps = 0;
    field.step = -1;
    return;
  }
  // While nothing trains there is time for a finer picture.
  const Index wanted = state == RunState::Running ? field.wanted : 2 * field.wanted;
  const Index resolution = resolution_of(wanted, ensemble.param_count());
  if (!field.is_configured || field.sampler.resolution() != resolution) {
    field.sampler.configure(data, plane, common_spec(), resolution);
    field.is_configured = true;
    field.step = -1;
  }
  if (!should_refresh(field)) return;
  const std::int64_t start = now_us();
  const Index rows = field.sampler.rows();
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
  to_target_units(data, out.field.values);
  for (float& s : out.disagreement.values) s *= data.target_deviation;
  field.step = trainer.steps();
  field.not_before_us = now_us() + kRestFactor * (now_us() - start);
}

void Session::Impl::publish_units(Snapshot& out) {
  if (units.wanted == 0) {
    out.units.maps = 0;
    units.step = -1;
    return;
  }
  const NetworkSpec& spec = trainer.network().spec();
  const Index resolution = resolution_of(units.wanted, spec.param_count());
  if (!units.is_configured || units.sampler.resolution() != resolution) {
    units.sampler.configure(data, plane, spec, resolution, ensemble.inputs(0));
    units.is_configured = true;
    units.step = -1;
  }
  if (!should_refresh(units)) return;
  const std::int64_t start = now_us();
  const auto points = static_cast<std::size_t>(resolution * units.sampler.rows());
  std::size_t maps = static_cast<std::size_t>(spec.inputs);
  for (const LayerSpec& layer : spec.layers) maps += static_cast<std::size_t>(layer.units);
  units.all.resize(maps * points);
  units.sampler.units(trainer.network(), units.all);
  const std::size_t outputs = static_cast<std::size_t>(spec.outputs()) * points;
  to_target_units(data, std::span(units.all).last(outputs));
  out.units.columns = static_cast<std::uint32_t>(resolution);
  out.units.rows = static_cast<std::uint32_t>(units.sampler.rows());
  out.units.values.clear();
  const float* from = units.all.data();
  for (Index l = -1; l < spec.layer_count(); ++l) {
    const Index count = l < 0 ? spec.inputs : spec.layers[static_cast<std::size_t>(l)].units;
    const auto kept = static_cast<std::size_t>(std::min<Index>(count, kMaxMapsPerLayer)) * points;
    out.units.values.insert(out.units.values.end(), from, from + kept);
    from += static_cast<std::size_t>(count) * points;
  }
  out.units.maps = static_cast<std::uint32_t>(out.units.values.size() / points);
  units.step = trainer.steps();
  units.not_before_us = now_us() + kRestFactor * (now_us() - start);
}

}  // namespace bp
