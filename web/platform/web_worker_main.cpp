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
  Snapshot snapshot;
  std::vector<std::uint8_t> bytes;
};

/// What the loop in worker.js does next.
enum class Next { Idle, Wait, GoOn };

}  // namespace
}  // namespace bp

using bp::WorkerSession;

extern "C" {

EMSCRIPTEN_KEEPALIVE WorkerSession* bp_worker_start(const char* link) {
  bp::Notices notices;  // told by the page, which reads the same link
  return new WorkerSession{bp::Session(bp::decode_link(link, notices), bp::host::now_us), {}, {}};
}

EMSCRIPTEN_KEEPALIVE void bp_worker_command(WorkerSession* worker, const char* line) {
  const bp::Result<bp::Command> command = bp::parse_command(line);
  if (command) worker->session.apply(command.value());
  (void)worker->session.take_notices();
}

/// Trains for about `budget_us`; returns a `Next`.
EMSCRIPTEN_KEEPALIVE int bp_worker_advance(WorkerSession* worker, int budget_us) {
  const bool has_more = worker->session.advance(budget_us);
  const bool is_waiting = worker->session.is_running();
  return static_cast<int>(has_more ? bp::Next::GoOn : is_waiting ? bp::Next::Wait : bp::Next::Idle);
}

/// Packs a snapshot if anything changed; returns its size in bytes, or 0.
EMSCRIPTEN_KEEPALIVE std::uint32_t bp_worker_publish(WorkerSession* worker) {
  if (!worker->session.is_dirty()) return 0;
  worker->session.publish(worker->snapshot);
  bp::pack(worker->snapshot, worker->bytes);
  return static_cast<std::uint32_t>(worker->bytes.size());
}

/// Where bp_worker_publish() packed it; valid until the next call of either.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* bp_worker_bytes(const WorkerSession* worker) {
  return worker->bytes.data();
}

}  // extern "C"
