// Writes JSON (RFC 8259). Values follow one another; commas are put where they belong.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bp {

class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool is_true);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  /// Shortest text that reads back; NaN and infinity, which JSON lacks, become null.
  JsonWriter& value(float number);
  JsonWriter& value(double number);
  JsonWriter& null();
  JsonWriter& array(std::span<const float> numbers);
  JsonWriter& array(std::span<const double> numbers);

  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  JsonWriter& raw(std::string_view text);
  void separate();

  std::string out_;
  bool needs_comma_ = false;
};

}  // namespace bp
