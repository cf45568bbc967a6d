// The network: columns of units, each with its own map of the input plane, and the weights between.
#include <algorithm>
#include <cmath>

#include "engine/data/features.h"
#include "web/views/boundary_legend.h"
#include "web/views/boundary_plane.h"
#include "web/views/marks.h"
#include "web/views/network_dropout.h"
#include "web/views/network_edit.h"
#include "web/views/network_flow.h"
#include "web/views/network_layout.h"
#include "web/views/network_links.h"
#include "web/views/network_picture.h"
#include "web/views/network_tips.h"
#include "web/views/phases.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/unit_parts.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kBorder = 1.5F, kLinkReach = 4;  // points

void draw_title(const Settings& settings, UiState& ui, CommandSink& sink) {
  if (ui.is_untitled) return;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const Field* links = find_field("links");
  const float control = links == nullptr ? 0 : choice_segmented_width(ui, settings, *links);
  const std::string_view title = word(ui, Word::network), note = word(ui, Word::network_note);
  const float needed = measure(ui, Face::Semibold, TextSize::Title, title).x +
                       measure(ui, Face::Regular, TextSize::Small, note).x + dp(ui, 28);
  panel_title(ui, title, needed + control < width ? note : std::string_view{});
  const ImVec2 next = ImGui::GetCursorScreenPos();
  if (links != nullptr) {
    ImGui::SetCursorScreenPos(
        {start.x + width - control, title_row_top(ui, start.y, dp(ui, finger(ui, 0)))});
    choice_segmented(ui, settings, *links, sink);
  }
  ImGui::SetCursorScreenPos(next);
}

void draw_tile(const UiState& ui, ImDrawList& draw, const Snapshot& s, const Column& column,
               int unit, bool is_hovered) {
  const ImVec2 at = column.tile_min(unit);
  const ImVec2 min(snap(ui, at.x), snap(ui, at.y));
  const ImVec2 max(min.x + column.tile, min.y + column.tile);
  draw_unit_map(ui, draw, s, column.layer, unit, min, max);
  const ImU32 color = column.layer < 0 ? mixed(ui.theme->line, ui.theme->secondary, 0.35F)
                                       : ui.theme->layer(column.layer);
  const float width =
      (column.tile < dp(ui, 14) ? 1.0F : kBorder) * ui.scale + (is_hovered ? dp(ui, 1) : 0);
  const float in = 0.5F * width;
  draw.PathRect({min.x + in, min.y + in}, {max.x - in, max.y - in});
  draw.PathStroke(color, ImDrawFlags_Closed, width);
}

void draw_input_label(const UiState& ui, ImDrawList& draw, const Snapshot& s,
                      const NetworkLayout& layout, const Column& column, int unit) {
  const ImVec2 at = column.tile_min(unit);
  const float line = line_height(ui, TextSize::Small);
  ShortText text;
  const std::string_view name =
      shortened(ui, Face::Regular, TextSize::Small, s.input_names[static_cast<std::size_t>(unit)],
                layout.input_name, text);
  if (layout.names_above) {
    draw_text(ui, draw, {column.x, at.y - line - dp(ui, 1)}, ui.theme->secondary, Face::Regular,
              TextSize::Small, name, Align::Center);
  } else if (column.pitch >= 0.8F * line) {
    draw_text(ui, draw, {at.x - dp(ui, 4), column.y(unit) - 0.5F * line}, ui.theme->secondary,
              Face::Regular, TextSize::Small, name, Align::Right);
  }
}

// Symbol and name of the class an output stands for, at its right.
void draw_class_label(const UiState& ui, ImDrawList& draw, const Snapshot& s,
                      const NetworkLayout& layout, const Column& column, int unit) {
  const float line = line_height(ui, TextSize::Small);
  if (column.pitch < 0.8F * line) return;
  const float x = column.x + 0.5F * column.tile + dp(ui, 4), y = column.y(unit);
  draw_point(ui, draw, {x + dp(ui, 5), y}, class_look(*ui.theme, unit));
  ShortText text;
  draw_text(ui, draw, {x + dp(ui, 13), y - 0.5F * line}, ui.theme->secondary, Face::Regular,
            TextSize::Small,
            shortened(ui, Face::Regular, TextSize::Small, class_name(ui, s, unit),
                      layout.output_name, text));
}

void draw_column(const UiState& ui, ImDrawList& draw, const Snapshot& s,
                 const NetworkLayout& layout, const Column& column, const Emphasis& emphasis) {
  if (column.side > 0) return draw_picture_column(ui, draw, s, column, emphasis);
  const bool is_output = static_cast<std::size_t>(column.layer) + 1 == s.layers.size();
  const bool has_classes = is_output && outputs_are_classes(s);
  for (int unit = 0; unit < column.shown; ++unit) {
    const bool is_hovered = emphasis.layer == column.layer && emphasis.unit == unit;
    draw_tile(ui, draw, s, column, unit, is_hovered);
    if (column.layer < 0) draw_input_label(ui, draw, s, layout, column, unit);
    if (has_classes) draw_class_label(ui, draw, s, layout, column, unit);
  }
  if (column.shown >= column.units) return;
  Phrase phrase;
  NumberText number;
  const float line = line_height(ui, TextSize::Small);
  draw_text(ui, draw, {column.x, column.y(column.shown) - 0.5F * line}, ui.theme->secondary,
            Face::Regular, TextSize::Small,
            fill(phrase, word(ui, Word::more_hidden_units),
                 {format_count(number, column.units - column.shown)}),
            Align::Center);
}

// What was hovered in the last frame, by this panel (a unit) or by the gradients (a layer).
Emphasis current_emphasis(const UiState& ui) { return {ui.hovered_layer, ui.hovered_unit, {}}; }

// Finds what is under the pointer, tells the other panels, and shows its numbers.
LinkRef point_at(const Settings& settings, UiState& ui, CommandSink& sink, const Snapshot& s,
                 const NetworkLayout& layout, bool is_hovered) {
  if (ui.hovered_unit >= 0) {
    ui.hovered_layer = -2;
    ui.hovered_unit = -1;
  }
  if (!is_hovered) return {};
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const UnitRef unit = unit_under(layout, mouse);
  if (unit.is_some()) {
    ui.hovered_layer = layout.columns[static_cast<std::size_t>(unit.column)].layer;
    ui.hovered_unit = unit.unit;
    if (ImGui::IsItemClicked() && ui.hovered_layer >= 0) {
      ui.selected_layer = ui.hovered_layer;
      inspect_unit(settings, ui, sink, ui.hovered_layer, ui.hovered_unit);
    }
    show_unit_tip(ui, s, layout, unit);
    return {};
  }
  if (s.params.empty()) return {};
  const LinkRef link = link_under(layout, mouse, dp(ui, kLinkReach));
  if (link.is_some()) show_link_tip(ui, s, link);
  return link;
}

}  // namespace

void network_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                  CommandSink& sink) {
  ImGui::PushID("network");
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_title(settings, ui, sink);
  dropout_row(snapshot, settings, ui, sink);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  ui.requests.unit_size = 0;
  if (room.x >= dp(ui, 120) && room.y >= dp(ui, 80) && !snapshot.layers.empty()) {
    const NetworkLayout layout =
        network_layout(ui, snapshot, min, {min.x + room.x, min.y + room.y});
    ui.requests.unit_size = static_cast<int>(std::lround(layout.largest_tile * ui.pixel_ratio));
    const bool is_hovered = plot_area("units", layout.min, layout.max);
    Emphasis emphasis = current_emphasis(ui);
    emphasis.link = point_at(settings, ui, sink, snapshot, layout, is_hovered);
    emphasis.shows_silent = shows_silent(snapshot, settings);
    const ShownPhase shown = shown_phase(snapshot, ui);
    if (shown.is_some && shown.place.phase == Phase::Backward && emphasis.layer < -1) {
      emphasis.layer = shown.place.layer;
    }
    const auto mode = static_cast<LinkMode>(std::clamp(settings.links, 0, 2));
    draw_links(ui, draw, snapshot, layout, mode, emphasis);
    for (int i = 0; i < layout.count; ++i) {
      draw_column(ui, draw, snapshot, layout, layout.columns[static_cast<std::size_t>(i)],
                  emphasis);
    }
    draw_silent_units(ui, draw, snapshot, settings, layout);
    draw_flow(ui, draw, snapshot, layout, shown);
    draw_heads(snapshot, settings, ui, sink, layout);
  }
  ImGui::PopID();
}

}  // namespace bp
