#include "web/views/layout_menu.h"

#include <algorithm>
#include <utility>

#include "engine/session/page_parts.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kWidth = 200, kHeadingHeight = 24;

void heading(const UiState& ui, Word text, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(ui, *ImGui::GetWindowDrawList(), {at.x + dp(ui, 8), at.y + dp(ui, 6)},
            ui.theme->secondary, Face::Semibold, TextSize::Small, word(ui, text));
  ImGui::Dummy({width, dp(ui, kHeadingHeight)});
}

void preset_items(const Settings& settings, UiState& ui, CommandSink& sink, float width) {
  const LayoutTree tree = usable_layout(settings.layout);
  for (const LayoutPreset& row : layout_presets()) {
    const auto i = static_cast<int>(&row - layout_presets().data());
    ImGui::PushID(i);
    if (menu_item(ui, "preset", translated(ui, "layout", row.key, "label", row.label),
                  tree.preset == i, true, translated(ui, "layout", row.key, "help", row.help),
                  width)) {
      sink.set("layout", std::string(row.key));
    }
    ImGui::PopID();
  }
}

// Checked: it is open. A click shows a panel; a click on one that is shown closes it.
void panel_items(const Settings& settings, UiState& ui, CommandSink& sink, float width) {
  const LayoutTree tree = usable_layout(settings.layout);
  ImGui::PushID("panels");
  for (int i = 0; i < static_cast<int>(panels().size()); ++i) {
    if (is_hidden_panel(settings, i)) continue;
    const int stack = tree.stack_of(i);
    const bool is_shown = stack >= 0 && tree.shown_panel(stack, settings.panel) == i;
    ImGui::PushID(i);
    if (menu_item(ui, "panel", panel_label(ui, i), stack >= 0, true, panel_about(ui, i), width)) {
      if (is_shown && !is_hero_panel(i) && !is_locked_panel(settings, i)) {
        close_panel(settings, i, sink);
      } else {
        choose_panel(settings, i, sink);
      }
    }
    ImGui::PopID();
  }
  ImGui::PopID();
}

}  // namespace

void layout_menu_button(const Settings& settings, UiState& ui, CommandSink& sink) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  if (button(ui, "layout", {.icon = Icon::Layout, .help = word(ui, Word::layout_help)}) ||
      std::exchange(ui.layout.asks_menu, false)) {
    open_menu("layout menu");
  }
  const ImVec2 max = ImGui::GetItemRectMax();
  const float width = dp(ui, kWidth);
  const auto items = static_cast<float>(layout_presets().size() + panels().size());
  const float height = items * dp(ui, finger(ui, kMenuItemHeight)) + 2 * dp(ui, kHeadingHeight);
  if (!begin_popup(ui, "layout menu", min, max, {width, height})) return;
  heading(ui, Word::layout_presets, width);
  preset_items(settings, ui, sink, width);
  heading(ui, Word::layout_panels, width);
  panel_items(settings, ui, sink, width);
  end_menu();
}

}  // namespace bp
