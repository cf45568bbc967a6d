// An ensemble's answers over the plane.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/analysis/field.h"
#include "engine/train/metrics.h"

namespace bp {
namespace {

/// One number for the deviations of a point's outputs.
float spread(const float* deviation, Index outputs) {
  if (outputs <= 2) return deviation[outputs - 1];
  double squares = 0;
  for (Index k = 0; k < outputs; ++k) {
    squares += static_cast<double>(deviation[k]) * static_cast<double>(deviation[k]);
  }
  return static_cast<float>(std::sqrt(squares / static_cast<double>(outputs)));
}

}  // namespace

void FieldSampler::output(Ensemble& ensemble, std::span<float> out, std::span<float> disagreement) {
  const NetworkSpec& spec = ensemble.member(0).network().spec();
  const Index points = inputs_.cols();
  const Index outputs = spec.outputs();
  const Index maps = output_maps(spec);
  assert(static_cast<Index>(out.size()) == maps * points);
  assert(static_cast<Index>(disagreement.size()) == points);
  for (Index start = 0; start < points; start += kChunk) {
    const Index n = std::min(kChunk, points - start);
    ensemble.predict(inputs_.col(start).data(), n, answers_, deviations_);
    for (Index i = 0; i < n; ++i) {
      const float* answer = answers_.data() + i * outputs + (outputs - maps);
      for (Index map = 0; map < maps; ++map) {
        out[static_cast<std::size_t>(map * points + start + i)] = answer[map];
      }
      disagreement[static_cast<std::size_t>(start + i)] =
          spread(deviations_.data() + i * outputs, outputs);
    }
  }
}

void FieldSampler::members(Ensemble& ensemble, std::span<float> out) {
  const Index points = inputs_.cols();
  const Index outputs = ensemble.member(0).network().spec().outputs();
  assert(static_cast<Index>(out.size()) == ensemble.size() * points);
  for (int m = 0; m < ensemble.size(); ++m) {
    float* map = out.data() + m * points;
    for (Index start = 0; start < points; start += kChunk) {
      const Index n = std::min(kChunk, points - start);
      ensemble.predict_member(m, inputs_.col(start).data(), n, answers_);
      for (Index i = 0; i < n; ++i) {
        map[start + i] = shown_answer(answers_.data() + i * outputs, outputs);
      }
    }
  }
}

}  // namespace bp
