// Raw data → what the network is trained on: split, features, standardisation (fitted on the
// training part only).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/rng.h"
#include "engine/core/types.h"
#include "engine/data/columns.h"
#include "engine/data/datasets.h"
#include "engine/data/table.h"
#include "engine/nn/losses.h"

namespace bp {

/// x' = (x − mean) / deviation per feature; identity when switched off. A feature with zero spread
/// keeps deviation 1.
struct Standardiser {
  Vector<float> mean, deviation;
  void fit(const Matrix<float>& X);
  /// One mean and one deviation for all features: for pixels, of which some are hardly ever dark,
  /// so that by their own deviation a picture moved by one pixel would have values of hundreds
  /// there.
  void fit_together(const Matrix<float>& X);
  void identity(Index features);
  void apply(float* x, Index n) const;  ///< in place, features × n
};

/// One part of the split.
struct Part {
  Matrix<float> raw;  ///< raw coordinates × n, for drawing: of the plane, or all columns of a table
  Vector<float> raw_y;
  Matrix<float> X;  ///< features × n, as the network sees it
  Matrix<float> Y;  ///< outputs × n, as the loss sees it
  [[nodiscard]] Index count() const { return X.cols(); }
};

struct PrepareOptions {
  const Dataset* dataset = nullptr;
  const Table* table = nullptr;  ///< of a data set that is one
  DataParams params;
  std::uint64_t seed = 0;
  float train_share = 0.5F;           ///< in (0, 1); training and test keep at least one sample
  float validation_share = 0;         ///< in [0, 1); taken from what is not for training
  std::uint32_t feature_mask = 0b11;  ///< planes: bit i = features()[i]; at least one
  ColumnSet columns;                  ///< tables: none at all means every column
  bool standardise = true;            ///< inputs, and a table's target where it is a value
};

/// A raw coordinate as people read it, and the values it takes.
struct RawAxis {
  std::string name;
  float min = 0, max = 1;
};

/// What is known of the data beside their samples.
struct DataDescription {
  const Dataset* dataset = nullptr;
  DataParams params;
  int classes = 0;                       ///< K; 0: a regression
  std::vector<std::string> class_names;  ///< K of them
  std::string target_name;               ///< of a table's target, else empty
  float target_min = 0, target_max = 1;  ///< range of a regression's targets
  /// A regression's network learns (y − mean) / deviation; 0 and 1 but for standardised tables.
  float target_mean = 0, target_deviation = 1;
  std::vector<RawAxis> raw_axes;  ///< one a row of Part::raw
  /// Planes: indices into features(); tables: rows of Part::raw. In the order of the inputs.
  std::vector<int> feature_rows;
  std::vector<std::string> input_names;
  Standardiser standardiser;

  [[nodiscard]] Index inputs() const { return static_cast<Index>(feature_rows.size()); }
  /// What an output of a regression means in the target's own units.
  [[nodiscard]] float in_target_units(float output) const {
    return target_mean + target_deviation * output;
  }
  void to_target_units(std::span<float> outputs) const {
    const float mean = target_mean, deviation = target_deviation;  // no output is one of them
    for (float& output : outputs) output = mean + deviation * output;
  }
  /// Turns n raw points (raw coordinates × n) into network inputs (features × n).
  void to_inputs(const float* raw, Index n, float* x) const;
};

struct PreparedData : DataDescription {
  Part train, validation, test;
};

/// Generates with Rng(seed, Stream::Data) or takes the table, splits with Rng(seed, Stream::Split),
/// stratified by class, unless the table's parts are given. Noise never changes which samples are
/// in which part, a larger train_share only adds samples to the training part, and the validation
/// share leaves it alone. Features that do not apply are left out (all: x₁ remains). At least two
/// samples.
[[nodiscard]] PreparedData prepare(const PrepareOptions& options);

/// Sets Y of all parts to what the outputs should be: values, standardised or not, or the loss's
/// target values (classes → negative_target and positive_target,
/// one row for two classes, one-hot for more or where the loss couples the outputs).
void encode_targets(PreparedData& data, const Loss& loss);

}  // namespace bp
