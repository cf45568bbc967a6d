#include "web/views/network_flow.h"

#include <algorithm>
#include <cmath>

#include "web/views/marks.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

/// A line with a head between two columns; `toward` 1: to the right, −1: to the left.
void arrow(const UiState& ui, ImDrawList& draw, float x0, float x1, float y, int toward,
           ImU32 color) {
  const float head = dp(ui, 6), width = 1.5F * ui.scale;
  const float tip = toward > 0 ? x1 : x0, back = toward > 0 ? x1 - head : x0 + head;
  draw.AddLine({toward > 0 ? x0 : back, y}, {toward > 0 ? back : x1, y}, color, width);
  draw.AddTriangleFilled({tip, y}, {back, y - 0.6F * head}, {back, y + 0.6F * head}, color);
}

struct FlowPainter {
  UiState& ui;
  ImDrawList& draw;
  const NetworkLayout& layout;
  float share;  ///< of the easing

  /// Between column `gap` and the next one.
  void carry(int gap, int toward, ImU32 color, const TextLine& what) const {
    const Column& left = layout.columns[static_cast<std::size_t>(gap)];
    const Column& right = layout.columns[static_cast<std::size_t>(gap) + 1];
    // Beside "+ n more" under a column.
    const auto reach = [this](const Column& column) {
      return column.shown < column.units ? std::max(column.half(), dp(ui, 36)) : column.half();
    };
    const float x0 = left.x + reach(left) + dp(ui, 6), x1 = right.x - reach(right) - dp(ui, 6);
    if (x1 - x0 < dp(ui, 24)) return;
    const ImVec2 text = measure_math(ui, TextSize::Label, what.view());
    const bool has_room = text.x + dp(ui, 8) < x1 - x0;
    const float y = layout.max.y - dp(ui, 6);
    const float from = toward > 0 ? x0 : std::lerp(x1, x0, share);
    const float to = toward > 0 ? std::lerp(x0, x1, share) : x1;
    const float middle = 0.5F * (x0 + x1), top = y - dp(ui, 5) - text.y;
    if (has_room) {
      draw.AddRectFilled({middle - text.x / 2 - dp(ui, 4), top},
                         {middle + text.x / 2 + dp(ui, 4), y + dp(ui, 5)},
                         with_alpha(ui.theme->surface, 0.85F), dp(ui, 4));
    }
    arrow(ui, draw, from, to, y, toward, color);
    if (!has_room) return;
    draw_math(ui, draw, {middle, top}, ui.theme->text, TextSize::Label, what.view(), Align::Center);
  }
};

}  // namespace

void draw_flow(UiState& ui, ImDrawList& draw, const Snapshot& s, const NetworkLayout& layout,
               const ShownPhase& shown) {
  if (!shown.is_some || layout.count < 2) return;
  const FlowPainter painter{ui, draw, layout, phase_easing(ui)};
  const Theme& t = *ui.theme;
  const int gaps = layout.count - 1;
  const auto last = static_cast<long long>(s.layers.size());
  for (int gap = 0; gap < gaps; ++gap) {
    TextLine what;
    switch (shown.place.phase) {
      case Phase::Predict:
        what << "**Z**^{(" << static_cast<long long>(gap) + 1 << ")}, **A**^{("
             << static_cast<long long>(gap) + 1 << ")}";
        painter.carry(gap, 1, t.layer(gap), what);
        break;
      case Phase::Loss:
        what << "**A**^{(" << last << ")} → *L*";
        if (gap + 1 == gaps) painter.carry(gap, 1, t.accent, what);
        break;
      case Phase::ZeroGrad:
      case Phase::Step:
        break;
      case Phase::Backward:
        if (gap != shown.place.layer) break;
        what << "∂*L*/∂**W**^{(" << static_cast<long long>(gap) + 1 << ")}";
        if (gap > 0) what << ", ∂*L*/∂**A**^{(" << static_cast<long long>(gap) << ")}";
        painter.carry(gap, -1, t.layer(gap), what);
        break;
    }
  }
}

}  // namespace bp
