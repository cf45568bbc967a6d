// What views see of a run: a flat, read-only copy, published at most once a frame. A view can be
// tested with a snapshot from a file; drawing can never touch the live network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/analysis/layer_stats.h"
#include "engine/session/snapshot_goal.h"
#include "engine/session/snapshot_parts.h"
#include "engine/session/snapshot_timeline.h"
#include "engine/train/trainer.h"

namespace bp {

inline constexpr std::uint32_t kSnapshotVersion = 10;
/// Networks up to this many parameters are published whole; beyond, only statistics are.
inline constexpr Index kMaxPublishedParams = 20000;
/// Of each layer (and of the inputs), this many units' maps are published, the first ones.
inline constexpr std::uint32_t kMaxMapsPerLayer = 32;
/// Points of each part that are published for drawing.
inline constexpr Index kMaxPublishedPoints = 4000;
/// Points of the last batch that are published.
inline constexpr Index kMaxBatchPoints = AugmentedInputs::kMostSeen;

enum class RunState : std::uint32_t { Paused, Running, Finished, Diverged };

/// Why a run is Finished.
enum class FinishReason : std::uint32_t {
  None,      ///< it is not
  Epochs,    ///< the chosen number of epochs is done
  Patience,  ///< early stopping: the weights are those of `best_epoch`
};

/// One layer's place in the flat arrays `params`, `grads`, `updates` (empty if not published).
struct LayerShape {
  std::uint32_t units = 0, inputs = 0;
  std::uint32_t activation = 0;     ///< index into activations()
  std::uint32_t weight_offset = 0;  ///< W, units × inputs, column-major: w(i,j) at i + units·j
  std::uint32_t bias_offset = 0;
  std::uint32_t has_norm = 0;  ///< batch normalisation, with these parameters
  std::uint32_t gamma_offset = 0, beta_offset = 0;
  /// Means, then variances, of its units in `norm_batch` and `norm_running`.
  std::uint32_t norm_offset = 0;
};

/// Curves over the run; a point stands for several steps once the run is long.
struct Curve {
  std::vector<float> at;  ///< step (gradients) or epoch (losses) of each point
  std::vector<std::vector<float>> mean, min, max;  ///< [channel][point]
};

/// Values on a grid over the data's box; row 0 is the bottom, x runs fastest.
struct Grid {
  std::uint32_t columns = 0, rows = 0;
  std::uint32_t maps = 0;     ///< number of grids stored one after another
  std::vector<float> values;  ///< maps · rows · columns
};

/// Points of one part of the data.
struct Points {
  std::vector<float> x, y;    ///< on the drawn plane; for 1-D data y is the target
  std::vector<float> target;  ///< class 0 … K−1 or value
  /// The network's answer now: output activation (of class 1 where two classes have a unit each);
  /// for more than two classes the class of the largest one.
  std::vector<float> output;
};

/// An axis of the drawn plane.
struct SnapshotAxis {
  std::string name;
  float min = 0, max = 1;
};

/// Of an ensemble, losses, scores, their curves, `field` and the points' outputs are those of its
/// mean answer; what is inside a network (layers, parameters, statistics, units, penalty, the last
/// batch) is member 0's.
struct Snapshot {
  std::uint32_t version = kSnapshotVersion;
  std::uint32_t sequence = 0;          ///< grows with every publish
  std::uint32_t data_version = 0;      ///< grows when the points change
  std::uint32_t network_version = 0;   ///< grows when the architecture changes or is reset
  std::uint32_t commands_applied = 0;  ///< how many commands the session had seen

  RunState state = RunState::Paused;
  std::int64_t step = 0, epoch = 0;
  std::uint32_t next_phase = 0, next_layer = 0;       ///< Phase and 0-based layer to run next
  float steps_per_second = 0, epochs_per_second = 0;  ///< while it runs, else 0
  float picture_share = 0;   ///< of the session's time that went into snapshots, while it runs
  float learning_rate = 0;   ///< α of the last step, as its schedule made it
  float gradient_scale = 1;  ///< what clipping by norm multiplied the last gradient by

  // the data, as the settings chose it
  std::uint32_t dataset = 0;             ///< index into datasets()
  std::vector<std::string> input_names;  ///< in input order
  std::vector<std::string> class_names;  ///< none for a regression
  std::string target_name;               ///< of a table's target, else empty
  /// Every column of a table, whatever the network is given; changes with data_version only.
  std::vector<std::string> column_names;
  std::uint32_t dims = 2;       ///< 1: the picture is a function of x, 2: a plane
  SnapshotAxis x_axis, y_axis;  ///< of the picture; y: of a plane
  std::uint32_t train_count = 0, validation_count = 0, test_count = 0;
  float decision_level = 0.5F;           ///< of the output
  float output_min = 0, output_max = 1;  ///< range for colours

  double train_loss = 0, validation_loss = 0, test_loss = 0, penalty = 0, batch_loss = 0;
  double budget_size = 0, budget_lambda = 0;                     ///< see Trainer::budget_state()
  double train_score = 0, validation_score = 0, test_score = 0;  ///< accuracy or R²

  FinishReason finish_reason = FinishReason::None;
  std::int64_t best_epoch = -1;  ///< of the lowest watched loss; −1 while nothing watches
  std::int64_t best_step = 0;    ///< the step its weights are of: Seek brings them back
  double best_loss = 0;

  std::int64_t divergence_step = 0;
  std::int32_t divergence_layer = -1;
  std::uint32_t divergence_exploded = 0;
  std::uint32_t divergence_member = 0;  ///< of the ensemble, 0-based

  std::vector<LayerShape> layers;
  std::uint64_t param_count = 0;
  std::uint64_t param_hash = 0;               ///< of all members, one after another
  std::vector<float> params, grads, updates;  ///< flat, see LayerShape
  /// Batch normalisation's statistics, see LayerShape: of the last training batch (empty if it had
  /// none of its own) and the running ones; published with `params`.
  std::vector<float> norm_batch, norm_running;

  /// Dropout's factors for the first sample of the last chunk of the last batch, hidden layer by
  /// hidden layer: 0 where the unit was silent. Empty without dropout.
  std::vector<float> masks;
  std::vector<LayerStats> stats;  ///< one a layer
  std::vector<Health> health;     ///< one a layer
  Curve loss_curve;               ///< channels: train, test, validation, penalty
  Curve gradient_curve;           ///< channels: `gradient_of` a layer, then update ratio a layer
  GradientOf gradient_of = GradientOf::W;  ///< what gradient_curve follows, in this size
  GradientSize gradient_size = GradientSize::Norm;
  std::uint32_t gradient_by_epoch = 0;  ///< its points are epochs instead of steps

  Grid field;  ///< output over the plane (1 map; of more than two classes one each)
  Grid units;  ///< inputs, then units, layer by layer; see map_index()
  /// Dataset::truth over the plane (1 map); changes with data_version only. None for tables.
  Grid truth;
  std::uint32_t members = 1;                      ///< of the ensemble
  std::vector<double> member_loss, member_score;  ///< on the test part, one a member
  /// What the members disagree by, cell by cell of `field` (1 map, none of a single network): the
  /// standard deviation over members, divided by their number; see FieldSampler::output().
  Grid disagreement;
  Grid member_fields;  ///< one map a member, coarser than `field`; see FieldSampler::members()
  Points train, test;
  /// Without answers where neither a setting nor the report shows them.
  Points validation;
  /// The last batch's first points as the network saw them, where augmentation moved them; without
  /// answers (`output` is empty).
  Points batch;
  /// Where those points are in the data, while augmentation moves them (`x` and `y` only).
  Points batch_before;

  TimelinePart timeline;
  GoalPart goal;

  // made only while wanted
  MetricsPart metrics;
  DetailsPart details;
  MatricesPart matrices;
  UnfoldPart unfold;
  UnitPart unit;

  CheckPart check;  ///< the last one asked for since the run began
};

/// Number of classes, 0 for a regression.
[[nodiscard]] inline std::size_t class_count(const Snapshot& s) { return s.class_names.size(); }

/// Position in `units` of the map of unit `unit` of layer `layer` (−1: inputs), or −1 where it is
/// not published.
[[nodiscard]] int map_index(const Snapshot& snapshot, int layer, int unit);

/// Packs into `bytes` (reuses its capacity). Little-endian, as wasm and every supported host are.
void pack(const Snapshot& snapshot, std::vector<std::uint8_t>& bytes);
/// False if the bytes are not a snapshot of this version; `snapshot` is then unspecified but valid.
[[nodiscard]] bool unpack(const std::uint8_t* bytes, std::size_t size, Snapshot& snapshot);

}  // namespace bp
