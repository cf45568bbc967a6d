// Numbers as people read them.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "web/views/text.h"

namespace bp {
namespace {

constexpr std::string_view kMinus = "\u2212", kThin = "\u2009";
constexpr std::string_view kSuperscripts[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

// Appends to a NumberText; what does not fit is dropped.
struct Writer {
  NumberText& out;
  std::size_t size = 0;
  void put(std::string_view text) {
    if (size + text.size() > sizeof out.buffer) return;
    std::memcpy(out.buffer + size, text.data(), text.size());
    size += text.size();
  }
  [[nodiscard]] std::string_view view() const { return {out.buffer, size}; }
};

// "5460" → "5 460"; four digits and more.
void put_grouped(Writer& writer, std::string_view digits) {
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) writer.put(kThin);
    writer.put(digits.substr(i, 1));
  }
}

void put_power_of_ten(Writer& writer, int exponent) {
  writer.put("10");
  if (exponent < 0) writer.put("⁻");
  char digits[16];
  const int n = std::snprintf(digits, sizeof digits, "%d", std::abs(exponent));
  for (int i = 0; i < n; ++i) writer.put(kSuperscripts[digits[i] - '0']);
}

std::string_view without_zeros(std::string_view digits) {
  if (digits.find('.') == std::string_view::npos) return digits;
  while (digits.back() == '0') digits.remove_suffix(1);
  if (digits.back() == '.') digits.remove_suffix(1);
  return digits;
}

void put_scientific(Writer& writer, double magnitude, int significant, bool is_trimmed) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*e", significant - 1, magnitude);
  const char* const e = std::strchr(text, 'e');
  std::string_view mantissa(text, static_cast<std::size_t>(e - text));
  if (is_trimmed) mantissa = without_zeros(mantissa);
  if (!is_trimmed || mantissa != "1") {
    writer.put(mantissa);
    writer.put("·");
  }
  int exponent = 0;
  std::sscanf(e + 1, "%d", &exponent);
  put_power_of_ten(writer, exponent);
}

void put_plain(Writer& writer, double magnitude, int significant, bool is_trimmed) {
  const int exponent = magnitude > 0 ? static_cast<int>(std::floor(std::log10(magnitude))) : 0;
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", std::max(0, significant - 1 - exponent), magnitude);
  std::string_view digits = text;
  if (is_trimmed) digits = without_zeros(digits);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  put_grouped(writer, digits.substr(0, point));
  writer.put(digits.substr(point));
}

std::string_view format(NumberText& out, double value, int significant, bool is_trimmed) {
  Writer writer{out};
  if (std::isnan(value)) {
    writer.put("NaN");
    return writer.view();
  }
  if (value < 0) writer.put(kMinus);
  const double magnitude = std::abs(value);
  if (std::isinf(value)) {
    writer.put("∞");
  } else if (magnitude == 0) {
    writer.put("0");
  } else if (magnitude != 0 && (magnitude < 0.9995e-3 || magnitude >= 1e6)) {
    put_scientific(writer, magnitude, significant, is_trimmed);
  } else {
    put_plain(writer, magnitude, significant, is_trimmed);
  }
  return writer.view();
}

}  // namespace

std::string_view format_number(NumberText& out, double value, int significant) {
  return format(out, value, std::clamp(significant, 1, 12), false);
}

std::string_view format_setting(NumberText& out, double value) {
  return format(out, value, 4, true);
}

std::string_view format_count(NumberText& out, long long value) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%lld", value < 0 ? -value : value);
  Writer writer{out};
  if (value < 0) writer.put(kMinus);
  put_grouped(writer, digits);
  return writer.view();
}

std::string_view format_percent(NumberText& out, double share) {
  Writer writer{out};
  if (!std::isfinite(share)) {
    writer.put("–");
    return writer.view();
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", std::abs(share) * 100);
  if (share < 0) writer.put(kMinus);
  writer.put(text);
  writer.put("\u2009%");
  return writer.view();
}

}  // namespace bp
