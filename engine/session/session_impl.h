// The inside of a Session, shared by session.cpp (commands, training), session_publish.cpp and
// publish_parts.cpp.
#pragma once

#include <array>

#include "engine/analysis/health_monitor.h"
#include "engine/analysis/unit_maps.h"
#include "engine/session/pacer.h"
#include "engine/session/part_caches.h"
#include "engine/session/picture_budget.h"
#include "engine/session/plan.h"
#include "engine/session/session.h"
#include "engine/session/timeline.h"

namespace bp {

/// A step or an epoch that no run reaches.
inline constexpr std::int64_t kForever = std::int64_t{1} << 62;

/// A grid that is recomputed only as often, and as finely, as its cost allows.
struct GridCache {
  Index wanted = 0;        ///< resolution asked for; 0: none
  std::int64_t step = -1;  ///< step of the grid that is held
  AdaptiveResolution fineness;
  bool is_configured = false;
};
struct FieldCache : GridCache {
  FieldSampler sampler;
  std::vector<float> all;  ///< what members disagree by, where nobody is shown it
};
struct UnitsCache : GridCache {
  UnitMaps maps;
  std::int64_t round_step = -1;  ///< step of the network a round goes through
  std::int64_t round_us = 0;     ///< what the round has taken so far
};

/// What is made anew in turn, the oldest first, as far as the time for pictures goes.
enum class Turn {
  Losses,
  Answers,
  Field,
  Units,
  Members,
  Metrics,
  Details,
  Matrices,
  Unfold,
  Unit
};
inline constexpr std::size_t kTurns = 10;
/// Of the gradients' history, a layer: norms and mean magnitudes of the four gradients, the RMS of
/// those over samples, whose number changes (of W and b it is the norm by a constant), and the
/// update ratio.
struct GradientChannel {
  GradientOf of;
  GradientSize size;
};
inline constexpr std::array<GradientChannel, 11> kGradientChannels = {{
    {GradientOf::W, GradientSize::Norm},
    {GradientOf::B, GradientSize::Norm},
    {GradientOf::A, GradientSize::Norm},
    {GradientOf::Z, GradientSize::Norm},
    {GradientOf::W, GradientSize::MeanAbs},
    {GradientOf::B, GradientSize::MeanAbs},
    {GradientOf::A, GradientSize::MeanAbs},
    {GradientOf::Z, GradientSize::MeanAbs},
    {GradientOf::A, GradientSize::Rms},
    {GradientOf::Z, GradientSize::Rms},
    {GradientOf::Update, GradientSize::Norm},
}};
inline constexpr std::size_t kUpdateChannel = kGradientChannels.size() - 1;

/// Whether what the network answers at the validation points is to be seen.
inline bool shows_validation_points(const Settings& settings) {
  return settings.show_validation || settings.report_part == kReportsValidation;
}

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
  bool is_placed = false;    ///< the points of `current` are where the plane has them
  /// Where weights or settings were changed by hand last: gradients from before are not those of
  /// what is there now.
  std::int64_t changed_step = -1;
  Index changed_phases = 0;

  // where a Step, Epoch or Phase command wants to stop
  std::int64_t stop_at_step = -1, stop_at_epoch = -1;

  History losses, gradients;
  History epoch_gradients;  ///< the same channels, by epoch
  HealthMonitor health;     ///< sees the steps the gradient curve samples
  Evaluation train_now, validation_now, test_now;
  std::array<Evaluation, Ensemble::kMaxMembers> members_now;  ///< of each member, on the test part
  std::int64_t evaluated_step = -1;

  FieldCache field, members;
  FieldCache asked;  ///< of Session::sample_field()
  UnitsCache units;
  std::int64_t answers_step = -1;  ///< of the points' outputs that are held
  PictureBudget budget;
  std::array<std::uint64_t, kTurns> last_turn{};
  std::uint64_t turns = 0;
  /// The data_version whose truth and whose columns' names `current` holds.
  std::uint32_t truth_version = 0, names_version = 0;
  std::vector<float> answers;  ///< outputs of published points
  PartCaches parts;
  Snapshot current;  ///< kept between publishes, so that what did not change is not made again
  Part seen_batch;   ///< the last batch's first samples; kept for its memory
  std::uint32_t sequence = 0, data_version = 0, network_version = 0, commands_applied = 0;

  // pace, and what is told of it
  Pacer pacer;
  std::int64_t rate_since_us = 0, rate_since_step = 0, rate_since_spent_us = 0;
  double rate_since_progress = 0;
  float steps_per_second = 0, epochs_per_second = 0, picture_share = 0;

  // the timeline: where in its run it stands
  Timeline timeline;
  std::size_t log_position = 0;  ///< events of the log that have taken effect
  std::int64_t newest_step = 0;  ///< while there is a future, its end
  bool has_future = false, is_replaying = false;
  std::int64_t target_step = 0;
  History newest_losses;         ///< while there is a future, curves to its end
  std::vector<Command> waiting;  ///< came while replaying
  GoalPart goal;
  std::uint32_t settings_version = 0;  ///< see TimelinePart
  std::string settings_brought;
  std::int64_t attempt_step = 0;  ///< where the step that is being trained began
  Index attempt_phases = 0;

  [[nodiscard]] std::int64_t now_us() const { return clock ? clock() : 0; }

  void rebuild(bool new_data);
  void restart();
  void begin_run();
  void apply(const Command& command);
  void apply_set(const Command& command);
  void apply_edit(const Command& command);
  [[nodiscard]] bool apply_all(std::string_view text);
  void note_edit();
  void note_change();
  BP_APART void check();
  [[nodiscard]] CheckEnd check_layers(CheckPart& out) const;
  void apply_table(const Command& command);
  void fit_settings();
  void place_plane();
  void load(const std::string& link);
  void change_to(const Settings& next);
  void resume();
  void start_running();
  void stop_running(RunState next);

  void run_phases(std::int64_t count);
  void run_phase();
  void run_step(bool is_observed);
  void train_step(bool is_observed);
  void start_rates();
  void after_step();
  void record_gradients();
  void record_losses();
  void evaluate();
  void end_epoch();
  void note_batch_limit();
  void forget_evaluations();
  void forget_grids();
  void finish_run(FinishReason reason);
  [[nodiscard]] const Speed& speed() const;
  [[nodiscard]] bool step_is_due() const { return pacer.is_due(speed(), paced_now_us()); }
  [[nodiscard]] std::int64_t paced_now_us() const;
  /// Training would use any time that pictures do not take.
  [[nodiscard]] bool is_hurried() const;
  [[nodiscard]] bool reached_target() const;

  // session_goal.cpp
  [[nodiscard]] GoalMoment goal_moment() const;
  [[nodiscard]] int edit_count() const;
  void check_goal();
  void forget_goal();
  void publish_goal(Snapshot& out);

  // session_timeline.cpp
  void begin_timeline();
  void note_event(RunEvent::Kind kind, std::string_view key = {}, std::string_view value = {});
  void note_step();
  void branch();
  [[nodiscard]] Checkpoint make_checkpoint();
  void restore(const Checkpoint& checkpoint);
  void restore_start();
  void seek(std::int64_t step);
  void plan_ahead(const Command& command);
  [[nodiscard]] const RunEvent* due_event() const;
  void replay_event(const RunEvent& event);
  void replay_step();
  [[nodiscard]] bool replay(std::int64_t end_us);
  void arrive();
  void do_waiting();
  [[nodiscard]] bool must_wait(const Command& command) const;
  void publish_timeline(Snapshot& out);
  void publish_way(Snapshot& out);

  void publish();
  void publish_status(Snapshot& out);
  void publish_rates(Snapshot& out);
  /// A network's values only if it is small or they are wanted at any size.
  void publish_network(Snapshot& out, bool is_whole);
  void publish_norms(Snapshot& out, bool is_small);
  void publish_masks(Snapshot& out);
  void publish_curves(Snapshot& out);
  void publish_data(Snapshot& out);
  void publish_column_names(Snapshot& out);
  void publish_places(Snapshot& out);
  void make_answers(Snapshot& out);
  void publish_batch(Snapshot& out);
  void publish_truth(Snapshot& out);
  void publish_pictures(Snapshot& out);
  void clear_unwanted(Snapshot& out);
  void fit_grids();
  [[nodiscard]] bool is_wanted(Turn turn) const;
  [[nodiscard]] std::int64_t step_of(Turn turn) const;
  [[nodiscard]] bool is_stale(Turn turn) const;
  void make(Turn turn, Snapshot& out);
  void make_field(Snapshot& out);
  void make_units(Snapshot& out);
  BP_APART void make_members(Snapshot& out);
  void place_units(Snapshot& out);
  void copy_maps(Index layer, Snapshot& out);
  BP_APART void make_metrics(MetricsPart& out);
  BP_APART void make_details(DetailsPart& out);
  BP_APART void make_matrices(MatricesPart& out);
  void prepare_unfolder();
  BP_APART void make_unfold(UnfoldPart& out);
  BP_APART void make_unit(UnitPart& out);
  void publish_scores(Snapshot& out);
  [[nodiscard]] NetworkSpec common_spec() const;
  [[nodiscard]] Index resolution_of(Index wanted, std::int64_t params) const;
  [[nodiscard]] Index fitting(const GridCache& cache, Index wanted, std::int64_t params) const;
};

}  // namespace bp
