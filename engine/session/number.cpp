#include "engine/session/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace bp {
namespace {

template <class T>
std::string shortest(T value) {
  std::array<char, 64> buffer;
  const std::to_chars_result end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  std::string text(buffer.data(), end.ptr);
  const std::size_t e = text.find('e');  // "1e-04" reads better, and as well, as "1e-4"
  if (e != std::string::npos && e + 2 < text.size() && text[e + 2] == '0') text.erase(e + 2, 1);
  return text;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  // strtod, because libc++ has no floating-point from_chars yet; the programs never leave the "C"
  // locale, so the decimal point is a point.
  constexpr std::size_t kLongest = 64;
  if (text.empty() || text.size() >= kLongest) return std::nullopt;
  if (text.find_first_not_of("+-.0123456789eE") != std::string_view::npos) return std::nullopt;
  std::array<char, kLongest> copy{};
  text.copy(copy.data(), text.size());
  char* end = nullptr;
  const double value = std::strtod(copy.data(), &end);
  if (end != copy.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string number_text(float value) { return shortest(value); }
std::string number_text(double value) { return shortest(value); }

std::string hash_text(std::uint64_t hash) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[text.size() - 1 - i] = kHex[hash >> 4 * i & 15U];
  return text;
}

}  // namespace bp
