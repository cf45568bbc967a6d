// The runner of the page: trains in the worker the script started, or, where none can run, in
// slices of the frame.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/session/runner.h"

namespace bp {

class WorkerRunner final : public Runner {
 public:
  /// With a worker, the script must have started it from the same settings.
  WorkerRunner(const Settings& settings, bool has_worker);

  void post(const Command& command) override;
  const Snapshot* latest() override;
  void tick(std::int64_t budget_us) override;
  [[nodiscard]] bool is_busy() const override;
  [[nodiscard]] bool is_answered() const override { return answered_ >= posted_; }

  /// The worker is gone: goes on inline from step 0 of these settings.
  void move_inline(const Settings& settings);
  [[nodiscard]] bool is_inline() const { return inline_ != nullptr; }
  /// Commands posted so far; `answered()` of them show in the last snapshot.
  [[nodiscard]] std::uint32_t posted() const { return posted_; }
  [[nodiscard]] std::uint32_t answered() const { return answered_; }

 private:
  std::unique_ptr<Runner> inline_;
  std::vector<Command> wants_;  ///< the last Want of each part: a new session has to be told again
  std::vector<std::uint8_t> bytes_;
  Snapshot snapshot_;
  std::uint32_t posted_ = 0, answered_ = 0;
  std::uint32_t base_ = 0;  ///< commands that went to a session that is gone
};

}  // namespace bp
