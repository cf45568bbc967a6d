// The worker's side: a session in the second instance of this module, driven by
// web/embed/worker.js.
#include <emscripten.h>

#include <cstdint>
#include <vector>

#include "engine/session/session.h"
#include "web/platform/web_host.h"

namespace bp {
namespace {

struct WorkerSession {
  Session session;
  std::vector<std::uint8_t> bytes;
};

/// What a picture waits for whose time is not earned yet.
constexpr int kSoon_ms = 4;

}  // namespace
}  // namespace bp

using bp::WorkerSession;

extern "C" {

EMSCRIPTEN_KEEPALIVE WorkerSession* bp_worker_start(const char* link) {
  bp::Notices notices;  // told by the page, which reads the same link
  return new WorkerSession{bp::Session(bp::decode_link(link, notices), bp::host::now_us), {}};
}

EMSCRIPTEN_KEEPALIVE void bp_worker_command(WorkerSession* worker, const char* line) {
  const bp::Result<bp::Command> command = bp::parse_command(line);
  if (command) worker->session.apply(command.value());
  (void)worker->session.take_notices();
}

/// Trains for about `budget_us`, or, where a snapshot is asked for and due, for one step.
EMSCRIPTEN_KEEPALIVE void bp_worker_advance(WorkerSession* worker, int budget_us, bool is_asked) {
  bp::Session& session = worker->session;
  (void)session.advance(is_asked && session.should_publish() ? 0 : budget_us);
}

/// Milliseconds until there is something to do: 0 at once, -1 not before the next message.
EMSCRIPTEN_KEEPALIVE int bp_worker_rest_ms(const WorkerSession* worker, bool is_asked) {
  const bp::Session& session = worker->session;
  const std::int64_t wait_us = session.wait_us();
  if (wait_us > 0 && is_asked && session.is_dirty()) return bp::kSoon_ms;
  return static_cast<int>(wait_us > 0 ? (wait_us + 999) / 1000 : wait_us);
}

/// Packs a snapshot if one is due; returns its size in bytes, or 0.
EMSCRIPTEN_KEEPALIVE std::uint32_t bp_worker_publish(WorkerSession* worker) {
  if (!worker->session.should_publish()) return 0;
  worker->session.publish_packed(worker->bytes);
  return static_cast<std::uint32_t>(worker->bytes.size());
}

/// Where bp_worker_publish() packed it; valid until the next call of either.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* bp_worker_bytes(const WorkerSession* worker) {
  return worker->bytes.data();
}

}  // extern "C"
