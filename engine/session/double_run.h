// A run in double precision: the same data, batches and initial weights as a Session's, and every
// step in double, with the standard library's functions. For comparisons; on other machines the
// last bits may differ.
#pragma once

#include "engine/data/table.h"
#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "engine/session/snapshot.h"
#include "engine/session/start.h"

namespace bp {

class DoubleRun {
 public:
  /// As Session's; what could not be taken as it was is told in `notices`.
  DoubleRun(const Settings& settings, const Tables& tables, Notices& notices);
  DoubleRun(const DoubleRun&) = delete;
  DoubleRun& operator=(const DoubleRun&) = delete;

  /// Goes back to step 0.
  void start_with(Start<double> start);
  /// Trains for a Step's or an Epoch's count, or up to what ends a run before.
  void train(const Command& command);
  /// Fills in what a report tells: state, losses, scores, metrics, statistics; no pictures, curves
  /// or parameters.
  void publish(Snapshot& out);

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const PreparedData& data() const { return data_; }
  [[nodiscard]] const Trainer<double>& trainer() const { return trainer_; }
  [[nodiscard]] const Start<double>& start() const { return start_; }

 private:
  void restart();
  void end_epoch();
  void publish_status(Snapshot& out) const;

  Settings settings_;
  PreparedData data_;
  Start<double> start_;
  TrainHyper hyper_;
  Trainer<double> trainer_;
  FinishReason finish_reason_ = FinishReason::None;
};

}  // namespace bp
