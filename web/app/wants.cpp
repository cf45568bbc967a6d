#include "web/app/wants.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/session/schema.h"

namespace bp {
namespace {

// Multiplications a picture may cost each time it is made: about 10 ms.
constexpr double kFieldBudget = 40e6, kUnitsBudget = 20e6;
// Values of all unit maps together: what is copied and uploaded each time.
constexpr double kUnitValues = 600e3;
constexpr int kStep = 8;  // resolutions are multiples, so that resizing seldom changes them

int rounded(double resolution, int least, int most) {
  const int steps = static_cast<int>(resolution / kStep) * kStep;
  return std::clamp(steps, least, most);
}

double unit_maps(const Settings& settings) {
  int maps = std::popcount(settings.features) + 1;
  for (int l = 0; l < settings.hidden.count; ++l) {
    maps += settings.hidden.layers[static_cast<std::size_t>(l)].units;
  }
  return maps;
}

}  // namespace

Wants wants_of(const Requests& requests, const Settings& settings) {
  Wants out;
  const auto params = static_cast<double>(std::max(1LL, parameter_count(settings)));
  if (requests.boundary_width > 0) {
    out.field = rounded(std::sqrt(kFieldBudget / (params * settings.members)), 24, 128);
  }
  if (requests.unit_size > 0) {
    const double affordable =
        std::min(std::sqrt(kUnitsBudget / params), std::sqrt(kUnitValues / unit_maps(settings)));
    out.units = rounded(std::min(affordable, 1.0 * requests.unit_size), 8, 48);
  }
  return out;
}

}  // namespace bp
