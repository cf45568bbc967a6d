// Controls that the author of a page keeps as they are: shown, dimmed, with a lock.
#include "engine/core/types.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {

bool begin_lock(UiState& ui, bool is_locked) {
  const bool was_locked = ui.is_locked;
  ui.is_locked |= is_locked;
  ImGui::BeginDisabled(is_locked);
  return was_locked;
}

BP_APART void end_lock(UiState& ui, bool was_locked, ImVec2 min, ImVec2 max, LockSign sign) {
  ImGui::EndDisabled();
  if (was_locked || !ui.is_locked) return;
  ui.is_locked = false;
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(min, max, with_alpha(t.raised, 0.5F));
  const bool is_row = sign == LockSign::InMargin;
  const ImVec2 center = is_row ? ImVec2(min.x - dp(ui, 8), min.y + dp(ui, 9))
                               : ImVec2(max.x - dp(ui, 2), min.y + dp(ui, 2));
  if (!is_row) draw.AddCircleFilled(center, dp(ui, 7), t.raised, 24);
  draw_icon(ui, draw, Icon::Lock, center, dp(ui, 9), t.secondary);
}

ButtonSpec locked_if(const UiState& ui, bool is_locked, ButtonSpec spec) {
  if (!is_locked) return spec;
  spec.icon = Icon::Lock;
  spec.help = word(ui, Word::locked_help);
  spec.enabled = false;
  if (spec.look == ButtonLook::Primary) spec.look = ButtonLook::Secondary;
  return spec;
}

}  // namespace bp
