// Settings as text: one value (`lr` ↔ "0.03"), a link ("v=1&data=river&lr=0.03", only what differs
// from the data set's defaults), JSON. Hostile input: capped, clamped, told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/number.h"
#include "engine/session/schema.h"

namespace bp {

inline constexpr int kLinkVersion = 1;
inline constexpr std::size_t kMaxLinkBytes = 16384;

/// Shortest text that reads back to the same value.
[[nodiscard]] std::string to_text(const Field& field, const Settings& settings);

/// Reads one value; out of range is clamped, nonsense leaves the value alone; both add a notice.
/// Returns whether the value was usable (possibly clamped).
bool set_from_text(const Field& field, std::string_view text, Settings& settings, Notices& notices);

/// As a Set command does it: changing `data` also takes over that set's recommended noise and loss;
/// then normalise(). What would not fit into memory (memory.h) leaves all as it was.
bool change_setting(std::string_view key, std::string_view text, Settings& settings,
                    Notices& notices);

[[nodiscard]] std::string encode_link(const Settings& settings);
/// Accepts a leading '#' or '?', percent-encoding and unknown keys (told, ignored).
[[nodiscard]] Settings decode_link(std::string_view link, Notices& notices);

class JsonWriter;
/// {"data":"river","lr":0.1,…}: every field, choices by key.
[[nodiscard]] std::string settings_json(const Settings& settings);
void write_settings(const Settings& settings, JsonWriter& json);
/// Fields with label, help, group, effect, range, scale, choices and default.
[[nodiscard]] std::string schema_json();
/// What of the schema these settings leave open: {"lr":true, "momentum":false, "loss":["mse"], …}:
/// whether a field has an effect, or the keys of those of its choices that may be taken.
[[nodiscard]] std::string open_fields_json(const Settings& settings);

}  // namespace bp
