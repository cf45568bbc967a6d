#include "web/views/boundary_contours.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/session/options.h"
#include "web/views/boundary_maps.h"
#include "web/views/class_maps.h"
#include "web/views/marks.h"
#include "web/views/plot_axis.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr int kMostLabels = 2, kSamples = 48;
constexpr float kEdge = 0.05F, kApart = 0.35F;  // shares of the plane
constexpr std::array kScans = {0.5F, 0.28F, 0.72F, 0.12F, 0.88F};

/// What the lines are of: the output, or the largest one.
float lined_value(const Snapshot& s, float x, float y) {
  float value = value_at(s.field, 0, x, y);
  if (!has_class_maps(s)) return value;
  for (std::size_t k = 1; k < s.field.maps; ++k)
    value = std::max(value, value_at(s.field, k, x, y));
  return value;
}

struct Labels {
  const UiState& ui;
  const Snapshot& s;
  const Plane& plane;
  std::array<ImVec2, 48> taken{};
  int count = 0;

  [[nodiscard]] ImVec2 screen(ImVec2 share) const {
    return {std::lerp(plane.min.x, plane.max.x, share.x),
            std::lerp(plane.max.y, plane.min.y, share.y)};
  }
  [[nodiscard]] bool is_free(ImVec2 at, ImVec2 size) const {
    for (int i = 0; i < count; ++i) {
      const ImVec2 other = taken[static_cast<std::size_t>(i)];
      if (std::abs(other.x - at.x) < size.x && std::abs(other.y - at.y) < size.y) return false;
    }
    return count < static_cast<int>(taken.size());
  }
  void put(ImVec2 at, ImVec2 size, std::string_view text) {
    taken[static_cast<std::size_t>(count++)] = at;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 min(snap(ui, at.x - 0.5F * size.x), snap(ui, at.y - 0.5F * size.y));
    draw.AddRectFilled({min.x - dp(ui, 3), min.y}, {min.x + size.x + dp(ui, 3), min.y + size.y},
                       with_alpha(ui.theme->raised, 0.85F), dp(ui, 3));
    draw_text(ui, draw, min, ui.theme->text, Face::Regular, TextSize::Small, text);
  }
  /// Along one line of the plane, the first crossing of the level that has room.
  bool scan(float level, float at, bool is_row, ImVec2 last, ImVec2& found, ImVec2 size) const {
    const auto place = [&](float t) { return is_row ? ImVec2(t, at) : ImVec2(at, t); };
    float before = NAN;
    for (int i = 0; i <= kSamples; ++i) {
      const float t = std::lerp(kEdge, 1 - kEdge, static_cast<float>(i) / kSamples);
      const ImVec2 here = place(t);
      const float value = lined_value(s, here.x, here.y) - level;
      const bool crosses = (before < 0) != (value < 0) && std::isfinite(before + value);
      const float step = (1 - 2 * kEdge) / kSamples;
      const ImVec2 share = crosses ? place(t - step * value / (value - before)) : here;
      before = value;
      if (!crosses || std::hypot(share.x - last.x, share.y - last.y) < kApart) continue;
      found = share;
      if (is_free(screen(share), size)) return true;
    }
    return false;
  }
  void label(float level) {
    NumberText number;
    const std::string_view text = format_setting(number, static_cast<double>(level));
    const ImVec2 size = measure(ui, Face::Regular, TextSize::Small, text);
    const ImVec2 room(size.x + dp(ui, 14), size.y + dp(ui, 4));
    ImVec2 last(-9, -9), found;
    int placed = 0;
    for (std::size_t i = 0; i < 2 * kScans.size() && placed < kMostLabels; ++i) {
      if (!scan(level, kScans[i / 2], i % 2 == 0, last, found, room)) continue;
      put(screen(found), size, text);
      last = found;
      ++placed;
    }
  }
};

}  // namespace

ContourLevels contour_levels(const Snapshot& s) {
  ContourLevels out;
  const auto add = [&](float level) { out.at[static_cast<std::size_t>(out.count++)] = level; };
  const bool has_maps = has_class_maps(s);
  if (output_is_probability(s)) {
    for (const float p : {0.1F, 0.3F, 0.5F, 0.7F, 0.9F}) {
      if (has_maps ? p > 0.4F : p != 0.5F) add(p);
    }
    return out;
  }
  const Ticks ticks =
      linear_ticks(static_cast<double>(s.output_min), static_cast<double>(s.output_max), 8);
  for (const double tick : ticks.values()) {
    const auto level = static_cast<float>(tick);
    if (has_maps || !is_classification(s) || level != s.decision_level) add(level);
  }
  return out;
}

void draw_contour_labels(const UiState& ui, const Snapshot& s, const Plane& plane) {
  if (s.field.values.empty()) return;
  Labels labels{ui, s, plane};
  const ContourLevels levels = contour_levels(s);
  for (int i = 0; i < levels.count; ++i) labels.label(levels.at[static_cast<std::size_t>(i)]);
  if (is_classification(s) && !has_class_maps(s)) labels.label(s.decision_level);
}

int boundary_mode(const Snapshot& s, const Settings& settings) {
  const int mode = settings.boundary_mode;
  const bool is_about_classes = mode == kShowsClasses || mode == kShowsConfidence;
  return is_about_classes && !is_classification(s) ? 0 : mode;
}

float largest_error(const Snapshot& s) {
  return is_classification(s) ? 1 : 0.5F * (s.output_max - s.output_min);
}

float point_error(const Snapshot& s, float target, float output) {
  if (class_count(s) > 2) return is_wrong(s, target, output) ? 1 : 0;
  const float range = s.output_max - s.output_min;
  if (!(range > 0)) return 0;
  const float wanted = is_classification(s) ? s.output_min + target * range : target;
  return std::abs(output - wanted) / (is_classification(s) ? range : 0.5F * range);
}

float place_error(const Snapshot& s, float share_x, float share_y) {
  const float truth = value_at(s.truth, 0, share_x, share_y);
  if (!std::isfinite(truth)) return std::numeric_limits<float>::quiet_NaN();
  if (has_class_maps(s)) {
    // Of a map of indices the nearest cell counts.
    const auto cell = [](float share, std::uint32_t n) {
      return static_cast<std::size_t>(
          std::clamp(share * static_cast<float>(n), 0.0F, static_cast<float>(n) - 1));
    };
    const std::size_t i =
        cell(share_x, s.truth.columns) + s.truth.columns * cell(share_y, s.truth.rows);
    const auto k = static_cast<std::size_t>(s.truth.values[i] + 0.5F);
    const float range = s.output_max - s.output_min;
    return (s.output_max - value_at(s.field, k, share_x, share_y)) / range;
  }
  const float target = is_classification(s) ? (truth > 0 ? 1.0F : 0.0F) : truth;
  return point_error(s, target, value_at(s.field, 0, share_x, share_y));
}

ImU32 sequential(const Theme& theme, ImU32 tone, float share, float strength) {
  constexpr float kExponent = 0.85F;  // as diverging()
  return mixed(theme.middle, tone, std::pow(std::clamp(share, 0.0F, 1.0F), kExponent) * strength);
}

}  // namespace bp
