#include "engine/session/codec.h"

#include <algorithm>
#include <cmath>

#include "engine/core/number.h"
#include "engine/core/text.h"
#include "engine/data/datasets.h"
#include "engine/nn/losses.h"
#include "engine/session/link_state.h"
#include "engine/session/memory.h"
#include "engine/session/options.h"
#include "engine/session/page_parts.h"

namespace bp {
namespace {

constexpr int kMaxTextInNotice = 40;

int option_index(const OptionTable& table, std::string_view key) {
  for (int i = 0; i < table.count(); ++i) {
    if (table.at(i).key == key) return i;
  }
  return -1;
}

/// Visits the comma-separated parts of a list; an empty text has none.
template <class F>
void for_each_part(std::string_view list, char separator, F&& visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    visit(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

std::string quoted(std::string_view text) { return printable(text, kMaxTextInNotice); }

/// Reads one field; every member function returns whether the text was usable.
class Reader {
 public:
  Reader(const Field& field, std::string_view text, Settings& settings, Notices& notices)
      : field_(field), text_(text), settings_(settings), notices_(notices) {}

  bool operator()(const IntKind& k) {
    const std::optional<double> value = parse_number(text_);
    if (!value) return unusable();
    const double used = std::clamp(std::round(*value), double(k.min), double(k.max));
    settings_.*k.member = static_cast<int>(used);
    return note_if(used != *value);
  }
  bool operator()(const RealKind& k) {
    const std::optional<double> value = parse_number(text_);
    if (!value) return unusable();
    const float given = static_cast<float>(*value);
    const bool is_off = k.zero_is_off && given == 0;
    const float used = is_off ? 0 : std::clamp(given, k.min, k.max);
    settings_.*k.member = used;
    return note_if(used != given);
  }
  bool operator()(const FlagKind& k) {
    if (text_ != "1" && text_ != "0" && text_ != "true" && text_ != "false") return unusable();
    settings_.*k.member = text_ == "1" || text_ == "true";
    return true;
  }
  bool operator()(const ChoiceKind& k) {
    int i = option_index(k.options, text_);
    if (i < 0 && k.is_language) i = option_index(k.options, text_.substr(0, text_.find('-')));
    if (i < 0) return unusable();
    settings_.*k.member = i;
    return true;
  }
  bool operator()(const SetKind& k) {
    std::uint32_t mask = 0;
    bool all_known = true;
    for_each_part(text_, ',', [&](std::string_view key) {
      const int i = option_index(k.options, key);
      if (i >= 0) mask |= 1U << i;
      all_known = all_known && i >= 0;
    });
    if (mask == 0) return unusable();
    settings_.*k.member = mask;
    return note_if(!all_known);
  }
  bool operator()(const LayersKind& k) {
    LayerList list;
    bool exact = true, readable = true;
    for_each_part(text_, ',', [&](std::string_view part) {
      HiddenLayer layer;
      if (list.count == kMaxHiddenLayers) {
        exact = false;
        return;
      }
      readable = read_layer(k, part, layer, exact) && readable;
      list.layers[static_cast<std::size_t>(list.count++)] = layer;
    });
    if (!readable) return unusable();
    settings_.*k.member = list;
    return note_if(!exact);
  }
  bool operator()(const ColumnsKind& k) {
    if (text_ == "all") {
      settings_.*k.member = {};
      return true;
    }
    ColumnSet columns;
    bool exact = true, readable = true;
    for_each_part(text_, ',', [&](std::string_view part) {
      readable = readable && read_columns(part, columns, exact);
    });
    if (!readable || columns.none()) return unusable();
    settings_.*k.member = columns;
    return note_if(!exact);
  }
  bool operator()(const LayoutKind& k) {
    bool exact = true;
    const std::optional<LayoutTree> tree = parse_layout(text_, exact);
    if (!tree) return unusable();
    settings_.*k.member = *tree;
    return note_if(!exact);
  }
  bool operator()(const PartsKind& k) {
    if (text_.empty()) {
      settings_.*k.member = {};
      return true;
    }
    UnknownNames unknown;
    settings_.*k.member = parse_parts(text_, unknown);
    if (unknown.count > 0) {
      notices_.push_back({Notice::Kind::UnknownPart, std::string(field_.key), unknown.first, {}});
    }
    return true;
  }
  bool operator()(const GoalKind& k) {
    if (text_.empty()) {
      settings_.*k.member = {};
      return true;
    }
    const Result<GoalList> goal = parse_goal(text_);
    if (goal) {
      settings_.*k.member = goal.value();
    } else {
      notices_.push_back(
          {.kind = Notice::Kind::BadGoal, .key = std::string(field_.key), .why = goal.error()});
    }
    return goal.ok();
  }

 private:
  /// "7" or "1-4", counted from 1.
  static bool read_columns(std::string_view part, ColumnSet& columns, bool& exact) {
    const std::size_t dash = std::min(part.find('-', 1), part.size());
    const std::optional<double> first = parse_number(part.substr(0, dash));
    const std::optional<double> last =
        dash < part.size() ? parse_number(part.substr(dash + 1)) : first;
    if (!first || !last) return false;
    const auto clamped = [&](double x) {
      const double used = std::clamp(std::round(x), 1.0, double(kMaxTableColumns));
      exact = exact && used == x;
      return static_cast<std::size_t>(used);
    };
    const std::size_t end = clamped(*last);
    for (std::size_t i = clamped(*first); i <= end; ++i) columns.set(i - 1);
    return true;
  }
  /// "8", "8:relu", "8~20" or "8:relu~20": units, activation, dropout in percent.
  static bool read_layer(const LayersKind& k, std::string_view part, HiddenLayer& layer,
                         bool& exact) {
    const std::size_t tilde = part.find('~');
    if (tilde != std::string_view::npos) {
      const std::optional<double> given = parse_number(part.substr(tilde + 1));
      if (!given) return false;
      const auto percent = static_cast<float>(*given);
      layer.dropout = std::clamp(percent, 0.0F, kMaxDropout);
      exact = exact && layer.dropout == percent;
      part = part.substr(0, tilde);
    }
    const std::size_t colon = part.find(':');
    const std::optional<double> units = parse_number(part.substr(0, colon));
    if (!units) return false;
    layer.units = static_cast<int>(std::clamp(std::round(*units), 1.0, double(kMaxUnits)));
    exact = exact && layer.units == *units;
    if (colon == std::string_view::npos) return true;
    layer.activation = option_index(k.activations, part.substr(colon + 1));
    return layer.activation >= 0;
  }
  bool unusable() {
    notices_.push_back({Notice::Kind::Unusable, std::string(field_.key), quoted(text_),
                        to_text(field_, settings_)});
    return false;
  }
  bool note_if(bool changed) {
    if (changed) {
      notices_.push_back({Notice::Kind::Clamped, std::string(field_.key), quoted(text_),
                          to_text(field_, settings_)});
    }
    return true;
  }

  const Field& field_;
  std::string_view text_;
  Settings& settings_;
  Notices& notices_;
};

class Writer {
 public:
  explicit Writer(const Settings& settings) : s_(settings) {}
  std::string operator()(const IntKind& k) const { return std::to_string(s_.*k.member); }
  std::string operator()(const RealKind& k) const { return number_text(s_.*k.member); }
  std::string operator()(const FlagKind& k) const { return s_.*k.member ? "1" : "0"; }
  std::string operator()(const ChoiceKind& k) const {
    return std::string(k.options.at(s_.*k.member).key);
  }
  std::string operator()(const SetKind& k) const {
    std::string out;
    for (int i = 0; i < k.options.count(); ++i) {
      if ((s_.*k.member >> i & 1U) == 0) continue;
      if (!out.empty()) out += ',';
      out += k.options.at(i).key;
    }
    return out;
  }
  std::string operator()(const LayersKind& k) const {
    const LayerList& list = s_.*k.member;
    std::string out;
    for (int i = 0; i < list.count; ++i) {
      const HiddenLayer& layer = list.layers[static_cast<std::size_t>(i)];
      if (i > 0) out += ',';
      out += std::to_string(layer.units);
      if (layer.activation >= 0) (out += ':') += k.activations.at(layer.activation).key;
      if (layer.dropout >= 0) (out += '~') += number_text(layer.dropout);
    }
    return out;
  }
  std::string operator()(const ColumnsKind& k) const {
    const ColumnSet& columns = s_.*k.member;
    if (columns.none()) return "all";
    std::string out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns.test(i)) continue;
      std::size_t last = i;
      while (last + 1 < columns.size() && columns.test(last + 1)) ++last;
      if (!out.empty()) out += ',';
      out += std::to_string(i + 1);
      if (last > i) out += '-' + std::to_string(last + 1);
      i = last;
    }
    return out;
  }
  std::string operator()(const LayoutKind& k) const { return layout_text(s_.*k.member); }
  std::string operator()(const PartsKind& k) const {
    const PartSet& set = s_.*k.member;
    return set == PartSet{} ? std::string() : parts_text(set);
  }
  std::string operator()(const GoalKind& k) const {
    const GoalList& goal = s_.*k.member;
    return goal.count == 0 ? std::string() : goal_text(goal);
  }

 private:
  const Settings& s_;
};

std::string percent_decoded(std::string_view text) {
  const auto hex = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

struct Pair {
  std::string key, value;
};

std::vector<Pair> split_link(std::string_view link, Notices& notices) {
  if (!link.empty() && (link.front() == '#' || link.front() == '?')) link.remove_prefix(1);
  if (link.size() > kMaxLinkBytes) {
    notices.push_back({Notice::Kind::TooLong, {}, {}, {}});
    link = link.substr(0, kMaxLinkBytes);
  }
  std::vector<Pair> pairs;
  for_each_part(link, '&', [&](std::string_view part) {
    if (part.empty()) return;
    const std::size_t equals = std::min(part.find('='), part.size());
    pairs.push_back({percent_decoded(part.substr(0, equals)),
                     percent_decoded(part.substr(std::min(equals + 1, part.size())))});
  });
  return pairs;
}

void check_version(const Pair& pair, Notices& notices) {
  const std::optional<double> version = parse_number(pair.value);
  if (version && *version > kStateLinkVersion) {
    notices.push_back(
        {Notice::Kind::NewerLink, "v", quoted(pair.value), number_text(kStateLinkVersion)});
  }
}

void read_pair(const Pair& pair, Settings& settings, Notices& notices) {
  if (pair.key == "v") return check_version(pair, notices);
  if (pair.key == "data") return;  // read first: defaults depend on it
  if (is_link_part(pair.key)) return;
  const Field* field = find_field(pair.key);
  if (!field) {
    notices.push_back({Notice::Kind::UnknownKey, quoted(pair.key), {}, {}});
    return;
  }
  (void)set_from_text(*field, pair.value, settings, notices);
}

}  // namespace

bool is_link_part(std::string_view key) {
  constexpr std::string_view kParts[] = {"w", "log", "at", "of", "hash", "start"};
  return std::ranges::find(kParts, key) != std::end(kParts);
}

std::string to_text(const Field& field, const Settings& settings) {
  return std::visit(Writer(settings), field.kind);
}

bool set_from_text(const Field& field, std::string_view text, Settings& settings,
                   Notices& notices) {
  return std::visit(Reader(field, text, settings, notices), field.kind);
}

bool change_setting(std::string_view key, std::string_view text, Settings& settings,
                    Notices& notices) {
  const Field* field = find_field(key);
  if (!field) {
    notices.push_back({Notice::Kind::UnknownKey, quoted(key), {}, {}});
    return false;
  }
  const Settings before = settings;
  const bool ok = set_from_text(*field, text, settings, notices);
  if (settings.data != before.data) {
    const Settings recommended = default_settings(settings.data);
    settings.noise = recommended.noise;
    settings.loss = recommended.loss;
    settings.features |= recommended.features;
    // Columns and samples of another table mean nothing here.
    settings.columns = recommended.columns;
    settings.plane = recommended.plane;
    settings.axis_x = recommended.axis_x;
    settings.axis_y = recommended.axis_y;
    settings.sample = recommended.sample;
  }
  // A layout without the chosen panel closes it; a chosen panel that was closed is opened.
  if (key == "layout" && settings.layout.stack_of(settings.panel) < 0) {
    settings.panel = gradients_panel();
  }
  normalise(settings, notices);
  if (fits_memory(key, before, settings, {}, notices)) return ok;
  settings = before;
  return false;
}

std::string encode_link(const Settings& settings) {
  const Settings defaults = default_settings(settings.data);
  std::string link = "v=" + std::to_string(kLinkVersion);
  for (const Field& field : schema()) {
    const std::string text = to_text(field, settings);
    if (field.key != "data" && text == to_text(field, defaults)) continue;
    ((link += '&') += field.key) += '=';
    link += text;
  }
  return link;
}

Settings decode_link(std::string_view link, Notices& notices) {
  const std::vector<Pair> pairs = split_link(link, notices);
  Settings settings = default_settings();
  for (const Pair& pair : pairs) {
    if (pair.key == "data") (void)set_from_text(*find_field("data"), pair.value, settings, notices);
  }
  settings = default_settings(settings.data);
  for (const Pair& pair : pairs) read_pair(pair, settings, notices);
  normalise(settings, notices);
  fit_memory(settings, {}, notices);
  return settings;
}

}  // namespace bp
