// Colours that must be told apart, by colour-blind eyes too.
#include "web/views/theme.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace bp {
namespace {

using Rgb = std::array<double, 3>;  // linear light

Rgb linear(ImU32 color) {
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(color);
  Rgb out{};
  const std::array channels{c.x, c.y, c.z};
  for (std::size_t i = 0; i < 3; ++i) {
    const double v = static_cast<double>(channels[i]);
    out[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  }
  return out;
}

double luminance(const Rgb& c) { return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; }

double contrast(ImU32 a, ImU32 b) {  // WCAG 2
  const double x = luminance(linear(a)) + 0.05, y = luminance(linear(b)) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

// Machado, Oliveira, Fernandes 2009, severity 1: none, protanopia, deuteranopia, tritanopia.
constexpr std::array<std::array<double, 9>, 4> kEyes = {{
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}};

Rgb seen(const Rgb& c, const std::array<double, 9>& eye) {
  Rgb out{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double sum = eye[3 * i] * c[0] + eye[3 * i + 1] * c[1] + eye[3 * i + 2] * c[2];
    out[i] = std::clamp(sum, 0.0, 1.0);
  }
  return out;
}

// Ottosson 2020: distances in it are about those the eye sees.
Rgb oklab(const Rgb& c) {
  const double l = std::cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
  const double m = std::cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
  const double s = std::cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

// To the eyes that see it least.
double difference(ImU32 a, ImU32 b) {
  double least = 9;
  for (const auto& eye : kEyes) {
    const Rgb x = oklab(seen(linear(a), eye)), y = oklab(seen(linear(b), eye));
    least = std::min(least, std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]));
  }
  return least;
}

}  // namespace

TEST_CASE("colours of classes differ to every eye, the first ones most") {
  for (const Theme* theme : {&light_theme(), &dark_theme()}) {
    CAPTURE(theme->is_dark);
    CHECK(theme->classes[0] == theme->negative);
    CHECK(theme->classes[1] == theme->positive);
    for (int k = 0; k < kClassColors; ++k) {
      CAPTURE(k);
      CHECK(contrast(theme->classes[k], theme->raised) >= 3);
      // 0.02 is just noticeable side by side; points lie apart, hence three to four times that.
      const double enough = k < 5 ? 0.08 : 0.06;
      for (int j = 0; j < k; ++j) {
        CAPTURE(j);
        CHECK(difference(theme->classes[k], theme->classes[j]) > enough);
      }
    }
  }
}

TEST_CASE("the curves of the loss can be told apart and read") {
  for (const Theme* theme : {&light_theme(), &dark_theme()}) {
    const std::array curves{theme->text, theme->test, theme->validation};
    for (std::size_t i = 0; i < curves.size(); ++i) {
      CHECK(contrast(curves[i], theme->raised) >= 4.5);  // their names are text
      for (std::size_t j = 0; j < i; ++j) CHECK(difference(curves[i], curves[j]) > 0.09);
    }
  }
}

TEST_CASE("a class's scale starts at the middle and ends at its colour") {
  const Theme& theme = light_theme();
  CHECK(class_tone(theme, 4, 0, 1) == theme.middle);
  CHECK(class_tone(theme, 4, 1, 1) == theme.classes[4]);
  CHECK(class_tone(theme, 4, 7, 1) == theme.classes[4]);
  CHECK(class_tone(theme, 1, 1, 0.5F) == diverging(theme, 1, 0.5F));
  CHECK(class_tone(theme, 0, 0.3F, 0.5F) == diverging(theme, -0.3F, 0.5F));
}

}  // namespace bp
