#include "web/views/network_dropout.h"

#include <cmath>

#include "engine/session/options.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRowGap = 6, kCross = 3;  // points

bool is_hidden(const Snapshot& s, int layer) {
  return layer >= 0 && static_cast<std::size_t>(layer) + 1 < s.layers.size();
}

/// Of a unit that takes part.
float layer_factor(const Settings& settings, int layer) {
  const Dropout dropout{settings.dropout_of(layer) / 100,
                        &at(dropout_conventions(), settings.dropout_convention)};
  return settings.network_mode == kShowsTraining ? dropout.training_scale<float>()
                                                 : dropout.evaluation_scale<float>();
}

std::string_view factor_text(NumberText& out, float factor) {
  return format_setting(out, std::round(static_cast<double>(factor) * 100) / 100);
}

// "× 1.25", once for all layers that have it.
void append_factors(const Snapshot& s, const Settings& settings, TextLine& out) {
  float last = NAN;
  for (int l = 0; is_hidden(s, l) && l < settings.hidden.count; ++l) {
    const float factor = layer_factor(settings, l);
    if (factor == last) continue;
    NumberText number;
    out << (std::isnan(last) ? "×\u2009" : ", ×\u2009") << factor_text(number, factor);
    last = factor;
  }
}

// The unit under the pointer, or all of them.
std::string_view sentence(const UiState& ui, const Snapshot& s, const Settings& settings,
                          Phrase& out) {
  TextLine factors;
  append_factors(s, settings, factors);
  const float factor = unit_factor(s, settings, ui.hovered_layer, ui.hovered_unit);
  if (std::isfinite(factor)) {
    Phrase name;
    NumberText number;
    return fill(
        out, word(ui, factor == 0 ? Word::dropout_unit_silent : Word::dropout_unit),
        {unit_name(ui, s, ui.hovered_layer, ui.hovered_unit, name), factor_text(number, factor)});
  }
  if (settings.network_mode != kShowsTraining) {
    return fill(out, word(ui, Word::dropout_evaluation), {factors.view()});
  }
  if (s.masks.empty()) return word(ui, Word::dropout_no_batch);
  return fill(out, word(ui, Word::dropout_training), {factors.view()});
}

}  // namespace

bool has_dropout(const Snapshot& s, const Settings& settings) {
  for (int l = 0; is_hidden(s, l) && l < settings.hidden.count; ++l) {
    if (settings.dropout_of(l) > 0) return true;
  }
  return false;
}

bool shows_silent(const Snapshot& s, const Settings& settings) {
  return settings.network_mode == kShowsTraining && has_dropout(s, settings);
}

float mask_of(const Snapshot& s, int layer, int unit) {
  if (!is_hidden(s, layer) || unit < 0) return NAN;
  std::size_t first = 0;
  for (int l = 0; l < layer; ++l) first += s.layers[static_cast<std::size_t>(l)].units;
  const std::size_t i = first + static_cast<std::size_t>(unit);
  const bool exists = unit < static_cast<int>(s.layers[static_cast<std::size_t>(layer)].units);
  return exists && i < s.masks.size() ? s.masks[i] : NAN;
}

float unit_factor(const Snapshot& s, const Settings& settings, int layer, int unit) {
  if (!is_hidden(s, layer) || layer >= settings.hidden.count || unit < 0) return NAN;
  if (settings.network_mode == kShowsTraining) return mask_of(s, layer, unit);
  return layer_factor(settings, layer);
}

void dropout_row(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink) {
  const Field* const field = find_field("mode");
  if (field == nullptr || !has_dropout(s, settings)) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  choice_segmented(ui, settings, *field, sink);
  const float taken = choice_segmented_width(ui, settings, *field) + dp(ui, 10);
  const float line = line_height(ui, TextSize::Small), height = dp(ui, 22);
  Phrase phrase;
  const std::string_view text = sentence(ui, s, settings, phrase);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool is_beside = taken + measure(ui, Face::Regular, TextSize::Small, text).x <= width;
  const ImVec2 place = is_beside ? ImVec2(at.x + taken, at.y + 0.5F * (height - line))
                                 : ImVec2(at.x, at.y + height + dp(ui, 5));
  const float lines = draw_wrapped(ui, &draw, place, is_beside ? width - taken + 1 : width,
                                   ui.theme->secondary, Face::Regular, TextSize::Small, text);
  // The picture must not jump when a unit's sentence is shorter than that of all.
  const float below = is_beside ? 0 : std::max(lines, 2 * line) + dp(ui, 5);
  ImGui::SetCursorScreenPos({at.x, snap(ui, at.y + height + below + dp(ui, kRowGap))});
}

void draw_silent_units(const UiState& ui, ImDrawList& draw, const Snapshot& s,
                       const Settings& settings, const NetworkLayout& layout) {
  if (!shows_silent(s, settings)) return;
  const ImU32 dark = ui.theme->is_dark ? ui.theme->surface : ui.theme->text;
  const ImU32 mark = ui.theme->is_dark ? ui.theme->secondary : ui.theme->surface;
  for (int i = 1; i + 1 < layout.count; ++i) {
    const Column& column = layout.columns[static_cast<std::size_t>(i)];
    for (int unit = 0; unit < column.shown; ++unit) {
      if (unit_factor(s, settings, column.layer, unit) != 0) continue;
      const ImVec2 at = column.tile_min(unit);
      const ImVec2 min(snap(ui, at.x), snap(ui, at.y));
      const ImVec2 max(min.x + column.tile, min.y + column.tile);
      draw.AddRectFilled(min, max, dark);
      draw.AddRect(min, max, with_alpha(ui.theme->layer(column.layer), 0.5F));
      const float r = std::min(dp(ui, kCross), 0.25F * column.tile);
      const ImVec2 c(0.5F * (min.x + max.x), 0.5F * (min.y + max.y));
      draw.AddLine({c.x - r, c.y - r}, {c.x + r, c.y + r}, mark, ui.scale);
      draw.AddLine({c.x - r, c.y + r}, {c.x + r, c.y - r}, mark, ui.scale);
    }
  }
}

}  // namespace bp
