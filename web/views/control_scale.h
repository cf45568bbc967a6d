// Where a number of the schema stands on its slider's track, and which number a place stands for.
#pragma once

#include "engine/session/schema.h"
#include "web/views/text.h"

namespace bp {

/// A numeric field's range, whole numbers and real ones alike.
struct Range {
  double min, max;
  Scale scale;
  bool zero_is_off;  ///< the leftmost stop means 0
  bool is_whole;
};
[[nodiscard]] Range range_of(const IntKind& kind);
[[nodiscard]] Range range_of(const RealKind& kind);

/// Place on the track, 0 … 1; values beyond the range stand at its ends.
[[nodiscard]] float fraction_of(const Range& range, double value);
/// The round value nearest to a place: 1, 1.5, 2, 3 … on log scales, a hundredth or so on linear.
[[nodiscard]] double value_at(const Range& range, float fraction);

}  // namespace bp
