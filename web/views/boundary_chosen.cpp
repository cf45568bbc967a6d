#include "web/views/boundary_chosen.h"

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/boundary_legend.h"
#include "web/views/boundary_maps.h"
#include "web/views/class_maps.h"
#include "web/views/marks.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr int kMostRanked = 3;

/// The point nearest to a place of the screen, within reach; −1: none.
int nearest(const Points& points, const Plane& plane, ImVec2 at, float reach) {
  int best = -1;
  float least = reach;
  for (std::size_t i = 0; i < std::min(points.x.size(), points.y.size()); ++i) {
    const ImVec2 p = plane.to_screen(points.x[i], points.y[i]);
    const float distance = std::hypot(p.x - at.x, p.y - at.y);
    if (!plane.holds(points.x[i], points.y[i]) || distance > least) continue;
    least = distance;
    best = static_cast<int>(i);
  }
  return best;
}

void set_place(CommandSink& sink, const char* key, float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", static_cast<double>(value));
  sink.set(key, text);
}

/// Lines of text that know how large they will be.
struct Card {
  struct Line {
    TextLine text;
    int symbol = -1;  ///< class whose symbol stands before it
  };
  std::array<Line, 2 + kMostRanked> lines;
  int count = 0;
  TextLine& add(int symbol = -1) {
    Line& line = lines[static_cast<std::size_t>(count++)];
    line.symbol = symbol;
    return line.text;
  }
  void draw(const UiState& ui, ImVec2 mark, const Plane& plane) const {
    const float line = line_height(ui, TextSize::Small) + dp(ui, 3), pad = dp(ui, 7);
    const float indent = dp(ui, 13);
    float width = 0;
    for (int i = 0; i < count; ++i) {
      const Line& l = lines[static_cast<std::size_t>(i)];
      width = std::max(
          width, measure_math(ui, TextSize::Small, l.text.view()).x + (l.symbol >= 0 ? indent : 0));
    }
    const ImVec2 size(width + 2 * pad, line * static_cast<float>(count) + 2 * pad - dp(ui, 3));
    const float gap = dp(ui, 12);
    const bool is_left = mark.x + gap + size.x > plane.max.x;
    ImVec2 min(snap(ui, is_left ? mark.x - gap - size.x : mark.x + gap),
               snap(ui, mark.y - 0.5F * size.y));
    min.y = std::clamp(min.y, plane.min.y + dp(ui, 4),
                       std::max(plane.min.y, plane.max.y - size.y - dp(ui, 4)));
    min.x = std::max(min.x, plane.min.x + dp(ui, 2));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 max(min.x + size.x, min.y + size.y);
    list.AddRectFilled(min, max, with_alpha(ui.theme->raised, 0.93F), dp(ui, 5));
    list.AddRect(min, max, ui.theme->accent, dp(ui, 5));
    ImVec2 at(min.x + pad, min.y + pad);
    for (int i = 0; i < count; ++i, at.y += line) {
      const Line& l = lines[static_cast<std::size_t>(i)];
      if (l.symbol >= 0) {
        draw_point(ui, list, {at.x + dp(ui, 4), at.y + 0.5F * line - dp(ui, 1)},
                   class_look(*ui.theme, l.symbol), 0.85F);
      }
      draw_math(ui, list, {at.x + (l.symbol >= 0 ? indent : 0), at.y}, ui.theme->text,
                TextSize::Small, l.text.view());
    }
  }
};

/// Each class with its output, the largest first.
void answer_lines(const UiState& ui, const Snapshot& s, const ChosenPoint& point, Card& card) {
  const float share_x = (point.x - s.x_axis.min) / (s.x_axis.max - s.x_axis.min);
  const float share_y = (point.y - s.y_axis.min) / (s.y_axis.max - s.y_axis.min);
  NumberText number;
  const auto line = [&](int k, float value) {
    (card.add(k) << format_number(number, static_cast<double>(value), 2) << "  ")
        .plain(class_name(ui, s, k));
  };
  if (has_class_maps(s)) {
    RankedClasses ranked;
    const int n = std::min(rank_classes(s.field, share_x, share_y, ranked), kMostRanked);
    for (int i = 0; i < n; ++i) {
      const ClassValue& entry = ranked[static_cast<std::size_t>(i)];
      line(entry.index, entry.value);
    }
    return;
  }
  // A sample's own answer; between the field's cells it is interpolated.
  const auto i = static_cast<std::size_t>(std::max(point.sample, 0));
  const bool is_sample = point.sample >= 0 && i < s.train.output.size();
  const float value = is_sample ? s.train.output[i] : value_at(s.field, 0, share_x, share_y);
  if (!std::isfinite(value)) return;
  if (output_is_probability(s)) {
    const int k = answered_class(s, value);
    line(k, k == 1 ? value : 1 - value);
    line(1 - k, k == 1 ? 1 - value : value);
    return;
  }
  TextLine& text = card.add();
  text << "*ŷ* = " << format_number(number, static_cast<double>(value));
  if (is_classification(s)) (text << "  →  ").plain(class_name(ui, s, answered_class(s, value)));
}

void title_line(const UiState& ui, const Snapshot& s, const ChosenPoint& point, Card& card) {
  NumberText a, b;
  Phrase phrase;
  TextLine& text = card.add();
  if (point.sample < 0) {
    text << "(" << format_number(a, static_cast<double>(point.x), 2) << ", "
         << format_number(b, static_cast<double>(point.y), 2) << ")";
    return;
  }
  text << fill(phrase, word(ui, Word::sample_n), {format_count(a, point.sample)}) << ": ";
  const float target = s.train.target[static_cast<std::size_t>(point.sample)];
  if (is_classification(s)) {
    text.plain(class_name(ui, s, static_cast<int>(target + 0.5F)));
  } else {
    text << "*y* = " << format_number(b, static_cast<double>(target));
  }
}

}  // namespace

ChosenPoint chosen_point(const Snapshot& s, const Settings& settings) {
  if (settings.shown_pass == kShowsPlace) return {true, -1, settings.place_x, settings.place_y};
  const auto i = static_cast<std::size_t>(std::max(settings.sample, 0));
  const std::size_t n = std::min({s.train.x.size(), s.train.y.size(), s.train.target.size()});
  if (settings.shown_pass != kShowsSample || settings.sample < 0 || i >= n) return {};
  return {true, settings.sample, s.train.x[i], s.train.y[i]};
}

void choose_point(const Snapshot& s, const Settings& settings, CommandSink& sink,
                  const Plane& plane, ImVec2 at, float reach) {
  const int sample = nearest(s.train, plane, at, reach);
  const auto is_fixed = [&](const char* key) { return !is_free(settings, *find_field(key)); };
  if (is_fixed("pass") || is_fixed(sample >= 0 ? "sample" : "placex")) return;
  const ChosenPoint chosen = chosen_point(s, settings);
  const ImVec2 mark = plane.to_screen(chosen.x, chosen.y);
  const bool is_same =
      sample >= 0 ? sample == chosen.sample : std::hypot(mark.x - at.x, mark.y - at.y) <= reach;
  if (chosen.is_some && is_same) return sink.set("pass", "batch");
  if (sample >= 0) {
    sink.set("sample", std::to_string(sample));
  } else {
    ImVec2 place(plane.x_at(at.x), plane.y_at(at.y));
    const auto snap_to = [&](const Points& points) {
      const int i = nearest(points, plane, at, reach);
      if (i >= 0)
        place = {points.x[static_cast<std::size_t>(i)], points.y[static_cast<std::size_t>(i)]};
    };
    if (settings.show_validation) snap_to(s.validation);
    if (settings.show_test) snap_to(s.test);
    set_place(sink, "placex", place.x);
    set_place(sink, "placey", place.y);
  }
  sink.set("pass", sample >= 0 ? "sample" : "place");
  choose_panel(settings, panel_index("maths"), sink);
}

void draw_chosen(const UiState& ui, const Snapshot& s, const Settings& settings,
                 const Plane& plane) {
  const ChosenPoint point = chosen_point(s, settings);
  if (!point.is_some || !plane.holds(point.x, point.y)) return;
  const ImVec2 at = plane.to_screen(point.x, point.y);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect(plane.min, plane.max, true);
  const float r = dp(ui, 8);
  draw.AddCircle(at, r, ui.theme->raised, 28, dp(ui, 4));
  draw.AddCircle(at, r, ui.theme->accent, 28, dp(ui, 2));
  for (const ImVec2 way : {ImVec2(1, 0), ImVec2(-1, 0), ImVec2(0, 1), ImVec2(0, -1)}) {
    const float far = r + dp(ui, 5);
    draw.AddLine({at.x + way.x * r, at.y + way.y * r}, {at.x + way.x * far, at.y + way.y * far},
                 ui.theme->accent, dp(ui, 2));
  }
  Card card;
  title_line(ui, s, point, card);
  answer_lines(ui, s, point, card);
  card.draw(ui, {at.x, at.y}, plane);
  draw.PopClipRect();
}

int reported_class(const Snapshot& s, const Settings& settings, float output) {
  if (class_count(s) > 2 || settings.threshold == 0.5F) return answered_class(s, output);
  return output > std::lerp(s.output_min, s.output_max, settings.threshold) ? 1 : 0;
}

bool are_lit(const UiState& ui, const Snapshot& s) {
  // Only while the matrix that they belong to is on screen.
  return ui.lit.part >= 0 && is_classification(s) && ImGui::GetFrameCount() - ui.lit.frame <= 1;
}

bool is_lit(const UiState& ui, const Snapshot& s, const Settings& settings, int part, float target,
            float output) {
  return part == ui.lit.part && static_cast<int>(target + 0.5F) == ui.lit.actual &&
         reported_class(s, settings, output) == ui.lit.predicted;
}

}  // namespace bp
