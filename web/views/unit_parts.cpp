#include "web/views/unit_parts.h"

#include <algorithm>

#include "engine/core/number.h"
#include "engine/session/page_parts.h"
#include "web/views/network_links.h"
#include "web/views/panels.h"
#include "web/views/theme.h"

namespace bp {
namespace {

constexpr std::size_t kMostUndone = 64;

void post_edit(CommandSink& sink, const WeightRef& w, float value) {
  const std::string key =
      std::to_string(w.layer) + '.' + std::to_string(w.unit) + '.' + std::to_string(w.input);
  sink.post({Command::Kind::Edit, key, number_text(value), 1});
}

bool is_panel(const Settings& settings, std::string_view key) {
  return settings.panel == panel_index(key);
}

}  // namespace

InspectedUnit inspected_unit(const Snapshot& s, const Settings& settings) {
  if (s.layers.empty()) return {};
  const int layer =
      std::clamp(settings.inspected_layer - 1, 0, static_cast<int>(s.layers.size()) - 1);
  const int units = static_cast<int>(s.layers[static_cast<std::size_t>(layer)].units);
  return {layer, std::clamp(settings.inspected_unit - 1, 0, std::max(0, units - 1))};
}

void inspect_unit(const Settings& settings, const UiState&, CommandSink& sink, int layer,
                  int unit) {
  const bool was_chosen =
      settings.inspected_layer == layer + 1 && settings.inspected_unit == unit + 1;
  if (is_free(settings, *find_field("ulayer")) && is_free(settings, *find_field("unit"))) {
    sink.set("ulayer", std::to_string(layer + 1));
    sink.set("unit", std::to_string(unit + 1));
  }
  const bool follows_layer = is_panel(settings, "maths") || is_panel(settings, "symmetry");
  if (is_panel(settings, "unit") || (follows_layer && !was_chosen)) return;
  choose_panel(settings, panel_index("unit"), sink);
}

void draw_unit_map(const UiState& ui, ImDrawList& draw, const Snapshot& s, int layer, int unit,
                   ImVec2 min, ImVec2 max) {
  const int map = map_index(s, layer, unit);
  const Pictures& p = ui.pictures;
  if (p.units == 0 || map < 0 || map >= p.map_count) {
    return draw.AddRectFilled(min, max, ui.theme->raised);
  }
  const auto columns = static_cast<float>(p.atlas_columns), rows = static_cast<float>(p.atlas_rows);
  const auto column = static_cast<float>(map % p.atlas_columns);
  const auto row = static_cast<float>(map / p.atlas_columns);
  draw.AddImage(p.units, min, max, {column / columns, row / rows},
                {(column + 1) / columns, (row + 1) / rows});
}

float weight_value(const Snapshot& s, const WeightRef& w) {
  if (w.input == 0) return bias_value(s, LinkMode::Weights, w.layer - 1, w.unit - 1);
  return link_value(s, LinkMode::Weights, {w.layer - 1, w.input - 1, w.unit - 1});
}

void set_weight(const Snapshot& s, UiState& ui, CommandSink& sink, const WeightRef& w, float value,
                bool is_new) {
  std::vector<WeightEdit>& undo = ui.unit.undo;
  if (is_new) {
    if (undo.size() >= kMostUndone) undo.erase(undo.begin());
    undo.push_back({w.layer, w.unit, w.input, weight_value(s, w), s.step, s.network_version});
  }
  post_edit(sink, w, value);
}

bool can_undo_weight(const Snapshot& s, const Settings& settings, const UiState& ui) {
  if (ui.unit.undo.empty() || !is_free(settings, PagePart::Weights)) return false;
  const WeightEdit& last = ui.unit.undo.back();
  if (last.step != s.step && !is_free(settings, PagePart::Timeline)) return false;
  return last.network == s.network_version && last.step >= s.timeline.first &&
         last.step <= s.timeline.last;
}

void undo_weight(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink) {
  if (!can_undo_weight(s, settings, ui)) return ui.unit.undo.clear();
  const WeightEdit last = ui.unit.undo.back();
  ui.unit.undo.pop_back();
  if (s.step != last.step) sink.post(Command::Kind::Seek, last.step);
  post_edit(sink, {last.layer, last.unit, last.input}, last.before);
}

}  // namespace bp
