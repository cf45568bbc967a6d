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

/// Raw inputs as drawn on the plane and raw targets: class index (0 or 1) or a real value.
struct RawData {
  Matrix<float> X;  ///< dims × n, inside the row's box
  Vector<float> y;  ///< n
};

struct DataParams {
  Index samples = 400;
  /// In percent, ≥ 0; see above for what it moves.
  float noise = 0;
};

struct Dataset {
  std::string_view key;
  std::string_view label;
  std::string_view help;  ///< one sentence: what it is, what it teaches
  Task task;
  int dims;                        ///< 1 or 2 input coordinates
  float box_min, box_max;          ///< the square (or interval) that is drawn
  float target_min, target_max;    ///< range of a regression's targets, for axes and colours
  std::string_view negative_name;  ///< class 0 on screen (classification)
  std::string_view positive_name;  ///< class 1 on screen
  /// What a newcomer should start from; the settings' defaults depend on these.
  float default_noise;
  std::string_view default_loss;
  void (*generate)(const DataParams& params, Rng& rng, RawData& out);
  /// The noiseless truth at (x, y) (y ignored where dims = 1): for classification a value whose
  /// sign is the class (+ is class 1) and whose zero is the true edge, for regression the target.
  float (*truth)(float x, float y);
};

[[nodiscard]] std::span<const Dataset> datasets();
[[nodiscard]] const Dataset& dataset(std::string_view key);

}  // namespace bp
