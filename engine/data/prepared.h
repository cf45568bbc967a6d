// Raw data → what the network is trained on: split, features, standardisation (fitted on the
// training part only).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/rng.h"
#include "engine/core/types.h"
#include "engine/data/datasets.h"
#include "engine/nn/losses.h"

namespace bp {

/// x' = (x − mean) / deviation per feature; identity when switched off. A feature with zero spread
/// keeps deviation 1.
struct Standardiser {
  Vector<float> mean, deviation;
  void fit(const Matrix<float>& X);
  void identity(Index features);
  void apply(float* x, Index n) const;  ///< in place, features × n
};

/// One side of the split.
struct Part {
  Matrix<float> raw;  ///< dims × n, for drawing
  Vector<float> raw_y;
  Matrix<float> X;  ///< features × n, as the network sees it
  Matrix<float> Y;  ///< outputs × n, as the loss sees it
  [[nodiscard]] Index count() const { return X.cols(); }
};

struct PrepareOptions {
  const Dataset* dataset = nullptr;
  DataParams params;
  std::uint64_t seed = 0;
  float train_share = 0.5F;           ///< in (0, 1); each side keeps at least one sample
  std::uint32_t feature_mask = 0b11;  ///< bit i = features()[i]; at least one
  bool standardise = true;
};

struct PreparedData {
  const Dataset* dataset = nullptr;
  std::vector<int> feature_rows;  ///< indices into features(), in order
  Standardiser standardiser;
  Part train, test;

  [[nodiscard]] Index inputs() const { return static_cast<Index>(feature_rows.size()); }
  /// Turns n raw points (dims × n) into network inputs (features × n).
  void to_inputs(const float* raw, Index n, float* x) const;
};

/// Generates with Rng(seed, Stream::Data), splits with Rng(seed, Stream::Split), stratified by
/// class. Noise never changes which samples are on which side, and a larger train_share only adds
/// samples to the training side. Features that do not apply are left out (all: x₁ remains).
/// `samples` ≥ 2.
[[nodiscard]] PreparedData prepare(const PrepareOptions& options);

/// Sets Y of both parts to the loss's target values (classes → negative_target / positive_target).
void encode_targets(PreparedData& data, const Loss& loss);

}  // namespace bp
