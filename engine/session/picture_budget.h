// Shares a session's time between training and what is published of it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace bp {

/// After pictures took t, training gets 3t at least: while it hurries, at most a quarter of the
/// time goes into all that is published.
inline constexpr std::int64_t kRestFactor = 3;
inline constexpr double kPictureShare = 1.0 / (1 + kRestFactor);

/// Times are of the session's clock. Over any span, pictures take at most a quarter of it,
/// kMostSaved and the last thing that was made.
class PictureBudget {
 public:
  /// Unused time does not add up: after a pause nothing may be held up for longer than that.
  static constexpr std::int64_t kMostSaved_us = 8000;

  /// Training starts to hurry.
  void start(std::int64_t now_us) {
    credit_us_ = 0;
    last_us_ = now_us;
  }
  /// What has passed since spend() was training's.
  void earn(std::int64_t now_us) {
    credit_us_ = std::min(credit_at(now_us), kMostSaved_us);
    last_us_ = now_us;
  }
  /// What has passed since earn() or spend() went into pictures.
  void spend(std::int64_t now_us) {
    credit_us_ -= now_us - last_us_;
    spent_us_ += now_us - last_us_;
    last_us_ = now_us;
  }
  /// Whether there is time for another.
  [[nodiscard]] bool is_left() const { return credit_us_ >= 0; }
  [[nodiscard]] bool will_be_left(std::int64_t now_us) const { return credit_at(now_us) >= 0; }
  /// All that pictures ever took.
  [[nodiscard]] std::int64_t spent_us() const { return spent_us_; }

 private:
  [[nodiscard]] std::int64_t credit_at(std::int64_t now_us) const {
    return credit_us_ + (now_us - last_us_) / kRestFactor;
  }
  std::int64_t credit_us_ = 0, last_us_ = 0, spent_us_ = 0;
};

/// How fine a grid is, by what its points turned out to cost: between wanted and a quarter of it,
/// in steps that are not taken back at once.
class AdaptiveResolution {
 public:
  /// What making a grid may take: so much that a quarter of each frame is enough.
  static constexpr double kTarget_us = 3000;

  [[nodiscard]] std::int64_t of(std::int64_t wanted) const;
  /// What making a grid of that resolution took.
  void took(std::int64_t cost_us);
  /// Another network, or other points: what they cost is not known.
  void forget() { *this = {}; }

 private:
  int level_ = 0;
  double cost_us_ = -1;  ///< of a grid at level 0; −1: not known
};

}  // namespace bp
