// What the benchmark measures: networks, data and initial weights that are the same in C++,
// JavaScript (lib/workloads.mjs) and Python (contenders/torch_host.py).
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "engine/data/prepared.h"
#include "engine/train/trainer.h"

namespace bp::bench {

/// A row of workloads.txt.
struct Workload {
  std::string id;
  std::vector<Index> units;  ///< inputs first
  std::string hidden, output, optimizer, loss;
  Index batch = 0, samples = 0;
  float rate = 0;
  Index field = 0;  ///< points on a side; 0: a training step
};

/// Reads a row.
std::istream& operator>>(std::istream& in, Workload& w);
/// The rows of a file; empty if it cannot be read.
[[nodiscard]] std::vector<Workload> read_workloads(const char* path);
[[nodiscard]] NetworkSpec network_spec(const Workload& w);
/// Weights and biases.
[[nodiscard]] Index param_count(const Workload& w);

/// Samples drawn by draw(), all of them for training, and initial weights laid out as the engine's.
struct Exercise {
  explicit Exercise(const Workload& w);
  PreparedData data;
  std::vector<float> weights;
};

/// A trainer at the exercise's initial weights; batches come in the data's order.
void configure(const Workload& w, const Exercise& exercise, Trainer<float>& trainer);
[[nodiscard]] TrainHyper hyper_of(const Workload& w);
/// Inputs (2 × field²) at the cells' centres over [−1, 1]², the first one fastest.
[[nodiscard]] Matrix<float> grid(Index field);

}  // namespace bp::bench
