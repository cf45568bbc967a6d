#include "engine/optim/schedules.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "engine/core/math.h"
#include "engine/core/registry.h"

namespace bp {
namespace {

/// e / T, at most 1: for schedules that end.
float progress(const ScheduleHyper& h) {
  return static_cast<float>(std::min(1.0, h.epochs / static_cast<double>(h.period)));
}

float constant(const ScheduleHyper&) { return 1; }

float step(const ScheduleHyper& h) {
  const double periods = std::floor(h.epochs / static_cast<double>(h.period));
  return static_cast<float>(
      math::integer_power(static_cast<double>(h.factor), static_cast<std::int64_t>(periods)));
}

float exponential(const ScheduleHyper& h) {
  return math::pow(h.factor, static_cast<float>(h.epochs / static_cast<double>(h.period)));
}

/// Loshchilov, Hutter 2017, arXiv:1608.03983, without restarts.
float cosine(const ScheduleHyper& h) {
  constexpr float kPi = 3.14159265F;
  return h.factor + (1.0F - h.factor) * (0.5F * (1.0F + math::cos(kPi * progress(h))));
}

/// Goyal et al. 2017, arXiv:1706.02677, §2.2.
float warm_up(const ScheduleHyper& h) { return h.factor + (1.0F - h.factor) * progress(h); }

float plateau(const ScheduleHyper& h) {
  return static_cast<float>(math::integer_power(static_cast<double>(h.factor), h.reductions));
}

constexpr std::array kRows = {
    Schedule{"constant", "Constant", "α", false, false, constant},
    Schedule{"step", "Steps", "α γ^⌊e / T⌋: γ times as long every T epochs", true, false, step,
             "{g} ** (e // {T})"},
    Schedule{"exp", "Exponential", "α γ^(e / T), e counts epochs", true, false, exponential,
             "{g} ** (e / {T})"},
    Schedule{"cosine", "Cosine", "α (γ + (1 − γ) ½ (1 + cos(π e / T))); γ α after T epochs", true,
             false, cosine, "{g} + (1 - {g}) * (1 + math.cos(math.pi * min(1, e / {T}))) / 2"},
    Schedule{"warmup", "Warm-up", "α (γ + (1 − γ) e / T); α after T epochs", true, false, warm_up,
             "{g} + (1 - {g}) * min(1, e / {T})"},
    Schedule{"plateau", "On plateau",
             "times γ when the test loss has not improved by 0.01 % for more than T epochs", true,
             true, plateau},
};
static_assert(keys_are_unique(kRows));

}  // namespace

std::span<const Schedule> schedules() { return kRows; }

const Schedule& schedule(std::string_view key) {
  const int i = index_of(schedules(), key);
  assert(i >= 0);
  return kRows[static_cast<std::size_t>(i)];
}

void PlateauState::observe(double loss, float period) {
  constexpr double kBetter = 1 - 1e-4;
  if (loss < best * kBetter) {
    best = loss;
    bad_epochs = 0;
  } else if (static_cast<float>(++bad_epochs) > period) {
    ++reductions;
    bad_epochs = 0;
  }
}

}  // namespace bp
