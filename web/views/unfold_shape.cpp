#include "web/views/unfold_shape.h"

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"

namespace bp {

bool has_unfolding(const Snapshot& snapshot) {
  const Unfolding& seen = snapshot.unfold.seen;
  return snapshot.unfold.step >= 0 && seen.layers.size() == snapshot.layers.size() &&
         seen.places.size() == 2 * seen.layers.size() * seen.count() &&
         seen.answers.size() == std::size_t{seen.columns} * seen.rows;
}

UnfoldAxes chosen_axes(const Settings& settings) {
  if (settings.unfold != kUnfoldsUnits) return {};
  return {false, settings.unfold_first - 1, settings.unfold_second - 1};
}

UnfoldPlace unfold_place(std::size_t layers, UiState& ui) {
  UnfoldState& state = ui.unfold;
  const auto last = static_cast<float>(layers - 1);
  const float target = state.target < 0 ? last : std::min(static_cast<float>(state.target), last);
  const double passed = state.left_at < 0 ? kUnfoldSeconds : ui.now - state.left_at;
  const bool is_there = passed >= kUnfoldSeconds || ui.reduced_motion || state.from < 0;
  const auto share = static_cast<float>(passed / kUnfoldSeconds);
  if (!state.is_held) {
    state.shown =
        is_there ? target : std::lerp(state.from, target, share * share * (3 - 2 * share));
    if (!is_there) ui.wants_frames = true;
  }
  state.shown = std::clamp(state.shown, 0.0F, last);
  const float whole = std::floor(state.shown);
  return {static_cast<std::size_t>(whole), state.shown - whole};
}

std::array<UnfoldedPart, 3> unfolded_parts(const Snapshot& s, const Settings& settings) {
  const Unfolding& seen = s.unfold.seen;
  const std::size_t lattice = std::size_t{seen.columns} * seen.rows;
  const auto part = [&](const DrawnPart& drawn) -> UnfoldedPart {
    std::size_t first = lattice, count = seen.train;
    if (drawn.part != PointPart::Train) {
      first += seen.train;
      count = seen.validation;
    }
    if (drawn.part == PointPart::Test) {
      first += seen.validation;
      count = seen.test;
    }
    return {drawn, first, std::min(count, drawn.points.target.size())};
  };
  const std::array drawn = drawn_parts(s, settings);
  return {part(drawn[0]), part(drawn[1]), part(drawn[2])};
}

ImVec2 unfolded(const Unfolding& seen, const UnfoldPlace& place, std::size_t i) {
  const auto at = [&](std::size_t layer) {
    const UnfoldedLayer& l = seen.layers[layer];
    const float* t = seen.places.data() + 2 * (layer * seen.count() + i);
    return ImVec2((t[0] - l.centre_u) / l.half, (t[1] - l.centre_v) / l.half);
  };
  const ImVec2 here = at(place.layer);
  if (place.is_at_layer() || place.layer + 1 >= seen.layers.size()) return here;
  const ImVec2 there = at(place.layer + 1);
  return {std::lerp(here.x, there.x, place.t), std::lerp(here.y, there.y, place.t)};
}

bool clip_line(float a, float b, float c, ImVec2& from, ImVec2& to) {
  const float square = a * a + b * b;
  if (!(square > 0) || !std::isfinite(square) || !std::isfinite(c)) return false;
  // p = foot + s · along; the range of s inside both bands.
  const ImVec2 foot(a * c / square, b * c / square);
  const ImVec2 along(-b / std::sqrt(square), a / std::sqrt(square));
  float low = -4, high = 4;
  for (const auto& [p, d] : {std::pair{foot.x, along.x}, std::pair{foot.y, along.y}}) {
    if (d == 0) {
      if (std::abs(p) > 1) return false;
      continue;
    }
    const float s0 = (-1 - p) / d, s1 = (1 - p) / d;
    low = std::max(low, std::min(s0, s1));
    high = std::min(high, std::max(s0, s1));
  }
  if (!(low < high)) return false;
  from = {foot.x + low * along.x, foot.y + low * along.y};
  to = {foot.x + high * along.x, foot.y + high * along.y};
  return true;
}

bool shown_line(const Unfolding& seen, ImVec2& from, ImVec2& to) {
  if (seen.line.kind == SeparatingLine::None || seen.layers.empty()) return false;
  const UnfoldedLayer& l = seen.layers.back();
  const SeparatingLine& line = seen.line;
  return clip_line(line.u * l.half, line.v * l.half,
                   line.level - line.u * l.centre_u - line.v * l.centre_v, from, to);
}

bool is_all_above(const Unfolding& seen) {
  const UnfoldedLayer& l = seen.layers.back();
  return seen.line.u * l.centre_u + seen.line.v * l.centre_v > seen.line.level;
}

}  // namespace bp
