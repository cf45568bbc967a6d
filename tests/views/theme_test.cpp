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

const std::array kThemesTested{&light_theme(), &dark_theme(), &projector_theme()};

// `over` with its alpha on `under`.
ImU32 blended(ImU32 over, ImU32 under, float alpha) {
  ImU32 out = 0;
  for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT}) {
    const auto a = static_cast<float>((over >> shift) & 255U);
    const auto b = static_cast<float>((under >> shift) & 255U);
    out |= static_cast<ImU32>(b + (a - b) * alpha + 0.5F) << shift;
  }
  return out | IM_COL32_A_MASK;
}

}  // namespace

TEST_CASE("text has a contrast of 4.5 on everything it is written on, in every theme") {
  for (const Theme* theme : kThemesTested) {
    const Theme& t = *theme;
    CAPTURE(t.surface);
    const struct {
      const char* what;
      ImU32 text, ground;
    } pairs[] = {
        {"text", t.text, t.surface},
        {"text on panels", t.text, t.raised},
        {"text on what is chosen", t.text, t.accent_soft},
        {"notes", t.secondary, t.surface},
        {"notes on panels", t.secondary, t.raised},
        {"a quiet button that is hovered", t.text, t.accent_soft},
        {"accent, as of a tab or a value that is hovered", t.accent, t.raised},
        {"accent on the surface", t.accent, t.surface},
        {"the primary button", t.on_accent, t.accent},
        {"the primary button hovered", t.on_accent, blended(t.accent, t.raised, 0.88F)},
        {"warnings", t.warning, t.warning_surface},
        {"warnings on panels", t.warning, t.raised},
        {"the line of the program that runs", t.text, blended(t.accent, t.raised, 0.12F)},
        {"its remark", t.accent, blended(t.accent, t.raised, 0.12F)},
        {"names of curves", t.test, t.raised},
        {"validation", t.validation, t.raised},
        {"pin A", t.pins[0], t.raised},
        {"pin B", t.pins[1], t.raised},
        {"pin C", t.pins[2], t.raised},
    };
    for (const auto& pair : pairs) {
      CAPTURE(pair.what);
      CHECK(contrast(pair.text, pair.ground) >= 4.5);
    }
    for (int l = 0; l < 12; ++l) {
      CAPTURE(l);
      // A layer's name: marks.cpp, layer_text_color().
      CHECK(contrast(blended(t.text, t.layer(l), 0.4F), t.surface) >= 4.5);
      CHECK(contrast(blended(t.text, t.layer(l), 0.4F), t.raised) >= 4.5);
    }
    // Numbers in the cells of matrices: maths_draw.cpp, kHeat.
    for (const float value : {-1.0F, -0.5F, 0.0F, 0.5F, 1.0F}) {
      CAPTURE(value);
      CHECK(contrast(t.text, diverging(t, value, 0.5F)) >= 4.5);
    }
    // In those of the confusion matrix: report_classes.cpp, draw_cell().
    for (const ImU32 full : {t.accent, t.warning}) {
      CHECK(contrast(t.text, blended(full, t.raised, 0.42F)) >= 4.5);
    }
  }
}

TEST_CASE("marks have a contrast of 3 on what they lie on, in every theme") {
  for (const Theme* theme : kThemesTested) {
    const Theme& t = *theme;
    CAPTURE(t.surface);
    for (const ImU32 mark : {t.negative, t.positive, t.accent, t.validation, t.test, t.secondary}) {
      CHECK(contrast(mark, t.surface) >= 3);
      CHECK(contrast(mark, t.raised) >= 3);
    }
    for (int l = 0; l < 12; ++l) {
      CAPTURE(l);
      CHECK(contrast(t.layer(l), t.surface) >= 3);
      CHECK(contrast(t.layer(l), t.raised) >= 3);
    }
    // A point of class k lies in the middle's colour, or on its own ground with a border around it.
    for (int k = 0; k < kClassColors; ++k) {
      CAPTURE(k);
      CHECK(contrast(t.classes[k], t.middle) >= 3);
    }
  }
}

TEST_CASE("the projector's theme is stronger than the light one") {
  const Theme &light = light_theme(), &hall = projector_theme();
  CHECK(contrast(hall.text, hall.surface) > contrast(light.text, light.surface));
  CHECK(contrast(hall.secondary, hall.raised) >= 10);
  CHECK(contrast(hall.negative, hall.raised) >= 4.5);
  CHECK(contrast(hall.positive, hall.raised) >= 4.5);
  for (int l = 0; l < 12; ++l) CHECK(contrast(hall.layer(l), hall.raised) >= 4.5);
  CHECK(kProjectorScale >= 1.35F);
}

TEST_CASE("colours of classes differ to every eye, the first ones most") {
  for (const Theme* theme : kThemesTested) {
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
  for (const Theme* theme : kThemesTested) {
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
