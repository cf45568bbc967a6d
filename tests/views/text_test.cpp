#include "web/views/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/views/support.h"

namespace bp {
namespace {

std::string number(double value, int significant = 3) {
  NumberText out;
  return std::string(format_number(out, value, significant));
}
std::string setting(double value) {
  NumberText out;
  return std::string(format_setting(out, value));
}
std::string count(long long value) {
  NumberText out;
  return std::string(format_count(out, value));
}
std::string percent(double share) {
  NumberText out;
  return std::string(format_percent(out, share));
}

}  // namespace

TEST_CASE("numbers have three significant digits, a true minus and thin spaces") {
  CHECK(number(0.1703) == "0.170");
  CHECK(number(0.03164) == "0.0316");
  CHECK(number(12.345) == "12.3");
  CHECK(number(5460) == "5\u2009460");
  CHECK(number(-1.084) == "\u22121.08");
  CHECK(number(0) == "0");
  CHECK(number(0.00033) == "3.30·10⁻⁴");
  CHECK(number(-2.5e-12, 2) == "\u22122.5·10⁻¹²");
  CHECK(number(1234567) == "1.23·10⁶");
  CHECK(number(std::nan("")) == "NaN");
  CHECK(number(-INFINITY) == "\u2212∞");
  CHECK(number(0.001) == "0.00100");
}

TEST_CASE("settings have no trailing zeros") {
  CHECK(setting(0.1) == "0.1");
  CHECK(setting(0.1F) == "0.1");
  CHECK(setting(16) == "16");
  CHECK(setting(1e-4) == "10⁻⁴");
  CHECK(setting(1.5e-5) == "1.5·10⁻⁵");
  CHECK(setting(0.999) == "0.999");
  CHECK(setting(0) == "0");
}

TEST_CASE("counts and percents") {
  CHECK(count(0) == "0");
  CHECK(count(999) == "999");
  CHECK(count(1000) == "1\u2009000");
  CHECK(count(-1234567) == "\u22121\u2009234\u2009567");
  CHECK(percent(0.914) == "91.4\u2009%");
  CHECK(percent(1) == "100.0\u2009%");
  CHECK(percent(std::nan("")) == "–");
}

TEST_CASE("text is measured as it is drawn, figures do not wobble") {
  test::Stage stage;
  const UiState& ui = stage.ui;
  stage.frame([&] {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 size = measure(ui, Face::Regular, TextSize::Body, "Learning rate");
    CHECK(size.x == draw_text(ui, draw, {0, 0}, 0, Face::Regular, TextSize::Body, "Learning rate"));
    // 13-pixel Inter: this is what browsers measure, within hinting.
    CHECK(size.x == doctest::Approx(82).epsilon(0.05));
    CHECK(measure(ui, Face::Regular, TextSize::Body, {}).x == 0);
    CHECK(measure_figures(ui, Face::Semibold, TextSize::Key, "11.1") ==
          measure_figures(ui, Face::Semibold, TextSize::Key, "98.7"));
    CHECK(measure(ui, Face::Mono, TextSize::Label, "111").x ==
          measure(ui, Face::Mono, TextSize::Label, "888").x);
  });
}

TEST_CASE("paragraphs break at words and count their lines") {
  test::Stage stage;
  const UiState& ui = stage.ui;
  stage.frame([&] {
    const auto height = [&](std::string_view text, float width) {
      return draw_wrapped(ui, nullptr, {}, width, 0, Face::Regular, TextSize::Body, text);
    };
    const float one = height("word", 1000);
    CHECK(height("word word word", 1000) == one);
    CHECK(height("word word word", 40) == 3 * one);
    CHECK(height("", 40) == 0);
    CHECK(height("unbreakable", 2) > one);
  });
}

TEST_CASE("mathematics: scripts are smaller, markup takes no room, any input ends") {
  test::Stage stage;
  const UiState& ui = stage.ui;
  stage.frame([&] {
    const auto width = [&](std::string_view markup) {
      return measure_math(ui, TextSize::Body, markup).x;
    };
    CHECK(width("**W**") == measure(ui, Face::Semibold, TextSize::Body, "W").x);
    CHECK(width("x^{2}") < width("x2"));
    CHECK(width("x_{i}^{2}") < width("x_{i}") + width("^{2}"));
    CHECK(width("∂*L*/∂**W**^{(*l*)}") > width("∂*L*/∂**W**"));
    for (const char* broken : {"^{", "x_{", "**", "*a", "}{", "^{_{^{", "_", "^"}) {
      CHECK(std::isfinite(width(broken)));
    }
  });
}

TEST_CASE("what is too long is cut at a character's end, a remark in brackets first") {
  test::Stage stage;
  ShortText out;
  const auto cut = [&](std::string_view text, float width) {
    return std::string(shortened(stage.ui, Face::Regular, TextSize::Body, text, width, out));
  };
  const auto width_of = [&](std::string_view text) {
    return measure(stage.ui, Face::Regular, TextSize::Body, text).x;
  };
  stage.frame([&] {
    CHECK(cut("petal", 400) == "petal");
    CHECK(cut("petal length (cm)", width_of("petal length") + 1) == "petal length");
    CHECK(cut("(all)", 4) == "…");
    for (float width = 0; width < 200; width += 3) {
      const std::string text = cut("Größe → ∂L/∂W und noch viel mehr Worte", width);
      CHECK(width_of(text) <= std::max(width, width_of("…")));
      const auto last = static_cast<unsigned char>(text[0]);
      CHECK((last & 0xC0U) != 0x80U);
    }
    const std::string long_name(5000, 'x');
    CHECK(cut(long_name, 1e9F) == long_name);
    CHECK(cut(long_name, 3000).size() <= sizeof out.buffer);
  });
}

TEST_CASE("text that reads upwards stays in its column") {
  test::Stage stage(400, 400);
  stage.frame([&] {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    for (const Align align : {Align::Left, Align::Center, Align::Right}) {
      const int first = draw.VtxBuffer.Size;
      draw_text_up(stage.ui, draw, {50, 200}, IM_COL32_WHITE, Face::Regular, TextSize::Small,
                   "mean radius", align);
      REQUIRE(draw.VtxBuffer.Size > first);
      float low = 1e9F, high = -1e9F;
      for (int i = first; i < draw.VtxBuffer.Size; ++i) {
        const ImVec2 p = draw.VtxBuffer[i].pos;
        CHECK(p.x >= 49);
        CHECK(p.x <= 51 + line_height(stage.ui, TextSize::Small));
        low = std::min(low, p.y);
        high = std::max(high, p.y);
      }
      CHECK(high - low > 40);
      if (align == Align::Left) CHECK(high <= 202);
      if (align == Align::Right) CHECK(low >= 198);
      if (align == Align::Center) CHECK(0.5F * (low + high) == doctest::Approx(200).epsilon(0.02));
    }
  });
}

TEST_CASE("a line is not broken within a number") {
  test::Stage stage;
  const UiState& ui = stage.ui;
  stage.frame([&] {
    const auto width = [&](std::string_view text) {
      return measure(ui, Face::Regular, TextSize::Label, text).x;
    };
    // "mm 0." fits, and so would "623 ccc" after it; "mm 0.623" and "0.623 ccc" do not.
    const float room = width("623 ccc") + 1;
    REQUIRE(width("mm 0.") < room);
    REQUIRE(width("mm 0.623") > room);
    REQUIRE(width("0.623 ccc") > room);
    const auto height = [&](std::string_view text) {
      return draw_wrapped(ui, nullptr, {}, room, 0, Face::Regular, TextSize::Label, text);
    };
    CHECK(height("mm 0.623 ccc") == 3 * height("mm"));
  });
}

}  // namespace bp
