#include "web/views/plot.h"

#include <algorithm>
#include <cmath>

#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kTickGap = 6;  // between a label and the plot, in points
constexpr float kColumn = 2;   // points of a curve closer than this are averaged

// Averages the points of one pixel column, so that a long run stays a clean line.
class ColumnMean {
 public:
  explicit ColumnMean(ImDrawList& draw) : draw_(draw) {}
  void add(float x, float y, float width) {
    if (count_ > 0 && x - start_ >= width) flush();
    if (count_ == 0) start_ = x;
    x_ += x;
    y_ += y;
    ++count_;
  }
  void flush() {
    if (count_ == 0) return;
    const float n = static_cast<float>(count_);
    draw_.PathLineTo({x_ / n, y_ / n});
    x_ = y_ = 0;
    count_ = 0;
  }

 private:
  ImDrawList& draw_;
  float x_ = 0, y_ = 0, start_ = 0;
  int count_ = 0;
};

}  // namespace

void draw_y_axis(const UiState& ui, ImDrawList& draw, const Plot& plot) {
  const Ticks ticks = ticks_of(plot.y);
  const bool is_power = plot.y.is_log && are_powers(ticks);
  const float height = font_px(ui, TextSize::Small);
  TickText text;
  for (const double value : ticks.values()) {
    const float y = snap(ui, plot.py(value));
    hairline_h(ui, draw, plot.min.x, plot.max.x, y);
    const ImVec2 at(plot.min.x - dp(ui, kTickGap), y - 0.58F * height);
    draw_math(ui, draw, at, ui.theme->secondary, TextSize::Small, tick_text(text, value, is_power),
              Align::Right);
  }
}

void draw_x_axis(const UiState& ui, ImDrawList& draw, const Plot& plot, std::string_view unit,
                 bool is_whole) {
  const Ticks ticks = linear_ticks(plot.x.low, plot.x.high, 4, is_whole);
  const float y = plot.max.y + dp(ui, kTickGap);
  float free_from = plot.min.x - dp(ui, 16);
  for (int i = 0; i < ticks.count; ++i) {
    const double value = ticks.at[static_cast<std::size_t>(i)];
    NumberText number;
    std::string_view text =
        is_whole ? format_count(number, std::llround(value)) : format_setting(number, value);
    Phrase phrase;
    if (i + 1 == ticks.count && !unit.empty())
      text = fill(phrase, plural(unit, std::llround(value)), {text});
    const float width = measure(ui, Face::Regular, TextSize::Small, text).x;
    const float x =
        std::min(plot.px(value) - (value == plot.x.low ? 0 : 0.5F * width), plot.max.x - width);
    if (x < free_from) continue;
    draw_text(ui, draw, {x, y}, ui.theme->secondary, Face::Regular, TextSize::Small, text);
    free_from = x + width + dp(ui, 8);
  }
}

void draw_curve(const UiState& ui, ImDrawList& draw, const Plot& plot, std::span<const float> x,
                std::span<const float> y, ImU32 color, float points) {
  const std::size_t n = std::min(x.size(), y.size());
  const float column = kColumn * ui.scale;
  if (n == 1 && std::isfinite(y[0])) {
    const float py = std::clamp(plot.py(static_cast<double>(y[0])), plot.min.y, plot.max.y);
    draw.AddCircleFilled({plot.px(static_cast<double>(x[0])), py}, points * ui.scale, color, 12);
  }
  ColumnMean mean(draw);
  const auto stroke = [&] {
    mean.flush();
    draw.PathStroke(color, ImDrawFlags_None, points * ui.scale);
  };
  draw.PathClear();
  for (std::size_t i = 0; i < n; ++i) {
    if (!std::isfinite(y[i])) {
      stroke();
      continue;
    }
    const float py = std::clamp(plot.py(static_cast<double>(y[i])), plot.min.y, plot.max.y);
    mean.add(plot.px(static_cast<double>(x[i])), py, column);
  }
  stroke();
}

void draw_band(ImDrawList& draw, const Plot& plot, std::span<const float> x,
               std::span<const float> low, std::span<const float> high, ImU32 color) {
  const std::size_t n = std::min({x.size(), low.size(), high.size()});
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  const auto inside = [&](float y) {
    return std::clamp(plot.py(static_cast<double>(y)), plot.min.y, plot.max.y);
  };
  for (std::size_t i = 0; i + 1 < n;) {
    std::size_t next = i + 1;
    const float x0 = plot.px(static_cast<double>(x[i]));
    float lowest = low[i], highest = high[i];
    while (next + 1 < n && plot.px(static_cast<double>(x[next])) - x0 < kColumn) {
      lowest = std::min(lowest, low[next]);
      highest = std::max(highest, high[next++]);
    }
    if (std::isfinite(lowest) && std::isfinite(highest) && std::isfinite(low[next]) &&
        std::isfinite(high[next])) {
      const float x1 = plot.px(static_cast<double>(x[next]));
      draw.PrimReserve(6, 4);
      draw.PrimQuadUV({x0, inside(highest)}, {x1, inside(high[next])}, {x1, inside(low[next])},
                      {x0, inside(lowest)}, uv, uv, uv, uv, color);
    }
    i = next;
  }
}

int nearest_point(std::span<const float> x, double value) {
  if (x.empty()) return -1;
  const auto after = std::lower_bound(x.begin(), x.end(), static_cast<float>(value));
  if (after == x.begin()) return 0;
  if (after == x.end()) return static_cast<int>(x.size()) - 1;
  const auto before = after - 1;
  const bool is_before = value - static_cast<double>(*before) < static_cast<double>(*after) - value;
  return static_cast<int>((is_before ? before : after) - x.begin());
}

void draw_cursor_line(const UiState& ui, ImDrawList& draw, const Plot& plot, float x) {
  const float width = 1.0F / ui.pixel_ratio;
  const float at = snap(ui, x);
  draw.AddRectFilled({at, plot.min.y}, {at + width, plot.max.y}, ui.theme->secondary);
}

void draw_cursor_dot(const UiState& ui, ImDrawList& draw, const Plot& plot, float x, float y,
                     ImU32 color) {
  if (!std::isfinite(y)) return;
  const ImVec2 at(x, std::clamp(plot.py(static_cast<double>(y)), plot.min.y, plot.max.y));
  draw.AddCircleFilled(at, dp(ui, 4.5F), ui.theme->surface, 16);
  draw.AddCircleFilled(at, dp(ui, 3), color, 16);
}

bool plot_area(const char* id, ImVec2 min, ImVec2 max) {
  if (max.x - min.x < 1 || max.y - min.y < 1) return false;
  ImGui::SetCursorScreenPos(min);
  ImGui::SetNextItemAllowOverlap();
  ImGui::InvisibleButton(id, {max.x - min.x, max.y - min.y});
  return ImGui::IsItemHovered();
}

void draw_empty(const UiState& ui, ImDrawList& draw, ImVec2 min, ImVec2 max,
                std::string_view text) {
  const float width = std::min(max.x - min.x, dp(ui, 320));
  const auto wrapped = [&](ImDrawList* target, ImVec2 at) {
    return draw_wrapped(ui, target, at, width, ui.theme->secondary, Face::Regular, TextSize::Body,
                        text);
  };
  const float height = wrapped(nullptr, min);
  wrapped(&draw, {min.x, 0.5F * (min.y + max.y - height)});
}

}  // namespace bp
