// The tabs of the lower row: a row is a panel. Keys are those of the settings field `panel`.
#include <array>
#include <cmath>

#include "engine/core/registry.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr std::array kPanels = {
    Panel{"gradients", "Gradients", gradients_view},
    Panel{"maths", "Maths", maths_view},
    Panel{"report", "Report", report_view},
    Panel{"metrics", "Metrics", metrics_view},
    Panel{"compare", "Compare", compare_view},
};
static_assert(keys_are_unique(kPanels));

bool tab(UiState& ui, std::string_view text, bool is_current) {
  const Face face = is_current ? Face::Semibold : Face::Regular;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  // As wide as the bold text, so that tabs stay in place.
  const float width = std::ceil(measure(ui, Face::Semibold, TextSize::Body, text).x);
  const ImVec2 size{width, dp(ui, 24)};
  const bool is_clicked = ImGui::InvisibleButton("tab", size);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(ui, draw, {min.x, min.y + dp(ui, 1)}, is_current || hovered ? t.text : t.secondary,
            face, TextSize::Body, text);
  if (is_current) {
    draw.AddRectFilled({min.x, min.y + size.y - dp(ui, 2)}, {min.x + width, min.y + size.y},
                       t.accent);
  }
  return is_clicked;
}

}  // namespace

std::span<const Panel> lower_panels() { return kPanels; }

const Panel& current_panel(const Settings& settings) {
  const Field* const field = find_field("panel");
  const auto* const kind = field ? std::get_if<ChoiceKind>(&field->kind) : nullptr;
  if (!kind) return kPanels[0];
  const int row = index_of(lower_panels(), kind->options.at(settings.*kind->member).key);
  return kPanels[static_cast<std::size_t>(row < 0 ? 0 : row)];
}

void lower_tabs(const Settings& settings, UiState& ui, CommandSink& sink) {
  const Panel& current = current_panel(settings);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImVec2 pos = origin;
  for (const Panel& panel : kPanels) {
    ImGui::PushID(panel.key.data(), panel.key.data() + panel.key.size());
    ImGui::SetCursorScreenPos(pos);
    const std::string_view text = translated(ui, "panel", panel.key, "label", panel.label);
    if (tab(ui, text, &panel == &current)) sink.set("panel", std::string(panel.key));
    pos.x = ImGui::GetItemRectMax().x + dp(ui, 20);
    ImGui::PopID();
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, dp(ui, 30)});
}

}  // namespace bp
