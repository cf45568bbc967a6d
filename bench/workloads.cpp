#include "bench/workloads.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <sstream>

#include "engine/core/registry.h"

namespace bp::bench {
namespace {

/// Numerical Recipes' generator: its upper 24 bits, as a value in [−1, 1) that is exact in single
/// precision. A few characters in any language.
class Draw {
 public:
  double operator()() {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<double>(state_ >> 8U) / 8388608.0 - 1.0;
  }

 private:
  std::uint32_t state_ = 1;
};

template <class Row>
const Row& row_of(std::span<const Row> rows, const std::string& key) {
  return rows[static_cast<std::size_t>(index_of(rows, key))];
}

}  // namespace

std::istream& operator>>(std::istream& in, Workload& w) {
  std::string units;
  in >> w.id >> units >> w.hidden >> w.output >> w.batch >> w.samples >> w.optimizer;
  in >> w.rate >> w.loss >> w.field;
  w.units.clear();
  std::istringstream words(units);
  for (std::string word; std::getline(words, word, '-');) w.units.push_back(std::stol(word));
  return in;
}

std::vector<Workload> read_workloads(const char* path) {
  std::vector<Workload> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    Workload w;
    if (!line.starts_with('#') && words >> w) rows.push_back(w);
  }
  return rows;
}

NetworkSpec network_spec(const Workload& w) {
  NetworkSpec spec;
  spec.inputs = w.units.front();
  for (std::size_t l = 1; l < w.units.size(); ++l) {
    const bool is_last = l + 1 == w.units.size();
    spec.layers.push_back({w.units[l], &activation(is_last ? w.output : w.hidden)});
  }
  return spec;
}

Index param_count(const Workload& w) { return network_spec(w).param_count(); }

Exercise::Exercise(const Workload& w) {
  Draw draw;
  data.classes = w.loss == "bce" ? 2 : 0;
  data.train.X.resize(w.units.front(), w.samples);
  for (float& x : data.train.X.reshaped()) x = static_cast<float>(draw());
  data.train.Y.resize(w.units.back(), w.samples);
  for (float& y : data.train.Y.reshaped()) {
    const double value = draw();
    y = data.classes > 0 ? static_cast<float>(value >= 0) : static_cast<float>(value);
  }
  for (std::size_t l = 1; l < w.units.size(); ++l) {
    const Index in = w.units[l - 1], out = w.units[l];
    const double range = std::sqrt(6.0 / static_cast<double>(in + out));
    for (Index i = 0; i < in * out; ++i) weights.push_back(static_cast<float>(range * draw()));
    weights.insert(weights.end(), static_cast<std::size_t>(out), 0.0F);
  }
}

TrainHyper hyper_of(const Workload& w) {
  TrainHyper hyper;
  hyper.optimizer.learning_rate = w.rate;
  hyper.batch_size = w.batch;
  return hyper;
}

void configure(const Workload& w, const Exercise& exercise, Trainer<float>& trainer) {
  TrainPlan plan;
  plan.network = network_spec(w);
  plan.loss = &row_of(losses(), w.loss);
  plan.optimizer = &row_of(optimizers(), w.optimizer);
  plan.initializer = &initializers().front();
  plan.order = BatchOrder::Mode::Sequential;
  trainer.configure(plan, exercise.data);
  Network<float> start;
  start.configure(plan.network);
  std::ranges::copy(exercise.weights, start.params().begin());
  trainer.start_from(start);
}

Matrix<float> grid(Index field) {
  Matrix<float> points(2, field * field);
  const auto centre = [field](Index i) {
    return static_cast<float>((2.0 * static_cast<double>(i) + 1.0) / static_cast<double>(field) -
                              1.0);
  };
  for (Index i = 0; i < points.cols(); ++i) {
    points(0, i) = centre(i % field);
    points(1, i) = centre(i / field);
  }
  return points;
}

}  // namespace bp::bench
