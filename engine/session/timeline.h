// A run that can be looked at from any of its steps: checkpoints in bounded memory, and the log of
// what was changed on the way. A step is reached again from the last checkpoint before it by
// replay, with the logged changes at their places; the step itself is trained once more, so that
// its gradients are there too. Step 0 needs no checkpoint: the settings it began with make it anew.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/analysis/health_monitor.h"
#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "engine/session/snapshot_timeline.h"
#include "engine/train/ensemble.h"
#include "engine/train/history.h"

namespace bp {

/// Whether the field's value is part of what makes the weights (not drawing, pace or plane).
[[nodiscard]] bool is_training_field(const Field& field);
/// Takes over the values of all training fields.
void take_training_fields(const Settings& from, Settings& to);
[[nodiscard]] bool same_training(const Settings& a, const Settings& b);

/// What changed training from outside, or stopped it, in the order in which it happened.
struct RunEvent {
  enum class Kind {
    Set,      ///< key, value: a setting, see change_setting()
    Edit,     ///< key, value: one weight, as Command::Kind::Edit
    Resume,   ///< training went on after a divergence or an early stop
    Diverge,  ///< the step that was attempted here ended in a divergence
  };
  Kind kind = Kind::Set;
  std::int64_t step = 0;
  Index phases = 0;  ///< of the step to come that had been run (Trainer::phases_done())
  std::string key, value;
};

/// The state between two steps that goes on with the same bits.
struct Checkpoint {
  std::int64_t step = 0;
  std::size_t events = 0;  ///< of the log that had taken effect
  Settings settings;
  std::vector<TrainerState<float>> members;
  History losses, gradients, epoch_gradients;
  HealthMonitor health;
  [[nodiscard]] std::int64_t bytes() const;
};

/// What a session is to be told to stand after `step` of a run that is_whole, with its future up to
/// `last`; settings of the view are those of `view`.
[[nodiscard]] std::vector<Command> commands_to_repeat(const TimelinePart& run, std::int64_t step,
                                                      std::int64_t last, const Settings& view);

class Timeline {
 public:
  /// What all checkpoints together may take, and how many there are at most.
  static constexpr std::int64_t kMaxBytes = std::int64_t{24} << 20;
  static constexpr std::size_t kMostCheckpoints = 256;
  static constexpr std::size_t kMostEvents = 4096;
  /// Steps between two checkpoints of a young run.
  static constexpr std::int64_t kFirstInterval = 8;

  /// A new run from these settings, at step 0.
  void begin(const Settings& settings, std::int64_t max_bytes);
  /// The settings it began with.
  [[nodiscard]] const Settings& start() const { return start_; }
  /// The first step that can be gone to: 0, or that of the oldest checkpoint where the log was cut.
  [[nodiscard]] std::int64_t first() const { return first_; }

  /// Whether the state after this step is to be kept.
  [[nodiscard]] bool wants(std::int64_t step) const;
  /// One to write the next state into: that of a checkpoint that went, if there is one, so that a
  /// long run asks for no more memory than a short one.
  [[nodiscard]] Checkpoint take_blank();
  void add(Checkpoint checkpoint);
  /// Besides the regular ones, a few where someone is stepping back and forth; the oldest goes.
  void add_near(Checkpoint checkpoint);
  [[nodiscard]] bool has_room_nearby() const { return near_bytes() <= max_bytes_ / 8; }
  /// The latest one before a step (of first(): the one there), or null: from the start.
  [[nodiscard]] const Checkpoint* before(std::int64_t step) const;

  void note(RunEvent event);
  [[nodiscard]] std::span<const RunEvent> events() const { return events_; }
  /// The log is full: everything before this checkpoint is forgotten.
  void cut_before(Checkpoint checkpoint);
  void note_epoch(std::int64_t epoch, std::int64_t step);
  /// What came after `step` and the first `events` events is forgotten.
  void cut_after(std::int64_t step, std::size_t events);

  [[nodiscard]] std::int64_t bytes() const;
  void publish(TimelinePart& out) const;

 private:
  static constexpr std::size_t kNear = 4;
  [[nodiscard]] std::int64_t near_bytes() const;
  void thin();
  void retire(Checkpoint&& checkpoint);
  void fit_blanks();

  Settings start_;
  std::string start_link_;
  std::int64_t first_ = 0, interval_ = kFirstInterval;
  std::int64_t max_bytes_ = 0, bytes_ = 0;  ///< of the regular ones
  std::int64_t blank_bytes_ = 0;
  std::vector<Checkpoint> checkpoints_;  ///< by step
  std::vector<Checkpoint> blanks_;       ///< that went, for their memory
  std::vector<Checkpoint> near_;
  std::size_t next_near_ = 0;
  std::vector<RunEvent> events_;
  std::vector<EpochEnd> epochs_;
  std::int64_t epoch_stride_ = 1;
};

}  // namespace bp
