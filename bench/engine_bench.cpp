// The engine natively, measured by Google Benchmark: training steps and fields of workloads.txt.
//   bp_bench [--benchmark_filter=W3]    a table, for whoever makes the engine faster
//   bp_bench --serve                    one of the processes that bench/bench.mjs asks in turn
//
// Requests are lines, answers lines of JSON; ROW is a line of workloads.txt:
//   measure SECONDS ROW   → {"count": steps or fields, "cpu": seconds, "wall": seconds}
//   peak SECONDS          → the same, counting turns of spin()
//   weights STEPS ROW     → {"values": […]}: the parameters after so many steps
//   field ROW             → {"values": […]}: the answers at the grid's points, initial weights
#include <benchmark/benchmark.h>

#include <cstdio>
#include <iostream>
#include <sstream>

#include "bench/peak.h"
#include "bench/workloads.h"
#include "engine/nn/block_pass.h"

namespace {

using namespace bp;
using namespace bp::bench;

void training_step(benchmark::State& state, const Workload& w) {
  const Exercise exercise(w);
  const TrainHyper hyper = hyper_of(w);
  Trainer<float> trainer;
  configure(w, exercise, trainer);
  for (auto _ : state) trainer.step(hyper);
  const auto params = static_cast<double>(param_count(w)), batch = static_cast<double>(w.batch);
  state.counters["steps/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
  // Two operations a weight and sample in each of forward, ∂L/∂W and ∂L/∂A.
  state.counters["FLOP/s"] =
      benchmark::Counter(6 * params * batch, benchmark::Counter::kIsIterationInvariantRate);
}

/// The answers at the grid's points, in the chunks in which the engine's FieldSampler takes them.
class Field {
 public:
  explicit Field(const Workload& w) : points_(grid(w.field)) {
    const Exercise exercise(w);
    net_.configure(network_spec(w));
    std::ranges::copy(exercise.weights, net_.params().begin());
    ws_.configure(net_.spec(), kChunk, false);
    answers_.resize(static_cast<std::size_t>(points_.cols()));
  }
  std::span<const float> sample() {
    for (Index start = 0; start < points_.cols(); start += kChunk) {
      const Index n = std::min(kChunk, points_.cols() - start);
      answer(net_, points_.col(start).data(), n, ws_);
      std::copy_n(ws_.output().data(), n, answers_.data() + start);
    }
    return answers_;
  }

 private:
  static constexpr Index kChunk = 128;
  Matrix<float> points_;
  Network<float> net_;
  Workspace<float> ws_;
  std::vector<float> answers_;
};

void field(benchmark::State& state, const Workload& w) {
  Field grid_field(w);
  for (auto _ : state) benchmark::DoNotOptimize(grid_field.sample().data());
  const auto params = static_cast<double>(param_count(w));
  const auto points = static_cast<double>(w.field * w.field);
  state.counters["fields/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["FLOP/s"] =
      benchmark::Counter(2 * params * points, benchmark::Counter::kIsIterationInvariantRate);
}

void peak(benchmark::State& state) {
  constexpr int kTurns = 100'000;
  const volatile float factor = 0.999F, term = 0.001F;  // not known to the compiler
  for (auto _ : state) benchmark::DoNotOptimize(spin(kTurns, factor, term));
  state.counters["FLOP/s"] = benchmark::Counter(double(kTurns) * kFlopsPerTurn,
                                                benchmark::Counter::kIsIterationInvariantRate);
}

benchmark::internal::Benchmark* add(const Workload& w) {
  const auto run = w.field > 0 ? field : training_step;
  return benchmark::RegisterBenchmark(w.id.c_str(),
                                      [w, run](benchmark::State& state) { run(state, w); });
}

/// Prints a run as the answer to a request.
class AnswerReporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    const Run& run = runs.front();
    std::printf("{\"count\": %lld, \"cpu\": %.9g, \"wall\": %.9g}\n",
                static_cast<long long>(run.iterations), run.cpu_accumulated_time,
                run.real_accumulated_time);
  }
};

void measure(benchmark::internal::Benchmark* row, double seconds) {
  row->MinTime(seconds);
  AnswerReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter, ".");
  benchmark::ClearRegisteredBenchmarks();
}

void print_values(std::span<const float> values) {
  const char* separator = "{\"values\": [";
  for (const float value : values) {
    std::printf("%s%.9g", separator, static_cast<double>(value));
    separator = ", ";
  }
  std::printf("]}\n");
}

void print_weights(const Workload& w, int steps) {
  const Exercise exercise(w);
  Trainer<float> trainer;
  configure(w, exercise, trainer);
  for (int i = 0; i < steps; ++i) trainer.step(hyper_of(w));
  print_values(std::as_const(trainer).network().params());
}

void answer(const std::string& line) {
  std::istringstream words(line);
  std::string verb;
  double number = 0;
  words >> verb;
  if (verb != "field") words >> number;
  if (verb == "peak") return measure(benchmark::RegisterBenchmark("peak", peak), number);
  Workload w;
  if (!(words >> w)) {
    std::printf("{\"error\": \"not understood\"}\n");
  } else if (verb == "measure") {
    measure(add(w), number);
  } else if (verb == "weights") {
    print_weights(w, static_cast<int>(number));
  } else {
    print_values(Field(w).sample());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--serve") {
    for (std::string line; std::getline(std::cin, line);) {
      answer(line);
      std::fflush(stdout);
    }
    return 0;
  }
  for (const Workload& w : read_workloads(BP_WORKLOADS)) add(w);
  benchmark::RegisterBenchmark("peak", peak);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
