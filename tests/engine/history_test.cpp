#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/train/history.h"

using namespace bp;

namespace {

/// Small integers with exact sums, so that means over powers of two are exact.
float sample(std::int64_t step) { return static_cast<float>((step * 37) % 64); }

struct Summary {
  double sum = 0;
  float low = std::numeric_limits<float>::infinity();
  float high = -std::numeric_limits<float>::infinity();
  Index count = 0;
};

/// What a point over the steps first…last must show.
Summary summarise(std::int64_t first, std::int64_t last) {
  Summary s;
  for (std::int64_t step = first; step <= last; ++step) {
    s.sum += static_cast<double>(sample(step));
    s.low = std::min(s.low, sample(step));
    s.high = std::max(s.high, sample(step));
    ++s.count;
  }
  return s;
}

/// Steps 1…n in every point's place, checked one by one.
void check_points(const History& history, std::int64_t n) {
  std::int64_t first = 1;
  for (Index i = 0; i < history.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto last = static_cast<std::int64_t>(history.steps()[at]);
    const Summary s = summarise(first, last);
    if (i + 1 < history.size()) CHECK(s.count == history.stride());
    // Halves of halves of integers below 64 are exact in float; the last point divides by its
    // count.
    CHECK(history.mean(0)[at] == static_cast<float>(s.sum / static_cast<double>(s.count)));
    CHECK(history.min(0)[at] == s.low);
    CHECK(history.max(0)[at] == s.high);
    CHECK(history.mean(1)[at] == -history.mean(0)[at]);
    CHECK(history.max(1)[at] == -history.min(0)[at]);
    first = last + 1;
  }
  CHECK(first == n + 1);
}

}  // namespace

TEST_CASE("A history point is the mean, minimum and maximum of the steps it stands for") {
  History history;
  history.configure(2, 8);
  for (std::int64_t step = 1; step <= 300; ++step) {
    history.add(step, std::array{sample(step), -sample(step)});
    CHECK(history.size() <= 8);
    check_points(history, step);
  }
  CHECK(history.stride() == 64);
  CHECK(history.size() == 5);
}

TEST_CASE("Nothing is merged before the history is full") {
  History history;
  history.configure(1, 10);
  for (std::int64_t step = 0; step < 10; ++step) {
    history.add(step, std::array{static_cast<float>(step)});
  }
  CHECK(history.size() == 10);
  CHECK(history.stride() == 1);
  history.add(10, std::array{10.0F});
  CHECK(history.size() == 6);
  CHECK(history.stride() == 2);
  CHECK(history.mean(0)[0] == 0.5F);
  CHECK(history.steps()[0] == 1);
  CHECK(history.mean(0)[5] == 10);
}

TEST_CASE("The newest sample is always visible") {
  History history;
  history.configure(1, 4);
  for (std::int64_t step = 1; step <= 1000; ++step) {
    history.add(step, std::array{1.0F});
    CHECK(history.steps().back() == static_cast<float>(step));
  }
}

TEST_CASE("A history needs no memory after configure") {
  History history;
  history.configure(3, 16);
  const float* mean = nullptr;
  for (std::int64_t step = 0; step < 500; ++step) {
    history.add(step, std::array{1.0F, 2.0F, 3.0F});
    if (mean == nullptr) mean = history.mean(2).data();
    CHECK(history.mean(2).data() == mean);
  }
}

TEST_CASE("Odd and tiny capacities are rounded down to an even number, 2 at least") {
  for (const auto& [asked, kept] : {std::pair{0, 2}, std::pair{3, 2}, std::pair{7, 6}}) {
    History history;
    history.configure(1, asked);
    Index largest = 0;
    for (std::int64_t step = 0; step < 100; ++step) {
      history.add(step, std::array{0.0F});
      largest = std::max(largest, history.size());
    }
    CHECK(largest == kept);
  }
}

TEST_CASE("Clearing a history starts it again at full resolution") {
  History history;
  history.configure(1, 4);
  for (std::int64_t step = 0; step < 100; ++step) history.add(step, std::array{5.0F});
  history.clear();
  CHECK(history.size() == 0);
  CHECK(history.stride() == 1);
  CHECK(history.steps().empty());
  history.add(7, std::array{2.0F});
  CHECK(history.size() == 1);
  CHECK(history.mean(0)[0] == 2);
  CHECK(history.max(0)[0] == 2);
}

TEST_CASE("A NaN shows in the mean of its point and nowhere else") {
  History history;
  history.configure(1, 4);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::int64_t step = 0;
  for (const float value : {1.0F, nan, 3.0F, 4.0F, 5.0F}) history.add(++step, std::array{value});
  REQUIRE(history.size() == 3);
  CHECK(std::isnan(history.mean(0)[0]));
  CHECK(history.min(0)[0] == 1);
  CHECK(history.max(0)[0] == 1);
  CHECK(history.mean(0)[1] == 3.5F);
}

TEST_CASE("Samples at the same step share a point: its mean and its range") {
  History history;
  history.configure(1, 4);
  for (int epoch = 1; epoch <= 5; ++epoch) {
    for (const float value : {1.0F, 2.0F, 6.0F}) {
      history.add(epoch, std::array{static_cast<float>(epoch) * value});
    }
  }
  REQUIRE(history.size() == 3);  // 1–2, 3–4, 5: the first four were merged
  CHECK(history.stride() == 2);
  CHECK(history.steps()[0] == 2);
  CHECK(history.steps()[2] == 5);
  CHECK(history.mean(0)[0] == doctest::Approx(4.5));
  CHECK(history.min(0)[0] == 1);
  CHECK(history.max(0)[0] == 12);
  CHECK(history.mean(0)[2] == doctest::Approx(15));
  CHECK(history.max(0)[2] == 30);
}

TEST_CASE("A history that is asked which steps it wants keeps points evenly spaced for ever") {
  History history;
  history.configure(1, 64);
  std::int64_t samples = 0;
  constexpr std::int64_t kSteps = 200000;
  for (std::int64_t step = 1; step <= kSteps; ++step) {
    if (!history.wants(step)) continue;
    const std::array value = {static_cast<float>(step)};
    history.add(step, value);
    ++samples;
  }
  CHECK(samples < 4000);  // eight a point, and each doubling adds 32 points
  const std::span<const float> ends = history.steps();
  for (std::size_t i = 2; i + 1 < ends.size(); ++i) {
    CHECK(ends[i] - ends[i - 1] == static_cast<float>(history.stride()));
  }
}

TEST_CASE("A history without channels still counts its points") {
  History history;
  history.configure(0, 4);
  for (std::int64_t step = 0; step < 9; ++step) history.add(step, {});
  CHECK(history.size() == 3);
}
