// Unfolding: the plane carried from the inputs through every layer, to where one line separates.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/boundary_legend.h"
#include "web/views/boundary_maps.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/unfold_picture.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kTrack = 16, kStops = 38;      // heights of the stops' track, and with their names
constexpr float kGap = 16, kSideColumn = 220;  // beside the picture
constexpr float kStepper = 22;

// Where the stops of the track are.
struct Stops {
  ImVec2 min;
  float width;
  std::size_t count;
  float inset;
  [[nodiscard]] float x(float at) const {
    if (count < 2) return min.x + 0.5F * width;
    return min.x + inset + at / static_cast<float>(count - 1) * (width - 2 * inset);
  }
  [[nodiscard]] float at(float x) const {
    if (count < 2) return 0;
    const float share = (x - min.x - inset) / (width - 2 * inset);
    return std::clamp(share, 0.0F, 1.0F) * static_cast<float>(count - 1);
  }
};

void go_to(UiState& ui, int layer) {
  ui.unfold.from = ui.unfold.shown;
  ui.unfold.target = layer;
  ui.unfold.left_at = ui.now;
}

// Carries the plane while it is held; let go, it goes on to the nearest layer.
void scrub(UiState& ui, const Stops& stops) {
  UnfoldState& state = ui.unfold;
  ImGui::SetCursorScreenPos(stops.min);
  // For a finger the names belong to it: it goes to the nearest layer anyway.
  ImGui::InvisibleButton("track", {stops.width, dp(ui, finger(ui, kTrack))});
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  help_tooltip(ui, word(ui, Word::unfold_scrub_help));
  const bool was_held = state.is_held;
  state.is_held = ImGui::IsItemActive();
  if (state.is_held) {
    ui.is_dragging_value = true;
    const float at = stops.at(ImGui::GetIO().MousePos.x);
    state.shown = ui.reduced_motion ? std::round(at) : at;
  } else if (was_held) {
    go_to(ui, static_cast<int>(std::lround(state.shown)));
  }
}

std::string_view stop_name(const UiState& ui, const Snapshot& s, std::size_t i, bool is_short,
                           Phrase& out) {
  if (i > 0 && !is_short) return layer_name(ui, s, i - 1, out);
  if (i == 0) return is_short ? std::string_view("x") : word(ui, Word::inputs);
  std::snprintf(out.buffer, sizeof out.buffer, "%d", static_cast<int>(i));
  return out.buffer;
}

void stop_names(UiState& ui, const Snapshot& s, const Stops& stops) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float pitch =
      (stops.width - 2 * stops.inset) / std::max(1.0F, static_cast<float>(stops.count) - 1);
  const bool is_short = pitch < dp(ui, 52);
  const float line = line_height(ui, TextSize::Small), y = stops.min.y + dp(ui, kTrack);
  for (std::size_t i = 0; i < stops.count; ++i) {
    const auto place = static_cast<float>(i);
    Phrase phrase;
    const std::string_view text = stop_name(ui, s, i, is_short, phrase);
    const float half = 0.5F * std::min(dp(ui, 64), std::max(pitch, dp(ui, 20)));
    const bool is_here = std::abs(ui.unfold.shown - place) < 0.5F;
    if (!ui.touch) {
      ImGui::PushID(static_cast<int>(i));
      ImGui::SetCursorScreenPos({stops.x(place) - half, y});
      if (ImGui::InvisibleButton("stop", {2 * half, line + dp(ui, 4)}))
        go_to(ui, static_cast<int>(i));
      if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
      ImGui::PopID();
    }
    draw_text(ui, draw, {stops.x(place), y + dp(ui, 1)},
              is_here ? ui.theme->text : ui.theme->secondary,
              is_here ? Face::Semibold : Face::Regular, TextSize::Small, text, Align::Center);
  }
}

void draw_track(const UiState& ui, const Stops& stops) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = snap(ui, stops.min.y + 0.5F * dp(ui, kTrack));
  const float left = stops.x(0), right = stops.x(static_cast<float>(stops.count - 1));
  const float thumb = stops.x(ui.unfold.shown);
  draw.AddLine({left, y}, {right, y}, ui.theme->line, dp(ui, 2));
  draw.AddLine({left, y}, {thumb, y}, ui.theme->accent, dp(ui, 2));
  for (std::size_t i = 0; i < stops.count; ++i) {
    const ImU32 color = i == 0 ? ui.theme->secondary : ui.theme->layer(static_cast<Index>(i - 1));
    draw.AddCircleFilled({stops.x(static_cast<float>(i)), y}, dp(ui, 4), color, 16);
  }
  draw.AddCircleFilled({thumb, y}, dp(ui, 7), ui.theme->accent, 20);
  draw.AddCircle({thumb, y}, dp(ui, 7), ui.theme->raised, 20, dp(ui, 1.5F));
}

void layer_track(UiState& ui, const Snapshot& s, ImVec2 min, float width) {
  const Stops stops{min, width, s.unfold.seen.layers.size(), dp(ui, 24)};
  scrub(ui, stops);
  stop_names(ui, s, stops);
  draw_track(ui, stops);
}

// − 3 + of one of the two units.
void unit_stepper(const Settings& settings, UiState& ui, CommandSink& sink, const char* key,
                  ImVec2 at) {
  const Field* const field = find_field(key);
  if (field == nullptr || is_hidden(settings, *field)) return;
  const auto& kind = std::get<IntKind>(field->kind);
  const int unit = settings.*kind.member;
  const float side = dp(ui, finger(ui, kStepper)), value = dp(ui, 26);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  int next = unit;
  ImGui::PushID(key);
  const bool was_locked = begin_lock(ui, is_locked(settings, *field));
  ImGui::SetCursorScreenPos(at);
  const ButtonSpec fewer{.icon = Icon::Minus,
                         .help = label(ui, *field),
                         .look = ButtonLook::Quiet,
                         .height = kStepper,
                         .enabled = unit > 1};
  if (button(ui, "fewer", fewer)) --next;
  NumberText number;
  draw_text(ui, draw,
            {at.x + side + 0.5F * value,
             at.y + std::round(0.5F * (side - line_height(ui, TextSize::Label)))},
            ui.theme->text, Face::Mono, TextSize::Label, format_count(number, unit), Align::Center);
  ImGui::SetCursorScreenPos({at.x + side + value, at.y});
  const ButtonSpec more{.icon = Icon::Plus,
                        .help = label(ui, *field),
                        .look = ButtonLook::Quiet,
                        .height = kStepper,
                        .enabled = unit < kMaxUnits};
  if (button(ui, "more", more)) ++next;
  end_lock(ui, was_locked, at, {at.x + 2 * side + value, at.y + side}, LockSign::AtCorner);
  ImGui::PopID();
  if (next != unit) sink.set(key, std::to_string(next));
}

// What the axes are; returns the height it takes.
float axes_choice(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 at,
                  float width) {
  const Field* const field = find_field("unfold");
  if (field == nullptr) return 0;
  ImGui::SetCursorScreenPos(at);
  const float chip = choice_chip(ui, settings, *field, sink);
  const float row = dp(ui, finger(ui, 26));
  if (settings.unfold != kUnfoldsUnits) return row;
  const float pair = 2 * (2 * dp(ui, finger(ui, kStepper)) + dp(ui, 26)) + dp(ui, 8);
  const bool has_room = chip + dp(ui, 10) + pair <= width;
  ImVec2 next(has_room ? at.x + chip + dp(ui, 10) : at.x, has_room ? at.y : at.y + row);
  unit_stepper(settings, ui, sink, "unfoldx", next);
  next.x += 0.5F * pair + dp(ui, 4);
  unit_stepper(settings, ui, sink, "unfoldy", next);
  return has_room ? row : 2 * row;
}

// "1.2 a₁ − 0.8 a₂ = 0.3"; of principal components t₁ and t₂.
void equation(const Snapshot& s, TextLine& out) {
  const SeparatingLine& line = s.unfold.seen.line;
  const UnfoldedLayer& l = s.unfold.seen.layers.back();
  const bool is_input = s.unfold.seen.layers.size() == 1;
  const std::string_view name = l.is_components != 0 ? "*t*" : is_input ? "*x*" : "*a*";
  NumberText number;
  const auto term = [&](float factor, std::uint32_t index) {
    out << format_number(number, static_cast<double>(std::abs(factor)), 2) << " " << name << "_{"
        << static_cast<long long>(index) << "}";
  };
  const bool is_units = l.is_components == 0;
  if (line.u < 0) out << "−";
  term(line.u, is_units ? l.first + 1 : 1);
  if (l.dims > 1) {
    out << (line.v < 0 ? " − " : " + ");
    term(line.v, is_units ? l.second + 1 : 2);
  }
  out << " = " << format_number(number, static_cast<double>(line.level), 2);
}

std::string_view note(const UiState& ui, const Snapshot& s, std::size_t layer, Phrase& out) {
  const Unfolding& seen = s.unfold.seen;
  NumberText number;
  const bool is_last = layer + 1 == seen.layers.size();
  if (!is_last && layer == 0) return word(ui, Word::unfold_inputs_note);
  const std::string_view index = format_count(number, static_cast<long long>(layer));
  if (!is_last) {
    const bool has_classes = is_classification(s);
    return fill(out, word(ui, has_classes ? Word::unfold_layer_note : Word::unfold_value_note),
                {index});
  }
  if (seen.line.kind == SeparatingLine::None) {
    const auto classes = static_cast<long long>(class_count(s));
    return fill(out, word(ui, Word::unfold_classes), {format_count(number, classes)});
  }
  if (!is_classification(s)) {
    return fill(out, word(ui, Word::unfold_level),
                {format_number(number, static_cast<double>(s.unfold.level))});
  }
  if (seen.line.kind == SeparatingLine::Exact) return word(ui, Word::unfold_exact);
  return fill(out, word(ui, Word::unfold_slice), {format_count(number, seen.layers.back().units)});
}

/// What the picture is instead, where no line meets it.
std::string_view without_line(const UiState& ui, const Snapshot& s, Phrase& out) {
  const bool is_above = is_all_above(s.unfold.seen);
  if (is_classification(s)) {
    const bool is_slice = s.unfold.seen.line.kind == SeparatingLine::Slice;
    return fill(out, word(ui, is_slice ? Word::unfold_none_slice : Word::unfold_none),
                {class_name(ui, s, is_above ? 1 : 0)});
  }
  NumberText number;
  TextLine side;
  side << (is_above ? "> " : "< ") << format_number(number, static_cast<double>(s.unfold.level));
  return fill(out, word(ui, Word::unfold_none_value), {side.view()});
}

/// Says in words what is seen; returns its height.
float explain(UiState& ui, ImDrawList* draw, const Snapshot& s, ImVec2 at, float width) {
  const std::size_t last = s.unfold.seen.layers.size() - 1;
  const auto layer =
      std::min(last, static_cast<std::size_t>(std::lround(std::max(0.0F, ui.unfold.shown))));
  Phrase phrase;
  const ImU32 ink = ui.theme->secondary;
  float y = 0;
  const auto say = [&](std::string_view text) {
    y += draw_wrapped(ui, draw, {at.x, at.y + y}, width, ink, Face::Regular, TextSize::Label, text);
  };
  say(note(ui, s, layer, phrase));
  if (layer == last && s.unfold.seen.line.kind != SeparatingLine::None) {
    TextLine text;
    equation(s, text);
    y += dp(ui, 4);
    if (draw != nullptr) {
      draw_math(ui, *draw, {at.x, at.y + y}, ui.theme->text, TextSize::Body, text.view());
    }
    y += line_height(ui, TextSize::Body) + dp(ui, 2);
    ImVec2 from, to;
    // Measured without it: it is scrolled to, the picture stays as large as it is with a line.
    if (draw != nullptr && !shown_line(s.unfold.seen, from, to)) {
      y += dp(ui, 4);
      say(without_line(ui, s, phrase));
    }
  }
  if (s.members > 1) {
    y += dp(ui, 4);
    say(word(ui, Word::unfold_member));
  }
  return y;
}

struct Places {
  UnfoldFrame frame;
  ImVec2 side;  ///< of controls and words
  float side_width;
};

// Picture at the left and the rest beside it, or one under another: what makes it larger.
Places arrange(UiState& ui, const Snapshot& s, ImVec2 at, ImVec2 room) {
  const float left = unfold_gutter(ui), below = unfold_gutter(ui);
  const float beside = std::min(room.x - left - dp(ui, kGap + kSideColumn), room.y - below);
  const float words = explain(ui, nullptr, s, at, room.x);
  const float under = std::min(
      room.x - left, room.y - below - dp(ui, finger(ui, kStops) + finger(ui, 26) + 16) - words);
  Places out;
  const bool is_beside = beside >= under;
  const float side = std::floor(std::max(dp(ui, 80), is_beside ? beside : under));
  const float x =
      is_beside ? at.x + left : at.x + left + std::max(0.0F, 0.5F * (room.x - left - side));
  out.frame.min = {snap(ui, x), snap(ui, at.y)};
  out.frame.max = {out.frame.min.x + side, out.frame.min.y + side};
  out.side = is_beside ? ImVec2(out.frame.max.x + dp(ui, kGap), at.y)
                       : ImVec2(at.x, out.frame.max.y + below + dp(ui, 6));
  out.side_width = at.x + room.x - out.side.x;
  return out;
}

}  // namespace

void unfold_view(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink) {
  ui.requests.unfold = unfold_request(chosen_axes(settings));
  const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (!has_unfolding(s)) {
    return draw_empty(ui, draw, at, {at.x + room.x, at.y + room.y}, word(ui, Word::unfold_empty));
  }
  ImGui::PushID("unfold");
  const UnfoldPlace place = unfold_place(s.unfold.seen.layers.size(), ui);
  const Places p = arrange(ui, s, at, room);
  const bool is_hovered = plot_area("square", p.frame.min, p.frame.max);
  draw_unfolding(ui, s, settings, place, p.frame);
  layer_track(ui, s, p.side, std::min(p.side_width, dp(ui, 420)));
  float y = p.side.y + dp(ui, finger(ui, kStops));
  y += axes_choice(settings, ui, sink, {p.side.x, y}, p.side_width) + dp(ui, 8);
  y += explain(ui, &draw, s, {p.side.x, y}, std::min(p.side_width, dp(ui, 420)));
  if (is_hovered) unfold_tip(ui, s, settings, place, p.frame);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({1, std::max(y, p.frame.max.y + unfold_gutter(ui)) - at.y});
  ImGui::PopID();
}

}  // namespace bp
