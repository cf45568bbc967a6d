// One unit taken apart: z = Σ w x + b with weights that can be moved, its activation function with
// the batch's points on it, its map of the plane.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/number.h"
#include "engine/session/page_parts.h"
#include "web/views/csv.h"
#include "web/views/marks.h"
#include "web/views/network_layout.h"
#include "web/views/network_tips.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/unit_parts.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kHeader = 32, kWide = 480, kCurve = 140, kMostCurve = 260, kGap = 16;  // points
constexpr int kCurvePoints = 96;

/// A name between two arrows; the change asked for, −1, 0 or 1.
int stepper(UiState& ui, const char* id, std::string_view name, Word before, Word after, float& x,
            float y, float width) {
  ImGui::PushID(id);
  const float side = dp(ui, finger(ui, 24));
  const auto arrow = [&](const char* which, Icon icon, Word about) {
    ImGui::SetCursorScreenPos({x, y});
    x += side;
    return button(ui, which,
                  {.icon = icon, .help = word(ui, about), .look = ButtonLook::Quiet, .height = 24});
  };
  int change = arrow("before", Icon::Back, before) ? -1 : 0;
  const float line = line_height(ui, TextSize::Body);
  draw_text(ui, *ImGui::GetWindowDrawList(), {x + 0.5F * width, y + 0.5F * (side - line)},
            ui.theme->text, Face::Semibold, TextSize::Body, name, Align::Center);
  x += width;
  if (arrow("next", Icon::Forth, after)) change = 1;
  ImGui::PopID();
  return change;
}

void go_to(CommandSink& sink, const Snapshot& s, InspectedUnit to) {
  const int layers = static_cast<int>(s.layers.size());
  to.layer = std::clamp(to.layer, 0, layers - 1);
  const int units = static_cast<int>(s.layers[static_cast<std::size_t>(to.layer)].units);
  sink.set("ulayer", std::to_string(to.layer + 1));
  sink.set("unit", std::to_string(std::clamp(to.unit, 0, units - 1) + 1));
}

/// Which unit; the arrow keys go to others.
void draw_header(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
                 InspectedUnit at, ImVec2 min, float width) {
  Phrase phrase;
  NumberText a, b;
  float x = min.x;
  const auto l = static_cast<std::size_t>(at.layer);
  InspectedUnit to = at;
  const bool is_fixed =
      is_locked(settings, *find_field("ulayer")) || is_locked(settings, *find_field("unit"));
  const bool was_locked = begin_lock(ui, is_fixed);
  to.layer += stepper(ui, "layer", layer_name(ui, s, l, phrase), Word::unit_layer_before,
                      Word::unit_layer_next, x, min.y, dp(ui, 52));
  x += dp(ui, ui.touch ? 0 : 8);
  to.unit += stepper(ui, "unit",
                     fill(phrase, word(ui, Word::unit_of),
                          {format_count(a, at.unit + 1), format_count(b, s.layers[l].units)}),
                     Word::unit_before, Word::unit_next, x, min.y, dp(ui, 84));
  end_lock(ui, was_locked, min, {x, min.y + dp(ui, finger(ui, 24))}, LockSign::AtCorner);
  if (!is_fixed && !ImGui::GetIO().WantTextInput && ImGui::GetIO().KeyMods == 0 &&
      !ImGui::IsAnyItemActive()) {
    to.unit += (ImGui::IsKeyPressed(ImGuiKey_DownArrow) ? 1 : 0) -
               (ImGui::IsKeyPressed(ImGuiKey_UpArrow) ? 1 : 0);
  }
  if (to.layer != at.layer || to.unit != at.unit) go_to(sink, s, to);
  const bool is_narrow = ui.touch && width < dp(ui, kWide);  // its sign alone has room
  const ButtonSpec undo{.icon = Icon::Reset,
                        .label = is_narrow ? std::string_view() : word(ui, Word::unit_undo),
                        .help = word(ui, Word::unit_undo_help),
                        .height = 24,
                        .enabled = can_undo_weight(s, settings, ui)};
  const float button_size = is_narrow ? dp(ui, kFinger) : button_width(ui, undo);
  if (!undo.enabled || x + button_size > min.x + width) return;
  ImGui::SetCursorScreenPos({min.x + width - button_size, min.y});
  if (button(ui, "undo", undo)) undo_weight(s, settings, ui, sink);
}

/// What the sliders reach: it stays while one is held.
float range_of_unit(const Snapshot& s, UiState& ui, const InspectedUnit& at, int inputs) {
  if (ui.unit.held >= 0 && ui.unit.range > 0) return ui.unit.range;
  float largest = 0;
  for (int j = 0; j <= inputs; ++j) {
    largest = std::fmax(largest, std::fabs(weight_value(s, {at.layer + 1, at.unit + 1, j})));
  }
  return ui.unit.range =
             std::isfinite(largest)
                 ? std::exp2(std::ceil(std::log2(std::clamp(1.25F * largest, 2.0F, 8192.0F))))
                 : 2;
}

/// One weight; returns whether it is held.
bool draw_weight(const Snapshot& s, UiState& ui, CommandSink& sink, const WeightRef& w, float range,
                 float width) {
  const float now = weight_value(s, w);
  const bool was_held = ui.unit.held == w.input;
  const float shown = was_held ? ui.unit.value : now;
  Phrase phrase;
  NumberText number, count;
  SliderSpec spec;
  const auto j = static_cast<std::size_t>(w.input - 1);
  if (w.input == 0) {
    spec.label = word(ui, Word::unit_bias);
  } else if (w.layer == 1 && j < s.input_names.size()) {
    spec.label = s.input_names[j];
  } else {
    spec.label = fill(phrase, word(ui, Word::unit_from), {format_count(count, w.input)});
  }
  const std::string edit = number_text(shown);
  spec.value = format_number(number, static_cast<double>(shown));
  spec.edit = edit;
  spec.help = word(ui, Word::unit_weight_help);
  spec.fraction = (shown + range) / (2 * range);
  ImGui::PushID(w.input);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const bool was_locked = begin_lock(ui, ui.unit.is_fixed);
  const SliderResult result = slider_row(ui, "weight", spec, width);
  end_lock(ui, was_locked, min, {min.x + width, min.y + slider_height(ui)}, LockSign::AtCorner);
  ImGui::PopID();
  if (!result.typed.empty()) {
    if (const std::optional<float> typed = parse_float(result.typed)) {
      set_weight(s, ui, sink, w, *typed, true);
    }
  }
  if (result.is_moved) {
    const float steps = 200;  // on the track
    const float value = std::round((2 * result.fraction - 1) * steps) / steps * range;
    if (value != shown) set_weight(s, ui, sink, w, value, !was_held);
    if (value != shown || was_held) {
      ui.unit.held = w.input;
      ui.unit.value = value;
    }
  }
  return ui.unit.held == w.input && ui.is_dragging_value;
}

void draw_weights(const Snapshot& s, UiState& ui, CommandSink& sink, const InspectedUnit& at,
                  float width) {
  const int inputs = static_cast<int>(s.layers[static_cast<std::size_t>(at.layer)].inputs);
  const float range = range_of_unit(s, ui, at, inputs);
  bool is_held = false;
  for (int j = 0; j <= inputs; ++j) {
    const ImVec2 row = ImGui::GetCursorScreenPos();
    const int input = j < inputs ? j + 1 : 0;
    if (!ImGui::IsRectVisible(row, {row.x + width, row.y + slider_height(ui)})) {
      ImGui::Dummy({width, slider_height(ui)});
      continue;
    }
    is_held |= draw_weight(s, ui, sink, {at.layer + 1, at.unit + 1, input}, range, width);
  }
  if (!is_held) ui.unit.held = -1;
}

/// f at n values, or nothing where a unit has no f of its own.
bool apply_activation(const Snapshot& s, int layer, std::span<const float> z, std::span<float> a,
                      std::span<float> slope) {
  const std::uint32_t row = s.layers[static_cast<std::size_t>(layer)].activation;
  if (row >= activations().size()) return false;
  const ActivationKernels<float>& f = activations()[row].f32;
  if (f.apply_columns != nullptr) return false;
  const auto n = static_cast<Index>(z.size());
  f.apply(n, z.data(), a.data());
  if (slope.empty()) return true;
  std::ranges::fill(slope, 1.0F);
  f.backward(n, z.data(), a.data(), slope.data(), slope.data());
  return true;
}

/// How many of the points lie where nothing passes back.
void draw_count(const UiState& ui, const Snapshot& s, int layer, std::span<const float> a,
                std::span<const float> slope, ImVec2 at, float width) {
  const Activation& f = activations()[s.layers[static_cast<std::size_t>(layer)].activation];
  const auto stuck = f.can_die ? std::ranges::count(a, 0.0F)
                               : std::ranges::count_if(
                                     slope, [](float d) { return std::fabs(d) < kSaturatedSlope; });
  const Word pattern = a.empty()        ? Word::unit_no_batch
                       : f.can_die      ? Word::unit_silent
                       : f.can_saturate ? Word::unit_saturated
                                        : Word::unit_points;
  const auto points = static_cast<long long>(a.size());
  Phrase phrase;
  NumberText some, all, bound;
  draw_wrapped(ui, ImGui::GetWindowDrawList(), at, width, ui.theme->secondary, Face::Regular,
               TextSize::Small,
               fill_count(phrase, ui, pattern, points,
                          {format_count(some, stuck), format_count(all, points),
                           format_number(bound, static_cast<double>(kSaturatedSlope), 1)}));
}

void draw_batch(const UiState& ui, const Snapshot& s, const Plot& plot, std::span<const float> z,
                std::span<const float> a) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < z.size(); ++i) {
    const bool has_class = class_count(s) > 0 && i < s.batch.target.size();
    const int k = has_class ? static_cast<int>(s.batch.target[i]) : 0;
    draw_point(ui, draw, {plot.px(static_cast<double>(z[i])), plot.py(static_cast<double>(a[i]))},
               class_look(*ui.theme, k), 0.8F);
  }
}

void draw_curve_of(const Snapshot& s, UiState& ui, const InspectedUnit& at, ImVec2 min,
                   ImVec2 size) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float note = 2 * line_height(ui, TextSize::Small) + dp(ui, 4);
  Plot plot;
  plot.min = {min.x + dp(ui, 30), min.y + dp(ui, 6)};
  plot.max = {min.x + size.x - dp(ui, 8), min.y + size.y - note - dp(ui, 20)};
  const bool is_of_this = static_cast<int>(s.unit.layer) == at.layer &&
                          static_cast<int>(s.unit.unit) == at.unit && s.unit.step >= 0;
  std::array<float, kMaxBatchPoints> a_points{}, slopes{};
  const std::size_t n = is_of_this ? std::min(s.unit.z.size(), a_points.size()) : 0;
  const auto z_points = std::span(s.unit.z).first(n);
  Extent x;
  x.add(-3);
  x.add(3);
  x.add(z_points);
  std::array<float, kCurvePoints> z{}, a{};
  for (std::size_t i = 0; i < z.size(); ++i) {
    z[i] =
        static_cast<float>(std::lerp(x.low, x.high, static_cast<double>(i) / (kCurvePoints - 1)));
  }
  if (!apply_activation(s, at.layer, z, a, {})) {
    return draw_empty(ui, draw, min, {min.x + size.x, min.y + size.y},
                      word(ui, Word::unit_no_curve));
  }
  apply_activation(s, at.layer, z_points, std::span(a_points).first(n), std::span(slopes).first(n));
  Extent y;
  y.add(std::span<const float>(a));
  plot.x = {x.low, x.high, false};
  plot.y = linear_axis(y.low, y.high);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, {}, false);
  draw_curve(ui, draw, plot, z, a, ui.theme->layer(at.layer), 2);
  draw_batch(ui, s, plot, z_points, std::span(a_points).first(n));
  draw_count(ui, s, at.layer, std::span(a_points).first(n), std::span(slopes).first(n),
             {plot.min.x, min.y + size.y - note}, size.x - dp(ui, 30));
}

void draw_map_of(const Snapshot& s, UiState& ui, const InspectedUnit& at, ImVec2 min, float side) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ui.requests.unit_size =
      std::max(ui.requests.unit_size, static_cast<int>(std::lround(dp(ui, 40) * ui.pixel_ratio)));
  const ImVec2 from(snap(ui, min.x), snap(ui, min.y)), to(from.x + side, from.y + side);
  draw_unit_map(ui, draw, s, at.layer, at.unit, from, to);
  draw.AddRect(from, to, ui.theme->layer(at.layer), 0, 0, dp(ui, 1.5F));
}

/// Curve and map side by side.
void draw_pictures(const Snapshot& s, UiState& ui, const InspectedUnit& at, ImVec2 min,
                   ImVec2 size) {
  const bool has_map = map_index(s, at.layer, at.unit) >= 0 && s.dims > 1;
  const float side = has_map ? std::floor(std::min(size.y - dp(ui, 8), 0.42F * size.x)) : 0;
  draw_curve_of(s, ui, at, min, {size.x - side - (has_map ? dp(ui, kGap) : 0), size.y});
  if (has_map) draw_map_of(s, ui, at, {min.x + size.x - side, min.y + dp(ui, 6)}, side);
}

/// Equations and weights, which scroll; narrow panels have the pictures between them.
void draw_left(const Snapshot& s, UiState& ui, CommandSink& sink, const InspectedUnit& at,
               ImVec2 size, bool has_pictures) {
  if (ImGui::BeginChild("weights", size, 0, ImGuiWindowFlags_NoBackground)) {
    drag_to_scroll(ui);
    const float width = size.x - dp(ui, 12);
    unit_equations(ui, s, at.layer, at.unit);
    if (has_pictures) {
      const ImVec2 start = ImGui::GetCursorScreenPos();
      draw_pictures(s, ui, at, start, {width, dp(ui, kCurve)});
      ImGui::SetCursorScreenPos({start.x, start.y + dp(ui, kCurve + 8)});
    }
    ImGui::Dummy({1, dp(ui, 4)});
    draw_weights(s, ui, sink, at, width);
  }
  ImGui::EndChild();
}

void draw_contents(const Snapshot& s, UiState& ui, CommandSink& sink, const InspectedUnit& at,
                   ImVec2 min, ImVec2 size) {
  const bool is_wide = size.x >= dp(ui, kWide);
  const float left = is_wide ? std::floor(0.5F * (size.x - dp(ui, kGap))) : size.x;
  ImGui::SetCursorScreenPos(min);
  draw_left(s, ui, sink, at, {left, size.y}, !is_wide);
  if (!is_wide) return;
  draw_pictures(s, ui, at, {min.x + left + dp(ui, kGap), min.y},
                {size.x - left - dp(ui, kGap), std::min(size.y, dp(ui, kMostCurve))});
}

}  // namespace

void unit_view(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink) {
  ui.requests.wants_unit = true;
  const ImVec2 min = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < dp(ui, 200) || size.y < dp(ui, 90) || s.layers.empty()) return;
  const InspectedUnit at = inspected_unit(s, settings);
  ImGui::PushID("unit");
  ui.unit.drawn_at = ui.now;
  ui.unit.is_fixed = !is_free(settings, PagePart::Weights);
  draw_header(s, settings, ui, sink, at, min, size.x);
  const float header = dp(ui, finger(ui, kHeader));
  const ImVec2 body(min.x, min.y + header);
  if (s.params.empty()) {
    draw_empty(ui, *ImGui::GetWindowDrawList(), body, {min.x + size.x, min.y + size.y},
               word(ui, Word::unit_too_large));
    return ImGui::PopID();
  }
  draw_contents(s, ui, sink, at, body, {size.x, size.y - header});
  ImGui::PopID();
}

void unit_csv(const Snapshot& s, const Settings& settings, const UiState&, std::string& out) {
  CsvText csv(out);
  csv.names({"layer", "unit", "kind", "index", "value"});
  csv.end_row();
  if (s.layers.empty() || s.params.empty()) return;
  const InspectedUnit at = inspected_unit(s, settings);
  const auto row = [&](std::string_view kind, std::int64_t index, float value) {
    csv.cell(std::int64_t{at.layer + 1}).cell(std::int64_t{at.unit + 1});
    csv.cell(kind).cell(index).cell(value);
    csv.end_row();
  };
  const int inputs = static_cast<int>(s.layers[static_cast<std::size_t>(at.layer)].inputs);
  for (int j = 0; j <= inputs; ++j) {
    row(j == 0 ? "bias" : "weight", j, weight_value(s, {at.layer + 1, at.unit + 1, j}));
  }
  for (std::size_t i = 0; i < s.unit.z.size(); ++i) {
    row("z", static_cast<std::int64_t>(i), s.unit.z[i]);
  }
}

}  // namespace bp
