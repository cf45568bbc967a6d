#include "engine/session/page_parts.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/core/registry.h"
#include "engine/core/text.h"
#include "engine/core/types.h"
#include "engine/session/json.h"
#include "engine/session/options.h"

namespace bp {
namespace {

constexpr std::array kParts = {
    PagePartRow{PagePart::Transport, "transport", PagePart::Transport},
    PagePartRow{PagePart::Play, "play", PagePart::Transport},
    PagePartRow{PagePart::Step, "step", PagePart::Transport},
    PagePartRow{PagePart::Reset, "reset", PagePart::Transport},
    PagePartRow{PagePart::Numbers, "numbers", PagePart::Transport},
    PagePartRow{PagePart::Timeline, "timeline", PagePart::Timeline},
    PagePartRow{PagePart::Pin, "pin", PagePart::Timeline},
    PagePartRow{PagePart::Menu, "menu", PagePart::Menu},
    PagePartRow{PagePart::Share, "share", PagePart::Menu},
    PagePartRow{PagePart::Help, "help", PagePart::Menu},
    PagePartRow{PagePart::Title, "title", PagePart::Title},
    PagePartRow{PagePart::Titles, "titles", PagePart::Titles},
    PagePartRow{PagePart::PanelMenu, "panelmenu", PagePart::PanelMenu},
    PagePartRow{PagePart::Phases, "phases", PagePart::Phases},
    PagePartRow{PagePart::Weights, "weights", PagePart::Weights},
};
constexpr std::array kGroups = {Group::Data,     Group::Features,       Group::Model,
                                Group::Training, Group::Regularization, Group::View};
constexpr std::string_view kAll = "all";
constexpr std::array<std::string_view, 4> kPrefixes = {"", "part.", "group.", "panel."};

int field_count() { return static_cast<int>(schema().size()); }
constexpr int kPartCount = static_cast<int>(kParts.size());
constexpr int kGroupCount = static_cast<int>(kGroups.size());
constexpr int kPanelCount = static_cast<int>(kPanels.size());

int part_at(PagePart part) { return field_count() + static_cast<int>(part); }
int group_at(Group group) { return field_count() + kPartCount + static_cast<int>(group); }
int panel_at(int panel) { return field_count() + kPartCount + kGroupCount + panel; }
int all_at() { return panel_at(kPanelCount); }

struct Name {
  std::size_t table;  ///< of kPrefixes
  std::string_view key;
};

Name name_at(int i) {
  if (i < field_count()) return {0, schema()[static_cast<std::size_t>(i)].key};
  i -= field_count();
  if (i < kPartCount) return {1, kParts[static_cast<std::size_t>(i)].key};
  i -= kPartCount;
  if (i < kGroupCount) return {2, group_key(kGroups[static_cast<std::size_t>(i)])};
  i -= kGroupCount;
  if (i < kPanelCount) return {3, kPanels[static_cast<std::size_t>(i)].key};
  return {0, kAll};
}

/// The first thing of that name, or −1.
int find_name(std::string_view text) {
  for (int i = 0; i <= all_at(); ++i) {
    const Name name = name_at(i);
    const std::string_view prefix = kPrefixes[name.table];
    const bool is_long = !prefix.empty() && text.starts_with(prefix);
    if (text == name.key || (is_long && text.substr(prefix.size()) == name.key)) return i;
  }
  return -1;
}

/// What is decided about the first of `names`, from the narrowest to the widest; −1 ends them.
bool holds(const PartSet& set, std::initializer_list<int> names) {
  if (set.is_empty()) return false;
  for (const int name : names) {
    if (name < 0) continue;
    const auto bit = static_cast<std::size_t>(name);
    if (set.out[bit]) return false;
    if (set.in[bit]) return true;
  }
  return false;
}

/// The part that a field stands in, beside its group.
int part_of(const Field& field) {
  if (field.key == "speed") return part_at(PagePart::Transport);
  if (field.key == "theme" || field.key == "layout") return part_at(PagePart::Menu);
  return -1;
}

bool has_field(const PartSet& set, const Field& field, bool takes_all) {
  const auto own = static_cast<int>(&field - schema().data());
  return holds(set, {own, part_of(field), group_at(field.group), takes_all ? all_at() : -1});
}

bool has_part(const PartSet& set, PagePart part, bool takes_all) {
  const PagePart within = kParts[static_cast<std::size_t>(part)].within;
  return holds(set, {part_at(part), part_at(within), takes_all ? all_at() : -1});
}

/// The goal is what the page is for: it goes only when it is named.
bool is_for_all(const Field& field) { return field.key != "goal"; }

}  // namespace

std::span<const PagePartRow> page_parts() { return kParts; }

int name_count() {
  assert(all_at() < kMostNames);
  return all_at() + 1;
}

std::string name_of(int index) {
  const Name name = name_at(index);
  std::string text(name.key);
  return find_name(text) == index ? text : std::string(kPrefixes[name.table]) + text;
}

BP_APART PartSet parse_parts(std::string_view text, UnknownNames& unknown) {
  PartSet set;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('~'), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool is_out = part.starts_with('-');
    if (is_out) part.remove_prefix(1);
    if (part.empty()) continue;
    const int name = find_name(part);
    if (name < 0) {
      if (unknown.count++ == 0) unknown.first = printable(part, 40);
      continue;
    }
    (is_out ? set.in : set.out).reset(static_cast<std::size_t>(name));
    (is_out ? set.out : set.in).set(static_cast<std::size_t>(name));
  }
  return set;
}

BP_APART std::string parts_text(const PartSet& set) {
  std::string text;
  for (int i = name_count() - 1; i >= 0; --i) {  // the widest first, as one would say it
    const auto bit = static_cast<std::size_t>(i);
    if (!set.in[bit] && !set.out[bit]) continue;
    if (!text.empty()) text += '~';
    if (set.out[bit]) text += '-';
    text += name_of(i);
  }
  return text;
}

BP_APART bool is_hidden(const Settings& settings, const Field& field) {
  return has_field(settings.hide, field, is_for_all(field));
}
BP_APART bool is_hidden(const Settings& settings, PagePart part) {
  return has_part(settings.hide, part, true);
}
BP_APART bool is_hidden_panel(const Settings& settings, int panel) {
  return holds(settings.hide, {panel_at(panel), all_at()});
}

BP_APART bool is_locked(const Settings& settings, const Field& field) {
  return has_field(settings.lock, field, field.group != Group::View);
}
BP_APART bool is_locked(const Settings& settings, PagePart part) {
  return has_part(settings.lock, part, part == PagePart::Weights);
}
BP_APART bool is_locked_panel(const Settings& settings, int panel) {
  return holds(settings.lock, {panel_at(panel)});
}

std::string access_json(const Settings& settings) {
  JsonWriter json;
  json.begin_object();
  for (const bool hides : {true, false}) {
    json.key(hides ? "hidden" : "locked").begin_array();
    const auto add = [&](bool is_in, int name) {
      if (is_in) json.value(name_of(name));
    };
    for (const Field& f : schema()) {
      add(hides ? is_hidden(settings, f) : is_locked(settings, f),
          static_cast<int>(&f - schema().data()));
    }
    for (const PagePartRow& row : kParts) {
      add(hides ? is_hidden(settings, row.part) : is_locked(settings, row.part), part_at(row.part));
    }
    for (int p = 0; p < kPanelCount; ++p) {
      add(hides ? is_hidden_panel(settings, p) : is_locked_panel(settings, p), panel_at(p));
    }
    json.end_array();
  }
  json.end_object();
  return json.take();
}

BP_APART bool is_free(const Settings& settings, const Field& field) {
  return !is_hidden(settings, field) && !is_locked(settings, field);
}
BP_APART bool is_free(const Settings& settings, PagePart part) {
  return !is_hidden(settings, part) && !is_locked(settings, part);
}

}  // namespace bp
