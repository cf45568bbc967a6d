// The table of learning-rate schedules: what share of the learning rate α a step uses. Time is
// counted in epochs, so a schedule means the same for every batch size.
#pragma once

#include <limits>
#include <span>
#include <string_view>

#include "engine/core/types.h"

namespace bp {

/// What a schedule may read.
struct ScheduleHyper {
  float period = 50;    ///< T, in epochs
  float factor = 0.1F;  ///< γ
  double epochs = 0;    ///< e, done before this step, with the share of the present one
  int reductions = 0;   ///< how often a plateau was found
};

struct Schedule {
  std::string_view key;
  std::string_view label;
  std::string_view formula;  ///< for people
  bool has_parameters;       ///< whether T and γ have an effect
  bool watches_loss;         ///< needs PlateauState::observe at the end of every epoch
  /// α of this step / α; always with the same bits.
  float (*share)(const ScheduleHyper& h);
  /// The same share in Python, of e, {T} and {g}; empty where there is none, or none but the
  /// loss's.
  std::string_view torch{};
};

[[nodiscard]] std::span<const Schedule> schedules();
[[nodiscard]] const Schedule& schedule(std::string_view key);

/// Counts the epochs without progress, as PyTorch's ReduceLROnPlateau does with its defaults: a
/// loss is better if it is below 0.9999 × the best one; after more than T epochs that are not, the
/// rate is reduced and counting starts anew.
struct PlateauState {
  double best = std::numeric_limits<double>::infinity();
  int bad_epochs = 0;
  int reductions = 0;
  void observe(double loss, float period);
};

}  // namespace bp
