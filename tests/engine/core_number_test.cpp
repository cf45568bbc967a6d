// Text to number and back: the same in every locale, and exact.
#include "engine/core/number.h"

#include <doctest/doctest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>

#include "engine/core/rng.h"

namespace bp {

TEST_CASE("decimal numbers are read, with either sign, point or exponent") {
  CHECK(parse_number("0.1") == 0.1);
  CHECK(parse_number("-3") == -3.0);
  CHECK(parse_number("+2.5e-3") == 0.0025);
  CHECK(parse_number(".5") == 0.5);
  CHECK(parse_number("5.") == 5.0);
  CHECK(parse_number("1E2") == 100.0);
  CHECK(parse_float("16777217") == 16777216.0F);
}

TEST_CASE("what is no number, or not only a number, is refused") {
  for (const char* text :
       {"",   "+",  "-",   ".",     "e5",   "1e",  "1e+", "+-1",      "-+1", "++1",  "--1",
        "1 ", " 1", "1,5", "1.2.3", "0x10", "nan", "inf", "infinity", "1f",  "1e5.5"}) {
    CAPTURE(text);
    CHECK(!parse_number(text));
    CHECK(!parse_float(text));
  }
  CHECK(!parse_number(std::string(64, '1')));
  CHECK(parse_number(std::string(63, '1')));
}

TEST_CASE("beyond the largest number there is none, below the smallest there is 0") {
  CHECK(!parse_number("1e309"));
  CHECK(!parse_number("-1e999999999"));
  CHECK(parse_number("1e-400") == 0.0);
  CHECK(std::signbit(*parse_number("-1e-400")));
  CHECK(parse_number("5e-324") == std::numeric_limits<double>::denorm_min());
  CHECK(!parse_float("1e39"));
  CHECK(!parse_float("1" + std::string(45, '0')));
  CHECK(parse_float("1e-60") == 0.0F);
  CHECK(parse_float("1e-400") == 0.0F);
  CHECK(parse_float("0." + std::string(50, '0') + "1") == 0.0F);
  CHECK(parse_float("1e-45") == std::numeric_limits<float>::denorm_min());
}

TEST_CASE("a float is rounded once") {
  // In double this lies in the middle of two floats, and would go to the even, wrong one.
  CHECK(parse_float("7.038531e-26") == 7.038531e-26F);
  CHECK(static_cast<float>(*parse_number("7.038531e-26")) != 7.038531e-26F);
}

TEST_CASE("every finite float and double reads back from its text to the bit") {
  Rng rng(1);
  for (int i = 0; i < 20000; ++i) {
    const auto a = std::bit_cast<float>(rng.next());
    const std::uint64_t high = rng.next();
    const auto b = std::bit_cast<double>(high << 32U | rng.next());
    if (std::isfinite(a)) {
      CHECK(std::bit_cast<std::uint32_t>(*parse_float(number_text(a))) ==
            std::bit_cast<std::uint32_t>(a));
    }
    if (std::isfinite(b)) {
      CHECK(std::bit_cast<std::uint64_t>(*parse_number(number_text(b))) ==
            std::bit_cast<std::uint64_t>(b));
    }
  }
}

TEST_CASE("a number is written with the fewest digits, plainly unless the exponent is shorter") {
  for (const auto& [value, text] : std::initializer_list<std::pair<double, const char*>>{
           {0.1, "0.1"},
           {-0.03, "-0.03"},
           {0, "0"},
           {-0.0, "-0"},
           {1e-4, "1e-4"},
           {0.00012, "0.00012"},
           {1.0 / 3, "0.3333333333333333"},
           {100000, "1e+5"},
           {123456, "123456"},
           {1e22, "1e+22"},
           {123456789012345680.0, "123456789012345680"},
           {2.5e-300, "2.5e-300"},
           {5e-324, "5e-324"},
           {0x1p-44, "5.684341886080802e-14"}}) {
    CHECK(number_text(value) == text);
  }
  CHECK(number_text(0.1F) == "0.1");
  CHECK(number_text(16777216.0F) == "16777216");
  CHECK(number_text(1e9F) == "1e+9");
  CHECK(number_text(3.4028235e38F) == "3.4028235e+38");
  CHECK(number_text(0x1p-149F) == "1e-45");
}

#ifdef __cpp_lib_to_chars
template <class T>
std::string library_text(T value) {
  char buffer[64];
  std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
  const std::size_t e = text.find('e');
  if (e != std::string::npos && text[e + 2] == '0') text.erase(e + 2, 1);
  return text;
}

TEST_CASE("numbers are written as the library would write them") {
  // Powers of two have neighbours at unequal distances: there alone the nearest digits may not do.
  for (int e = -1074; e < 1024; ++e) {
    const double power = std::ldexp(1.0, e);
    REQUIRE(number_text(power) == library_text(power));
    if (e >= -149 && e < 128) {
      REQUIRE(number_text(static_cast<float>(power)) == library_text(static_cast<float>(power)));
    }
  }
  Rng rng(2);
  for (int i = 0; i < 50000; ++i) {
    const auto a = std::bit_cast<float>(rng.next());
    const std::uint64_t high = rng.next();
    const auto b = std::bit_cast<double>(high << 32U | rng.next());
    REQUIRE(number_text(a) == library_text(a));
    REQUIRE(number_text(b) == library_text(b));
  }
}
#endif

}  // namespace bp
