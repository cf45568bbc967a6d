// Softmax cross entropy with three classes against PyTorch's cross_entropy.
#include <doctest/doctest.h>

#include <utility>

#include "tests/engine/golden_task.h"

namespace {

using namespace bp;
using namespace bp_test;

/// The golden points; those of class 1 to the right of x = 0 are class 2.
PreparedData three_classes(const PreparedData& two) {
  PreparedData data = two;
  data.classes = 3;
  for (Part* part : {&data.train, &data.test}) {
    Matrix<float> Y = Matrix<float>::Zero(3, part->count());
    for (Index i = 0; i < part->count(); ++i) {
      const bool is_one = part->Y(0, i) > 0.5F;
      Y(is_one ? (part->X(0, i) > 0 ? 2 : 1) : 0, i) = 1;
    }
    part->Y = Y;
  }
  return data;
}

/// The start of tools/golden/make_training.py: output weights once, twice and three times.
template <class T>
void set_start(Network<T>& net) {
  const double* from = kGoldenStart;
  for (Index l = 0; l < 2; ++l) {
    for (const ParamBlock* block : {&net.weight_block(l), &net.bias_block(l)}) {
      std::copy_n(from, block->size(), net.params().data() + block->offset);
      from += block->size();
    }
  }
  for (Index k = 0; k < 3; ++k) {
    for (Index j = 0; j < 3; ++j) net.W(2)(k, j) = static_cast<T>((k + 1) * from[j]);
    net.b(2)(k) = static_cast<T>((k + 1) * from[3]);
  }
}

template <class T>
void check_run(double tolerance) {
  const GoldenTask task;
  const PreparedData data = three_classes(task.data());
  TrainPlan plan =
      make_plan({{{4, "tanh"}, {3, "tanh"}}}, Task::Classification, "softmax_ce", "momentum");
  plan.network.layers.back().units = 3;
  Trainer<T> trainer;
  trainer.configure(plan, data);
  set_start(trainer.network());
  TrainHyper hyper;
  hyper.batch_size = kGoldenSamples;
  for (int i = 0; i < kTrainingSteps; ++i) trainer.step(hyper);
  const Network<T>& net = std::as_const(trainer).network();
  CHECK(net.params().size() == std::size(kSoftmaxRun.params));
  CHECK(deviation(net.params(), kSoftmaxRun.params) < tolerance);
  CHECK(trainer.batch_loss() == doctest::Approx(kSoftmaxRun.last_loss).epsilon(tolerance));
  CHECK(trainer.evaluate(data.train).loss ==
        doctest::Approx(kSoftmaxRun.evaluation).epsilon(tolerance));
}

TEST_CASE("Sixty steps of softmax cross entropy over three classes are PyTorch's") {
  check_run<double>(1e-12);  // only the order of sums differs
  check_run<float>(1e-4);    // sixty steps of float rounding, 6e-8 each, amplified
}

}  // namespace
