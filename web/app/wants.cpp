#include "web/app/wants.h"

#include <algorithm>
#include <cmath>

#include "engine/session/schema.h"

namespace bp {
namespace {

// Multiplications a picture may cost each time it is made: about 10 ms.
constexpr double kFieldBudget = 40e6, kUnitsBudget = 20e6;
// Values of all unit maps together, and of the plane's: what is copied and uploaded each time.
constexpr double kUnitValues = 600e3, kFieldValues = 90e3;
constexpr int kMembersResolution = 32;
constexpr int kStep = 8;  // resolutions are multiples, so that resizing seldom changes them

int rounded(double resolution, int least, int most) {
  const int steps = static_cast<int>(resolution / kStep) * kStep;
  return std::clamp(steps, least, most);
}

double unit_maps(const Settings& settings, const Snapshot& snapshot) {
  const std::size_t inputs = std::min<std::size_t>(snapshot.input_names.size(), kMaxMapsPerLayer);
  double maps = static_cast<double>(inputs + std::max<std::size_t>(class_count(snapshot), 1));
  for (int l = 0; l < settings.hidden.count; ++l) {
    maps += settings.hidden.layers[static_cast<std::size_t>(l)].units;
  }
  return maps;
}

}  // namespace

Wants wants_of(const Requests& requests, const Settings& settings, const Snapshot& snapshot) {
  Wants out;
  out.metrics = requests.wants_metrics;
  out.matrices = requests.wants_matrices;
  out.details = requests.wants_details;
  out.unit = requests.wants_unit;
  out.unfold = requests.unfold;
  const int most = snapshot.dims == 1 ? 4 * kMembersResolution : kMembersResolution;
  out.members = requests.wants_members ? most : 0;
  // Of a table of unknown width, what the network has that is there.
  const long long planned = parameter_count(settings);
  const double params =
      std::max(1.0, static_cast<double>(planned > 0 ? static_cast<std::uint64_t>(planned)
                                                    : snapshot.param_count));
  if (requests.boundary_width > 0) {
    const double maps = std::max(1.0, static_cast<double>(snapshot.field.maps));
    const double affordable = std::min(std::sqrt(kFieldBudget / (params * settings.members)),
                                       std::sqrt(kFieldValues / maps));
    out.field = rounded(affordable, 24, 128);
  }
  if (requests.unit_size > 0) {
    const double affordable = std::min(std::sqrt(kUnitsBudget / params),
                                       std::sqrt(kUnitValues / unit_maps(settings, snapshot)));
    out.units = rounded(std::min(affordable, 1.0 * requests.unit_size), 8, 48);
  }
  return out;
}

}  // namespace bp
