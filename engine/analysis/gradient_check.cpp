#include "engine/analysis/gradient_check.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace bp {
namespace {

// Truncation costs h²/6 |L‴| ≈ 2e-11 |L‴|, rounding ε|L|/h ≈ 2e-11 |L|: about equal.
constexpr double kStep = 1e-5;
// So a gradient below 1e-4 (times the loss, where that is above 1) can be wrong by more than 1e-6
// of itself without being wrong: that of a bias under batch normalisation, say, which is 0.
constexpr double kFloor = 1e-4;

struct Problem {
  Network<double>& net;
  const Loss& loss;
  const double* x;
  const double* y;
  Index n;
  std::span<const double> lambda;
  bool penalises_biases;
  Workspace<double> ws;
  std::vector<double> scratch;
};

/// One end of a difference: the objective, on which side of every activation's kink the batch lies,
/// and the outputs, for the loss's own kink.
struct End {
  double value = 0;
  std::uint64_t sides = 0;
  std::vector<double> outputs;
};

bool is_penalised(const Problem& p, const ParamBlock& block) {
  return block.kind == ParamBlock::Kind::Weight ||
         (block.kind == ParamBlock::Kind::Bias && p.penalises_biases);
}

/// Calls f(block, its parameters) for every block under a penalty.
template <class F>
void for_each_penalised(const Problem& p, F&& f) {
  for (const ParamBlock& block : p.net.blocks()) {
    if (!is_penalised(p, block)) continue;
    f(block, std::span<const double>(p.net.params().data() + block.offset,
                                     static_cast<std::size_t>(block.size())));
  }
}

double objective(Problem& p) {
  forward(p.net, p.x, p.n, p.ws, Mode::Train);
  double total = loss_sum(p.net, p.loss, p.y, p.ws, std::span(p.scratch)) /
                 static_cast<double>(p.scratch.size());
  for (std::size_t r = 0; r < p.lambda.size(); ++r) {
    for_each_penalised(p, [&](const ParamBlock&, std::span<const double> w) {
      total += p.lambda[r] * regularizers()[r].f64.penalty(w);
    });
  }
  return total;
}

/// Leaves ∂L/∂parameters in p.ws.grads().
void backpropagate(Problem& p) {
  forward(p.net, p.x, p.n, p.ws, Mode::Train);
  std::ranges::fill(p.ws.grads(), 0.0);
  output_gradient(p.net, p.loss, p.y, 1.0 / static_cast<double>(p.scratch.size()), p.ws);
  for (Index l = p.net.layer_count() - 1; l >= 0; --l) backward_layer(p.net, p.x, l, p.ws);
  for (std::size_t r = 0; r < p.lambda.size(); ++r) {
    for_each_penalised(p, [&](const ParamBlock& block, std::span<const double> w) {
      regularizers()[r].f64.add_gradient(block.size(), p.lambda[r], w.data(),
                                         p.ws.grads().data() + block.offset);
    });
  }
}

/// FNV-1a over which of the pieces between −kink and kink each pre-activation lies in.
std::uint64_t sides_of_kinks(const Problem& p) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (Index l = 0; l < p.net.layer_count(); ++l) {
    const auto kink =
        static_cast<double>(p.net.spec().layers[static_cast<std::size_t>(l)].activation->kink);
    const ConstMatrixMap<double> Z = p.ws.Z(l);
    for (Index i = 0; i < Z.size() && !std::isnan(kink); ++i) {
      const double z = Z.data()[i];
      hash = (hash ^ ((z > kink ? 2U : 0U) + (z > -kink ? 1U : 0U))) * 0x100000001B3ULL;
    }
  }
  return hash;
}

End end_at(Problem& p, double& param, double value) {
  const double before = std::exchange(param, value);
  End end{objective(p), sides_of_kinks(p), {}};
  const ConstMatrixMap<double> output = p.ws.output();
  end.outputs.assign(output.data(), output.data() + output.size());
  param = before;
  return end;
}

/// Whether a kink lies between the two ends: of an activation, or of the loss, which is nearer to
/// an end than the ends to each other.
bool is_across_kink(const Problem& p, const End& above, const End& below) {
  if (above.sides != below.sides) return true;
  for (std::size_t i = 0; i < above.outputs.size() && p.loss.kink_distance != nullptr; ++i) {
    const double distance = p.loss.kink_distance(above.outputs[i], p.y[i]);
    if (distance <= std::fabs(above.outputs[i] - below.outputs[i])) return true;
  }
  return false;
}

/// Of |w|, at 0.
bool is_at_penalty_kink(const Problem& p, Index param) {
  bool is_near = false;
  for (std::size_t r = 0; r < p.lambda.size(); ++r) {
    if (!regularizers()[r].has_kink_at_zero || p.lambda[r] == 0) continue;
    for_each_penalised(p, [&](const ParamBlock& block, std::span<const double> w) {
      const Index at = param - block.offset;
      if (at < 0 || at >= block.size()) return;
      is_near |= std::fabs(w[static_cast<std::size_t>(at)]) <= kStep;
    });
  }
  return is_near;
}

double distance_to_kinks(const Problem& p) {
  double nearest = std::numeric_limits<double>::infinity();
  for (Index l = 0; l < p.net.layer_count(); ++l) {
    const ConstMatrixMap<double> Z = p.ws.Z(l);
    const auto kink =
        static_cast<double>(p.net.spec().layers[static_cast<std::size_t>(l)].activation->kink);
    for (Index i = 0; i < Z.size() && !std::isnan(kink); ++i) {
      nearest = std::min(nearest, std::fabs(std::fabs(Z.data()[i]) - kink));
    }
  }
  for (std::size_t r = 0; r < p.lambda.size(); ++r) {
    if (!regularizers()[r].has_kink_at_zero || p.lambda[r] == 0) continue;
    for_each_penalised(p, [&](const ParamBlock&, std::span<const double> w) {
      for (const double x : w) nearest = std::min(nearest, std::fabs(x));
    });
  }
  const ConstMatrixMap<double> output = p.ws.output();
  for (Index i = 0; i < output.size() && p.loss.kink_distance != nullptr; ++i) {
    nearest = std::min(nearest, p.loss.kink_distance(output.data()[i], p.y[i]));
  }
  return nearest;
}

}  // namespace

GradientCheck check_gradients(Network<double>& net, const Loss& loss, const double* x,
                              const double* y, Index n, std::span<const double> lambda,
                              bool penalises_biases) {
  assert(n > 0 && lambda.size() <= regularizers().size());
  Problem p{net, loss, x, y, n, lambda, penalises_biases, {}, {}};
  p.ws.configure(net.spec(), n, true);
  p.scratch.resize(static_cast<std::size_t>(n * net.spec().outputs()));
  Rng rng(1);
  if (net.has_dropout()) p.ws.allow_masks();
  draw_masks(net, n, rng, p.ws);  // the same ones for every difference
  backpropagate(p);
  GradientCheck result;
  result.kink_distance = distance_to_kinks(p);
  const double floor = kFloor * std::max(1.0, objective(p));
  const std::span<double> params = net.params();
  for (std::size_t i = 0; i < params.size(); ++i) {
    const End above = end_at(p, params[i], params[i] + kStep);
    const End below = end_at(p, params[i], params[i] - kStep);
    const double numeric = (above.value - below.value) / (2 * kStep);
    const double exact = p.ws.grads()[i];
    const double size = std::max({std::fabs(exact), std::fabs(numeric), floor});
    const double error = std::fabs(exact - numeric) / size;
    const bool is_judged =
        !is_across_kink(p, above, below) && !is_at_penalty_kink(p, static_cast<Index>(i));
    result.errors.push_back(is_judged ? error : std::numeric_limits<double>::quiet_NaN());
    if (!(error <= result.worst)) {
      result.worst = std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
      result.worst_param = static_cast<Index>(i);
    }
  }
  return result;
}

}  // namespace bp
