// The table of data sets. A row generates raw points in the set's own box; what the network sees is
// made from them in prepared.h (features, standardisation, split).
//
// Noise, in percent: for classification, points are moved after they were labelled, by a normal
// jitter whose deviation is that share of half the box's width, and reflected at the box's border;
// for regression, the target gets normal noise whose deviation is that share of the target's range.
// The draws do not depend on the amount: turning noise up moves each point along its own line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/rng.h"
#include "engine/core/types.h"
#include "engine/nn/losses.h"

namespace bp {

inline constexpr int kMaxClasses = 10;

/// Raw inputs as drawn on the plane and raw targets: class index (0 … K−1) or a real value.
struct RawData {
  Matrix<float> X;  ///< dims × n, inside the row's box
  Vector<float> y;  ///< n
};

/// What a data set may be asked for; a row names the ones it heeds (Dataset::knobs).
struct DataParams {
  Index samples = 400;
  /// In percent, ≥ 0; see above for what it moves.
  float noise = 0;
  int classes = 3;     ///< of a set with a chosen number of classes, 3 … 6
  float bends = 1.2F;  ///< ω of the river's middle, 1.2 sin ωx
  float width = 2.4F;  ///< of the river, up to 3.6
};

struct Knob {
  enum : unsigned { Samples = 1, Noise = 2, Classes = 4, Bends = 8, Width = 16 };
};

struct Dataset {
  /// Value of `classes` where DataParams or a table decides.
  static constexpr int kChosen = -1;

  std::string_view key;
  std::string_view label;
  std::string_view help;  ///< one sentence: what it is, what it teaches
  Task task;
  int dims;                        ///< 1 or 2 input coordinates; 0: the columns of a table
  float box_min, box_max;          ///< the square (or interval) that is drawn
  float target_min, target_max;    ///< range of a regression's targets, for axes and colours
  std::string_view negative_name;  ///< class 0 on screen (two classes)
  std::string_view positive_name;  ///< class 1 on screen
  /// What a newcomer should start from; the settings' defaults depend on these.
  float default_noise;
  std::string_view default_loss;
  /// Null for a table, which has to be given (Tables).
  void (*generate)(const DataParams& params, Rng& rng, RawData& out);
  /// The noiseless truth at (x, y) (y ignored where dims = 1): for two classes a value whose sign
  /// is the class (+ is class 1) and whose zero is the true edge, for more the class's index, for
  /// regression the target. Null for a table: nobody knows it.
  float (*truth)(const DataParams& params, float x, float y);
  int classes = 0;  ///< 0: a regression
  unsigned knobs = Knob::Samples | Knob::Noise;
  int columns = 0;                   ///< of a table, if it is always the same
  int default_x = 1, default_y = 2;  ///< columns of a table to draw first, counted from 1
  int image_side = 0;  ///< a table's columns are a square picture of this side, row by row

  [[nodiscard]] bool is_table() const { return generate == nullptr; }
  [[nodiscard]] bool heeds(unsigned knob) const { return (knobs & knob) != 0; }
};

[[nodiscard]] std::span<const Dataset> datasets();
[[nodiscard]] const Dataset& dataset(std::string_view key);

}  // namespace bp
