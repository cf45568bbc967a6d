#include "engine/core/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <system_error>
#include <type_traits>
#include <utility>

namespace bp {
namespace {

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

/// digits · 10^exponent
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

/// The `count` digits of what is nearest to `value`, which is positive. printf rounds exactly.
Decimal nearest(double value, int count) {
  std::array<char, 32> text;
  const int size = std::snprintf(text.data(), text.size(), "%.*e", count - 1, value);
  Decimal out;
  int i = 0, exponent = 0;
  for (; text[static_cast<std::size_t>(i)] != 'e'; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c >= '0' && c <= '9') out.digits = out.digits * 10 + static_cast<std::uint64_t>(c - '0');
  }
  const bool is_negative = text[static_cast<std::size_t>(++i)] == '-';
  for (++i; i < size; ++i) exponent = exponent * 10 + (text[static_cast<std::size_t>(i)] - '0');
  out.exponent = (is_negative ? -exponent : exponent) - (count - 1);
  return out;
}

template <class T>
bool reads_back(Decimal decimal, T value) {
  std::array<char, 32> text;
  const int size = std::snprintf(text.data(), text.size(), "%llue%d",
                                 static_cast<unsigned long long>(decimal.digits), decimal.exponent);
  T read = 0;
  return read_decimal(text.data(), text.data() + size, read) && read == value;
}

/// Powers of ten that a double holds exactly.
constexpr std::array<double, 23> kPowers = [] {
  std::array<double, 23> powers{};
  double power = 1;
  for (double& p : powers) p = std::exchange(power, power * 10);
  return powers;
}();

/// Six to nine digits that read back to `value`, found without printf, which counts where weights
/// by the million are written; nothing beyond 1e-10 to 1e10, or the powers would not be exact.
/// Every operation rounds once, a double's rounding is 2^29 times finer than a float's, and a test
/// compares the result with the library's.
std::optional<Decimal> shortest_quick(float value) {
  const double wide = static_cast<double>(value);
  if (!(wide >= 1e-10 && wide < 1e10)) return std::nullopt;
  int size = 0;  // 10^size <= value < 10^(size + 1)
  while (wide >= kPowers[static_cast<std::size_t>(size) + 1]) ++size;
  while (size <= 0 && wide * kPowers[static_cast<std::size_t>(-size)] < 1) --size;
  for (int count = std::numeric_limits<float>::digits10; count <= 9; ++count) {
    const int shift = count - 1 - size;
    const double power = kPowers[static_cast<std::size_t>(std::abs(shift))];
    const double digits = std::nearbyint(shift >= 0 ? wide * power : wide / power);
    const double read = shift >= 0 ? digits / power : digits * power;
    if (static_cast<float>(read) == value)
      return Decimal{static_cast<std::uint64_t>(digits), -shift};
  }
  return std::nullopt;
}

/// The fewest digits that read back to `value` (positive, finite), and of these the nearest.
template <class T>
Decimal shortest(T value) {
  // So many digits always survive, so that fewer follow from dropping zeros; not for subnormal
  // numbers.
  const bool is_normal = value >= std::numeric_limits<T>::min();
  if constexpr (std::is_same_v<T, float>) {
    if (const std::optional<Decimal> found = shortest_quick(value)) return *found;
  }
  for (int count = is_normal ? std::numeric_limits<T>::digits10 : 1;
       count < std::numeric_limits<T>::max_digits10; ++count) {
    Decimal decimal = nearest(static_cast<double>(value), count);
    if (reads_back(decimal, value)) return decimal;
    ++decimal.digits;  // above a power of two numbers are twice as far apart as below
    if (reads_back(decimal, value)) return decimal;
  }
  return nearest(static_cast<double>(value), std::numeric_limits<T>::max_digits10);
}

/// As std::to_chars lays numbers out: plainly unless the exponent's form is shorter, whole numbers
/// exactly. (That function itself costs the page 50 KB of tables.)
std::string layout(Decimal decimal, double value) {
  while (decimal.digits % 10 == 0) decimal = {decimal.digits / 10, decimal.exponent + 1};
  const std::string digits = std::to_string(decimal.digits);
  const int size = static_cast<int>(digits.size()), e = decimal.exponent + size - 1;
  const int scientific = size + (size > 1) + (std::abs(e) < 100 ? 4 : 5);
  const int plain = decimal.exponent >= 0 ? e + 1 : e >= 0 ? size + 1 : size + 1 - e;
  if (plain > scientific) {
    std::string text = digits.substr(0, 1);
    if (size > 1) text += '.' + digits.substr(1);
    return text + (e < 0 ? "e-" : "e+") + std::to_string(std::abs(e));
  }
  if (decimal.exponent >= 0) {
    std::array<char, 32> text;
    const int length = std::snprintf(text.data(), text.size(), "%.0f", value);
    return {text.data(), static_cast<std::size_t>(length)};
  }
  if (e < 0) return "0." + std::string(static_cast<std::size_t>(-e - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(e) + 1;
  return digits.substr(0, whole) + '.' + digits.substr(whole);
}

template <class T>
std::string text_of(T value) {
  if (std::isnan(value)) return std::signbit(value) ? "-nan" : "nan";
  const std::string sign = std::signbit(value) ? "-" : "";
  const T size = std::fabs(value);
  if (std::isinf(size)) return sign + "inf";
  if (size == 0) return sign + "0";
  return sign + layout(shortest(size), static_cast<double>(size));
}

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

std::string number_text(float value) { return text_of(value); }
std::string number_text(double value) { return text_of(value); }

std::string hash_text(std::uint64_t hash) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[text.size() - 1 - i] = kHex[hash >> 4 * i & 15U];
  return text;
}

}  // namespace bp
