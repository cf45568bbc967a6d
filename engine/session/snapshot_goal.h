// The part of a snapshot that says whether, and when, the goal was reached.
#pragma once

#include <cstdint>
#include <vector>

namespace bp {

struct GoalPart {
  std::uint32_t count = 0;       ///< how often a goal was reached; grows
  std::uint32_t is_reached = 0;  ///< in this run; then the moment:
  std::int64_t step = 0, epoch = 0;
  std::uint64_t hash = 0;      ///< of all parameters
  std::vector<double> values;  ///< of each condition
  std::int32_t edits = 0;      ///< weights set by hand in this run so far
};

/// Members listed once for packing and unpacking (const or not).
template <class Archive, class G>
void visit_goal(Archive& ar, G& g) {
  ar(g.count, g.is_reached, g.step, g.epoch, g.hash, g.edits, g.values);
}

}  // namespace bp
