// The hidden layers: a row each, "Layer 1  − 8 +  [tanh ▾] ✕", and a button for one more.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "engine/session/codec.h"
#include "web/views/control_scale.h"
#include "web/views/controls.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kLayerRow = 28, kSmallButton = 20, kLayerBox = 22;
constexpr float kUnits = 24, kFingerUnits = 46;  // the number between − and +
constexpr float kFingerLine = 300;  // the least width of a layer that is one line for fingers

void post_layers(const ControlContext& c, const Field& field, const LayersKind& kind,
                 const LayerList& list) {
  Settings next = c.settings;
  next.*kind.member = list;
  c.sink.set(field.key, to_text(field, next));
}

bool small_button(const ControlContext& c, const char* id, Icon icon, Word about, ImVec2 pos,
                  bool enabled) {
  ImGui::SetCursorScreenPos(pos);
  return button(c.ui, id,
                {.icon = icon,
                 .help = word(c.ui, about),
                 .look = ButtonLook::Quiet,
                 .height = kSmallButton,
                 .enabled = enabled});
}

// − 8 +; returns the new number of units.
int units_stepper(const ControlContext& c, int units, ImVec2 pos) {
  const float side = dp(c.ui, finger(c.ui, kSmallButton)),
              value = dp(c.ui, c.ui.touch ? kFingerUnits : kUnits);
  int next = units;
  if (small_button(c, "fewer", Icon::Minus, Word::fewer_units, pos, units > 1)) --next;
  NumberText shown;
  char edit[16];
  std::snprintf(edit, sizeof edit, "%d", units);
  const std::string_view digits = format_count(shown, units);
  const float text = measure(c.ui, Face::Mono, TextSize::Label, digits).x;
  const float right = pos.x + side + std::round((value + text) / 2);
  const std::string_view typed = editable_value(c.ui, "units", digits, edit, {right, pos.y}, side,
                                                c.ui.touch ? (value - text) / 2 : 0);
  if (!typed.empty()) std::sscanf(c.ui.edit.text, "%d", &next);
  if (small_button(c, "more", Icon::Plus, Word::more_units, {pos.x + side + value, pos.y},
                   units < kMaxUnits)) {
    ++next;
  }
  return std::clamp(next, 1, kMaxUnits);
}

// The activations a layer may choose, and "as above"; returns how many lines these are.
int activation_count(const ControlContext& c, const LayersKind& kind) {
  int shown = 1;
  for (int i = 0; i < kind.activations.count(); ++i) {
    if (!kind.is_allowed || kind.is_allowed(c.settings, i)) ++shown;
  }
  return shown;
}

void activation_items(const ControlContext& c, const Field& field, const LayersKind& kind,
                      int& activation, float width) {
  if (menu_item(c.ui, "common", word(c.ui, Word::default_activation), activation < 0, true, {},
                width)) {
    activation = -1;
  }
  for (int i = 0; i < kind.activations.count(); ++i) {
    if (kind.is_allowed && !kind.is_allowed(c.settings, i)) continue;
    const Option option = kind.activations.at(i);
    ImGui::PushID(i);
    if (menu_item(c.ui, "item", option_label(c.ui, field, option), activation == i, true,
                  option_help(c.ui, field, option), width)) {
      activation = i;
    }
    ImGui::PopID();
  }
}

std::string_view percent_text(NumberText& number, Phrase& out, float percent) {
  return fill(out, "{0}\u2009%", {format_setting(number, static_cast<double>(percent))});
}

// "as for all layers", and a slider for a rate of its own.
void dropout_items(const ControlContext& c, float& dropout, float width) {
  const Field* const common = find_field("dropout");
  if (common == nullptr) return;
  if (menu_item(c.ui, "common dropout", word(c.ui, Word::default_dropout), dropout < 0, true,
                help(c.ui, *common), width)) {
    dropout = -1;
  }
  const Range range{0, kMaxDropout, Scale::Linear, false, false};
  const float now = dropout < 0 ? c.settings.dropout : dropout;
  NumberText number;
  Phrase shown;
  char edit[16];
  std::snprintf(edit, sizeof edit, "%.6g", static_cast<double>(now));
  const float margin = dp(c.ui, 8);
  ImGui::SetCursorScreenPos(
      {ImGui::GetCursorScreenPos().x + margin, ImGui::GetCursorScreenPos().y});
  const SliderResult result = slider_row(c.ui, "dropout",
                                         {.label = label(c.ui, *common),
                                          .symbol = common->symbol,
                                          .note = {},
                                          .value = percent_text(number, shown, now),
                                          .help = help(c.ui, *common),
                                          .edit = edit,
                                          .fraction = fraction_of(range, static_cast<double>(now))},
                                         width - 2 * margin);
  const std::optional<double> typed = parse_number(result.typed);
  if (typed) dropout = std::clamp(static_cast<float>(*typed), 0.0F, kMaxDropout);
  if (result.is_moved) dropout = static_cast<float>(value_at(range, result.fraction));
}

// What a layer may have of its own: activation and dropout.
void layer_menu(const ControlContext& c, const Field& field, const LayersKind& kind,
                HiddenLayer& layer, ImVec2 min, ImVec2 max) {
  constexpr int kDropoutLines = 3;  // its slider is higher than a line
  const float width = dp(c.ui, 170);
  const int lines = activation_count(c, kind) + kDropoutLines;
  if (!begin_menu(c.ui, "layer", min, max, width, lines)) return;
  activation_items(c, field, kind, layer.activation, width);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  hairline_h(c.ui, *ImGui::GetWindowDrawList(), at.x, at.x + width, at.y + dp(c.ui, 2));
  ImGui::SetCursorScreenPos({at.x, at.y + dp(c.ui, 4)});
  dropout_items(c, layer.dropout, width);
  end_menu();
}

// "tanh p": the layer's own choices in the text's colour, common ones in the secondary; p stands
// for a dropout of its own, which the tip tells.
void layer_box(const ControlContext& c, const Field& field, const LayersKind& kind,
               HiddenLayer& layer, ImVec2 min, ImVec2 size) {
  const ImVec2 max{min.x + size.x, min.y + size.y};
  const Theme& t = *c.ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("own", size)) open_menu("layer");
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const bool has_dropout = layer.dropout >= 0;
  NumberText number;
  Phrase rate, title;
  const std::string_view own = has_dropout ? fill(title, word(c.ui, Word::own_dropout),
                                                  {percent_text(number, rate, layer.dropout)})
                                           : std::string_view{};
  help_tooltip(c.ui, word(c.ui, Word::layer_menu_help), own);
  const float inset = finger_inset(c.ui, kLayerBox);
  draw.AddRect({min.x, min.y + inset}, {max.x, max.y - inset}, hovered ? t.secondary : t.line,
               dp(c.ui, 6));
  const int row = layer.activation < 0 ? c.settings.activation : layer.activation;
  const std::string_view name = option_label(c.ui, field, kind.activations.at(row));
  const float y = min.y + std::round((size.y - line_height(c.ui, TextSize::Label)) / 2);
  const float right = max.x - dp(c.ui, has_dropout ? 23 : 14);
  draw.PushClipRect(min, {right, max.y}, true);
  draw_text(c.ui, draw, {min.x + dp(c.ui, 5), y}, layer.activation < 0 ? t.secondary : t.text,
            Face::Regular, TextSize::Label, name);
  draw.PopClipRect();
  if (has_dropout) {
    draw_text(c.ui, draw, {right, y}, t.text, Face::Italic, TextSize::Label,
              find_field("dropout")->symbol);
  }
  draw_icon(c.ui, draw, Icon::Down, {max.x - dp(c.ui, 9), min.y + size.y / 2}, dp(c.ui, 7),
            t.secondary);
  layer_menu(c, field, kind, layer, min, max);
}

// One layer's row; returns false if it is to be removed.
bool layer_row(const ControlContext& c, const Field& field, const LayersKind& kind, int index,
               HiddenLayer& layer) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float line = dp(c.ui, finger(c.ui, kLayerRow));
  const float side = dp(c.ui, finger(c.ui, kSmallButton));
  // Where fingers need more than a line has, the layer's own choices go below.
  const bool is_two = c.ui.touch && c.width < dp(c.ui, kFingerLine);
  const float height = is_two ? 2 * line : line;
  const Theme& t = *c.ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  NumberText number;
  Phrase phrase;
  const std::string_view name =
      fill(phrase, word(c.ui, Word::layer_n), {format_count(number, index + 1)});
  const float text_y = min.y + std::round((line - line_height(c.ui, TextSize::Label)) / 2);
  const float middle = min.y + line / 2, mark = dp(c.ui, 3);
  draw.AddRectFilled({min.x, middle - dp(c.ui, 6)}, {min.x + mark, middle + dp(c.ui, 6)},
                     t.layer(index), mark / 2);
  draw_text(c.ui, draw, {min.x + dp(c.ui, 8), text_y}, t.text, Face::Regular, TextSize::Label,
            name);
  const float y = min.y + (line - side) / 2;
  const float close_x = min.x + c.width - side + dp(c.ui, 4);
  // Digits of equal width, so that all rows have the same columns.
  const float text = measure_figures(c.ui, Face::Regular, TextSize::Label, name);
  const float stepper_x =
      min.x + (is_two ? dp(c.ui, 46) : std::max(dp(c.ui, 54), text + dp(c.ui, 8)));
  const float box_x =
      is_two ? min.x + dp(c.ui, 8)
             : stepper_x + 2 * side + dp(c.ui, (c.ui.touch ? kFingerUnits : kUnits) + 2);
  const float box_y = is_two ? y + line : y - dp(c.ui, c.ui.touch ? 0 : 1);
  layer.units = units_stepper(c, layer.units, {stepper_x, y});
  layer_box(c, field, kind, layer, {box_x, box_y},
            {close_x - dp(c.ui, 2) - box_x, dp(c.ui, finger(c.ui, kLayerBox))});
  const bool is_removed = small_button(c, "remove", Icon::Close, Word::remove_layer,
                                       {close_x, is_two ? box_y : y}, true);
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({c.width, height});
  return !is_removed;
}

// "+ Add layer" at the left, the number of parameters at the right.
bool layers_footer(const ControlContext& c, bool can_add) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const Theme& t = *c.ui.theme;
  const float height = dp(c.ui, finger(c.ui, kRowHeight));
  ImGui::SetCursorScreenPos({min.x, min.y + dp(c.ui, c.ui.touch ? 0 : 2)});
  const bool is_added = button(c.ui, "add",
                               {.icon = Icon::Plus,
                                .label = word(c.ui, Word::add_layer),
                                .help = word(c.ui, Word::add_layer_help),
                                .height = 24,
                                .enabled = can_add});
  const float button_right = ImGui::GetItemRectMax().x;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  NumberText number;
  const std::string_view count = format_count(number, parameter_count(c.settings));
  const float y = min.y + std::round((height - line_height(c.ui, TextSize::Small)) / 2);
  const std::string_view unit = word(c.ui, Word::parameters_short);
  const float gap = dp(c.ui, 4);
  const float unit_width = measure(c.ui, Face::Regular, TextSize::Small, unit).x + gap;
  const float count_width = measure(c.ui, Face::Mono, TextSize::Small, count).x;
  // A number of six digits needs the room of its unit; the tip still says what it counts.
  const bool has_unit = button_right + gap + count_width + unit_width <= min.x + c.width;
  if (has_unit) {
    draw_text(c.ui, draw, {min.x + c.width, y}, t.secondary, Face::Regular, TextSize::Small, unit,
              Align::Right);
  }
  draw_text(c.ui, draw, {min.x + c.width - (has_unit ? unit_width : 0), y}, t.text, Face::Mono,
            TextSize::Small, count, Align::Right);
  ImGui::SetCursorScreenPos({min.x + c.width / 2 + dp(c.ui, 8), min.y});
  ImGui::InvisibleButton("parameters", {c.width / 2 - dp(c.ui, 8), height});
  help_tooltip(c.ui, word(c.ui, Word::parameters_help));
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({c.width, height + dp(c.ui, 2)});
  return is_added;
}

}  // namespace

void layers_control(const ControlContext& c, const Field& field, const LayersKind& kind) {
  LayerList list = c.settings.*kind.member;
  int removed = -1;
  for (int i = 0; i < list.count; ++i) {
    ImGui::PushID(i);
    if (!layer_row(c, field, kind, i, list.layers[static_cast<std::size_t>(i)])) removed = i;
    ImGui::PopID();
  }
  if (removed >= 0) {
    std::copy(list.layers.begin() + removed + 1, list.layers.begin() + list.count,
              list.layers.begin() + removed);
    list.layers[static_cast<std::size_t>(--list.count)] = {};
  }
  if (layers_footer(c, list.count < kMaxHiddenLayers)) {
    const auto end = static_cast<std::size_t>(list.count);
    list.layers[end] = end > 0 ? list.layers[end - 1] : HiddenLayer{};
    ++list.count;
  }
  if (!(list == c.settings.*kind.member)) post_layers(c, field, kind, list);
}

}  // namespace bp
