#include "engine/optim/budgets.h"

#include <array>
#include <cassert>
#include <cmath>

#include "engine/core/reduce.h"
#include "engine/core/registry.h"

namespace bp {
namespace {

template <class T>
double dot_of(Parts<T> x, Parts<T> y) {
  double total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    total += dot(std::span<const T>(x[i]), std::span<const T>(y[i]));
  }
  return total;
}

/// √Σw² ≤ r: w ← w · r / ‖w‖.
struct Ball {
  template <class T>
  static double size(Parts<T> parts) {
    return std::sqrt(dot_of(parts, parts));
  }
  template <class T>
  static void project(Parts<T> parts, double radius) {
    const double norm = size(parts);
    if (!(norm > radius)) return;
    const T factor = static_cast<T>(radius / norm);
    for (const std::span<T> part : parts) {
      for (T& w : part) w *= factor;
    }
  }
  template <class T>
  static double multiplier(Parts<T> parts, Parts<T> grads) {
    return -dot_of(parts, grads) / (2 * dot_of(parts, parts));
  }
};

/// Σ|w| ≤ r: w ← sign(w) max(0, |w| − θ), with the θ of Duchi, Shalev-Shwartz, Singer, Chandra
/// 2008, "Efficient projections onto the ℓ₁-ball": θ = (Σ_{|w| > θ} |w| − r) / #{|w| > θ}.
struct Diamond {
  template <class T>
  static double size(Parts<T> parts) {
    double total = 0;
    for (const std::span<T> part : parts) total += sum_abs(std::span<const T>(part));
    return total;
  }

  /// θ by repeating that equation from θ = 0 until no weight falls below it any more (Michelot
  /// 1986): the same θ as by sorting, without memory to sort in.
  template <class T>
  static double threshold(Parts<T> parts, double radius) {
    double theta = 0;
    for (std::size_t before = 0;;) {
      double total = 0;
      std::size_t above = 0;
      for (const std::span<T> part : parts) {
        for (const T w : part) {
          const double size = std::fabs(static_cast<double>(w));
          total += size > theta ? size : 0;
          above += size > theta ? 1 : 0;
        }
      }
      // The set only shrinks; rounding must not make it grow and go round for ever.
      if (above == 0 || (before != 0 && above >= before)) return theta;
      theta = (total - radius) / static_cast<double>(above);
      before = above;
    }
  }

  template <class T>
  static void project(Parts<T> parts, double radius) {
    if (!(size(parts) > radius)) return;
    const double theta = threshold(parts, radius);
    for (const std::span<T> part : parts) {
      for (T& w : part) {
        const double left = std::fabs(static_cast<double>(w)) - theta;
        w = left > 0 ? std::copysign(static_cast<T>(left), w) : T(0);
      }
    }
  }

  template <class T>
  static double multiplier(Parts<T> parts, Parts<T> grads) {
    return -dot_of(parts, grads) / size(parts);
  }
};

template <class R, class T>
constexpr BudgetKernels<T> kernels() {
  return {R::template size<T>, R::template project<T>, R::template multiplier<T>};
}

template <class R>
constexpr Budget row(std::string_view key, std::string_view label, std::string_view formula,
                     std::string_view torch) {
  return {key,
          label,
          formula,
          true,
          kernels<R, float>(),
          kHasDouble ? kernels<R, double>() : BudgetKernels<double>{},
          torch};
}

constexpr std::string_view kTorchDiamond =
    "def project(weights, radius):  # onto the diamond: the same is taken from all\n"
    "    sizes = torch.cat([w.flatten() for w in weights]).abs().sort(descending=True).values\n"
    "    if sizes.sum() > radius:\n"
    "        excess = (sizes.cumsum(0) - radius) / torch.arange(1, len(sizes) + 1)\n"
    "        threshold = excess[sizes > excess][-1]\n"
    "        for w in weights:\n"
    "            w.copy_(w.sign() * (w.abs() - threshold).clamp(min=0))";
constexpr std::string_view kTorchBall =
    "def project(weights, radius):  # onto the ball: all shrink by the same factor\n"
    "    size = torch.cat([w.flatten() for w in weights]).norm()\n"
    "    if size > radius:\n"
    "        for w in weights:\n"
    "            w.mul_(radius / size)";

constexpr std::array kRows = {
    Budget{"none", "Off", "no limit", false, {}, {}},
    row<Diamond>("l1", "L1 diamond", "Σ |w| ≤ r: the same from all, and never below 0",
                 kTorchDiamond),
    row<Ball>("l2", "L2 ball", "√Σ w² ≤ r: all weights shrink by the same factor", kTorchBall),
};
static_assert(keys_are_unique(kRows));

}  // namespace

std::span<const Budget> budgets() { return kRows; }

const Budget& budget(std::string_view key) {
  const int i = index_of(budgets(), key);
  assert(i >= 0);
  return kRows[static_cast<std::size_t>(i)];
}

template <class T>
void limit_rows(Index units, Index inputs, T* w, double limit) {
  for (Index i = 0; i < units; ++i) {
    double squares = 0;
    for (Index j = 0; j < inputs; ++j) {
      const auto x = static_cast<double>(w[i + units * j]);
      squares += x * x;
    }
    const double norm = std::sqrt(squares);
    if (!(norm > limit)) continue;
    const T factor = static_cast<T>(limit / norm);
    for (Index j = 0; j < inputs; ++j) w[i + units * j] *= factor;
  }
}

template void limit_rows(Index, Index, float*, double);
template void limit_rows(Index, Index, double*, double);

}  // namespace bp
