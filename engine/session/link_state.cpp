#include "engine/session/link_state.h"

#include <algorithm>
#include <cmath>

#include "engine/core/base64.h"
#include "engine/core/inflate.h"
#include "engine/core/number.h"
#include "engine/core/text.h"
#include "engine/session/codec.h"
#include "engine/session/snapshot.h"

namespace bp {
namespace {

constexpr std::int64_t kLastStep = 1'000'000'000;

/// What stands before `separator`, which is taken off `rest` with it.
std::string_view take_until(char separator, std::string_view& rest) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::int64_t read_step(std::string_view text) {
  const std::optional<double> number = parse_number(text);
  const bool is_step = number && *number == std::floor(*number) && *number >= 0 &&
                       *number <= static_cast<double>(kLastStep);
  return is_step ? static_cast<std::int64_t>(*number) : -1;
}

Error unreadable(std::string_view what, std::string_view text) {
  return Error{"The link's " + std::string(what) + " cannot be read: \"" + printable(text, 40) +
               "\". It was cut or changed; ask for it once more."};
}

/// Byte planes back to numbers one after the other, as Edit "all" takes them.
std::optional<std::string> unpack_weights(std::string_view text) {
  const auto packed = from_base64url(text);
  if (!packed) return std::nullopt;
  const auto planes = inflate(*packed, 4 * static_cast<std::size_t>(kMaxPublishedParams));
  if (!planes || planes->size() % 4 != 0) return std::nullopt;
  const std::size_t count = planes->size() / 4;
  std::vector<std::uint8_t> bytes(planes->size());
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < 4; ++k) bytes[4 * i + k] = (*planes)[k * count + i];
  }
  return base64url(bytes);
}

/// The changes on the way, in their order; false if one cannot be read.
bool read_log(std::string_view log, std::int64_t at, std::vector<Command>& out) {
  std::int64_t last = 0;
  while (!log.empty()) {
    std::string_view rest = take_until(';', log);
    const std::int64_t step = read_step(take_until(',', rest));
    const std::string_view key = take_until(',', rest);
    if (step < last || step > at || key.empty()) return false;
    last = step;
    out.push_back({Command::Kind::Ahead, std::string(key), std::string(rest), step});
  }
  return true;
}

}  // namespace

Result<LinkState> read_link_state(std::string_view link) {
  LinkState state;
  std::string_view weights, log, at_text;
  if (!link.empty() && (link.front() == '#' || link.front() == '?')) link.remove_prefix(1);
  while (!link.empty()) {
    const std::string_view part = take_until('&', link);
    std::string_view value = part;
    const std::string_view key = take_until('=', value);
    if (key == "w") weights = value;
    if (key == "log") log = value;
    if (key == "at") at_text = value;
    if (key == "hash") state.hash = value;
    if (is_link_part(key)) continue;
    if (!state.settings.empty()) state.settings += '&';
    state.settings += part;
  }
  state.has_state = !(weights.empty() && log.empty() && at_text.empty());
  if (!weights.empty()) {
    std::optional<std::string> numbers = unpack_weights(weights);
    if (!numbers) return unreadable("weights", weights);
    state.commands.push_back({Command::Kind::Edit, std::string(kEditAll), std::move(*numbers), 1});
  }
  const std::int64_t at = at_text.empty() ? 0 : read_step(at_text);
  if (at < 0) return unreadable("step", at_text);
  if (!read_log(log, at, state.commands)) return unreadable("changes", log);
  if (at > 0) {
    state.commands.push_back({Command::Kind::Ahead, "end", {}, at});
    state.commands.push_back({Command::Kind::Seek, {}, {}, at});
  }
  return state;
}

}  // namespace bp
