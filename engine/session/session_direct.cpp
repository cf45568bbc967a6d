// A session asked directly, without snapshots: for programs.
#include <algorithm>
#include <cassert>

#include "engine/session/session_impl.h"

namespace bp {

void Session::train_bare(const Command& until) {
  assert(until.kind == Command::Kind::Step || until.kind == Command::Kind::Epoch);
  apply(until);
  Impl& s = *impl_;
  s.keeps_curves = false;
  while (s.state == RunState::Running) s.train_step(false);
  s.keeps_curves = true;
}

void Session::predict(const float* raw, Index n, std::span<float> out) {
  Impl& s = *impl_;
  const auto coordinates = static_cast<Index>(s.data.raw_axes.size());
  const Index outputs = s.trainer.network().spec().outputs();
  assert(out.size() == static_cast<std::size_t>(outputs * n));
  constexpr Index kChunk = Trainer<float>::kMaxChunk;
  Matrix<float> inputs(s.data.inputs(), std::min(n, kChunk));
  for (Index first = 0; first < n; first += kChunk) {
    const Index count = std::min(kChunk, n - first);
    s.data.to_inputs(raw + first * coordinates, count, inputs.data());
    s.ensemble.predict(inputs.data(), count,
                       out.subspan(static_cast<std::size_t>(first * outputs),
                                   static_cast<std::size_t>(count * outputs)));
  }
  if (s.data.classes == 0) s.data.to_target_units(out);
}

void Session::sample_field(Index resolution, Grid& out) {
  Impl& s = *impl_;
  FieldCache& cache = s.asked;
  if (!cache.is_configured || cache.sampler.resolution() != resolution) {
    cache.sampler.configure(s.data, s.plane, s.common_spec(), resolution);
    cache.is_configured = true;
  }
  const Index rows = cache.sampler.rows();
  const Index maps = FieldSampler::output_maps(s.trainer.network().spec());
  out.columns = static_cast<std::uint32_t>(resolution);
  out.rows = static_cast<std::uint32_t>(rows);
  out.maps = static_cast<std::uint32_t>(maps);
  out.values.resize(static_cast<std::size_t>(maps * resolution * rows));
  if (s.ensemble.size() > 1) {
    cache.all.resize(static_cast<std::size_t>(resolution * rows));
    cache.sampler.output(s.ensemble, out.values, cache.all);
  } else {
    cache.sampler.output(s.trainer.network(), out.values);
  }
  if (s.data.classes == 0) s.data.to_target_units(out.values);
}

Session::Evaluations Session::evaluate() {
  impl_->evaluate();
  return {impl_->train_now, impl_->validation_now, impl_->test_now};
}

RunState Session::state() const { return impl_->state; }
FinishReason Session::finish_reason() const { return impl_->finish_reason; }
const DataPlane& Session::plane() const { return impl_->plane; }

}  // namespace bp
