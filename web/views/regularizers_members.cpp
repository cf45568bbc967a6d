// An ensemble: what each member answers, and where they disagree.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/train/ensemble.h"
#include "web/views/boundary_legend.h"
#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/regularizers.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kGap = 12, kLeastTile = 56, kMostTile = 260, kNameLine = 18,
                kScale = 24;  // points
constexpr std::size_t kTones = 33;

using Palette = std::array<ImU32, kTones>;

Palette answers_palette(const Theme& theme) {
  Palette out;
  for (std::size_t i = 0; i < kTones; ++i) {
    const float t = 2 * static_cast<float>(i) / (kTones - 1) - 1;
    out[i] = diverging(theme, t, theme.map_strength);
  }
  return out;
}

Palette spread_palette(const Theme& theme) {
  Palette out;
  for (std::size_t i = 0; i < kTones; ++i) {
    out[i] = mixed(theme.middle, theme.accent, static_cast<float>(i) / (kTones - 1));
  }
  return out;
}

float largest(const Grid& grid) {
  float most = 0;
  for (const float v : map_values(grid, 0)) most = std::max(most, std::isfinite(v) ? v : 0.0F);
  return most;
}

// Cells of classes, seen finer than they are: a place has the class that its four nearest cells
// give it, weighed as by a bilinear map, so that borders do not run in steps.
struct FineClasses {
  static constexpr std::size_t kFiner = 4;
  std::span<const float> values;
  std::size_t columns, rows;
  [[nodiscard]] int at(std::size_t i, std::size_t j) const {
    const auto split = [](std::size_t place, std::size_t count, std::size_t& low, float& share) {
      const float cell = (static_cast<float>(place) + 0.5F) / kFiner - 0.5F;
      const float inside = std::clamp(cell, 0.0F, static_cast<float>(count - 1));
      low = static_cast<std::size_t>(inside);
      share = inside - static_cast<float>(low);
    };
    std::size_t x = 0, y = 0;
    float fx = 0, fy = 0;
    split(i, columns, x, fx);
    split(j, rows, y, fy);
    const std::size_t right = std::min(x + 1, columns - 1), upper = std::min(y + 1, rows - 1);
    const std::array classes{values[y * columns + x], values[y * columns + right],
                             values[upper * columns + x], values[upper * columns + right]};
    const std::array weights{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
    std::size_t best = 0;
    float most = -1;
    for (std::size_t k = 0; k < 4; ++k) {
      float sum = 0;
      for (std::size_t m = 0; m < 4; ++m) sum += classes[m] == classes[k] ? weights[m] : 0;
      if (sum > most) best = k;
      most = std::max(most, sum);
    }
    return static_cast<int>(classes[best] + 0.5F);
  }
};

// Neighbours of one class are one rectangle.
void draw_classes(const UiState& ui, ImDrawList& draw, const Grid& grid, std::size_t map,
                  ImVec2 min, ImVec2 max) {
  const FineClasses fine{map_values(grid, map), grid.columns, grid.rows};
  if (fine.values.empty()) return;
  const std::size_t columns = fine.columns * FineClasses::kFiner;
  const std::size_t rows = fine.rows * FineClasses::kFiner;
  const auto x = [&](std::size_t i) {
    return std::lerp(min.x, max.x, static_cast<float>(i) / static_cast<float>(columns));
  };
  const auto y = [&](std::size_t j) {
    return std::lerp(max.y, min.y, static_cast<float>(j) / static_cast<float>(rows));
  };
  for (std::size_t j = 0; j < rows && has_room(draw); ++j) {
    for (std::size_t i = 0, end = 0; i < columns; i = end) {
      const int k = fine.at(i, j);
      for (end = i + 1; end < columns && fine.at(end, j) == k;) ++end;
      draw.AddRectFilled({x(i), y(j + 1)}, {x(end), y(j)},
                         class_tone(*ui.theme, k, 1, ui.theme->map_strength));
    }
  }
}

// Equal squares in as few rows as make them largest.
struct Tiles {
  int columns = 1, rows = 1;
  float side = 0, line = 0, gap = 0;
  ImVec2 at;
  Tiles(const UiState& ui, int count, ImVec2 origin, ImVec2 room) : at(origin) {
    line = dp(ui, kNameLine);
    gap = dp(ui, kGap);
    for (int r = 1; r <= count; ++r) {
      const int c = (count + r - 1) / r;
      const float wide = (room.x + gap) / static_cast<float>(c) - gap;
      const float high = (room.y + gap) / static_cast<float>(r) - gap - line;
      const float fits = std::floor(std::min(wide, high));
      if (fits <= side) continue;
      side = fits;
      columns = c;
      rows = r;
    }
    // What does not fit at a readable size scrolls.
    const float least = dp(ui, kLeastTile);
    if (side < least) {
      side = least;
      columns = std::max(1, static_cast<int>((room.x + gap) / (least + gap)));
      rows = (count + columns - 1) / columns;
    }
    side = std::min(side, dp(ui, kMostTile));
  }
  [[nodiscard]] ImVec2 min(int i) const {
    return {at.x + static_cast<float>(i % columns) * (side + gap),
            at.y + line + static_cast<float>(i / columns) * (side + gap + line)};
  }
  [[nodiscard]] float height() const {
    return static_cast<float>(rows) * (side + gap + line) - gap;
  }
};

void draw_member(const UiState& ui, ImDrawList& draw, const Snapshot& s, std::size_t m, ImVec2 min,
                 ImVec2 max, const Palette& palette) {
  if (class_count(s) > 2) return draw_classes(ui, draw, s.member_fields, m, min, max);
  draw_mesh(draw, s.member_fields, m, min, max, {s.output_min, s.output_max, palette});
  if (!is_classification(s)) return;
  draw_level(draw, s.member_fields, m, min, max, s.decision_level, ui.theme->text,
             std::max(1.0F, ui.scale));
}

void draw_name(const UiState& ui, ImDrawList& draw, const Snapshot& s, std::size_t m, ImVec2 min,
               float side) {
  Phrase phrase;
  NumberText number, score;
  const float y = min.y - dp(ui, kNameLine);
  const float used = draw_text(ui, draw, {min.x, y}, ui.theme->text, Face::Regular, TextSize::Small,
                               fill(phrase, word(ui, Word::member_n),
                                    {format_count(number, static_cast<long long>(m) + 1)}));
  if (m >= s.member_score.size()) return;
  const std::string_view text = class_count(s) > 0 ? format_percent(score, s.member_score[m])
                                                   : format_number(score, s.member_score[m]);
  if (used + measure(ui, Face::Mono, TextSize::Small, text).x + dp(ui, 4) > side) return;
  draw_text(ui, draw, {min.x + side, y}, ui.theme->secondary, Face::Regular, TextSize::Small, text,
            Align::Right);
}

void tip_answer(const UiState& ui, const Snapshot& s, std::string_view name, float value) {
  NumberText number;
  if (class_count(s) > 2) {
    const int k = static_cast<int>(std::lround(value));
    return tip_point(ui, class_look(*ui.theme, k), name, class_name(ui, s, k));
  }
  const MapRange range = output_range(s);
  tip_value(ui, diverging(*ui.theme, (value - range.middle) * range.inverse_half_range, 1), name,
            format_number(number, static_cast<double>(value)));
}

// All members' answers at one place; `x` and `y` are shares of the box.
void place_tip(const UiState& ui, const Snapshot& s, float x, float y) {
  begin_tip(ui);
  Phrase phrase;
  NumberText number;
  for (std::uint32_t m = 0; m < s.member_fields.maps; ++m) {
    tip_answer(ui, s, fill(phrase, word(ui, Word::member_n), {format_count(number, m + 1LL)}),
               class_count(s) > 2 ? std::round(value_at(s.member_fields, m, x, y))
                                  : value_at(s.member_fields, m, x, y));
  }
  if (class_count(s) <= 2)
    tip_answer(ui, s, word(ui, Word::members_mean), value_at(s.field, 0, x, y));
  const float spread = value_at(s.disagreement, 0, x, y);
  if (std::isfinite(spread)) {
    tip_value(ui, ui.theme->accent, word(ui, Word::members_deviation),
              format_number(number, static_cast<double>(spread)));
  }
  end_tip();
}

// The standard deviation of the members' answers, with its scale under it.
void draw_disagreement(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 min,
                       float side) {
  const Palette palette = spread_palette(*ui.theme);
  const ImVec2 max(min.x + side, min.y + side);
  const float most = largest(s.disagreement);
  draw_mesh(draw, s.disagreement, 0, min, max, {0, most, palette});
  ShortText cut;
  draw_text(
      ui, draw, {min.x, min.y - dp(ui, kNameLine)}, ui.theme->accent, Face::Semibold,
      TextSize::Small,
      shortened(ui, Face::Semibold, TextSize::Small, word(ui, Word::disagreement), side, cut));
  const float top = max.y + dp(ui, 4), bottom = top + dp(ui, 5);
  draw.AddRectFilledMultiColor({min.x, top}, {max.x, bottom}, palette.front(), palette.back(),
                               palette.back(), palette.front());
  NumberText number;
  const float text = bottom + dp(ui, 1);
  draw_text(ui, draw, {min.x, text}, ui.theme->secondary, Face::Regular, TextSize::Small, "0");
  draw_text(ui, draw, {max.x, text}, ui.theme->secondary, Face::Regular, TextSize::Small,
            format_number(number, static_cast<double>(most), 2), Align::Right);
}

void draw_planes(UiState& ui, ImDrawList& draw, const Snapshot& s, const Tiles& tiles) {
  const int members = static_cast<int>(s.member_fields.maps);
  const Palette answers = answers_palette(*ui.theme);
  ImVec2 pointed(-1, -1);
  const auto frame = [&](int i) {
    const ImVec2 min = tiles.min(i), max(min.x + tiles.side, min.y + tiles.side);
    draw.AddRect(min, max, ui.theme->line);
    ImGui::PushID(i);
    if (plot_area("member", min, max)) {
      const ImVec2 mouse = ImGui::GetIO().MousePos;
      pointed = {(mouse.x - min.x) / tiles.side, (max.y - mouse.y) / tiles.side};
    }
    ImGui::PopID();
  };
  for (int m = 0; m < members; ++m) {
    const ImVec2 min = tiles.min(m);
    draw_member(ui, draw, s, static_cast<std::size_t>(m), min,
                {min.x + tiles.side, min.y + tiles.side}, answers);
    draw_name(ui, draw, s, static_cast<std::size_t>(m), min, tiles.side);
    frame(m);
  }
  if (s.disagreement.maps > 0) {
    draw_disagreement(ui, draw, s, tiles.min(members), tiles.side);
    frame(members);
  }
  if (pointed.x < 0) return;
  for (int i = 0; i < members + (s.disagreement.maps > 0 ? 1 : 0); ++i) {
    const ImVec2 min = tiles.min(i);
    const ImVec2 p(min.x + pointed.x * tiles.side, min.y + (1 - pointed.y) * tiles.side);
    draw.AddCircleFilled(p, dp(ui, 3), ui.theme->raised, 12);
    draw.AddCircle(p, dp(ui, 3), ui.theme->text, 12, ui.scale);
  }
  place_tip(ui, s, pointed.x, pointed.y);
}

// A function: every member's line, their mean, and the mean ± the deviation.
void draw_lines(UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 min, ImVec2 max) {
  Plot plot;
  plot.min = {min.x + dp(ui, 36), min.y + dp(ui, 6)};
  plot.max = {max.x - dp(ui, 6), max.y - dp(ui, 22)};
  plot.x = {static_cast<double>(s.x_axis.min), static_cast<double>(s.x_axis.max)};
  Extent extent;
  extent.add(std::span<const float>(s.member_fields.values));
  plot.y = linear_axis(extent.low, extent.high);
  const bool is_hovered = plot_area("members", plot.min, plot.max);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, {}, false);
  const auto x = [&](const Grid& grid, std::size_t i) {
    const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(grid.columns);
    return plot.px(std::lerp(plot.x.low, plot.x.high, share));
  };
  const auto y = [&](float value) { return plot.py(static_cast<double>(value)); };
  draw.PushClipRect(plot.min, plot.max, true);
  const auto mean = map_values(s.field, 0), spread = map_values(s.disagreement, 0);
  for (std::size_t i = 0; i + 1 < std::min(mean.size(), spread.size()); ++i) {
    draw.AddQuadFilled({x(s.field, i), y(mean[i] + spread[i])},
                       {x(s.field, i + 1), y(mean[i + 1] + spread[i + 1])},
                       {x(s.field, i + 1), y(mean[i + 1] - spread[i + 1])},
                       {x(s.field, i), y(mean[i] - spread[i])}, with_alpha(ui.theme->accent, 0.2F));
  }
  const auto line = [&](const Grid& grid, std::size_t map, ImU32 color, float width) {
    const auto values = map_values(grid, map);
    for (std::size_t i = 0; i < values.size(); ++i) draw.PathLineTo({x(grid, i), y(values[i])});
    draw.PathStroke(color, 0, dp(ui, width));
  };
  for (std::uint32_t m = 0; m < s.member_fields.maps; ++m) {
    line(s.member_fields, m, ui.theme->layer(static_cast<Index>(m)), 1);
  }
  line(s.field, 0, ui.theme->text, 2);
  draw.PopClipRect();
  if (!is_hovered) return;
  const float mouse = ImGui::GetIO().MousePos.x;
  draw_cursor_line(ui, draw, plot, mouse);
  place_tip(ui, s, (mouse - plot.min.x) / (plot.max.x - plot.min.x), 0.5F);
}

}  // namespace

void members_picture(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink&) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const ImVec2 max(at.x + room.x, at.y + std::max(room.y, dp(ui, 120)));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (settings.members < 2) {
    return draw_empty(ui, draw, at, max, word(ui, Word::members_off));
  }
  ui.requests.wants_members = true;
  if (s.member_fields.maps < 2) return;  // on its way
  if (s.dims < 2) {
    draw_lines(ui, draw, s, at, max);
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({1, max.y - at.y});
    return;
  }
  const Tiles tiles(ui, static_cast<int>(s.member_fields.maps) + 1, at,
                    {room.x, std::max(room.y, dp(ui, 114)) - dp(ui, kScale)});
  draw_planes(ui, draw, s, tiles);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({1, tiles.height() + dp(ui, kScale)});
}

}  // namespace bp
