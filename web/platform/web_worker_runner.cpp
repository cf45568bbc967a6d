#include "web/platform/web_worker_runner.h"

#include <algorithm>

#include "web/platform/web_host.h"

namespace bp {

WorkerRunner::WorkerRunner(const Settings& settings, bool has_worker) {
  if (!has_worker) inline_ = make_inline_runner(settings, host::now_us);
}

void WorkerRunner::post(const Command& command) {
  ++posted_;
  if (command.kind == Command::Kind::Want) {
    std::erase_if(wants_, [&](const Command& c) { return c.key == command.key; });
    wants_.push_back(command);
  }
  if (inline_) {
    inline_->post(command);
  } else {
    host::post(to_text(command));
  }
}

const Snapshot* WorkerRunner::latest() {
  const Snapshot* newest = nullptr;
  if (inline_) {
    newest = inline_->latest();
  } else if (const std::uint32_t size = host::snapshot_size(); size > 0) {
    bytes_.resize(size);
    host::take_snapshot(bytes_.data());
    if (unpack(bytes_.data(), bytes_.size(), snapshot_)) newest = &snapshot_;
  }
  if (newest == nullptr) return nullptr;
  answered_ = base_ + newest->commands_applied;
  is_running_ = newest->state == RunState::Running || newest->timeline.is_replaying != 0;
  return newest;
}

void WorkerRunner::tick(std::int64_t budget_us) {
  if (inline_) inline_->tick(budget_us);
}

bool WorkerRunner::is_busy() const { return is_running_ || answered_ < posted_; }

void WorkerRunner::move_inline(const Settings& settings) {
  inline_ = make_inline_runner(settings, host::now_us);
  base_ = posted_;
  for (const Command& want : wants_) inline_->post(want);
  posted_ += static_cast<std::uint32_t>(wants_.size());
}

}  // namespace bp
