#include "web/app/widget.h"

#include <algorithm>
#include <cmath>

#include "engine/core/types.h"
#include "engine/session/page_parts.h"
#include "web/app/panel_area.h"
#include "web/views/controls.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/transport.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr int kFewFields = 4;
constexpr float kColumn = 150, kWidest = 300, kNumbers = 44, kPlaneChrome = 96;  // points

/// Where the fields go: beside the buttons where there is room, else below.
struct BarPlan {
  int columns = 0;
  float width = 0;  ///< of a column
  bool is_beside = false;
  float total = 0;  ///< of the widest row
};

BarPlan plan_bar(const UiState& ui, int fields, float buttons, float room, float gap) {
  BarPlan plan;
  plan.total = buttons;
  if (fields == 0) return plan;
  const float least = dp(ui, kColumn), before = buttons > 0 ? buttons + gap : 0;
  const auto columns_in = [&](float width) {
    return static_cast<int>((width + gap) / (least + gap));
  };
  plan.is_beside = columns_in(room - before) >= fields;
  const float left = plan.is_beside ? room - before : room;
  plan.columns = std::clamp(columns_in(left), 1, fields);
  const auto n = static_cast<float>(plan.columns);
  plan.width = std::floor(std::min((left - (n - 1) * gap) / n, dp(ui, kWidest)));
  const float row = n * plan.width + (n - 1) * gap;
  plan.total = plan.is_beside ? before + row : std::max(buttons, row);
  return plan;
}

/// Draws the bar, which becomes as high as it must in the next frame.
void draw_bar(const Stage& s) {
  UiState& ui = s.ui;
  const float buttons = has_transport(s.settings) ? ui.widget_buttons : 0;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float pad = dp(ui, 16), gap = dp(ui, 20), full = ImGui::GetContentRegionAvail().x;
  const int fields = column_fields(s.settings);
  const BarPlan plan = plan_bar(ui, fields, buttons, full - 2 * pad, gap);
  const float left = std::round(origin.x + (full - plan.total) / 2);
  float y = origin.y + dp(ui, 8);
  if (!is_hidden(s.settings, PagePart::Numbers)) {
    key_numbers(s.snapshot, s.settings, ui, {left, y}, origin.x + full - pad, dp(ui, 20));
    y += dp(ui, kNumbers);
  }
  float taken = 0;
  if (has_transport(s.settings)) {
    taken = transport_row(s.snapshot, s.settings, ui, s.sink, {left, y}, false);
    if (!plan.is_beside) y += dp(ui, 40);
  }
  float bottom = y + (plan.is_beside && buttons > 0 ? dp(ui, 32) : 0);
  if (fields > 0) {
    const float x = plan.is_beside && buttons > 0 ? left + buttons + gap : left;
    ImGui::SetCursorScreenPos({x, y});
    const ControlContext context{s.snapshot, s.settings, ui, s.sink, plan.width};
    bottom = std::max(bottom, y + controls_in_rows(context, plan.columns, gap));
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, 1});
  const float height = std::round(bottom - origin.y + dp(ui, 8));
  ui.wants_frames |= height != ui.widget_height || taken != ui.widget_buttons;
  ui.widget_height = height;
  ui.widget_buttons = taken;
}

}  // namespace

BP_APART int widget_panel(const Settings& settings) {
  if (settings.hide.is_empty() || !is_hidden(settings, PagePart::Timeline)) return -1;
  const LayoutTree tree = without_hidden(usable_layout(settings.layout), settings);
  if (tree.count != 2 || column_fields(settings) > kFewFields) return -1;
  return tree.at(1).which;
}

BP_APART void draw_widget(const Stage& s, int panel, const Rect& area) {
  UiState& ui = s.ui;
  const bool has_bar = has_transport(s.settings) || column_fields(s.settings) > 0 ||
                       !is_hidden(s.settings, PagePart::Numbers);
  const float line = has_bar ? 1 : 0;
  const float bar = has_bar ? std::min(ui.widget_height, area.h) : 0;
  const int tabs[] = {panel};
  // A plane is no higher than wide: what runs it stands close to it.
  const bool is_plane = panel == boundary_panel() && s.snapshot.dims > 1;
  const float most = is_plane ? area.w + dp(ui, kPlaneChrome) : area.h;
  const float height = std::min(area.h - bar - line, most);
  draw_stack(s, {area.x, area.y, area.w, height}, {panel, {&tabs[0], 1}, true});
  if (!has_bar) return;
  const Rect below{area.x, area.y + height + line, area.w, bar};
  // The rest of the page below the bar is the bar's.
  ImGui::GetWindowDrawList()->AddRectFilled({below.x, below.y}, {area.x + area.w, area.y + area.h},
                                            ui.theme->raised);
  // A window of no height is none at all; then it is only measured.
  if (begin_panel(s, "bar", {below.x, below.y, below.w, std::max(bar, 1.0F)}, ui.theme->raised,
                  {0, 0}, kFixed) ||
      bar == 0) {
    draw_bar(s);
  }
  ImGui::EndChild();
}

}  // namespace bp
