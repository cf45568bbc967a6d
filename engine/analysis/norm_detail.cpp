#include "engine/analysis/norm_detail.h"

#include <cmath>

namespace bp {
namespace {

/// Backward leaves dU where û was, and γ and β are others after the step. But Z is an affine
/// function of u in each unit, and the batch's mean and variance of u are known:
///   u = μ + sign(γ) σ (z − mean(z)) / deviation(z)
/// A unit whose z are all alike (γ or σ is 0) gives its mean.
void recover(ConstMatrixMap<float> Z, Index unit, float mean, float variance, float gamma,
             Matrix<float>& U) {
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(Z.cols());
  for (Index i = 0; i < Z.cols(); ++i) sum += static_cast<double>(Z(unit, i));
  for (Index i = 0; i < Z.cols(); ++i) {
    squares += std::pow(static_cast<double>(Z(unit, i)) - sum / n, 2);
  }
  const double deviation = std::sqrt(squares / n);
  double scale = deviation > 0 ? std::sqrt(static_cast<double>(variance)) / deviation : 0;
  if (gamma < 0) scale = -scale;
  for (Index i = 0; i < Z.cols(); ++i) {
    U(unit, i) = static_cast<float>(static_cast<double>(mean) +
                                    scale * (static_cast<double>(Z(unit, i)) - sum / n));
  }
}

std::span<const float> params_of(const Network<float>& net, const ParamBlock& block) {
  return net.params().subspan(static_cast<std::size_t>(block.offset),
                              static_cast<std::size_t>(block.size()));
}

std::span<const float> values_of(const float* at, Index count) {
  return {at, static_cast<std::size_t>(count)};
}

NormDetail detail_of(const Network<float>& net, const Workspace<float>& ws, Index l) {
  const ConstMatrixMap<float> Z = ws.Z(l);
  const std::span<const float> mean = ws.batch_mean(l), variance = ws.batch_variance(l);
  const std::span<const float> running = net.running_mean(l), spread = net.running_variance(l);
  const std::span<const float> gammas = params_of(net, net.gamma_block(l));
  const std::span<const float> betas = params_of(net, net.beta_block(l));
  const auto epsilon = static_cast<float>(net.norm_hyper().epsilon);
  Matrix<float> U(Z.rows(), Z.cols()), V(Z.rows(), Z.cols());
  for (Index u = 0; u < Z.rows(); ++u) {
    const auto at = static_cast<std::size_t>(u);
    const float gamma = gammas[at], beta = betas[at];
    recover(Z, u, mean[at], variance[at], gamma, U);
    const float scale = gamma / std::sqrt(spread[at] + epsilon);
    for (Index i = 0; i < Z.cols(); ++i) V(u, i) = scale * (U(u, i) - running[at]) + beta;
  }
  return {distribution_of(values_of(U.data(), U.size())),
          distribution_of(values_of(Z.data(), Z.size())),
          distribution_of(values_of(V.data(), V.size()))};
}

}  // namespace

void norm_details(const Network<float>& net, const Workspace<float>& ws,
                  std::vector<NormDetail>& out) {
  out.clear();
  if (!net.spec().has_norm() || !ws.has_batch_statistics()) return;
  for (Index l = 0; l < net.layer_count(); ++l) {
    const bool is_normed = net.spec().layers[static_cast<std::size_t>(l)].has_norm;
    out.push_back(is_normed ? detail_of(net, ws, l) : NormDetail{});
  }
}

}  // namespace bp
