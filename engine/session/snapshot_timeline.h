// The part of a snapshot that says where in its run it is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bp {

/// Leads the key of a mark that is an edit of a weight.
inline constexpr std::string_view kEditMark = "edit:";
/// A setting, or a weight, that was changed after `step`.
struct TimelineMark {
  std::int64_t step = 0;
  std::string key, value;
};

struct EpochEnd {
  std::int64_t epoch = 0, step = 0;
};

struct TimelinePart {
  std::int64_t first = 0, last = 0;  ///< steps that can be gone to
  /// Where it is heading; the rest of the snapshot is as it was until it is there.
  std::int64_t target = 0;
  std::int64_t replayed = 0;  ///< how far it has come
  std::uint32_t is_replaying = 0;
  /// Something comes after what is shown: training on, or another setting, will replace it.
  std::uint32_t has_future = 0;
  std::uint32_t settings_version = 0;  ///< grows when going to a step brought its settings back
  std::string settings;                ///< then: a link with them
  std::string start;                   ///< a link with the settings it began with
  /// `start` and `marks` tell the whole run; not so after a divergence or an early stop that was
  /// gone on from, a change in the middle of a step, or very many changes.
  std::uint32_t is_whole = 1;
  std::vector<std::int64_t> checkpoints;
  std::vector<TimelineMark> marks;
  std::vector<EpochEnd> epochs;  ///< some, ascending
  /// Loss curves of the whole run while has_future; points and channels as Snapshot::loss_curve.
  std::vector<float> loss_at;
  std::vector<std::vector<float>> loss;
};

/// The step at which an epoch ended, or the epochs done at a step; between those listed, by rule of
/// three.
[[nodiscard]] double step_at_epoch(const TimelinePart& timeline, double epoch);
[[nodiscard]] double epoch_at_step(const TimelinePart& timeline, double step);

/// Members listed once for packing and unpacking (const or not).
template <class Archive, class T>
void visit_timeline(Archive& ar, T& t) {
  ar(t.first, t.last, t.target, t.replayed, t.is_replaying, t.has_future, t.settings_version,
     t.settings, t.start, t.is_whole, t.checkpoints, t.epochs, t.loss_at, t.loss, t.marks);
}

}  // namespace bp
