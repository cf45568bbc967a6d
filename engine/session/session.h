// One experiment: settings, data, trainer, curves. Only it touches the network.
#pragma once

#include <memory>

#include "engine/analysis/field.h"
#include "engine/data/table.h"
#include "engine/session/codec.h"
#include "engine/session/command.h"
#include "engine/session/snapshot.h"
#include "engine/session/start.h"
#include "engine/train/history.h"

namespace bp {

/// Microseconds of some monotonic clock; the engine has none of its own.
using Clock = std::int64_t (*)();

class Session {
 public:
  /// A data set whose table is neither among `tables` nor given later (Command::Kind::Table) cannot
  /// be chosen: told in the notices, and the first data set is used instead.
  explicit Session(const Settings& settings, Clock clock = nullptr, Tables tables = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Carries out a command; notices are kept until taken.
  void apply(const Command& command);
  [[nodiscard]] Notices take_notices();

  /// Trains for about `budget_us` (at least one step if running and due). Returns whether there is
  /// more to do at once; false when paused, finished, diverged or waiting for the next slow step.
  bool advance(std::int64_t budget_us);
  /// True if anything a snapshot shows changed since the last publish.
  [[nodiscard]] bool is_dirty() const;
  [[nodiscard]] bool is_running() const;

  void publish(Snapshot& out);
  /// The same with the values of a network of any size.
  void publish_whole(Snapshot& out);

  // For a program that holds the session and wants nothing but answers.

  /// Trains at once, at any speed setting, until a Step or Epoch command is carried out or training
  /// ends, with nothing between the steps: no curve, statistic or verdict is kept. The loss of a
  /// part is evaluated only where early stopping or a schedule watches it.
  void train_bare(const Command& until);
  /// Answers, in the target's own units, to n raw points (raw coordinates × n); outputs × n.
  void predict(const float* raw, Index n, std::span<float> out);
  /// The field over the plane, as fine as asked for; see FieldSampler::output().
  void sample_field(Index resolution, Grid& out);
  struct Evaluations {
    Evaluation train, validation, test;
  };
  [[nodiscard]] Evaluations evaluate();
  [[nodiscard]] RunState state() const;
  [[nodiscard]] FinishReason finish_reason() const;
  [[nodiscard]] const DataPlane& plane() const;

  /// Goes back to step 0, from these weights and with that order of batches, now and whenever it
  /// starts anew.
  void start_with(Start<float> start);
  [[nodiscard]] const Start<float>& start() const;

  [[nodiscard]] const Settings& settings() const;
  /// The network that is shown: the ensemble's first member.
  [[nodiscard]] const Trainer<float>& trainer() const;
  [[nodiscard]] const Ensemble& ensemble() const;
  [[nodiscard]] const PreparedData& data() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bp
