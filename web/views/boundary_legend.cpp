#include "web/views/boundary_legend.h"

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "web/views/boundary_contours.h"
#include "web/views/boundary_maps.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kBarGap = 6, kBarHeight = 8;  // points
constexpr float kMark = 14, kEntryGap = 12;   // of the legend of several classes
constexpr int kMostRows = 2;

bool has_entries(const Snapshot& s, const Settings& settings) {
  return class_count(s) > 2 && settings.boundary_mode < kShowsConfidence;
}

std::string_view shown_name(const UiState& ui, const Snapshot& s, int k, float width,
                            ShortText& out) {
  return shortened(ui, Face::Regular, TextSize::Small, class_name(ui, s, k), width, out);
}

LegendLayout entries(const UiState& ui, const Snapshot& s, float width) {
  std::array<float, kMaxClasses> texts{};
  const std::size_t count = std::min(class_count(s), texts.size());
  for (std::size_t k = 0; k < count; ++k) {
    texts[k] =
        measure(ui, Face::Regular, TextSize::Small, class_name(ui, s, static_cast<int>(k))).x;
  }
  return legend_layout({texts.data(), count}, dp(ui, kMark), dp(ui, kEntryGap), width,
                       line_height(ui, TextSize::Small) + dp(ui, 2), kMostRows);
}

void draw_entries(UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 min, float width) {
  const LegendLayout layout = entries(ui, s, width);
  const float line = line_height(ui, TextSize::Small);
  const int count = static_cast<int>(std::min<std::size_t>(class_count(s), kMaxClasses));
  for (int k = 0; k < count; ++k) {
    const ImVec2 offset = layout.at[static_cast<std::size_t>(k)];
    const ImVec2 at(min.x + offset.x, min.y + offset.y);
    ShortText text;
    const std::string_view full = class_name(ui, s, k);
    const std::string_view name = shown_name(ui, s, k, layout.text_width, text);
    draw_point(ui, draw, {at.x + dp(ui, 5), at.y + 0.5F * line}, class_look(*ui.theme, k));
    const float drawn = draw_text(ui, draw, {at.x + dp(ui, kMark), at.y}, ui.theme->secondary,
                                  Face::Regular, TextSize::Small, name);
    if (name == full) continue;
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID(k);
    ImGui::InvisibleButton("class", {dp(ui, kMark) + drawn, line});
    help_tooltip(ui, full);
    ImGui::PopID();
  }
}

// "0  bank ■" at the left, "river ●  1" at the right: value, name and symbol of each class.
void draw_two_classes(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 left,
                      float right) {
  const float line = line_height(ui, TextSize::Small);
  const float y = left.y, middle = y + 0.5F * line, gap = dp(ui, 6);
  const float most = 0.5F * (right - left.x) - dp(ui, 56);  // "p = 0.5" stands between them
  const ImU32 ink = ui.theme->secondary;
  NumberText number;
  ShortText name;
  const auto small = [&](float x, std::string_view text, Align align) {
    return draw_text(ui, draw, {x, y}, ink, Face::Regular, TextSize::Small, text, align);
  };
  float x = left.x;
  x += small(x, format_setting(number, static_cast<double>(s.output_min)), Align::Left) + gap;
  x += small(x, shown_name(ui, s, 0, most, name), Align::Left) + gap;
  PointLook look = class_look(*ui.theme, 0);
  look.border = look.color;
  draw_point(ui, draw, {x + dp(ui, 3), middle}, look);
  x = right;
  x -= small(x, format_setting(number, static_cast<double>(s.output_max)), Align::Right) + gap;
  look = class_look(*ui.theme, 1);
  look.border = look.color;
  draw_point(ui, draw, {x - dp(ui, 3), middle}, look);
  small(x - dp(ui, 6) - gap, shown_name(ui, s, 1, most, name), Align::Right);
}

void draw_level(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at) {
  NumberText number;
  TextLine level;
  level << (output_is_probability(s) ? "*p* = " : "*a* = ")
        << format_setting(number, static_cast<double>(s.decision_level));
  draw_math(ui, draw, at, ui.theme->secondary, TextSize::Small, level.view(), Align::Center);
}

// Values at the ends; between them what they are of, or the middle's.
void draw_values(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 left, float right) {
  NumberText number;
  ShortText name;
  const auto put = [&](float x, std::string_view text, Align align) {
    draw_text(ui, draw, {x, left.y}, ui.theme->secondary, Face::Regular, TextSize::Small, text,
              align);
  };
  const double low = static_cast<double>(s.output_min), high = static_cast<double>(s.output_max);
  const float middle = 0.5F * (left.x + right);
  put(left.x, format_setting(number, low), Align::Left);
  put(right, format_setting(number, high), Align::Right);
  if (s.target_name.empty()) {
    put(middle, format_setting(number, 0.5 * (low + high)), Align::Center);
  } else {
    put(middle,
        shortened(ui, Face::Regular, TextSize::Small, s.target_name, right - left.x - dp(ui, 96),
                  name),
        Align::Center);
  }
}

// How sure, or how wrong: 0 at the left.
void draw_amounts(const UiState& ui, ImDrawList& draw, const Snapshot& s, int mode, ImVec2 min,
                  ImVec2 max) {
  const bool is_error = mode == kShowsError;
  const ImU32 tone = is_error ? ui.theme->text : ui.theme->accent;
  constexpr int kSteps = 24;
  const auto color = [&](int i) {
    return sequential(*ui.theme, tone, static_cast<float>(i) / kSteps, ui.theme->plane_strength);
  };
  for (int i = 0; i < kSteps; ++i) {
    const auto x = [&](int k) { return std::lerp(min.x, max.x, static_cast<float>(k) / kSteps); };
    draw.AddRectFilledMultiColor({x(i), min.y}, {x(i + 1), max.y}, color(i), color(i + 1),
                                 color(i + 1), color(i));
  }
  NumberText number;
  const float y = max.y + dp(ui, 3);
  const auto put = [&](float x, std::string_view text, Align align) {
    draw_text(ui, draw, {x, y}, ui.theme->secondary, Face::Regular, TextSize::Small, text, align);
  };
  const bool is_share = !is_error && output_is_probability(s);
  const double least =
      is_share ? 1.0 / static_cast<double>(std::max<std::size_t>(class_count(s), 1)) : 0;
  put(min.x, format_setting(number, least), Align::Left);
  put(max.x, format_setting(number, is_error ? static_cast<double>(largest_error(s)) : 1),
      Align::Right);
  put(0.5F * (min.x + max.x), word(ui, is_error ? Word::error : Word::confidence), Align::Center);
}

}  // namespace

std::string_view class_name(const UiState& ui, const Snapshot& snapshot, int k) {
  const auto i = static_cast<std::size_t>(k);
  if (i >= snapshot.class_names.size()) return {};
  const Dataset* const set = shown_dataset(snapshot);
  if (set != nullptr && snapshot.class_names.size() == 2 && !set->negative_name.empty()) {
    return k == 0 ? translated(ui, "dataset", set->key, "negative_name", set->negative_name)
                  : translated(ui, "dataset", set->key, "positive_name", set->positive_name);
  }
  return snapshot.class_names[i];
}

LegendLayout legend_layout(std::span<const float> texts, float mark, float gap, float room,
                           float line, int most_rows) {
  LegendLayout out;
  const std::size_t count = std::min(texts.size(), out.at.size());
  float x = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float width = mark + texts[i];
    out.text_width = std::max(out.text_width, texts[i]);
    if (x > 0 && x + width > room) {
      x = 0;
      ++out.rows;
    }
    out.at[i] = {x, static_cast<float>(out.rows - 1) * line};
    x += width + gap;
  }
  const bool fits = out.rows <= most_rows && out.text_width + mark <= room;
  if (fits || count == 0) return out;
  out.rows = std::min(most_rows, static_cast<int>(count));
  const std::size_t columns =
      (count + static_cast<std::size_t>(out.rows) - 1) / static_cast<std::size_t>(out.rows);
  const float cell = (room + gap) / static_cast<float>(columns);
  out.text_width = std::max(0.0F, cell - gap - mark);
  for (std::size_t i = 0; i < count; ++i) {
    out.at[i] = {static_cast<float>(i % columns) * cell, static_cast<float>(i / columns) * line};
  }
  return out;
}

float legend_height(const UiState& ui, const Snapshot& snapshot, const Settings& settings,
                    float width) {
  const float line = line_height(ui, TextSize::Small);
  if (!has_entries(snapshot, settings)) return dp(ui, kBarGap + kBarHeight + 3) + line;
  const int rows = entries(ui, snapshot, width).rows;
  return dp(ui, kBarGap) + static_cast<float>(rows) * (line + dp(ui, 2));
}

void draw_legend(UiState& ui, const Snapshot& snapshot, const Settings& settings, ImVec2 min,
                 float width) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  min.y += dp(ui, kBarGap);
  if (has_entries(snapshot, settings)) return draw_entries(ui, draw, snapshot, min, width);
  const ImVec2 max(min.x + width, min.y + dp(ui, kBarHeight));
  const bool has_classes = is_classification(snapshot);
  const int mode = boundary_mode(snapshot, settings);
  if (mode >= kShowsConfidence) return draw_amounts(ui, draw, snapshot, mode, min, max);
  draw_color_bar(ui, draw, min, max, ui.theme->plane_strength, mode == kShowsClasses);
  const ImVec2 below(min.x, max.y + dp(ui, 3));
  if (!has_classes) return draw_values(ui, draw, snapshot, below, max.x);
  draw_two_classes(ui, draw, snapshot, below, max.x);
  draw_level(ui, draw, snapshot, {0.5F * (min.x + max.x), below.y});
}

}  // namespace bp
