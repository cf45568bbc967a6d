#include "engine/session/runner.h"

namespace bp {
namespace {

/// Trains in slices of the caller's frame: where there is neither thread nor worker.
class InlineRunner final : public Runner {
 public:
  InlineRunner(const Settings& settings, Clock clock, const Tables& tables)
      : session_(settings, clock, tables) {}

  void post(const Command& command) override {
    session_.apply(command);
    ++posted_;
  }

  void tick(std::int64_t budget_us) override { (void)session_.advance(budget_us); }

  const Snapshot* latest() override {
    if (!session_.should_publish()) return nullptr;
    session_.publish(snapshot_);
    return &snapshot_;
  }

  [[nodiscard]] bool is_answered() const override { return snapshot_.commands_applied >= posted_; }

  [[nodiscard]] bool is_busy() const override {
    return session_.is_running() || session_.is_replaying() || session_.is_dirty();
  }

 private:
  Session session_;
  Snapshot snapshot_;
  std::uint32_t posted_ = 0;
};

}  // namespace

std::unique_ptr<Runner> make_inline_runner(const Settings& settings, Clock clock,
                                           const Tables& tables) {
  return std::make_unique<InlineRunner>(settings, clock, tables);
}

}  // namespace bp
