// The inputs of training batches, every sample augmented anew each time it is visited: raw → moved
// raw → features → the standardiser that was fitted on the unmoved training part.
//
// Draws come from Rng(seed, Stream::Augment), sample by sample in the batch's order. A batch that
// is worked through twice (in chunks, phase by phase) starts over with the generator it started
// with, so that it sees the same points again.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/data/augmentations.h"

namespace bp {

class AugmentedInputs {
 public:
  /// Of the latest batch this many samples are kept for looking at.
  static constexpr Index kMostSeen = 1000;

  /// Nothing is augmented at first; the data must outlive this.
  void configure(const PreparedData& data, std::uint64_t seed);
  /// From the next batch on; what does not apply to the data counts as 0. May allocate.
  void set(const AugmentAmounts& amounts);

  /// The generator between two batches.
  [[nodiscard]] Rng::State random() const { return rng_.state(); }
  /// Goes on from there, with no present batch.
  void resume(const Rng::State& state) {
    rng_.restore(state);
    is_on_ = false;
    seen_count_ = 0;
  }

  void start_batch();
  /// The same batch once more.
  void start_over();
  /// Whether the present batch is augmented; gather() must not be called if it is not.
  [[nodiscard]] bool is_on() const { return is_on_; }
  /// The next samples (columns of the training part) of the batch, as the network sees them:
  /// inputs × n.
  template <class T>
  void gather(std::span<const std::uint32_t> samples, T* x);
  /// Moved raw inputs of the first samples gathered for the present batch: dims × up to kMostSeen;
  /// no columns if it is not augmented.
  [[nodiscard]] ConstMatrixMap<float> seen() const;

 private:
  void augment(std::uint32_t sample);

  const PreparedData* data_ = nullptr;
  RawSpace space_;
  AugmentAmounts wanted_{}, amounts_{};  ///< of the next batch, of the present one
  bool is_on_ = false;
  Rng rng_{0};
  Rng::State start_;                           ///< of the present batch
  std::vector<float> raw_, scratch_, inputs_;  ///< of one sample
  Matrix<float> seen_;
  Index seen_count_ = 0;
};

}  // namespace bp
