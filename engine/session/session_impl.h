// The inside of a Session, shared by session.cpp (commands, training), session_publish.cpp and
// publish_parts.cpp.
#pragma once

#include "engine/analysis/health_monitor.h"
#include "engine/session/part_caches.h"
#include "engine/session/plan.h"
#include "engine/session/session.h"

namespace bp {

/// A grid whose making took t is not made again before 3t have passed: at most a quarter of the
/// session's time goes into pictures while it trains.
inline constexpr std::int64_t kRestFactor = 3;

inline void to_target_units(const PreparedData& data, std::span<float> outputs) {
  for (float& output : outputs) output = data.in_target_units(output);
}

/// A grid that is recomputed only as often as its cost allows.
struct FieldCache {
  FieldSampler sampler;
  Index wanted = 0;        ///< resolution asked for; 0: none
  std::int64_t step = -1;  ///< step of the grid that is held
  std::int64_t not_before_us = 0;
  std::vector<float> all;  ///< units: every map, before the cut to kMaxMapsPerLayer
  bool is_configured = false;
};

struct Session::Impl {
  Impl(const Settings& s, Clock c, Tables t) : settings(s), clock(c), tables(std::move(t)) {}

  Settings settings;
  Clock clock;
  Notices notices;
  Tables tables;
  PreparedData data;
  DataPlane plane;
  Start<float> given_start;
  Ensemble ensemble;
  /// Member 0, which is shown in detail. What trains or changes a network is done to all members.
  Trainer<float>& trainer = ensemble.member(0);
  TrainHyper hyper;
  RunState state = RunState::Paused;
  FinishReason finish_reason = FinishReason::None;  ///< of the last finish, until training goes on
  bool is_dirty = true;
  bool keeps_curves = true;  ///< off while Session::train_bare() trains

  // where a Step, Epoch or Phase command wants to stop
  std::int64_t stop_at_step = -1, stop_at_epoch = -1;

  History losses, gradients;
  HealthMonitor health;  ///< sees the steps the gradient curve samples
  Evaluation train_now, validation_now, test_now;
  std::array<Evaluation, Ensemble::kMaxMembers> members_now;  ///< of each member, on the test part
  std::int64_t evaluated_step = -1, evaluated_at_us = 0;

  FieldCache field, units, members;
  FieldCache asked;  ///< of Session::sample_field()
  /// The data_version whose truth and whose columns' names `current` holds.
  std::uint32_t truth_version = 0, names_version = 0;
  std::vector<float> answers;  ///< outputs of published points
  PartCaches parts;
  Snapshot current;  ///< kept between publishes, so that what did not change is not made again
  Part seen_batch;   ///< the last batch's first samples; kept for its memory
  std::uint32_t sequence = 0, data_version = 0, network_version = 0, commands_applied = 0;

  // pace
  std::int64_t pace_start_us = 0, pace_start_step = 0;
  std::int64_t rate_since_us = 0, rate_since_step = 0;
  float steps_per_second = 0;

  [[nodiscard]] std::int64_t now_us() const { return clock ? clock() : 0; }

  void rebuild(bool new_data);
  void restart();
  void apply_set(const Command& command);
  void apply_table(const Command& command);
  void fit_settings();
  void place_plane();
  void load(const std::string& link);
  void change_to(const Settings& next);
  void resume();
  void start_running();
  void stop_running(RunState next);

  void run_phases(std::int64_t count);
  void run_step(bool is_observed);
  void train_step(bool is_observed);
  void after_step();
  void record_gradients();
  void record_losses();
  void evaluate();
  void end_epoch();
  void note_batch_limit();
  void forget_evaluations();
  void forget_grids();
  void finish_run(FinishReason reason);
  [[nodiscard]] bool step_is_due() const;
  [[nodiscard]] bool reached_target() const;

  void publish();
  void publish_status(Snapshot& out);
  void publish_losses(Snapshot& out);
  /// A network's values only if it is small or they are wanted at any size.
  void publish_network(Snapshot& out, bool is_whole);
  void publish_norms(Snapshot& out, bool is_small);
  void publish_masks(Snapshot& out);
  void publish_curves(Snapshot& out);
  void publish_data(Snapshot& out);
  void publish_column_names(Snapshot& out);
  void publish_points(Snapshot& out);
  void publish_batch(Snapshot& out);
  void publish_field(Snapshot& out);
  void publish_units(Snapshot& out);
  void publish_truth(Snapshot& out);
  void publish_parts(Snapshot& out);
  void make_metrics(MetricsPart& out);
  void make_details(DetailsPart& out);
  void make_matrices(MatricesPart& out);
  [[nodiscard]] bool should_refresh(const FieldCache& cache) const;
  void publish_scores(Snapshot& out);
  void publish_members(Snapshot& out);
  [[nodiscard]] NetworkSpec common_spec() const;
  [[nodiscard]] Index resolution_of(Index wanted, std::int64_t params) const;
};

}  // namespace bp
