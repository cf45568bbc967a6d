// Backpropagation of the network that settings describe, against differences, on the first batch of
// their run: in double, at the initial weights, with whatever of it the gradient feels (penalties,
// dropout's masks, batch normalisation, smoothed targets).
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "engine/data/table.h"
#include "engine/session/settings.h"

namespace bp {

/// What a gradient may be off by, relative, away from kinks.
inline constexpr double kGradientTolerance = 1e-6;

struct LayerCheck {
  long long params = 0;
  long long judged = 0;  ///< those whose differences do not cross a kink
  double worst = 0;      ///< largest relative error among them
};

struct SettingsCheck {
  long long samples = 0;
  std::vector<LayerCheck> layers;
  [[nodiscard]] bool passed() const;
};

/// `tables` holds the data set's, if it is one. Refuses networks of more than 20 000 parameters:
/// every one costs two passes.
[[nodiscard]] Result<SettingsCheck> check_settings(const Settings& settings,
                                                   const Tables& tables = {});

}  // namespace bp
