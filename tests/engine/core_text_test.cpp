// UTF-8: what is valid, and how text from outside becomes fit to be shown.
#include "engine/core/text.h"

#include <doctest/doctest.h>

#include <string>

namespace bp {

TEST_CASE("every character written as UTF-8 is valid and has the length RFC 3629 gives it") {
  for (const auto& [code, length] : {std::pair<char32_t, std::size_t>{0x00, 1},
                                     {0x7F, 1},
                                     {0x80, 2},
                                     {0x7FF, 2},
                                     {0x800, 3},
                                     {0xD7FF, 3},
                                     {0xE000, 3},
                                     {0xFFFF, 3},
                                     {0x10000, 4},
                                     {0x10FFFF, 4}}) {
    std::string text;
    append_utf8(text, code);
    CAPTURE(text);
    CHECK(text.size() == length);
    CHECK(utf8_length(text) == length);
    CHECK(utf8_length(text + "x") == length);
    if (length > 1) CHECK(utf8_length(text.substr(0, length - 1)) == 0);
  }
  std::string euro;
  append_utf8(euro, 0x20AC);
  CHECK(euro == "€");
}

TEST_CASE("overlong forms, surrogates and lone bytes are no UTF-8") {
  for (const char* text :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xE2\x82", "\xE2(\xA1"}) {
    CHECK(!is_utf8(text));
  }
  CHECK(is_utf8(""));
  CHECK(is_utf8("Größe in m² — €"));
}

TEST_CASE("text to be shown is valid UTF-8, on one line and not too long") {
  CHECK(printable("plain", 40) == "plain");
  CHECK(printable("Gr\xF6\xDF"
                  "e",
                  40) == "Größe");  // Latin-1
  CHECK(printable("a\nb\tc\x7F", 40) == "a b c ");
  CHECK(printable("\x93quoted\x94", 40) == "?quoted?");
  CHECK(printable("0123456789", 10) == "0123456789");
  CHECK(printable("0123456789x", 10) == "0123456789…");
  CHECK(printable("ßßß", 3) == "ßß…");  // never half a character
}

}  // namespace bp
