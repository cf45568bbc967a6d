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

constexpr double kRateWindow_us = 500'000, kLongestRateWindow_us = 12'000'000;
constexpr Index kTruthResolution = 192;

void assign(std::vector<float>& to, std::span<const float> from) {
  to.assign(from.begin(), from.end());
}

/// Appends `count` channels from `first` on.
void copy_channels(const History& from, std::size_t first, std::size_t count, Curve& to) {
  const std::size_t start = to.mean.size();
  for (auto* lists : {&to.mean, &to.min, &to.max}) lists->resize(start + count);
  for (std::size_t c = 0; c < count; ++c) {
    const auto channel = static_cast<Index>(first + c);
    assign(to.mean[start + c], from.mean(channel));
    assign(to.min[start + c], from.min(channel));
    assign(to.max[start + c], from.max(channel));
  }
}

void begin_curve(const History& from, Curve& to) {
  assign(to.at, from.steps());
  for (auto* lists : {&to.mean, &to.min, &to.max}) lists->clear();
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
  impl_->budget.spend(impl_->now_us());
}

void Session::publish_packed(std::vector<std::uint8_t>& bytes) {
  impl_->publish();
  pack(impl_->current, bytes);
  impl_->budget.spend(impl_->now_us());
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
  budget.earn(now_us());
  Snapshot& out = current;
  if (is_replaying && sequence > 0) return publish_way(out);
  out.version = kSnapshotVersion;
  out.sequence = ++sequence;
  out.data_version = data_version;
  out.network_version = network_version;
  out.commands_applied = commands_applied;
  publish_status(out);
  publish_data(out);
  publish_network(out, false);
  publish_places(out);
  publish_batch(out);
  publish_truth(out);
  publish_pictures(out);
  publish_evaluations(train_now, validation_now, test_now, out);
  publish_scores(out);
  publish_curves(out);
  publish_timeline(out);
  pacer.shown();
}

void Session::Impl::publish_status(Snapshot& out) {
  out.state = state;
  publish_rates(out);
  out.finish_reason = state == RunState::Finished ? finish_reason : FinishReason::None;
  publish_run(trainer, hyper, out);
  const auto [member, divergence] = ensemble.divergence().value_or(Ensemble::MemberDivergence{});
  out.divergence_step = divergence.step;
  out.divergence_layer = divergence.layer;
  out.divergence_exploded = divergence.exploded ? 1 : 0;
  out.divergence_member = static_cast<std::uint32_t>(member);
}

void Session::Impl::publish_rates(Snapshot& out) {
  // Long enough for two steps of the slower paces.
  const Speed& pace = speed();
  const double slowest = pace.per_second > 0 ? 2e6 / pace.per_second : 0;
  const double window_us = std::clamp(slowest, kRateWindow_us, kLongestRateWindow_us);
  const std::int64_t now = now_us();
  const auto elapsed = static_cast<double>(now - rate_since_us);
  if (state == RunState::Running && elapsed >= window_us) {
    const auto rate = [&](double amount) { return static_cast<float>(amount / elapsed); };
    const float steps = rate(1e6 * static_cast<double>(trainer.steps() - rate_since_step));
    const float epochs = rate(1e6 * (trainer.progress() - rate_since_progress));
    const float share = rate(static_cast<double>(budget.spent_us() - rate_since_spent_us));
    start_rates();
    steps_per_second = steps;
    epochs_per_second = epochs;
    picture_share = share;
  }
  out.steps_per_second = steps_per_second;
  out.epochs_per_second = epochs_per_second;
  out.picture_share = picture_share;
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
  begin_curve(losses, out.loss_curve);
  copy_channels(losses, 0, static_cast<std::size_t>(losses.channels()), out.loss_curve);
  out.gradient_of = static_cast<GradientOf>(settings.gradient_of);
  out.gradient_size = static_cast<GradientSize>(settings.gradient_size);
  out.gradient_by_epoch = settings.gradient_by == 0 ? 0 : 1;
  const History& history = settings.gradient_by == 0 ? gradients : epoch_gradients;
  const std::size_t layers = out.layers.size();
  const bool is_scaled = out.gradient_size == GradientSize::Rms && out.gradient_of < GradientOf::A;
  const GradientSize size = is_scaled ? GradientSize::Norm : out.gradient_size;
  std::size_t shown = 0;  // of the update there is one size only
  while (shown < kUpdateChannel && (kGradientChannels[shown].of != out.gradient_of ||
                                    kGradientChannels[shown].size != size)) {
    ++shown;
  }
  begin_curve(history, out.gradient_curve);
  copy_channels(history, shown * layers, layers, out.gradient_curve);
  copy_channels(history, kUpdateChannel * layers, layers, out.gradient_curve);
  for (std::size_t l = 0; l < layers && is_scaled; ++l) {
    const LayerShape& layer = out.layers[l];
    const std::uint32_t n = layer.units * (out.gradient_of == GradientOf::W ? layer.inputs : 1);
    const float scale = 1 / std::sqrt(static_cast<float>(n));
    for (auto* lists :
         {&out.gradient_curve.mean, &out.gradient_curve.min, &out.gradient_curve.max}) {
      for (float& value : (*lists)[l]) value *= scale;
    }
  }
}

/// Where the points are; they move only with the data and the plane.
void Session::Impl::publish_places(Snapshot& out) {
  if (is_placed) return;
  is_placed = true;
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
  };
  copy(data.train, out.train);
  copy(data.test, out.test);
  copy(data.validation, out.validation);
}

/// What the network answers at them.
void Session::Impl::make_answers(Snapshot& out) {
  const Index outputs = trainer.network().spec().outputs();
  const auto answer = [&](const Part& part, Points& to) {
    const std::size_t count = to.x.size();
    answers.resize(static_cast<std::size_t>(outputs) * count);
    ensemble.predict(part.X.data(), static_cast<Index>(count), answers);
    to.output.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const float* given = answers.data() + i * static_cast<std::size_t>(outputs);
      to.output[i] = data.in_target_units(shown_answer(given, outputs));
    }
  };
  answer(data.train, out.train);
  answer(data.test, out.test);
  out.validation.output.clear();
  if (shows_validation_points(settings)) answer(data.validation, out.validation);
  answers_step = trainer.steps();
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
  const std::size_t moved_count = std::min(count, static_cast<std::size_t>(moved.cols()));
  out.batch_before.x.resize(moved_count);
  out.batch_before.y.resize(moved_count);
  for (std::size_t i = 0; i < moved_count; ++i) {
    const DataPlane::Place place = plane.place(train, static_cast<Index>(batch[i]));
    out.batch_before.x[i] = place.u;
    out.batch_before.y[i] = plane.dims() > 1 ? place.v : out.batch.target[i];
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

}  // namespace bp
