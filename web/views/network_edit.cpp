#include "web/views/network_edit.h"

#include <algorithm>

#include "engine/session/codec.h"
#include "engine/session/page_parts.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr int kNewLayerUnits = 8;
constexpr float kButton = 16, kIcon = 8, kLineGap = 17;  // points
constexpr float kRoomForNames = 58, kRoomForActivation = 104, kRoomForAdd = 88,
                kRoomForDropout = 168;

bool can_edit(const Settings& settings) { return is_free(settings, *find_field("layers")); }

void post_layers(const Settings& settings, CommandSink& sink, const LayerList& list) {
  const Field* field = find_field("layers");
  if (field == nullptr) return;
  Settings next = settings;
  next.hidden = list;
  sink.set("layers", to_text(*field, next));
}

// A round icon without a frame: its place is exact, which an ordinary button's is not.
bool small_button(UiState& ui, const char* id, Icon icon, Word about, ImVec2 center,
                  bool enabled = true) {
  const float half = 0.5F * dp(ui, kButton), reach = 0.5F * dp(ui, finger(ui, kButton));
  ImGui::SetCursorScreenPos({center.x - reach, center.y - reach});
  ImGui::BeginDisabled(!enabled);
  const bool is_clicked = ImGui::InvisibleButton(id, {2 * reach, 2 * reach});
  ImGui::EndDisabled();
  const bool is_hovered = enabled && ImGui::IsItemHovered();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (is_hovered) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    draw.AddCircleFilled(center, half, ui.theme->accent_soft, 24);
  }
  const ImU32 ink = is_hovered ? ui.theme->text : ui.theme->secondary;
  draw_icon(ui, draw, icon, {snap(ui, center.x), snap(ui, center.y)}, dp(ui, kIcon),
            with_alpha(ink, enabled ? 1.0F : 0.4F));
  help_tooltip(ui, word(ui, about));
  return is_clicked && enabled;
}

std::string_view activation_label(const UiState& ui, const Snapshot& s, int layer) {
  const std::span<const Activation> rows = activations();
  const std::uint32_t row = s.layers[static_cast<std::size_t>(layer)].activation;
  if (row >= rows.size()) return {};
  return option_label(ui, *find_field("act"), {rows[row].key, rows[row].label, {}});
}

// "8 tanh", "8 tanh · p 20 %" with a dropout of its own, or "8" where there is no room.
void second_line(const UiState& ui, const Snapshot& s, const Settings& settings,
                 const NetworkLayout& layout, const Column& column, TextLine& out) {
  out << static_cast<long long>(column.units);
  if (layout.spacing < dp(ui, kRoomForActivation)) return;
  out << " " << activation_label(ui, s, column.layer);
  if (layout.spacing < dp(ui, kRoomForDropout) || column.layer >= settings.hidden.count) return;
  const HiddenLayer& layer = settings.hidden.layers[static_cast<std::size_t>(column.layer)];
  if (layer.dropout < 0) return;
  NumberText rate;
  out << " · p " << format_setting(rate, static_cast<double>(layer.dropout)) << "\u2009%";
}

void layer_head(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
                const NetworkLayout& layout, const Column& column) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const int layer = column.layer;
  const float line = line_height(ui, TextSize::Small);
  Phrase phrase;
  std::string_view name = layer_name(ui, s, static_cast<std::size_t>(layer), phrase);
  TextLine number, detail;
  number << static_cast<long long>(layer) + 1;
  const bool is_hidden = static_cast<std::size_t>(layer) + 1 < s.layers.size();
  if (is_hidden && layout.spacing < dp(ui, kRoomForNames)) name = number.view();
  const float width = draw_text(ui, draw, {column.x, layout.heads_top}, layer_text_color(ui, layer),
                                Face::Semibold, TextSize::Small, name, Align::Center);
  second_line(ui, s, settings, layout, column, detail);
  const float y = layout.heads_top + dp(ui, kLineGap);
  const float half = 0.5F * draw_text(ui, draw, {column.x, y}, ui.theme->secondary, Face::Regular,
                                      TextSize::Small, detail.view(), Align::Center);
  // Commands start from the settings; a snapshot may be a few frames behind them.
  if (!is_hidden || layer >= settings.hidden.count || !can_edit(settings)) return;
  // Fingers do the rest in the list of layers, where there is room for them.
  if (ui.touch && layout.spacing < 2 * dp(ui, kFinger)) return;
  const int units = settings.hidden.layers[static_cast<std::size_t>(layer)].units;
  const float aside = std::max(half + dp(ui, 11), 0.5F * dp(ui, finger(ui, 0)));
  const float middle = y + 0.47F * line;
  if (small_button(ui, "fewer", Icon::Minus, Word::fewer_units, {column.x - aside, middle},
                   units > 1)) {
    post_layers(settings, sink, with_units(settings.hidden, layer, units - 1));
  }
  if (small_button(ui, "more", Icon::Plus, Word::more_units, {column.x + aside, middle},
                   units < kMaxUnits)) {
    post_layers(settings, sink, with_units(settings.hidden, layer, units + 1));
  }
  const float reach = 0.5F * std::min(layout.spacing, dp(ui, 120));
  const bool is_near = ImGui::IsMouseHoveringRect({column.x - reach, layout.heads_top - dp(ui, 8)},
                                                  {column.x + reach, layout.max.y});
  constexpr float kRoomForRemove = 5.5F * kFinger;  // beside the others, and before the next "+"
  if (ui.touch ? layout.spacing < dp(ui, kRoomForRemove) : !is_near) return;
  const ImVec2 remove =
      ui.touch ? ImVec2(column.x + aside + dp(ui, kFinger), middle)
               : ImVec2(column.x + 0.5F * width + dp(ui, 11), layout.heads_top + 0.47F * line);
  if (small_button(ui, "remove", Icon::Close, Word::remove_layer, remove)) {
    post_layers(settings, sink, without_layer(settings.hidden, layer));
  }
}

// A quiet "+" over the gap; the one before the output is always there, others when hovered.
void add_button(const Settings& settings, UiState& ui, CommandSink& sink,
                const NetworkLayout& layout, int gap) {
  const float x = layout.columns[static_cast<std::size_t>(gap)].x + 0.5F * layout.spacing;
  const float y = layout.heads_top + 0.47F * line_height(ui, TextSize::Small);
  const float reach = 0.35F * layout.spacing;
  const bool is_near = ImGui::IsMouseHoveringRect({x - reach, layout.heads_top - dp(ui, 6)},
                                                  {x + reach, layout.max.y});
  const bool is_last = gap + 2 == layout.count;
  if (ui.touch ? layout.spacing < 4 * dp(ui, kFinger) : !is_last && !is_near) return;
  const ImVec2 center(snap(ui, x), snap(ui, y));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddCircle(center, dp(ui, 8), ui.theme->line, 24, std::max(1.0F, ui.scale));
  if (small_button(ui, "add", Icon::Plus, Word::add_layer_here, center)) {
    post_layers(settings, sink, with_layer_at(settings.hidden, gap));
  }
}

}  // namespace

LayerList with_units(LayerList list, int layer, int units) {
  if (layer >= 0 && layer < list.count) {
    list.layers[static_cast<std::size_t>(layer)].units = std::clamp(units, 1, kMaxUnits);
  }
  return list;
}

LayerList without_layer(LayerList list, int layer) {
  if (layer < 0 || layer >= list.count) return list;
  const auto first = list.layers.begin();
  std::copy(first + layer + 1, first + list.count, first + layer);
  --list.count;
  return list;
}

LayerList with_layer_at(LayerList list, int layer) {
  if (list.count >= kMaxHiddenLayers || layer < 0 || layer > list.count) return list;
  const auto first = list.layers.begin();
  std::copy_backward(first + layer, first + list.count, first + list.count + 1);
  HiddenLayer& added = list.layers[static_cast<std::size_t>(layer)];
  added = {};
  added.units = kNewLayerUnits;
  if (layer > 0) added.units = list.layers[static_cast<std::size_t>(layer) - 1].units;
  ++list.count;
  return list;
}

void draw_heads(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink,
                const NetworkLayout& layout) {
  const bool can_add = can_edit(settings) && settings.hidden.count < kMaxHiddenLayers &&
                       layout.spacing >= dp(ui, kRoomForAdd) &&
                       settings.hidden.count + 2 == layout.count;
  for (int i = 0; i < layout.count; ++i) {
    const Column& column = layout.columns[static_cast<std::size_t>(i)];
    ImGui::PushID(i);
    if (column.layer < 0) {
      draw_text(ui, *ImGui::GetWindowDrawList(), {column.x, layout.heads_top}, ui.theme->secondary,
                Face::Semibold, TextSize::Small, word(ui, Word::inputs), Align::Center);
    } else {
      layer_head(snapshot, settings, ui, sink, layout, column);
    }
    if (can_add && i + 1 < layout.count) add_button(settings, ui, sink, layout, i);
    ImGui::PopID();
  }
}

}  // namespace bp
