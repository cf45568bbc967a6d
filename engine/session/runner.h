// How a page or program runs a session without knowing where: in the same thread in slices
// (inline), in a thread (native), in a worker (web/platform). Views cannot tell which.
#pragma once

#include <memory>

#include "engine/session/command.h"
#include "engine/session/session.h"
#include "engine/session/snapshot.h"

namespace bp {

class Runner {
 public:
  virtual ~Runner() = default;
  virtual void post(const Command& command) = 0;
  /// The newest snapshot if it has not been returned before, else null; valid until the next call.
  virtual const Snapshot* latest() = 0;
  /// Called once a frame: the inline form trains here for up to `budget_us`.
  virtual void tick(std::int64_t budget_us) = 0;
  /// True while it has to be asked: snapshots keep coming without input (training, or a command not
  /// yet answered). A runner whose snapshots wake the page by themselves is never busy.
  [[nodiscard]] virtual bool is_busy() const = 0;
  /// True if the snapshot last returned has seen all that was posted.
  [[nodiscard]] virtual bool is_answered() const = 0;
};

[[nodiscard]] std::unique_ptr<Runner> make_inline_runner(const Settings& settings, Clock clock,
                                                         const Tables& tables = {});
/// Native only.
[[nodiscard]] std::unique_ptr<Runner> make_thread_runner(const Settings& settings, Clock clock,
                                                         const Tables& tables = {});

}  // namespace bp
