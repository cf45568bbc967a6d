// What a session does for ensembles alone.
#include <algorithm>

#include "engine/session/options.h"
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

void Session::Impl::publish_members(Snapshot& out) {
  if (members.wanted == 0 || ensemble.size() == 1) {
    out.member_fields.maps = 0;
    out.member_fields.values.clear();
    members.step = ensemble.size() == 1 ? trainer.steps() : -1;  // nothing to wait for
    return;
  }
  const Index wanted = std::min(members.wanted, kMostMemberResolution);
  const Index resolution = resolution_of(wanted, ensemble.param_count());
  if (!members.is_configured || members.sampler.resolution() != resolution) {
    members.sampler.configure(data, plane, common_spec(), resolution);
    members.is_configured = true;
    members.step = -1;
  }
  if (!should_refresh(members)) return;
  const std::int64_t start = now_us();
  const Index rows = members.sampler.rows();
  out.member_fields.columns = static_cast<std::uint32_t>(resolution);
  out.member_fields.rows = static_cast<std::uint32_t>(rows);
  out.member_fields.maps = out.members;
  out.member_fields.values.resize(static_cast<std::size_t>(ensemble.size() * resolution * rows));
  members.sampler.members(ensemble, out.member_fields.values);
  to_target_units(data, out.member_fields.values);
  members.step = trainer.steps();
  members.not_before_us = now_us() + kRestFactor * (now_us() - start);
}

}  // namespace bp
