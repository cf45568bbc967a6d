// The parts of a snapshot that are made only while somebody wants them ("want metrics 1",
// "want details 1", "want matrices 1", "want unfold 1"); empty otherwise.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/analysis/layer_detail.h"
#include "engine/analysis/norm_detail.h"
#include "engine/analysis/part_metrics.h"
#include "engine/analysis/pass_matrices.h"
#include "engine/analysis/shown_check.h"
#include "engine/analysis/unfold.h"

namespace bp {

/// Metrics of the parts of the data; `step` is that of the weights they are about, −1: none.
struct MetricsPart {
  std::int64_t step = -1;
  PartMetrics train, validation, test;
};

/// A layer's unit_similarity(); its matrices are `matrix_units`² values, column-major.
struct LayerSimilarity {
  std::uint32_t distinct = 0;
  std::uint32_t matrix_units = 0;     ///< 0: the layer has too many units for matrices
  std::uint32_t has_correlation = 0;  ///< 0: there was no batch yet
  std::uint32_t cosine_offset = 0, correlation_offset = 0;  ///< in DetailsPart::values
};

/// Distributions and unit similarity, one a layer, after `step`.
struct DetailsPart {
  std::int64_t step = -1;
  std::vector<LayerDetail> layers;
  std::vector<NormDetail> norms;  ///< norm_details()
  std::vector<LayerSimilarity> similarity;
  std::vector<float> values;
};

/// The current batch, and the training sample or the place of the plane that the settings choose.
struct MatricesPart {
  std::int64_t step = -1;
  PassMatrices batch;   ///< samples 0 before the first batch
  PassMatrices sample;  ///< samples 0 where none is chosen; with the weights as they are now
};

/// The plane and the points as member 0's layers see them after `step`.
struct UnfoldPart {
  std::int64_t step = -1;
  Unfolding seen;   ///< `answers` in the target's units
  float level = 0;  ///< the answer along the line, in the target's units
};

/// One unit over the last batch's first samples, with the weights as they are now, in evaluation.
struct UnitPart {
  std::int64_t step = -1;
  std::uint32_t layer = 0, unit = 0;  ///< 0-based
  std::vector<float> z;               ///< what its activation is given, a sample each
};

/// Why a check of the shown gradients says nothing.
enum class CheckEnd : std::uint32_t {
  None,  ///< none was asked for
  Done,
  NoBatch,   ///< no step, or not a whole one, since the weights or the settings were changed
  InPieces,  ///< the batch is larger than what is worked on at once
};
/// The gradients of `step` against central differences, one a layer.
struct CheckPart {
  std::int64_t step = -1;
  CheckEnd end = CheckEnd::None;
  std::uint32_t count = 0;  ///< of checks so far
  std::uint32_t samples = 0;
  std::vector<CheckedLayer> layers;
};

/// What Want "unfold" counts: 1 principal components, else two units.
[[nodiscard]] constexpr std::int64_t unfold_request(const UnfoldAxes& axes) {
  return axes.is_components ? 1 : 2 + axes.first + 1024 * std::int64_t{axes.second};
}
[[nodiscard]] constexpr UnfoldAxes unfold_axes(std::int64_t request) {
  if (request < 2) return {};
  return {false, static_cast<Index>((request - 2) % 1024),
          static_cast<Index>((request - 2) / 1024)};
}

// Their members, listed once for packing and unpacking (const or not).

template <class Archive, class M>
void visit_part_metrics(Archive& ar, M& m) {
  ar(m.samples, m.has_probabilities, m.threshold);
  ar(m.report.classes, m.report.samples, m.report.undecided, m.report.accuracy);
  ar(m.report.confusion, m.report.rows, m.report.macro, m.report.weighted);
  for (auto* curves : {&m.roc, &m.precision_recall}) {
    ar(curves->areas, curves->ends, curves->points, curves->macro_area);
  }
  ar(m.log_loss, m.calibration);
  auto& r = m.regression;
  ar(r.samples, r.mse, r.rmse, r.mae, r.r2, r.explained_variance, r.residual_mean);
  ar(r.residual_deviation, r.residuals, r.points);
}

template <class Archive, class P>
void visit_pass(Archive& ar, P& p) {
  ar(p.samples, p.has_present_weights, p.is_fused, p.averaged_over, p.loss, p.sample, p.target,
     p.layers, p.values);
}

/// `s` is a Snapshot.
template <class Archive, class S>
void visit_parts(Archive& ar, S& s) {
  ar(s.metrics.step);
  visit_part_metrics(ar, s.metrics.train);
  visit_part_metrics(ar, s.metrics.validation);
  visit_part_metrics(ar, s.metrics.test);
  ar(s.details.step, s.details.layers, s.details.norms, s.details.similarity, s.details.values);
  ar(s.matrices.step);
  visit_pass(ar, s.matrices.batch);
  visit_pass(ar, s.matrices.sample);
  auto& u = s.unfold.seen;
  ar(s.unfold.step, s.unfold.level, u.columns, u.rows, u.train, u.validation, u.test, u.layers);
  ar(u.line.kind, u.line.u, u.line.v, u.line.level, u.places, u.answers);
  ar(s.unit.step, s.unit.layer, s.unit.unit, s.unit.z);
  ar(s.check.step, s.check.end, s.check.count, s.check.samples, s.check.layers);
}

}  // namespace bp
