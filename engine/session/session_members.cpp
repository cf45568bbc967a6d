// What a session does for ensembles alone.
#include "engine/session/session_impl.h"

namespace bp {

/// A network like the members', but with all inputs of the common data.
NetworkSpec Session::Impl::common_spec() const {
  NetworkSpec spec = trainer.network().spec();
  spec.inputs = data.inputs();
  return spec;
}

void Session::Impl::publish_scores(Snapshot& out) {
  const auto size = static_cast<std::size_t>(ensemble.size());
  out.members = static_cast<std::uint32_t>(size);
  out.member_loss.resize(size);
  out.member_score.resize(size);
  for (std::size_t m = 0; m < size; ++m) {
    out.member_loss[m] = members_now[m].loss;
    out.member_score[m] = members_now[m].score;
  }
}

void Session::Impl::make_members(Snapshot& out) {
  const std::int64_t start = now_us();
  const Index resolution = members.sampler.resolution(), rows = members.sampler.rows();
  out.member_fields.columns = static_cast<std::uint32_t>(resolution);
  out.member_fields.rows = static_cast<std::uint32_t>(rows);
  out.member_fields.maps = static_cast<std::uint32_t>(ensemble.size());
  out.member_fields.values.resize(static_cast<std::size_t>(ensemble.size() * resolution * rows));
  members.sampler.members(ensemble, out.member_fields.values);
  data.to_target_units(out.member_fields.values);
  members.step = trainer.steps();
  if (state == RunState::Running) members.fineness.took(now_us() - start);
}

}  // namespace bp
