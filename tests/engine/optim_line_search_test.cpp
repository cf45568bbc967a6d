#include "engine/optim/line_search.h"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

namespace {

using namespace bp;

/// φ from two plain functions; counts looks.
struct Curve final : LineFunction {
  double (*value)(double t);
  double (*slope)(double t);
  int looks = 0;
  Curve(double (*v)(double), double (*s)(double)) : value(v), slope(s) {}
  LinePoint at(double t) override {
    ++looks;
    return {t, value(t), slope(t)};
  }
  [[nodiscard]] LinePoint start() const { return {0, value(0), slope(0)}; }
};

void check_conditions(const LinePoint& start, const LinePoint& found) {
  CHECK(found.t > 0);
  CHECK(found.value <= start.value + 1e-4 * found.t * start.slope);
  CHECK(std::fabs(found.slope) <= 0.9 * std::fabs(start.slope));
}

TEST_CASE("A step that is good at once is taken") {
  Curve parabola([](double t) { return (t - 1) * (t - 1); }, [](double t) { return 2 * (t - 1); });
  const LinePoint found = strong_wolfe(parabola, parabola.start(), 1, 1);
  CHECK(found.t == 1);
  CHECK(parabola.looks == 1);
}

TEST_CASE("Both conditions hold from first steps far too short and far too long") {
  Curve parabola([](double t) { return (t - 1) * (t - 1); }, [](double t) { return 2 * (t - 1); });
  // Flat for long, then steep: x⁴ around 3.
  Curve quartic([](double t) { return std::pow(t - 3, 4); },
                [](double t) { return 4 * std::pow(t - 3, 3); });
  // Many valleys: a decrease that is not worth the way must not be taken.
  Curve wavy([](double t) { return 0.1 * t * t - std::sin(5 * t); },
             [](double t) { return 0.2 * t - 5 * std::cos(5 * t); });
  for (Curve* curve : {&parabola, &quartic, &wavy}) {
    for (const double first : {1e-6, 1e-3, 0.1, 1.0, 10.0, 1e4}) {
      CAPTURE(first);
      check_conditions(curve->start(), strong_wolfe(*curve, curve->start(), first, 1));
    }
  }
}

TEST_CASE("A cubic's minimum is found by the first interpolation") {
  // φ = t³/3 − t with its minimum at 1; from 0 and 4 the cubic through both is φ itself.
  Curve cubic([](double t) { return t * t * t / 3 - t; }, [](double t) { return t * t - 1; });
  const LinePoint found = strong_wolfe(cubic, cubic.start(), 4, 1);
  CHECK(found.t == doctest::Approx(1).epsilon(1e-14));
  CHECK(cubic.looks == 2);
}

TEST_CASE("Where the function is no number the step was too long") {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  Curve wall([](double t) { return t < 0.01 ? (t - 0.005) * (t - 0.005) : kInf; },
             [](double t) { return t < 0.01 ? 2 * (t - 0.005) : kNaN; });
  check_conditions(wall.start(), strong_wolfe(wall, wall.start(), 1, 1));
}

TEST_CASE("A search that cannot succeed ends after 25 looks or at the shortest bracket") {
  // The slope lies: the function rises.
  Curve liar([](double t) { return t; }, [](double) { return -1.0; });
  const LinePoint start{0, 0, -1};
  CHECK(strong_wolfe(liar, start, 1, 1).t == 0);
  CHECK(liar.looks <= 26);
  // Falls for ever: the farthest point looked at.
  Curve endless([](double t) { return -t; }, [](double) { return -1.0; });
  CHECK(strong_wolfe(endless, endless.start(), 1, 1).t > 1e6);
  CHECK(endless.looks <= 26);
}

}  // namespace
