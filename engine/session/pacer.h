// When a run at a chosen speed does its next step or phase.
#pragma once

#include <cstdint>

#include "engine/session/options.h"

namespace bp {

class Pacer {
 public:
  /// The first step is due at once.
  void start(std::int64_t now_us);
  /// Something was done: the next is due its time after this one was, or, after a pause of any
  /// length, after now.
  void ran(const Speed& speed, std::int64_t now_us);
  /// A snapshot has been published.
  void shown() { waits_for_picture_ = false; }

  [[nodiscard]] bool is_due(const Speed& speed, std::int64_t now_us) const;
  /// Microseconds until is_due(), if time is all it waits for; else 0.
  [[nodiscard]] std::int64_t wait_us(const Speed& speed, std::int64_t now_us) const;

 private:
  double next_us_ = 0;
  bool waits_for_picture_ = false;
};

}  // namespace bp
