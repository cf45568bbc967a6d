// What a trainer holds in memory, and how batches are cut so that it stays bounded.
#include <algorithm>

#include "engine/train/trainer.h"

namespace bp {
namespace {

/// As many samples of so many values as `bytes` hold, at least one.
template <class T>
Index samples_in(std::int64_t bytes, std::int64_t values) {
  return static_cast<Index>(
      std::max<std::int64_t>(1, bytes / (values * static_cast<std::int64_t>(sizeof(T)))));
}

}  // namespace

template <class T>
typename Trainer<T>::Cut Trainer<T>::cut_of(const NetworkSpec& spec, Index train, Index largest) {
  const std::int64_t units = spec.unit_count();
  const std::int64_t edge = spec.inputs + spec.outputs();
  const std::int64_t training = edge + 7 * units;  // x y Z A dZ dA Û, mask and H
  const std::int64_t evaluation = edge + 2 * units;
  Cut cut;
  if (spec.has_norm()) {
    cut.batch = cut.chunk = std::min(train, samples_in<T>(kMaxBatchBytes, training));
  } else {
    cut.batch = train;
    cut.chunk = std::min({train, kMaxChunk, samples_in<T>(kMaxChunkBytes, training)});
  }
  cut.evaluation = std::min({largest, kMaxChunk, samples_in<T>(kMaxEvaluationBytes, evaluation)});
  return cut;
}

template <class T>
std::int64_t Trainer<T>::bytes(const NetworkSpec& spec, const Optimizer& rule, Index train,
                               Index largest) {
  const Cut cut = cut_of(spec, train, largest);
  const std::int64_t outputs = spec.outputs();
  const auto size = static_cast<std::int64_t>(sizeof(T));
  // Besides the network: best, good and previous parameters, moments and their good copy.
  const std::int64_t copies =
      2 * Network<T>::bytes(spec) + (1 + 2 * rule.slots) * spec.param_count() * size;
  const std::int64_t edges = (spec.inputs + outputs) * cut.chunk +
                             outputs * std::max(cut.chunk, cut.evaluation) +
                             (size > 4 ? (spec.inputs + outputs) * cut.evaluation : 0);
  const std::int64_t order =
      2 * std::int64_t{train} * static_cast<std::int64_t>(sizeof(std::uint32_t));
  const std::int64_t answers = outputs * largest * static_cast<std::int64_t>(sizeof(float));
  const std::int64_t trials = trial_bytes(spec, rule, cut.chunk);
  return trials + Network<T>::bytes(spec) + copies + Workspace<T>::bytes(spec, cut.chunk, true) +
         Workspace<T>::bytes(spec, cut.evaluation, false) + edges * size + order + answers;
}

/// The buffers of a training batch, or of a chunk of it, and of an evaluation's.
template <class T>
void Trainer<T>::configure_buffers() {
  const NetworkSpec& spec = plan_.network;
  const Index largest = std::max(data_->train.count(), data_->test.count());
  const Index outputs = spec.outputs();
  const Cut cut = cut_of(spec, data_->train.count(), largest);
  largest_batch_ = cut.batch;
  chunk_ = cut.chunk;
  train_ws_.configure(spec, cut.chunk, true);
  batch_.clear();
  batch_.reserve(static_cast<std::size_t>(data_->train.count()));
  x_.setZero(spec.inputs * cut.chunk);
  y_.setZero(outputs * cut.chunk);
  eval_ws_.configure(spec, cut.evaluation, false);
  const bool converts = sizeof(T) != sizeof(float);
  eval_x_.setZero(converts ? spec.inputs * cut.evaluation : 0);
  eval_y_.setZero(converts ? outputs * cut.evaluation : 0);
  eval_out_.reserve(static_cast<std::size_t>(outputs * largest));
  scratch_.setZero(outputs * std::max(cut.chunk, cut.evaluation));
}

template Trainer<float>::Cut Trainer<float>::cut_of(const NetworkSpec&, Index, Index);
template Trainer<double>::Cut Trainer<double>::cut_of(const NetworkSpec&, Index, Index);
template std::int64_t Trainer<float>::bytes(const NetworkSpec&, const Optimizer&, Index, Index);
template std::int64_t Trainer<double>::bytes(const NetworkSpec&, const Optimizer&, Index, Index);
template void Trainer<float>::configure_buffers();
template void Trainer<double>::configure_buffers();

}  // namespace bp
