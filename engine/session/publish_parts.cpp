// Session → Snapshot: the parts made only while somebody wants them.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/unit_similarity.h"
#include "engine/session/options.h"
#include "engine/session/session_impl.h"

namespace bp {
namespace {

LayerSimilarity append(const UnitSimilarity& from, std::uint32_t units, std::vector<float>& to) {
  LayerSimilarity similarity;
  similarity.distinct = from.distinct;
  similarity.matrix_units = from.cosine.empty() ? 0 : units;
  similarity.has_correlation = from.correlation.empty() ? 0 : 1;
  similarity.cosine_offset = static_cast<std::uint32_t>(to.size());
  to.insert(to.end(), from.cosine.begin(), from.cosine.end());
  similarity.correlation_offset = static_cast<std::uint32_t>(to.size());
  to.insert(to.end(), from.correlation.begin(), from.correlation.end());
  return similarity;
}

void tell_loss(const Trainer<float>& trainer, PassMatrices& out) {
  const Index outputs = trainer.network().spec().outputs();
  out.is_fused = trainer.loss().f32.grad_z != nullptr ? 1 : 0;
  out.averaged_over = averaging_count(trainer.loss(), outputs, static_cast<Index>(out.samples));
}

/// What the pass through the last batch, or through its last chunk, left behind.
void fill_batch(const Ensemble& ensemble, PassMatrices& out) {
  const Trainer<float>& trainer = ensemble.member(0);
  const Network<float>& net = trainer.network();
  const Workspace<float>& ws = trainer.workspace();
  const std::span<const std::uint32_t> batch = trainer.batch_indices();
  const auto columns = static_cast<std::size_t>(ws.samples());
  out = {};
  if (columns == 0) return;
  out.samples = static_cast<std::uint32_t>(batch.size());
  const bool is_after_step = trainer.next_phase() == Phase::Predict;
  const std::span<const float> before = trainer.previous_params();
  out.has_present_weights = is_after_step && before.empty() ? 1 : 0;
  const bool has_loss = trainer.next_phase() != Phase::Loss;
  out.loss = has_loss ? trainer.batch_loss() : std::numeric_limits<double>::quiet_NaN();
  const auto shown =
      batch.last(columns).first(std::min(columns, static_cast<std::size_t>(kMaxMatrixSamples)));
  for (const std::uint32_t i : shown) out.sample.push_back(ensemble.common_sample(0, i));
  const bool use_before = is_after_step && !before.empty();
  tell_loss(trainer, out);
  Pass pass{net,
            ws,
            use_before ? before : net.params(),
            trainer.batch_inputs(),
            trainer.batch_targets(),
            first_with_gradients(trainer)};
  if (use_before) pass.next = net.params();
  pass.has_own_params = out.has_present_weights == 0;
  pass.is_whole = columns == batch.size();
  collect(pass, out);
}

/// The pass of one input of the data (X: all of its inputs); without a target (y null) forward
/// only.
void fill_single(Ensemble& ensemble, const float* X, const float* y, Workspace<float>& ws,
                 PassMatrices& out) {
  const Trainer<float>& trainer = ensemble.member(0);
  const Network<float>& net = trainer.network();
  const float* x = ensemble.inputs_of(0, X, 1);
  const double scale = 1 / averaging_count(trainer.loss(), net.spec().outputs(), 1);
  sample_pass(net, trainer.loss(), x, y, static_cast<float>(scale), ws);
  out = {};
  out.samples = 1;
  out.loss = std::numeric_limits<double>::quiet_NaN();
  if (y != nullptr) {
    std::vector<float> losses(static_cast<std::size_t>(net.spec().outputs()));
    out.loss = scale * loss_sum(net, trainer.loss(), y, ws, std::span<float>(losses));
  }
  tell_loss(trainer, out);
  collect({net, ws, net.params(), x, y, y != nullptr ? 0 : net.layer_count()}, out);
}

/// What the outputs should be at a place, as the loss sees it; none where the truth is not known.
std::vector<float> true_target(const PreparedData& data, const Loss& loss, Index outputs, float x,
                               float y) {
  if (data.dataset->truth == nullptr) return {};
  const float truth = data.dataset->truth(data.params, x, y);
  if (data.classes == 0) return {(truth - data.target_mean) / data.target_deviation};
  const Index k = data.classes > 2 ? std::lround(truth) : truth > 0 ? 1 : 0;
  std::vector<float> out(static_cast<std::size_t>(outputs), loss.negative_target);
  const Index at = outputs > 1 ? k : 0;
  if (outputs > 1 || k == 1) out[static_cast<std::size_t>(at)] = loss.positive_target;
  return out;
}

}  // namespace

void Session::Impl::make_metrics(MetricsPart& out) {
  out.step = parts.metrics.step = trainer.steps();
  const float threshold = settings.threshold;
  out.train = part_metrics(ensemble, data, data.train, threshold);
  out.validation = part_metrics(ensemble, data, data.validation, threshold);
  out.test = part_metrics(ensemble, data, data.test, threshold);
}

void Session::Impl::make_details(DetailsPart& out) {
  const Network<float>& net = trainer.network();
  const Workspace<float>& ws = trainer.workspace();
  out.step = parts.details.step = trainer.steps();
  out.layers.resize(static_cast<std::size_t>(net.layer_count()));
  layer_details(net, ws, first_with_gradients(trainer), out.layers);
  norm_details(net, ws, out.norms);
  out.similarity.clear();
  out.values.clear();
  for (Index l = 0; l < net.layer_count(); ++l) {
    const Index count = net.spec().layers[static_cast<std::size_t>(l)].units;
    out.similarity.push_back(
        append(unit_similarity(net, ws, l), static_cast<std::uint32_t>(count), out.values));
  }
}

void Session::Impl::make_matrices(MatricesPart& out) {
  if (parts.sample_ws_of != network_version) {
    parts.sample_ws.configure(trainer.network().spec(), 1, true);
    parts.sample_ws_of = network_version;
  }
  out.step = parts.matrices.step = trainer.steps();
  fill_batch(ensemble, out.batch);
  out.sample = {};
  const Part& part = data.train;
  if (settings.shown_pass == kShowsPlace) {
    Matrix<float> place(plane.dims(), 1), input;
    place(0, 0) = settings.place_x;
    if (plane.dims() > 1) place(1, 0) = settings.place_y;
    plane.to_inputs(data, place, input);
    const std::vector<float> y =
        true_target(data, trainer.loss(), part.Y.rows(), settings.place_x, settings.place_y);
    fill_single(ensemble, input.data(), y.empty() ? nullptr : y.data(), parts.sample_ws,
                out.sample);
  } else if (settings.sample >= 0 && settings.sample < part.count()) {
    fill_single(ensemble, part.X.data() + settings.sample * part.X.rows(),
                part.Y.data() + settings.sample * part.Y.rows(), parts.sample_ws, out.sample);
    out.sample.sample = {static_cast<std::uint32_t>(settings.sample)};
  }
}

/// The lattice of the plane, then the first points of each part, as member 0 is given them.
void Session::Impl::prepare_unfolder() {
  const bool is_plane = plane.dims() > 1;
  const Index train = std::min(data.train.count(), kMostUnfolded);
  const Index validation = std::min(data.validation.count(), kMostUnfolded);
  const Index test = std::min(data.test.count(), kMostUnfolded);
  const Unfolder::Counts counts{is_plane ? kUnfoldSide : kUnfoldLine, is_plane ? kUnfoldSide : 1,
                                train, validation, test};
  const Index cells = counts.columns * counts.rows;
  Matrix<float> places(plane.dims(), cells), lattice;
  const auto along = [](const RawAxis& axis, Index i, Index n) {
    return std::lerp(axis.min, axis.max, static_cast<float>(i) / static_cast<float>(n - 1));
  };
  for (Index i = 0; i < cells; ++i) {
    places(0, i) = along(plane.x(), i % counts.columns, counts.columns);
    if (is_plane) places(1, i) = along(plane.y(), i / counts.columns, counts.rows);
  }
  plane.to_inputs(data, places, lattice);
  Matrix<float> all(data.inputs(), cells + train + validation + test);
  all << lattice, data.train.X.leftCols(train), data.validation.X.leftCols(validation),
      data.test.X.leftCols(test);
  const std::span<const Index> rows = ensemble.inputs(0);
  if (!rows.empty()) {
    Matrix<float> own(static_cast<Index>(rows.size()), all.cols());
    for (Index i = 0; i < own.rows(); ++i) own.row(i) = all.row(rows[static_cast<std::size_t>(i)]);
    all = std::move(own);
  }
  parts.unfolder.configure(std::move(all), counts);
  parts.can_unfold = true;
}

void Session::Impl::make_unfold(UnfoldPart& out) {
  if (!parts.can_unfold) prepare_unfolder();
  out.step = parts.unfold.step = trainer.steps();
  // Of values, the line in the middle of the colours.
  const float middle = 0.5F * (data.target_min + data.target_max);
  const bool has_classes = data.classes > 0;
  const float level = has_classes ? trainer.loss().decision_level
                                  : (middle - data.in_target_units(0)) / data.target_deviation;
  parts.unfolder.unfold(trainer.network(), parts.unfold_axes, level, out.seen);
  out.level = has_classes ? level : middle;
  if (!has_classes) data.to_target_units(out.seen.answers);
}

}  // namespace bp
