// Training steps and boundary fields of the engine, natively, at sizes from a first network to a
// large one. Read them as ratios of one run; the machine they run on is noisy.
//   ./playground bench [--benchmark_filter=…]
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "engine/analysis/field.h"
#include "engine/session/codec.h"
#include "engine/session/plan.h"

namespace {

using namespace bp;

struct Workload {
  const char* name;
  const char* link;
};

constexpr Workload kWorkloads[] = {
    {"2-4-2-1 tanh, batch 10, SGD", "layers=4,2&loss=mse&batch=10"},
    {"2-8-8-1 tanh, batch 16, SGD", ""},
    {"2-8-8-8-1 tanh, batch 30, SGD", "layers=8,8,8&loss=mse&batch=30"},
    {"2-32-32-1 relu, batch 64, Adam", "layers=32,32&act=relu&batch=64&opt=adam"},
    {"2-256-256-1 relu, batch 256, Adam",
     "layers=256,256&act=relu&batch=256&opt=adam&samples=1024"},
};

struct Experiment {
  explicit Experiment(const char* link) {
    Notices notices;
    const Settings settings = decode_link(link, notices);
    data = prepared_data(settings, {});
    plan = train_plan(settings, data);
    hyper = train_hyper(settings);
    trainer.configure(plan, data);
  }
  PreparedData data;
  TrainPlan plan;
  TrainHyper hyper;
  Trainer<float> trainer;
};

void training_step(benchmark::State& state, const Workload& workload) {
  Experiment e(workload.link);
  for (auto _ : state) e.trainer.step(e.hyper);
  const auto params = static_cast<double>(e.trainer.network().params().size());
  const auto batch = static_cast<double>(e.hyper.batch_size);
  state.counters["steps/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
  // Two operations a weight and sample in each of forward, ∂L/∂W and ∂L/∂A.
  state.counters["FLOP/s"] =
      benchmark::Counter(6 * params * batch, benchmark::Counter::kIsIterationInvariantRate);
}

void boundary_field(benchmark::State& state, const Workload& workload) {
  constexpr Index kResolution = 100;
  Experiment e(workload.link);
  DataPlane plane;
  plane.configure(e.data, {});
  FieldSampler sampler;
  sampler.configure(e.data, plane, e.plan.network, kResolution);
  std::vector<float> field(static_cast<std::size_t>(kResolution * kResolution));
  for (auto _ : state) sampler.output(e.trainer.network(), field);
  state.counters["fields/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace

int main(int argc, char** argv) {
  for (const Workload& w : kWorkloads) {
    const std::string name(w.name);
    benchmark::RegisterBenchmark(("step   " + name).c_str(),
                                 [&w](benchmark::State& s) { training_step(s, w); });
    benchmark::RegisterBenchmark(("field  " + name).c_str(),
                                 [&w](benchmark::State& s) { boundary_field(s, w); });
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
