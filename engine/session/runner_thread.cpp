#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "engine/session/runner.h"

namespace bp {
namespace {

/// Trains in a thread of its own; commands go in by a queue, the newest snapshot comes out by a
/// swap.
class ThreadRunner final : public Runner {
 public:
  ThreadRunner(const Settings& settings, Clock clock, const Tables& tables)
      : session_(settings, clock, tables), thread_([this] { run(); }) {}

  ~ThreadRunner() override {
    {
      const std::scoped_lock lock(mutex_);
      is_stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  ThreadRunner(const ThreadRunner&) = delete;
  ThreadRunner& operator=(const ThreadRunner&) = delete;

  void post(const Command& command) override {
    {
      const std::scoped_lock lock(mutex_);
      queue_.push_back(command);
      ++posted_;
    }
    wake_.notify_one();
  }

  void tick(std::int64_t) override {}

  const Snapshot* latest() override {
    {
      const std::scoped_lock lock(mutex_);
      if (!has_fresh_) return nullptr;
      std::swap(shown_, fresh_);
      has_fresh_ = false;
    }
    wake_.notify_one();
    return &shown_;
  }

  [[nodiscard]] bool is_answered() const override {
    const std::scoped_lock lock(mutex_);
    return shown_.commands_applied >= posted_;
  }

  [[nodiscard]] bool is_busy() const override {
    const std::scoped_lock lock(mutex_);
    return is_running_ || is_dirty_ || has_fresh_ || shown_.commands_applied < posted_;
  }

 private:
  void run() {
    constexpr std::int64_t kSlice_us = 8000;
    using std::chrono::microseconds;
    constexpr std::int64_t kLeastNap_us = 2000, kMostNap_us = 100'000;
    while (take_commands()) {
      const bool has_more = session_.advance(kSlice_us);
      publish_if_wanted();
      if (has_more) continue;
      std::unique_lock lock(mutex_);
      const auto is_awake = [this] { return is_stopping_ || !queue_.empty(); };
      // A slow run naps until its next step; a paused one sleeps until somebody wants something.
      if (session_.is_running() || session_.is_dirty()) {
        // A picture that is not taken yet, or not made yet, is looked after soon.
        const std::int64_t most_us = session_.is_dirty() ? kLeastNap_us : kMostNap_us;
        const std::int64_t nap_us = std::clamp(session_.wait_us(), kLeastNap_us, most_us);
        wake_.wait_for(lock, microseconds(nap_us), is_awake);
      } else {
        wake_.wait(lock, is_awake);
      }
    }
  }

  /// False once the runner is to end.
  bool take_commands() {
    {
      const std::scoped_lock lock(mutex_);
      if (is_stopping_) return false;
      std::swap(queue_, taken_);
    }
    for (const Command& command : taken_) session_.apply(command);
    taken_.clear();
    return true;
  }

  /// Never makes a snapshot nobody has looked for.
  void publish_if_wanted() {
    {
      const std::scoped_lock lock(mutex_);
      is_running_ = session_.is_running() || session_.is_replaying();
      is_dirty_ = session_.is_dirty();  // a picture is due, or being made
      if (has_fresh_ || !session_.should_publish()) return;
    }
    session_.publish(made_);
    const std::scoped_lock lock(mutex_);
    std::swap(made_, fresh_);
    has_fresh_ = true;
    is_dirty_ = session_.is_dirty();
  }

  Session session_;
  std::deque<Command> queue_, taken_;
  Snapshot made_, fresh_, shown_;
  std::uint32_t posted_ = 0;
  bool has_fresh_ = false, is_running_ = false, is_dirty_ = true, is_stopping_ = false;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;  // last: started when all it uses is there
};

}  // namespace

std::unique_ptr<Runner> make_thread_runner(const Settings& settings, Clock clock,
                                           const Tables& tables) {
  return std::make_unique<ThreadRunner>(settings, clock, tables);
}

}  // namespace bp
