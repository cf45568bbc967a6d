// Axes: ticks are round, few, inside; labels keep apart.
#include "web/views/plot_axis.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "engine/core/rng.h"
#include "tests/views/support.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"

namespace bp {
namespace {

bool is_round(double value, std::initializer_list<double> leads) {
  if (value == 0) return true;
  const double decade = std::pow(10.0, std::floor(std::log10(std::abs(value)) + 1e-9));
  for (const double lead : leads) {
    if (std::abs(std::abs(value) / decade - lead) < 1e-6) return true;
  }
  return false;
}

float uniform(Rng& rng, float low, float high) { return low + rng.uniform() * (high - low); }

}  // namespace

TEST_CASE("linear ticks are a few multiples of a round step, inside the axis") {
  Rng rng(1);
  for (int i = 0; i < 2000; ++i) {
    const double size = std::pow(10.0, static_cast<double>(uniform(rng, -8, 8)));
    const double low = size * static_cast<double>(uniform(rng, -3, 3));
    const double high = low + size * static_cast<double>(uniform(rng, 0.5F, 4));
    const Ticks ticks = linear_ticks(low, high);
    CAPTURE(low);
    CAPTURE(high);
    REQUIRE(ticks.count >= 2);
    CHECK(ticks.count <= 5);
    const double step = ticks.at[1] - ticks.at[0];
    CHECK(is_round(step, {1, 2, 5}));
    for (const double tick : ticks.values()) {
      CHECK(tick >= low - 1e-6 * size);
      CHECK(tick <= high + 1e-6 * size);
      CHECK(std::abs(tick / step - std::round(tick / step)) < 1e-5);
    }
  }
}

TEST_CASE("whole ticks are whole") {
  const Ticks ticks = linear_ticks(0, 3, 4, true);
  for (const double tick : ticks.values()) CHECK(tick == std::round(tick));
  CHECK(linear_ticks(0, 1, 4, true).count == 2);
}

TEST_CASE("log ticks are powers of ten where there are three, else round values") {
  Rng rng(2);
  for (int i = 0; i < 2000; ++i) {
    const double low = std::pow(10.0, static_cast<double>(uniform(rng, -12, 3)));
    const double high = low * std::pow(10.0, static_cast<double>(uniform(rng, 0.3F, 12)));
    const Ticks ticks = log_ticks(low, high);
    CAPTURE(low);
    CAPTURE(high);
    REQUIRE(ticks.count >= 2);
    CHECK(ticks.count <= Ticks::kMax);
    for (const double tick : ticks.values()) {
      CHECK(tick >= low * (1 - 1e-6));
      CHECK(tick <= high * (1 + 1e-6));
    }
    if (high / low > 1e3) CHECK(are_powers(ticks));
  }
}

TEST_CASE("degenerate ranges give an axis all the same") {
  CHECK(linear_ticks(1, 1).count == 1);
  CHECK(linear_axis(3, 3).high > linear_axis(3, 3).low);
  const Axis flat = log_axis(0.5, 0.5, 1);
  CHECK(flat.high / flat.low >= 10 * (1 - 1e-9));
  const Axis endless = log_axis(1e-300, 1, 1);
  CHECK(endless.low > 1e-14);
  CHECK(log_axis(0, 0, 2).low > 0);
}

TEST_CASE("an axis holds what it was made for, and maps both ways") {
  const Axis linear = linear_axis(-0.3, 7.1);
  CHECK(linear.low <= -0.3);
  CHECK(linear.high >= 7.1);
  const Axis log = log_axis(3e-4, 0.8, 1);
  for (const double value : {3e-4, 0.01, 0.8}) {
    CHECK(log.share(value) >= 0.0F);
    CHECK(log.share(value) <= 1.0F);
    CHECK(log.value(log.share(value)) == doctest::Approx(value).epsilon(1e-4));
    CHECK(linear.value(linear.share(value)) == doctest::Approx(value).epsilon(1e-3));
  }
  CHECK(log.share(0) == 0.0F);
  CHECK(log.share(-1) == 0.0F);
}

TEST_CASE("tick texts") {
  TickText text;
  CHECK(tick_text(text, 1, true) == "1");
  CHECK(tick_text(text, 10, true) == "10");
  CHECK(tick_text(text, 1e-2, true) == "10^{\u22122}");
  CHECK(tick_text(text, 1e6, true) == "10^{6}");
  CHECK(tick_text(text, 0.3, false) == "0.3");
}

TEST_CASE("labels keep their order, their distance and the frame") {
  Rng rng(3);
  for (int i = 0; i < 500; ++i) {
    const int n = 1 + static_cast<int>(rng.uniform() * 11);
    std::vector<float> y, before;
    for (int k = 0; k < n; ++k) y.push_back(uniform(rng, 0, 200));
    before = y;
    spread_labels(y, 14, 0, 200);
    for (std::size_t a = 0; a < y.size(); ++a) {
      CHECK(y[a] >= -0.01F);
      CHECK(y[a] <= 200.01F);
      for (std::size_t b = 0; b < y.size(); ++b) {
        if (before[a] < before[b]) CHECK(y[b] - y[a] >= 13.99F);
      }
    }
  }
  std::vector<float> apart = {10, 50, 120};
  spread_labels(apart, 14, 0, 200);
  CHECK(apart == std::vector<float>{10, 50, 120});
}

TEST_CASE("an extent skips what is no number") {
  Extent extent;
  extent.add(std::nan(""));
  CHECK(extent.is_empty);
  extent.add(-2, true);
  CHECK(extent.is_empty);
  const float values[] = {3, -1, INFINITY};
  extent.add(values);
  CHECK(extent.low == -1);
  CHECK(extent.high == 3);
}

TEST_CASE("the point nearest to the cursor") {
  const float at[] = {1, 2, 4, 8};
  CHECK(nearest_point(at, -5) == 0);
  CHECK(nearest_point(at, 2.9) == 1);
  CHECK(nearest_point(at, 3.1) == 2);
  CHECK(nearest_point(at, 100) == 3);
  CHECK(nearest_point({}, 1) == -1);
}

TEST_CASE("curves with gaps, single points and crowds draw without harm") {
  test::Stage stage(400, 300);
  std::vector<float> x, y;
  for (int i = 0; i < 5000; ++i) {
    x.push_back(static_cast<float>(i));
    y.push_back(i % 97 == 0 ? NAN : std::sin(static_cast<float>(i)));
  }
  Plot plot{{20, 20}, {380, 280}, {0, 5000, false}, {-1, 1, false}};
  const int vertices = stage.frame([&] {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_y_axis(stage.ui, draw, plot);
    draw_x_axis(stage.ui, draw, plot, {});
    draw_curve(stage.ui, draw, plot, x, y, stage.ui.theme->text);
    draw_curve(stage.ui, draw, plot, {x.data(), 1}, {y.data() + 1, 1}, stage.ui.theme->text);
    draw_band(draw, plot, x, y, y, stage.ui.theme->text);
  });
  // Crowded points are merged: a few hundred columns, not five thousand segments.
  CHECK(vertices < 8000);
}

// shaders/colormap.glsl: mix(middle, t < 0 ? negative : positive, |t|^0.85 · strength), in sRGB.
TEST_CASE("the diverging map is the shader's formula") {
  const Theme& theme = light_theme();
  const auto expected = [&](float value, float strength) {
    const float t = std::clamp(value, -1.0F, 1.0F);
    const float amount = std::pow(std::abs(t), 0.85F) * strength;
    return mixed(theme.middle, t < 0 ? theme.negative : theme.positive, amount);
  };
  for (float value = -1.5F; value <= 1.5F; value += 0.01F) {
    for (const float strength : {0.5F, 0.78F, 1.0F}) {
      const ImVec4 a = ImGui::ColorConvertU32ToFloat4(diverging(theme, value, strength));
      const ImVec4 b = ImGui::ColorConvertU32ToFloat4(expected(value, strength));
      CHECK(std::abs(a.x - b.x) < 1.5F / 255);
      CHECK(std::abs(a.y - b.y) < 1.5F / 255);
      CHECK(std::abs(a.z - b.z) < 1.5F / 255);
    }
  }
}

}  // namespace bp
