// What the trainer knows about its network without training it: always in evaluation mode.
#include <algorithm>
#include <cassert>

#include "engine/nn/block_pass.h"
#include "engine/train/metrics.h"
#include "engine/train/trainer.h"

namespace bp {
namespace {

/// Columns [first, first + n) of a float matrix as T: in place where T is float.
template <class T, class M>
const T* columns_as(const M& m, Index first, Index n, Vector<T>& buffer) {
  const float* p = m.data() + first * m.rows();
  if constexpr (sizeof(T) == sizeof(float)) {
    return p;
  } else {
    std::copy_n(p, n * m.rows(), buffer.data());
    return buffer.data();
  }
}

}  // namespace

template <class T>
Evaluation Trainer<T>::evaluate(const Part& part) {
  const Index n = part.count();
  const Index outputs = plan_.network.outputs();
  if (n == 0) return {};
  eval_out_.resize(static_cast<std::size_t>(outputs * n));
  const std::span<T> scratch(scratch_.data(), static_cast<std::size_t>(scratch_.size()));
  double total = 0;
  for (Index first = 0; first < n; first += eval_ws_.max_batch()) {
    const Index count = std::min(eval_ws_.max_batch(), n - first);
    answer(network_, columns_as(part.X, first, count, eval_x_), count, eval_ws_);
    const T* y = columns_as(part.Y, first, count, eval_y_);
    total += loss_sum(network_, *plan_.loss, y, eval_ws_, scratch);
    std::copy_n(eval_ws_.output().data(), outputs * count, eval_out_.data() + outputs * first);
  }
  const std::span<const float> targets(part.Y.data(), eval_out_.size());
  return {total / averaging_count(*plan_.loss, outputs, n),
          data_->classes > 0 ? accuracy(eval_out_, targets, outputs, plan_.loss->decision_level)
                             : r_squared(eval_out_, targets)};
}

template <class T>
void Trainer<T>::predict(const float* x, Index n, std::span<float> out) {
  const Index outputs = plan_.network.outputs();
  assert(out.size() >= static_cast<std::size_t>(outputs * n));
  const Eigen::Map<const Matrix<float>> inputs(x, plan_.network.inputs, n);
  for (Index first = 0; first < n; first += eval_ws_.max_batch()) {
    const Index count = std::min(eval_ws_.max_batch(), n - first);
    answer(network_, columns_as(inputs, first, count, eval_x_), count, eval_ws_);
    std::copy_n(eval_ws_.output().data(), outputs * count, out.data() + outputs * first);
  }
}

template <class T>
void Trainer<T>::judge(const float* x, const float* y, Index n, std::span<float> out,
                       std::span<float> losses) {
  const Index outputs = plan_.network.outputs();
  assert(out.size() >= static_cast<std::size_t>(outputs * n) && losses.size() >= out.size());
  const Eigen::Map<const Matrix<float>> inputs(x, plan_.network.inputs, n);
  const Eigen::Map<const Matrix<float>> targets(y, outputs, n);
  for (Index first = 0; first < n; first += eval_ws_.max_batch()) {
    const Index count = std::min(eval_ws_.max_batch(), n - first);
    answer(network_, columns_as(inputs, first, count, eval_x_), count, eval_ws_);
    const T* target = columns_as(targets, first, count, eval_y_);
    const ConstMatrixMap<T> a = eval_ws_.output();
    plan_.loss->kernels<T>().value(outputs, count, eval_ws_.Z(network_.layer_count() - 1).data(),
                                   a.data(), target, scratch_.data());
    std::copy_n(a.data(), outputs * count, out.data() + outputs * first);
    std::copy_n(scratch_.data(), outputs * count, losses.data() + outputs * first);
  }
}

template Evaluation Trainer<float>::evaluate(const Part&);
template Evaluation Trainer<double>::evaluate(const Part&);
template void Trainer<float>::predict(const float*, Index, std::span<float>);
template void Trainer<double>::predict(const float*, Index, std::span<float>);
template void Trainer<float>::judge(const float*, const float*, Index, std::span<float>,
                                    std::span<float>);
template void Trainer<double>::judge(const float*, const float*, Index, std::span<float>,
                                     std::span<float>);

}  // namespace bp
