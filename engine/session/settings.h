// Everything a person can set, as plain values. What each means, its range and its effect stand in
// the schema (schema.h); nothing else lists them.
#pragma once

#include <array>
#include <cstdint>

#include "engine/data/columns.h"
#include "engine/session/goal.h"
#include "engine/session/layout_tree.h"
#include "engine/session/part_set.h"

namespace bp {

inline constexpr int kMaxHiddenLayers = 10;
inline constexpr int kMaxUnits = 512;
inline constexpr float kMaxDropout = 90;  ///< percent

struct HiddenLayer {
  int units = 8;
  int activation = -1;  ///< index into activations(), or -1: the field `act`
  float dropout = -1;   ///< percent, or -1: the field `dropout`
  bool operator==(const HiddenLayer&) const = default;
};

/// A value-type list, so that settings copy without allocating.
struct LayerList {
  int count = 0;
  std::array<HiddenLayer, kMaxHiddenLayers> layers{};
  bool operator==(const LayerList& other) const {
    if (count != other.count) return false;
    for (int i = 0; i < count; ++i) {
      if (layers[static_cast<std::size_t>(i)] != other.layers[static_cast<std::size_t>(i)])
        return false;
    }
    return true;
  }
};

/// Choices are indices into the table their schema field names.
struct Settings {
  // data
  int data = 0;
  float noise = 0;
  int samples = 0;
  int classes = 0;
  float bends = 0, width = 0;
  float train_share = 0;
  float validation_share = 0;
  int seed = 0;
  bool standardise = false;
  std::uint32_t features = 0;
  ColumnSet columns;  ///< of a table; none at all means every column
  // model
  LayerList hidden;
  int activation = 0;
  int initializer = 0;
  float init_scale = 0;
  float init_bias = 0;
  int loss = 0;
  // training
  int optimizer = 0;
  float learning_rate = 0;
  int schedule = 0;
  int schedule_period = 0;  ///< epochs
  float schedule_factor = 0;
  float momentum = 0;
  float beta2 = 0;
  int batch_size = 0;
  float clip_value = 0;
  float clip_norm = 0;
  int stop_epochs = 0;  ///< 0: never
  int patience = 0;     ///< epochs; 0: no early stopping
  int watch = 0;        ///< index into kWatched: which part's loss choices are made by
  int speed = 0;
  // regularization
  float l1 = 0;
  float l2 = 0;
  bool batch_norm = false;
  float norm_momentum = 0;
  float norm_epsilon = 0;
  float dropout = 0;  ///< percent
  int dropout_convention = 0;
  int budget = 0;
  float radius = 0;
  bool penalises_biases = false;
  float max_norm = 0;
  float smoothing = 0;  ///< percent
  float jitter = 0;     ///< percent
  float rotate = 0;     ///< degrees
  bool flip = false;
  int shift = 0;  ///< pixels
  int members = 1;
  int vary = 0;
  // what the plane of a table shows
  int plane = 0;
  int axis_x = 0, axis_y = 0;  ///< columns, counted from 1
  // view only: never seen by training
  int sample = -1;  ///< of the training part, 0-based; −1: none
  int theme = 0;
  int language = 0;
  int links = 0;
  int panel = 0;                   ///< index into kPanels: the tab chosen last
  LayoutTree layout{};             ///< empty: the first preset
  int shown_pass = 0;              ///< index into kShownPasses
  float place_x = 0, place_y = 0;  ///< on the plane: whose pass is shown where no sample's is
  int report_part = 0;             ///< index into kReportParts
  float threshold = 0;             ///< share of the way from class 0's target to class 1's
  int histogram = 0;               ///< index into kHistogramQuantities
  int gradient_of = 0;             ///< index into kGradientOf
  int gradient_size = 0;           ///< index into kGradientSizes
  int gradient_by = 0;             ///< index into kGradientBy
  int inspected_layer = 1, inspected_unit = 1;  ///< counted from 1
  bool augmented = false;
  int unfold = 0;                           ///< index into kUnfoldAxes
  int unfold_first = 1, unfold_second = 2;  ///< units, counted from 1
  int alike_by = 0;                         ///< index into kAlikeBy
  int boundary_mode = 0;                    ///< index into kBoundaryModes
  bool show_contours = false;
  bool show_test = false;
  bool show_validation = false;
  bool show_truth = false;
  bool loss_log = false;
  bool loss_penalty = true;
  bool show_moved = true;
  int network_mode = 0;  ///< index into kNetworkModes
  int regularizer = 0;   ///< index into kRegularizerViews
  PartSet hide, lock;    ///< what the author of the page took away, or keeps as it is
  GoalList goal;

  bool operator==(const Settings&) const = default;

  /// Percent, of hidden layer l.
  [[nodiscard]] float dropout_of(int l) const {
    const float own = hidden.layers[static_cast<std::size_t>(l)].dropout;
    return own >= 0 ? own : dropout;
  }
};

}  // namespace bp
