#include "engine/analysis/shown_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/nn/batch_norm.h"
#include "engine/optim/regularizers.h"

namespace bp {
namespace {

// Truncation costs h²/6 |L‴| and rounding ε |L| / h, both about 2e-11: nothing beside single
// precision's 6e-8.
constexpr double kStep = 1e-5;
/// Multiplications all differences together may cost: about half a second in a page.
constexpr double kBudget = 3e8;
/// Below this share of the layer's largest gradient, rounding of the sum that a gradient is would
/// be told as an error of it.
constexpr double kFloor = 1e-2;

using Values = std::vector<double>;

/// One end of a difference: the objective, and where the batch lies between kinks.
struct End {
  double value = 0;
  std::uint64_t sides = 0xCBF29CE484222325ULL;
  Values outputs;
};

class Differences {
 public:
  explicit Differences(const ShownStep& step)
      : s_(step), params_(step.params.begin(), step.params.end()) {
    const NetworkSpec& spec = s_.net.spec();
    const auto n = static_cast<std::size_t>(s_.n);
    seen_.emplace_back(s_.x, s_.x + n * static_cast<std::size_t>(spec.inputs));
    y_.assign(s_.y, s_.y + n * static_cast<std::size_t>(spec.outputs()));
    for (Index l = 0; l + 1 < spec.layer_count(); ++l) {
      seen_.emplace_back();
      layer(l, seen_[static_cast<std::size_t>(l)], seen_.back(), nullptr);
    }
  }

  /// False where the two ends lie on different sides of a kink.
  bool difference(Index layer, std::size_t i, double& out) {
    const End above = end(layer, i, kStep), below = end(layer, i, -kStep);
    out = (above.value - below.value) / (2 * kStep);
    bool is_smooth = above.sides == below.sides;
    for (std::size_t k = 0; k < above.outputs.size() && s_.loss.kink_distance; ++k) {
      is_smooth &= s_.loss.kink_distance(above.outputs[k], y_[k]) >
                   std::fabs(above.outputs[k] - below.outputs[k]);
    }
    return is_smooth;
  }

  void add_penalty(const ParamBlock& block, std::size_t i, double& difference, bool& is_smooth) {
    const bool is_penalised = block.kind == ParamBlock::Kind::Weight ||
                              (block.kind == ParamBlock::Kind::Bias && s_.penalises_biases);
    const double w = params_[i];
    for (std::size_t r = 0; r < s_.lambda.size() && is_penalised; ++r) {
      if (s_.lambda[r] == 0) continue;
      const bool is_l1 = regularizers()[r].has_kink_at_zero;
      const double up = w + kStep, down = w - kStep;
      const double change = is_l1 ? std::fabs(up) - std::fabs(down) : up * up - down * down;
      difference += s_.lambda[r] * change / (2 * kStep);
      is_smooth &= !is_l1 || std::fabs(w) > kStep;
    }
  }

 private:
  End end(Index first, std::size_t i, double move) {
    const double before = params_[i];
    params_[i] += move;
    End end;
    const Index last = s_.net.layer_count() - 1;
    const Values* from = &seen_[static_cast<std::size_t>(first)];
    for (Index l = first; l <= last; ++l) {
      layer(l, *from, l == last ? end.outputs : a_[l % 2], &end.sides);
      from = &a_[l % 2];
    }
    params_[i] = before;
    loss_.resize(y_.size());
    s_.loss.f64.value(s_.net.spec().outputs(), s_.n, z_.data(), end.outputs.data(), y_.data(),
                      loss_.data());
    for (const double value : loss_) end.value += value;
    end.value /= s_.averaged_over;
    return end;
  }

  /// What the next layer sees of layer l: its activations, masked.
  void layer(Index l, const Values& from, Values& to, std::uint64_t* sides) {
    const NetworkSpec& spec = s_.net.spec();
    const LayerSpec& row = spec.layers[static_cast<std::size_t>(l)];
    const Index units = row.units, inputs = spec.inputs_of(l);
    const double* W = params_.data() + s_.net.weight_block(l).offset;
    const double* b = params_.data() + s_.net.bias_block(l).offset;
    z_.resize(static_cast<std::size_t>(units * s_.n));
    for (Index j = 0; j < s_.n; ++j) {
      double* z = z_.data() + j * units;
      std::copy_n(b, units, z);
      const double* x = from.data() + j * inputs;
      for (Index k = 0; k < inputs; ++k) {
        for (Index i = 0; i < units; ++i) z[i] += W[i + units * k] * x[k];
      }
    }
    if (row.has_norm) normalise_layer(l);
    if (sides && !std::isnan(row.activation->kink)) {
      const auto kink = static_cast<double>(row.activation->kink);
      for (const double z : z_) {
        *sides = (*sides ^ ((z > kink ? 2U : 0U) + (z > -kink ? 1U : 0U))) * 0x100000001B3ULL;
      }
    }
    to.resize(z_.size());
    apply(row.activation->f64, units, s_.n, z_.data(), to.data());
    if (!s_.ws.uses_masks() || l + 1 == spec.layer_count()) return;
    const ConstMatrixMap<float> mask = s_.ws.mask(l);
    for (std::size_t i = 0; i < to.size(); ++i) to[i] *= static_cast<double>(mask.data()[i]);
  }

  void normalise_layer(Index l) {
    const auto units =
        static_cast<std::size_t>(s_.net.spec().layers[static_cast<std::size_t>(l)].units);
    const double* gamma = params_.data() + s_.net.gamma_block(l).offset;
    const double* beta = params_.data() + s_.net.beta_block(l).offset;
    Values mean(units), variance(units);
    if (s_.ws.has_batch_statistics()) {
      batch_statistics(static_cast<Index>(units), s_.n, z_.data(), mean.data(), variance.data());
    } else {
      std::ranges::copy(s_.net.running_mean(l), mean.begin());
      std::ranges::copy(s_.net.running_variance(l), variance.begin());
    }
    const auto epsilon = static_cast<double>(s_.net.norm_hyper().epsilon);
    for (std::size_t k = 0; k < z_.size(); ++k) {
      const std::size_t i = k % units;
      z_[k] = gamma[i] * (z_[k] - mean[i]) / std::sqrt(variance[i] + epsilon) + beta[i];
    }
  }

  const ShownStep& s_;
  Values params_, y_, z_, loss_;
  std::vector<Values> seen_;  ///< by each layer, with the parameters as they are
  std::array<Values, 2> a_;
};

/// Every `stride`-th parameter of layer l is compared.
std::size_t stride_of(const ShownStep& s, Index l, std::size_t params) {
  Index after = 0;
  for (const ParamBlock& block : s.net.blocks()) after += block.layer >= l ? block.size() : 0;
  const double each = 2 * static_cast<double>(s.n * after);
  const double most = kBudget / (each * static_cast<double>(s.net.layer_count()));
  return static_cast<std::size_t>(std::max(1.0, std::ceil(static_cast<double>(params) / most)));
}

/// What clipping would have made of a gradient.
double clipped(const ShownStep& s, double gradient) {
  if (s.clip_value > 0) gradient = std::clamp(gradient, -s.clip_value, s.clip_value);
  return gradient * s.scale;
}

}  // namespace

void check_shown(const ShownStep& s, std::span<CheckedLayer> out) {
  Differences differences(s);
  std::ranges::fill(out, CheckedLayer{});
  std::vector<double> largest(out.size(), 0.0);
  for (const ParamBlock& block : s.net.blocks()) {
    const auto l = static_cast<std::size_t>(block.layer);
    out[l].params += static_cast<std::uint32_t>(block.size());
    for (Index i = 0; i < block.size(); ++i) {
      const float g = s.grads[static_cast<std::size_t>(block.offset + i)];
      largest[l] = std::max(largest[l], std::fabs(static_cast<double>(g)));
    }
  }
  for (const ParamBlock& block : s.net.blocks()) {
    CheckedLayer& layer = out[static_cast<std::size_t>(block.layer)];
    const double floor = std::max(kFloor * largest[static_cast<std::size_t>(block.layer)], 1e-12);
    const std::size_t stride = stride_of(s, block.layer, layer.params);
    for (std::size_t k = 0; k < static_cast<std::size_t>(block.size()); k += stride) {
      const std::size_t i = static_cast<std::size_t>(block.offset) + k;
      double d = 0;
      bool is_judged = differences.difference(block.layer, i, d);
      differences.add_penalty(block, i, d, is_judged);
      ++layer.compared;
      if (!is_judged) continue;
      ++layer.judged;
      d = clipped(s, d);
      const auto g = static_cast<double>(s.grads[i]);
      const double error = std::fabs(g - d) / std::max({std::fabs(g), std::fabs(d), floor});
      if (error <= layer.worst && layer.judged > 1) continue;
      layer.worst = std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
      layer.worst_param = static_cast<std::uint32_t>(i);
      layer.shown = g;
      layer.difference = d;
    }
  }
}

}  // namespace bp
