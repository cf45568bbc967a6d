// All settings that are not only about drawing: a fold over the schema, group by group.
#include <algorithm>
#include <array>

#include "engine/core/types.h"
#include "engine/session/page_parts.h"
#include "web/views/controls.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

// What is about drawing (Group::View) is set where it is drawn.
constexpr std::array kGroups = {Group::Data, Group::Features, Group::Model, Group::Training,
                                Group::Regularization};

bool is_changed(const Field& field, const Settings& a, const Settings& b) {
  return std::visit([&](const auto& kind) { return !(a.*kind.member == b.*kind.member); },
                    field.kind);
}

bool is_rare(const Field& field, const Settings& settings, const Settings& defaults) {
  return field.is_rare && !is_changed(field, settings, defaults);
}

bool belongs(const Field& field, Group group, const Settings& settings) {
  return field.group == group && (!field.is_relevant || field.is_relevant(settings)) &&
         !is_hidden(settings, field);
}

bool has_any(Group group, const Settings& settings) {
  return std::ranges::any_of(schema(), [&](const Field& f) { return belongs(f, group, settings); });
}

void group_controls(const ControlContext& c, Group group, const Settings& defaults) {
  if (!has_any(group, c.settings)) return;
  const auto index = static_cast<std::size_t>(group);
  bool has_rare = false;
  for (const Field& field : schema()) {
    has_rare |= belongs(field, group, c.settings) && is_rare(field, c.settings, defaults);
  }
  bool& shows_more = c.ui.shows_more[index];
  const std::string_view aside =
      has_rare ? word(c.ui, shows_more ? Word::less : Word::more) : std::string_view{};
  ImGui::PushID(static_cast<int>(index));
  ImGui::Dummy({1, dp(c.ui, 4)});
  const SectionState section =
      section_header(c.ui, "section", label(c.ui, group), c.ui.folded[index], aside);
  if (section.is_aside_clicked) shows_more = !shows_more;
  if (section.is_open) {
    for (const Field& field : schema()) {
      if (!belongs(field, group, c.settings)) continue;
      if (is_rare(field, c.settings, defaults) && !shows_more) continue;
      field_control(c, field);
    }
  }
  ImGui::PopID();
}

}  // namespace

namespace {

template <class Visit>
void each_column_field(const Settings& settings, Visit visit) {
  const Settings defaults = default_settings(settings.data);
  for (const Group group : kGroups) {
    for (const Field& field : schema()) {
      if (belongs(field, group, settings) && !is_rare(field, settings, defaults)) visit(field);
    }
  }
}

}  // namespace

BP_APART int column_fields(const Settings& settings) {
  int count = 0;
  each_column_field(settings, [&](const Field&) { ++count; });
  return count;
}

float controls_in_rows(const ControlContext& c, int columns, float gap) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  float top = origin.y, bottom = top;
  int column = 0;
  each_column_field(c.settings, [&](const Field& field) {
    if (column == columns) {
      column = 0;
      top = bottom;
    }
    ImGui::SetCursorScreenPos({origin.x + static_cast<float>(column) * (c.width + gap), top});
    field_control(c, field);
    bottom = std::max(bottom, ImGui::GetCursorScreenPos().y);
    ++column;
  });
  return bottom - origin.y;
}

void controls_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                   CommandSink& sink) {
  const ControlContext context{snapshot, settings, ui, sink, ImGui::GetContentRegionAvail().x};
  const Settings defaults = default_settings(settings.data);
  for (const Group group : kGroups) group_controls(context, group, defaults);
}

}  // namespace bp
