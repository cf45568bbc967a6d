#include "web/views/gradients_strip.h"

#include <algorithm>
#include <cmath>

#include "web/views/gradients_bars.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kWidest = 150, kBarHeight = 6, kGap = 14, kNamed = 84;  // points

void show_norms(const UiState& ui, const Snapshot& s) {
  begin_tip(ui);
  Phrase phrase;
  tip_text(ui, gradient_title(ui, s, phrase), TextSize::Small);
  NumberText number;
  for (std::size_t l = 0; l < s.layers.size() && l < s.stats.size(); ++l) {
    tip_value(ui, ui.theme->layer(static_cast<Index>(l)), layer_name(ui, s, l, phrase),
              format_number(number, static_cast<double>(shown_gradient(s, l)), 2));
  }
  end_tip();
}

}  // namespace

bool gradients_strip(const Snapshot& snapshot, UiState& ui, ImVec2 min, ImVec2 size) {
  ImGui::SetCursorScreenPos(min);
  const bool is_clicked = ImGui::InvisibleButton("gradients strip", size);
  const bool is_hovered = ImGui::IsItemHovered();
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const auto count = static_cast<float>(std::max<std::size_t>(1, snapshot.layers.size()));
  const float pitch = std::min(dp(ui, kWidest), size.x / count), gap = dp(ui, kGap);
  const bool has_names = pitch >= dp(ui, kNamed);
  const Axis axis = gradient_axis(snapshot);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = line_height(ui, TextSize::Small), middle = min.y + 0.4F * size.y;
  for (std::size_t l = 0; l < snapshot.layers.size(); ++l) {
    const float right = min.x + static_cast<float>(l + 1) * pitch - gap;
    float x = min.x + static_cast<float>(l) * pitch;
    if (has_names) {
      Phrase phrase;
      x += draw_text(ui, draw, {x, middle - 0.5F * line},
                     layer_text_color(ui, static_cast<Index>(l)), Face::Regular, TextSize::Small,
                     layer_name(ui, snapshot, l, phrase)) +
           dp(ui, 6);
    }
    if (right <= x) continue;
    const float top = snap(ui, middle - 0.5F * dp(ui, kBarHeight)),
                bottom = top + dp(ui, kBarHeight);
    draw.AddRectFilled({x, top}, {right, bottom}, ui.theme->line);
    if (snapshot.step == 0 || l >= snapshot.stats.size()) continue;
    const float share = axis.share(static_cast<double>(shown_gradient(snapshot, l)));
    draw.AddRectFilled({x, top}, {x + std::clamp(share, 0.0F, 1.0F) * (right - x), bottom},
                       ui.theme->layer(static_cast<Index>(l)));
  }
  if (is_hovered && snapshot.step > 0) show_norms(ui, snapshot);
  return is_clicked;
}

}  // namespace bp
