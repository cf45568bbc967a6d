// What the author of a page can hide or lock: every field of the schema, groups of them, panels,
// and the named parts around them. Names are wire format, joined by "~": "menu~training~-lr" is the
// menu and all of the group training but the learning rate; "all" is everything.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/session/schema.h"

namespace bp {

/// What is on the page besides fields and panels.
enum class PagePart {
  Transport,  ///< with all parts up to Numbers, and the field `speed`
  Play,
  Step,
  Reset,
  Numbers,
  Timeline,
  Pin,
  Menu,  ///< with Share and Help, and the fields `theme` and `layout`
  Share,
  Help,
  Title,
  Titles,  ///< of panels
  PanelMenu,
  Phases,
  Weights,
};
struct PagePartRow {
  PagePart part;
  std::string_view key;
  PagePart within;  ///< itself, if it is within none
};
[[nodiscard]] std::span<const PagePartRow> page_parts();

/// Where a name was written that means nothing.
struct UnknownNames {
  std::string first;
  int count = 0;
};
[[nodiscard]] PartSet parse_parts(std::string_view text, UnknownNames& unknown);
/// The shortest text that reads back as `set`.
[[nodiscard]] std::string parts_text(const PartSet& set);

/// Every name in turn; where fields, parts, groups and panels share one, it is the first of these,
/// and the others' are written "group.data", "panel.loss".
[[nodiscard]] int name_count();
[[nodiscard]] std::string name_of(int index);

[[nodiscard]] bool is_hidden(const Settings& settings, const Field& field);
[[nodiscard]] bool is_hidden(const Settings& settings, PagePart part);
[[nodiscard]] bool is_hidden_panel(const Settings& settings, int panel);
/// "all" locks what makes the experiment; of the rest only what is named.
[[nodiscard]] bool is_locked(const Settings& settings, const Field& field);
[[nodiscard]] bool is_locked(const Settings& settings, PagePart part);
[[nodiscard]] bool is_locked_panel(const Settings& settings, int panel);
/// {"hidden":[…],"locked":[…]}: all names that are.
[[nodiscard]] std::string access_json(const Settings& settings);
/// Neither hidden nor locked: a person at the page may change it.
[[nodiscard]] bool is_free(const Settings& settings, const Field& field);
[[nodiscard]] bool is_free(const Settings& settings, PagePart part);

}  // namespace bp
