// What a session shows after something was done.
#pragma once

#include <cstdint>

#include "engine/session/session.h"

namespace bp_test {

/// The snapshot when a command has been carried out to its end.
inline bp::Snapshot after(bp::Session& session, bp::Command::Kind kind, std::int64_t count = 1) {
  session.apply({kind, {}, {}, count});
  while (session.advance(1'000'000)) {
  }
  bp::Snapshot s;
  session.publish(s);
  return s;
}

}  // namespace bp_test
