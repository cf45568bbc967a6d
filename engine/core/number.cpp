#include "engine/core/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <system_error>
#include <type_traits>

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

#ifdef __cpp_lib_to_chars
/// Reads the number that fills [first, last): false if there is none. Beyond the range of T,
/// `value` is infinite.
template <class T>
bool read_decimal(const char* first, const char* last, T& value) {
  const auto [end, error] = std::from_chars(first, last, value);
  if (error == std::errc::result_out_of_range) value = std::numeric_limits<T>::infinity();
  return end == last && error != std::errc::invalid_argument;
}
#else
// libc++ has no from_chars for these types yet. In wasm there is no locale that strtod could obey.
void to_number(const char* text, char** end, float& value) { value = std::strtof(text, end); }
void to_number(const char* text, char** end, double& value) { value = std::strtod(text, end); }

template <class T>
bool read_decimal(const char* first, const char* last, T& value) {
  const std::string copy(first, last);  // with a 0 at its end
  char* end = nullptr;
  to_number(copy.c_str(), &end, value);
  return end == copy.c_str() + copy.size() && end != copy.c_str();
}
#endif

/// Whether a text beyond the range of doubles is too small, not too large. At most 63 digits cannot
/// leave that range without an exponent, so its sign decides.
bool is_tiny(std::string_view text) {
  return text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
}

template <class T>
std::optional<T> parse(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  if (text.empty() || text.size() >= kLongest) return std::nullopt;
  if (text.find_first_not_of("+-.0123456789eE") != std::string_view::npos) return std::nullopt;
  if (text.front() == '+') {  // from_chars knows no plus sign
    text.remove_prefix(1);
    if (text.empty() || text.front() == '+' || text.front() == '-') return std::nullopt;
  }
  T value = 0;
  if (!read_decimal(text.data(), text.data() + text.size(), value)) return std::nullopt;
  if (std::isfinite(value)) return value;
  if constexpr (std::is_same_v<T, float>) {
    const std::optional<double> wide = parse<double>(text);
    if (!wide || std::fabs(*wide) > 1) return std::nullopt;
  } else {
    if (!is_tiny(text)) return std::nullopt;
  }
  return text.front() == '-' ? -T(0) : T(0);
}

}  // namespace

std::optional<double> parse_number(std::string_view text) { return parse<double>(text); }
std::optional<float> parse_float(std::string_view text) { return parse<float>(text); }

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
