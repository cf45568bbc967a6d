#include "web/views/network_picture.h"

#include <algorithm>
#include <cmath>

#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {

float input_weight(const Snapshot& snapshot, int unit, int input) {
  if (unit >= 0) return link_value(snapshot, LinkMode::Weights, {0, input, unit});
  if (snapshot.layers.empty()) return NAN;
  float squares = 0;
  for (int i = 0; i < static_cast<int>(snapshot.layers[0].units); ++i) {
    const float w = link_value(snapshot, LinkMode::Weights, {0, input, i});
    squares += w * w;
  }
  return std::sqrt(squares);
}

float largest_input_weight(const Snapshot& snapshot, int unit) {
  float largest = 0;
  for (int j = 0; j < static_cast<int>(snapshot.input_names.size()); ++j) {
    const float weight = std::abs(input_weight(snapshot, unit, j));
    if (std::isfinite(weight)) largest = std::max(largest, weight);
  }
  return largest;
}

void draw_picture_column(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
                         const Column& column, const Emphasis& emphasis) {
  const Theme& theme = *ui.theme;
  const int unit = emphasis.layer == 0 ? emphasis.unit : -1;
  const float largest = largest_input_weight(snapshot, unit);
  const ImVec2 frame = column.tile_min(0);
  const float side = 2 * column.half(), in = dp(ui, 2);
  draw.AddRectFilled({frame.x - in, frame.y - in}, {frame.x + side + in, frame.y + side + in},
                     theme.line, dp(ui, 3));
  for (int j = 0; j < column.shown; ++j) {
    const float weight = input_weight(snapshot, unit, j);
    const float share = largest > 0 && std::isfinite(weight) ? weight / largest : 0;
    const ImU32 color = unit >= 0 ? diverging(theme, share, theme.map_strength)
                                  : mixed(theme.middle, theme.text, 0.7F * share);
    const ImVec2 min = column.tile_min(j);
    const ImVec2 max(min.x + column.tile, min.y + column.tile);
    draw.AddRectFilled(min, max, color);
    if (emphasis.layer == -1 && emphasis.unit == j) {
      draw.AddRect(min, max, theme.text, 0, ImDrawFlags_None, dp(ui, 1.5F));
    }
  }
  if (snapshot.params.empty()) return;
  Phrase phrase;
  NumberText number;
  const std::string_view caption =
      unit >= 0 ? fill(phrase, word(ui, Word::pixel_weights_of), {format_count(number, unit + 1)})
                : word(ui, Word::pixel_weights);
  draw_text(ui, draw, {column.x, frame.y + side + dp(ui, 7)}, theme.secondary, Face::Regular,
            TextSize::Small, caption, Align::Center);
}

}  // namespace bp
