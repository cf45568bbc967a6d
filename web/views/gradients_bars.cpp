#include "web/views/gradients_bars.h"

#include <algorithm>
#include <array>

#include "engine/session/options.h"
#include "web/views/gradients_health.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kTallRow = 40, kMostTallRow = 52, kLeastRow = 15, kMostShortRow = 24;

struct Row {
  std::size_t layer = 0;
  float y = 0;
};

void draw_bar(const UiState& ui, ImDrawList& draw, const Row& row, ImVec2 min, ImVec2 size,
              float share) {
  const float x = snap(ui, min.x), y = snap(ui, min.y);
  draw.AddRectFilled({x, y}, {x + size.x, y + size.y}, ui.theme->line);
  const float length = std::clamp(share, 0.0F, 1.0F) * size.x;
  draw.AddRectFilled({x, y}, {x + length, y + size.y},
                     ui.theme->layer(static_cast<Index>(row.layer)));
}

std::string_view norm_text(const Snapshot& s, std::size_t layer, NumberText& out) {
  if (s.step == 0 || layer >= s.stats.size()) return "\u2013";
  return format_number(out, static_cast<double>(shown_gradient(s, layer)), 2);
}

std::string_view ratio_text(const Snapshot& s, std::size_t layer, NumberText& out) {
  if (s.gradient_of == GradientOf::Update) return {};
  const bool is_there = layer < s.stats.size() && s.stats[layer].has_update != 0;
  if (s.step == 0 || !is_there) return "\u2013";
  return format_number(out, static_cast<double>(s.stats[layer].update_ratio), 1);
}

float norm_share(const Snapshot& s, std::size_t layer, const Axis& axis) {
  if (s.step == 0 || layer >= s.stats.size()) return 0;
  return axis.share(static_cast<double>(shown_gradient(s, layer)));
}

void draw_number(const UiState& ui, ImDrawList& draw, ImVec2 at, std::string_view text,
                 Align align) {
  draw_text(ui, draw, at, ui.theme->text, Face::Mono, TextSize::Small, text, align);
}

void draw_tall_row(const UiState& ui, ImDrawList& draw, const Snapshot& s, const BarLayout& layout,
                   const Row& row) {
  const float x = layout.min.x, body = line_height(ui, TextSize::Body);
  const float small = line_height(ui, TextSize::Small);
  Phrase phrase;
  NumberText number;
  draw_text(ui, draw, {x, row.y}, ui.theme->text, Face::Regular, TextSize::Body,
            layer_name(ui, s, row.layer, phrase));
  const float number_y = row.y + 0.5F * (body - small) + dp(ui, 0.5F);
  draw_number(ui, draw, {x + layout.value_right, number_y}, norm_text(s, row.layer, number),
              Align::Right);
  const ImVec2 bar(x + layout.bar_x, row.y + body + dp(ui, 2));
  draw_bar(ui, draw, row, bar, {layout.bar_width, dp(ui, 10)},
           norm_share(s, row.layer, layout.axis));
  draw_number(ui, draw, {x + layout.ratio_x, bar.y + dp(ui, 5) - 0.5F * small},
              ratio_text(s, row.layer, number), Align::Left);
  const std::string_view verdict = health_verdict(ui, s, row.layer, phrase);
  if (verdict.empty()) return;
  const float y = bar.y + dp(ui, 11);
  draw_warning_sign(ui, draw, {x + dp(ui, 5), y + 0.5F * small}, dp(ui, 9));
  draw_text(ui, draw, {x + dp(ui, 14), y}, ui.theme->warning, Face::Regular, TextSize::Small,
            verdict);
}

void draw_short_row(const UiState& ui, ImDrawList& draw, const Snapshot& s, const BarLayout& layout,
                    const Row& row) {
  const float x = layout.min.x, small = line_height(ui, TextSize::Small);
  const float text_y = row.y + 0.5F * (layout.row_height - small);
  Phrase phrase;
  NumberText number;
  const bool is_ill = health_of(s, row.layer) != Health::Fine;
  draw_text(ui, draw, {x, text_y}, is_ill ? ui.theme->warning : ui.theme->text, Face::Regular,
            TextSize::Small, layer_name(ui, s, row.layer, phrase));
  if (is_ill) {
    draw_warning_sign(ui, draw, {x + layout.bar_x - dp(ui, 9), text_y + 0.5F * small}, dp(ui, 9));
  }
  const float height = std::min(dp(ui, 10), layout.row_height - dp(ui, 6));
  draw_bar(ui, draw, row, {x + layout.bar_x, row.y + 0.5F * (layout.row_height - height)},
           {layout.bar_width, height}, norm_share(s, row.layer, layout.axis));
  draw_number(ui, draw, {x + layout.value_right, text_y}, norm_text(s, row.layer, number),
              Align::Right);
  draw_number(ui, draw, {x + layout.width, text_y}, ratio_text(s, row.layer, number), Align::Right);
}

void tip_stat(const UiState& ui, std::string_view markup, double value) {
  NumberText number;
  TextLine line;
  line << markup << " = " << format_number(number, value);
  tip_math(ui, line.view());
}

void show_row_tip(const UiState& ui, const Snapshot& s, std::size_t layer) {
  begin_tip(ui);
  Phrase phrase;
  tip_text(ui, layer_name(ui, s, layer, phrase));
  if (layer < s.stats.size() && s.step > 0) {
    const LayerStats& stats = s.stats[layer];
    tip_stat(ui, "‖∂*L*/∂**W**‖", static_cast<double>(stats.norm_dw));
    tip_stat(ui, "‖∂*L*/∂**b**‖", static_cast<double>(stats.norm_db));
    tip_stat(ui, "‖∂*L*/∂**A**‖", static_cast<double>(stats.norm_da));
    tip_stat(ui, "‖∂*L*/∂**Z**‖", static_cast<double>(stats.norm_dz));
    tip_stat(ui, "‖**W**‖", static_cast<double>(stats.norm_w));
    tip_stat(ui, "‖Δ**W**‖ / ‖**W**‖", static_cast<double>(stats.update_ratio));
  }
  const Health health = health_of(s, layer);
  if (health != Health::Fine) {
    tip_wrapped(ui, ui.theme->warning, health_verdict(ui, s, layer, phrase));
    tip_wrapped(ui, ui.theme->text, health_reason(ui, health));
    tip_wrapped(ui, ui.theme->secondary, health_remedy(ui, health));
  }
  end_tip();
}

}  // namespace

BarLayout bar_layout(const UiState& ui, std::size_t layers, ImVec2 min, ImVec2 max) {
  BarLayout layout;
  layout.min = min;
  layout.width = max.x - min.x;
  const float count = static_cast<float>(std::max<std::size_t>(layers, 1));
  const float share = (max.y - min.y) / count;
  layout.is_tall = share >= dp(ui, kTallRow) && layout.width < dp(ui, 320);
  if (layout.is_tall) {
    layout.row_height = std::min(share, dp(ui, kMostTallRow));
    layout.bar_width = std::min(dp(ui, 135), layout.width * 0.55F);
    layout.value_right = layout.bar_width;
    layout.ratio_x = layout.bar_width + dp(ui, 18);
    return layout;
  }
  layout.row_height = std::clamp(share, dp(ui, kLeastRow), dp(ui, finger(ui, kMostShortRow)));
  const float number = measure(ui, Face::Mono, TextSize::Small, "0.0·10⁻³⁰").x;
  layout.bar_x = dp(ui, 64);
  layout.ratio_x = layout.width - number;
  layout.value_right = layout.ratio_x - dp(ui, 10);
  layout.bar_width = std::max(dp(ui, 16), layout.value_right - number - layout.bar_x);
  return layout;
}

float shown_gradient(const Snapshot& s, std::size_t layer) {
  const LayerShape& shape = s.layers[layer];
  return gradient_size(s.stats[layer], shape.units, shape.inputs, s.gradient_of, s.gradient_size);
}

std::string_view gradient_title(const UiState& ui, const Snapshot& s, Phrase& out) {
  if (s.gradient_of == GradientOf::Update) return word(ui, Word::update_now);
  constexpr std::array<std::string_view, 4> kNames = {"∂L/∂W", "∂L/∂b", "∂L/∂A", "∂L/∂Z"};
  const Field& field = *find_field("gradsize");
  const Option& size = kGradientSizes[static_cast<std::size_t>(s.gradient_size)];
  return fill(out, word(ui, Word::gradient_now),
              {option_label(ui, field, size), kNames[static_cast<std::size_t>(s.gradient_of)]});
}

void draw_bar_headings(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
                       const BarLayout& layout, ImVec2 at) {
  const auto heading = [&](float x, std::string_view text) {
    draw_text(ui, draw, {layout.min.x + x, at.y}, ui.theme->secondary, Face::Regular,
              TextSize::Small, text);
  };
  Phrase phrase;
  heading(0, gradient_title(ui, snapshot, phrase));
  if (snapshot.gradient_of == GradientOf::Update) return;
  const std::string_view ratio = word(ui, Word::update_ratio);
  const float width = measure(ui, Face::Regular, TextSize::Small, ratio).x;
  heading(std::min(layout.ratio_x, layout.width - width), ratio);
}

void draw_bars(UiState& ui, const Snapshot& snapshot, const BarLayout& layout) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (ui.hovered_unit < 0) ui.hovered_layer = -2;  // a layer without a unit was set by these rows
  for (std::size_t layer = 0; layer < snapshot.layers.size(); ++layer) {
    const Row row{layer, layout.min.y + static_cast<float>(layer) * layout.row_height};
    ImGui::PushID(static_cast<int>(layer));
    if (layout.is_tall) {
      draw_tall_row(ui, draw, snapshot, layout, row);
    } else {
      draw_short_row(ui, draw, snapshot, layout, row);
    }
    const ImVec2 max(layout.min.x + layout.width, row.y + layout.row_height);
    if (plot_area("row", {layout.min.x, row.y}, max)) {
      ui.hovered_layer = static_cast<int>(layer);
      ui.hovered_unit = -1;
      show_row_tip(ui, snapshot, layer);
    }
    if (ImGui::IsItemClicked()) ui.selected_layer = static_cast<int>(layer);
    ImGui::PopID();
  }
}

}  // namespace bp
