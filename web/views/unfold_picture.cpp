#include "web/views/unfold_picture.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "web/views/boundary_legend.h"
#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kSheet = 0.30F, kLines = 0.85F;  // opacities
constexpr float kReach = 10;                     // points around the pointer

struct Scene {
  const UiState& ui;
  ImDrawList& draw;
  const Snapshot& s;
  const UnfoldPlace& place;
  const UnfoldFrame& frame;
  MapRange range;

  [[nodiscard]] const Unfolding& seen() const { return s.unfold.seen; }
  [[nodiscard]] ImVec2 at(std::size_t i) const {
    return frame.to_screen(unfolded(seen(), place, i));
  }
  [[nodiscard]] ImU32 color(float answer) const {
    if (class_count(s) > 2) return ui.theme->class_color(static_cast<int>(answer + 0.5F));
    const float t = (answer - range.middle) * range.inverse_half_range;
    return diverging(*ui.theme, std::isfinite(t) ? t : 0.0F, 1);
  }
};

bool is_drawable(ImVec2 p) { return std::isfinite(p.x) && std::isfinite(p.y); }

// Cells in the colour of their answer: folds show where the sheet lies over itself.
void draw_sheet(const Scene& c) {
  const Unfolding& seen = c.seen();
  const ImDrawListFlags flags = c.draw.Flags;
  c.draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // no seams between neighbours
  for (std::size_t y = 0; y + 1 < seen.rows; ++y) {
    for (std::size_t x = 0; x + 1 < seen.columns && has_room(c.draw); ++x) {
      const std::size_t i = x + y * seen.columns;
      const ImVec2 p[4] = {c.at(i), c.at(i + 1), c.at(i + 1 + seen.columns),
                           c.at(i + seen.columns)};
      if (!std::ranges::all_of(p, is_drawable)) continue;
      c.draw.AddQuadFilled(p[0], p[1], p[2], p[3], with_alpha(c.color(seen.answers[i]), kSheet));
    }
  }
  c.draw.Flags = flags;
}

void draw_lines(const Scene& c) {
  const Unfolding& seen = c.seen();
  const bool is_curve = seen.rows == 1;
  const float width = dp(c.ui, is_curve ? 2.5F : 1.0F);
  const auto segment = [&](std::size_t i, std::size_t j) {
    const ImVec2 p = c.at(i), q = c.at(j);
    if (!is_drawable(p) || !is_drawable(q) || !has_room(c.draw)) return;
    const ImU32 color = mixed(c.color(seen.answers[i]), c.ui.theme->text, 0.18F);
    c.draw.AddLine(p, q, with_alpha(color, kLines), width);
  };
  for (std::size_t y = 0; y < seen.rows; ++y) {
    for (std::size_t x = 0; x < seen.columns; ++x) {
      const std::size_t i = x + y * seen.columns;
      if (y % 2 == 0 && x + 1 < seen.columns) segment(i, i + 1);
      if (x % 2 == 0 && y + 1 < seen.rows) segment(i, i + seen.columns);
    }
  }
}

PointLook look_of(const Scene& c, float target, PointPart part) {
  PointLook look;
  if (is_classification(c.s)) {
    look = class_look(*c.ui.theme, static_cast<int>(target + 0.5F));
  } else {
    look.color = c.color(target);
    look.border = c.ui.theme->secondary;
  }
  mark_part(look, part);
  return look;
}

void draw_part(const Scene& c, const UnfoldedPart& part, float size) {
  const DrawnPart& drawn = part.drawn;
  for (std::size_t i = 0; i < part.count; ++i) {
    const ImVec2 p = c.at(part.first + i);
    if (!is_drawable(p)) continue;
    draw_point(c.ui, c.draw, p, look_of(c, drawn.points.target[i], drawn.part), size);
  }
}

void draw_line(const Scene& c) {
  const std::size_t last = c.seen().layers.size() - 1;
  const float share = c.place.layer >= last ? 1.0F : c.place.layer + 1 == last ? c.place.t : 0.0F;
  ImVec2 from, to;
  if (!(share > 0.5F) || !shown_line(c.seen(), from, to)) return;
  const float alpha = 2 * share - 1;
  const ImVec2 p = c.frame.to_screen(from), q = c.frame.to_screen(to);
  c.draw.AddLine(p, q, with_alpha(c.ui.theme->raised, alpha), dp(c.ui, 4.5F));
  c.draw.AddLine(p, q, with_alpha(c.ui.theme->text, alpha), dp(c.ui, 2));
}

std::string_view axis_name(const Scene& c, std::size_t layer, int axis, Phrase& out) {
  const UnfoldedLayer& l = c.seen().layers[layer];
  NumberText number, of;
  if (l.is_components != 0) {
    const Word pattern = axis == 0 ? Word::unfold_first_component : Word::unfold_second_component;
    const float share = axis == 0 ? l.share_u : l.share_v;
    TextLine percent;
    percent << std::lround(100 * share) << "\u2009%";
    return fill(out, word(c.ui, pattern), {percent.view()});
  }
  const std::uint32_t unit = axis == 0 ? l.first : l.second;
  if (layer == 0) {
    return unit < c.s.input_names.size() ? std::string_view(c.s.input_names[unit])
                                         : std::string_view{};
  }
  return fill(out, word(c.ui, Word::unfold_unit),
              {format_count(number, unit + 1), format_count(of, static_cast<long long>(layer))});
}

void draw_axis_names(const Scene& c) {
  if (!c.place.is_at_layer()) return;
  const UnfoldedLayer& l = c.seen().layers[c.place.layer];
  const ImU32 ink = c.ui.theme->secondary;
  const UnfoldFrame& f = c.frame;
  const float line = line_height(c.ui, TextSize::Small), y = f.max.y + dp(c.ui, 3);
  const float middle = 0.5F * (f.min.x + f.max.x);
  Phrase phrase;
  ShortText cut;
  NumberText number;
  const auto end = [&](float at, float value, Align align) {
    return draw_text(c.ui, c.draw, {at, y}, ink, Face::Regular, TextSize::Small,
                     format_number(number, static_cast<double>(value), 2), align);
  };
  const float ends = end(f.min.x, l.centre_u - l.half, Align::Left) +
                     end(f.max.x, l.centre_u + l.half, Align::Right);
  const float room = f.max.x - f.min.x - ends - dp(c.ui, 8);
  draw_text(c.ui, c.draw, {middle, y}, ink, Face::Regular, TextSize::Small,
            shortened(c.ui, Face::Regular, TextSize::Small, axis_name(c, c.place.layer, 0, phrase),
                      room, cut),
            Align::Center);
  if (l.dims < 2) return;
  draw_text_up(c.ui, c.draw, {f.min.x - line - dp(c.ui, 3), 0.5F * (f.min.y + f.max.y)}, ink,
               Face::Regular, TextSize::Small,
               shortened(c.ui, Face::Regular, TextSize::Small,
                         axis_name(c, c.place.layer, 1, phrase), f.max.y - f.min.y, cut),
               Align::Center);
}

/// Point k of a part; of none, nothing is there.
struct Found {
  const UnfoldedPart* part = nullptr;
  std::size_t k = 0;
  [[nodiscard]] std::size_t index() const { return part->first + k; }
};

/// The nearest drawn point within reach of the pointer.
Found nearest(const Scene& c, std::span<const UnfoldedPart> parts, ImVec2 mouse) {
  float best = dp(c.ui, kReach) * dp(c.ui, kReach);
  Found found;
  for (const UnfoldedPart& part : parts) {
    for (std::size_t k = 0; part.drawn.is_shown && k < part.count; ++k) {
      const ImVec2 p = c.at(part.first + k);
      const float d = (p.x - mouse.x) * (p.x - mouse.x) + (p.y - mouse.y) * (p.y - mouse.y);
      if (!(d < best)) continue;
      best = d;
      found = {&part, k};
    }
  }
  return found;
}

void tip_of_point(const Scene& c, const Found& found) {
  const Points& points = found.part->drawn.points;
  const std::size_t k = found.k;
  c.draw.AddCircle(c.at(found.index()), dp(c.ui, 6), c.ui.theme->text, 20, dp(c.ui, 1.5F));
  const PointLook look = look_of(c, points.target[k], found.part->drawn.part);
  NumberText number;
  const bool has_classes = is_classification(c.s);
  tip_point(c.ui, look,
            has_classes ? class_name(c.ui, c.s, static_cast<int>(points.target[k] + 0.5F))
                        : word(c.ui, Word::actual),
            has_classes ? std::string_view{}
                        : format_number(number, static_cast<double>(points.target[k])));
  if (k >= points.output.size() || class_count(c.s) > 2) return;
  tip_value(c.ui, c.color(points.output[k]), word(c.ui, Word::prediction),
            format_number(number, static_cast<double>(points.output[k])));
}

}  // namespace

float unfold_gutter(const UiState& ui) { return line_height(ui, TextSize::Small) + dp(ui, 4); }

void draw_unfolding(UiState& ui, const Snapshot& s, const Settings& settings,
                    const UnfoldPlace& place, const UnfoldFrame& frame) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Scene c{ui, draw, s, place, frame, output_range(s)};
  const float side = frame.max.x - frame.min.x;
  const float size = std::clamp(side / (340 * ui.scale), 0.6F, 1.0F);
  draw.PushClipRect(frame.min, frame.max, true);
  draw_sheet(c);
  draw_lines(c);
  for (const UnfoldedPart& part : unfolded_parts(s, settings)) {
    if (part.drawn.is_shown) draw_part(c, part, size);
  }
  draw_line(c);
  draw.PopClipRect();
  draw.AddRect(frame.min, frame.max, ui.theme->line, dp(ui, 4));
  draw_axis_names(c);
}

void unfold_tip(const UiState& ui, const Snapshot& s, const Settings& settings,
                const UnfoldPlace& place, const UnfoldFrame& frame) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Scene c{ui, *ImGui::GetWindowDrawList(), s, place, frame, output_range(s)};
  const std::array parts = unfolded_parts(s, settings);
  const Found found = nearest(c, parts, mouse);
  if (found.part == nullptr && !place.is_at_layer()) return;
  begin_tip(ui);
  if (found.part != nullptr) tip_of_point(c, found);
  if (place.is_at_layer()) {
    const UnfoldedLayer& l = c.seen().layers[place.layer];
    const ImVec2 p =
        found.part != nullptr ? unfolded(c.seen(), place, found.index()) : frame.from_screen(mouse);
    Phrase phrase;
    NumberText number;
    const ImU32 ink = ui.theme->secondary;
    tip_value(ui, ink, axis_name(c, place.layer, 0, phrase),
              format_number(number, static_cast<double>(l.centre_u + l.half * p.x)));
    if (l.dims > 1) {
      tip_value(ui, ink, axis_name(c, place.layer, 1, phrase),
                format_number(number, static_cast<double>(l.centre_v + l.half * p.y)));
    }
  }
  end_tip();
}

}  // namespace bp
