#include "web/views/network_links.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/marks.h"
#include "web/views/network_dropout.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

// A weight of magnitude 1 is 1.3 points wide; the widest line stands for `kFullStrength`.
constexpr float kThinnest = 0.3F, kWidest = 4.5F, kFullStrength = 3;
constexpr int kMostLinks = 640;       // drawn; of more only the strongest
constexpr int kMostVertices = 36000;  // of all of them: the more links, the coarser each curve
constexpr int kVerticesPerPart = 4, kFewestParts = 8, kMostParts = 28, kLeastDashed = 12;
constexpr int kBins = 64;

const LayerShape* shape_of(const Snapshot& s, int layer) {
  const auto l = static_cast<std::size_t>(layer);
  return layer >= 0 && l < s.layers.size() ? &s.layers[l] : nullptr;
}

// Factor that turns values into strengths 0 … kFullStrength.
float gain(std::span<const float> values, LinkMode mode) {
  float largest = 0;
  for (const float v : values) largest = std::max(largest, std::isfinite(v) ? std::abs(v) : 0.0F);
  if (mode == LinkMode::Weights) largest = std::max(largest, kFullStrength);
  return largest > 0 ? kFullStrength / largest : 0;
}

struct LinkBudget {
  float least;  ///< strength
  int parts;    ///< straight pieces a curve
};

struct LinkPainter {
  const UiState& ui;
  ImDrawList& draw;
  const Snapshot& snapshot;
  const NetworkLayout& layout;
  LinkMode mode;
  const Emphasis& emphasis;
  float gain;

  template <class Visit>
  void each_link(Visit visit) const {
    for (int gap = 0; gap + 1 < layout.count; ++gap) {
      const Column& left = layout.columns[static_cast<std::size_t>(gap)];
      const Column& right = layout.columns[static_cast<std::size_t>(gap) + 1];
      for (int from = 0; from < left.shown; ++from) {
        for (int to = 0; to < right.shown; ++to) {
          const LinkRef link{gap, from, to};
          const float value = link_value(snapshot, mode, link) * gain;
          if (std::isfinite(value)) visit(link, value);
        }
      }
    }
  }

  // The strength below which links are left out, so that at most about kMostLinks remain.
  [[nodiscard]] LinkBudget budget() const {
    std::array<int, kBins> bins{};
    int total = 0;
    each_link([&](const LinkRef&, float value) {
      const float share = std::min(std::abs(value) / kFullStrength, 1.0F);
      ++bins[static_cast<std::size_t>(share * (kBins - 1))];
      ++total;
    });
    int bin = 0;
    for (; bin + 1 < kBins && total > kMostLinks; ++bin)
      total -= bins[static_cast<std::size_t>(bin)];
    const int fitting = kMostVertices / (kVerticesPerPart * std::max(total, 1)) - 1;
    return {kFullStrength * static_cast<float>(bin) / (kBins - 1),
            std::clamp(fitting, kFewestParts, kMostParts)};
  }

  // 1: as usual, more: stands out, less: steps back.
  [[nodiscard]] float weight_of(const LinkRef& link) const {
    if (emphasis.shows_silent && (mask_of(snapshot, link.gap - 1, link.from) == 0 ||
                                  mask_of(snapshot, link.gap, link.to) == 0)) {
      return 0.2F;
    }
    const LinkRef& chosen = emphasis.link;
    if (chosen.is_some()) {
      const bool is_it = chosen.gap == link.gap && chosen.from == link.from && chosen.to == link.to;
      return is_it ? 2.0F : 0.45F;
    }
    if (emphasis.layer < -1) return 1;
    if (emphasis.unit < 0) return emphasis.layer == link.gap ? 1.0F : 0.25F;
    const bool enters = emphasis.layer == link.gap && emphasis.unit == link.to;
    const bool leaves = emphasis.layer == link.gap - 1 && emphasis.unit == link.from;
    return enters || leaves ? 2.0F : 0.2F;
  }

  void draw_link(const LinkRef& link, float value, int most_parts) const {
    if (!has_room(draw)) return;
    const LinkCurve curve = link_curve(layout, link);
    const float strength = std::abs(value), weight = weight_of(link);
    const float alpha = std::clamp((0.12F + 0.3F * strength) * weight, 0.02F, 0.9F);
    const float width = std::min(kWidest, kThinnest + strength) * (weight > 1 ? 1.25F : 1.0F);
    const float middle = 0.5F * (curve.from.x + curve.to.x);
    const ImU32 color = with_alpha(value < 0 ? ui.theme->negative : ui.theme->positive, alpha);
    const float length = curve.to.x - curve.from.x;
    const int parts = std::clamp(static_cast<int>(length / dp(ui, 5)), kFewestParts, most_parts);
    const float line = std::max(width * ui.scale, 0.6F / ui.pixel_ratio);
    if (value < 0 && parts >= kLeastDashed) return draw_dashed(curve, color, line, parts);
    draw.AddBezierCubic(curve.from, {middle, curve.from.y}, {middle, curve.to.y}, curve.to, color,
                        line, parts);
  }

  /// Negative: two parts drawn, one left out, so that the sign is not in the colour alone.
  void draw_dashed(const LinkCurve& curve, ImU32 color, float line, int parts) const {
    const float middle = 0.5F * (curve.from.x + curve.to.x);
    const auto at = [&](int i) {
      return ImBezierCubicCalc(curve.from, {middle, curve.from.y}, {middle, curve.to.y}, curve.to,
                               static_cast<float>(i) / static_cast<float>(parts));
    };
    constexpr int kDash = 2, kPeriod = 3;
    for (int first = 0; first < parts; first += kPeriod) {
      for (int i = first; i <= std::min(first + kDash, parts); ++i) draw.PathLineTo(at(i));
      draw.PathStroke(color, ImDrawFlags_None, line);
    }
  }
};

// Where weights are not published: a soft band says what is connected with what.
void draw_bands(const UiState& ui, ImDrawList& draw, const NetworkLayout& layout) {
  const ImU32 color = with_alpha(ui.theme->secondary, 0.12F);
  constexpr int kParts = 24;
  for (int gap = 0; gap + 1 < layout.count; ++gap) {
    const Column& left = layout.columns[static_cast<std::size_t>(gap)];
    const Column& right = layout.columns[static_cast<std::size_t>(gap) + 1];
    const LinkCurve top = link_curve(layout, {gap, 0, 0});
    LinkCurve bottom = link_curve(layout, {gap, left.shown - 1, right.shown - 1});
    for (int i = 0; i < kParts; ++i) {
      const auto x = [&](int k) {
        return std::lerp(top.from.x, top.to.x, static_cast<float>(k) / kParts);
      };
      const float x0 = x(i), x1 = x(i + 1);
      const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
      draw.PrimReserve(6, 4);
      draw.PrimQuadUV({x0, top.y_at(x0)}, {x1, top.y_at(x1)}, {x1, bottom.y_at(x1)},
                      {x0, bottom.y_at(x0)}, uv, uv, uv, uv, color);
    }
  }
}

}  // namespace

std::span<const float> link_values(const Snapshot& snapshot, LinkMode mode) {
  switch (mode) {
    case LinkMode::Weights:
      return snapshot.params;
    case LinkMode::Gradients:
      return snapshot.grads;
    case LinkMode::Updates:
      return snapshot.updates;
  }
  return {};
}

float link_value(const Snapshot& snapshot, LinkMode mode, const LinkRef& link) {
  const LayerShape* shape = shape_of(snapshot, link.gap);
  if (shape == nullptr || link.to >= static_cast<int>(shape->units) ||
      link.from >= static_cast<int>(shape->inputs)) {
    return NAN;
  }
  const std::span<const float> values = link_values(snapshot, mode);
  const std::size_t i = shape->weight_offset + static_cast<std::size_t>(link.to) +
                        std::size_t{shape->units} * static_cast<std::size_t>(link.from);
  return i < values.size() ? values[i] : NAN;
}

float bias_value(const Snapshot& snapshot, LinkMode mode, int layer, int unit) {
  const LayerShape* shape = shape_of(snapshot, layer);
  if (shape == nullptr || unit < 0 || unit >= static_cast<int>(shape->units)) return NAN;
  const std::span<const float> values = link_values(snapshot, mode);
  const std::size_t i = shape->bias_offset + static_cast<std::size_t>(unit);
  return i < values.size() ? values[i] : NAN;
}

void draw_links(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
                const NetworkLayout& layout, LinkMode mode, const Emphasis& emphasis) {
  if (snapshot.params.empty()) return draw_bands(ui, draw, layout);
  const std::span<const float> values = link_values(snapshot, mode);
  const LinkPainter painter{ui, draw, snapshot, layout, mode, emphasis, gain(values, mode)};
  const LinkBudget budget = painter.budget();
  // Weak links first, so that strong ones and what stands out lie on top.
  for (const bool is_strong : {false, true}) {
    painter.each_link([&](const LinkRef& link, float value) {
      const float weight = painter.weight_of(link);
      if (std::abs(value) < budget.least && weight <= 1) return;
      if ((std::abs(value) > 1 || weight > 1) == is_strong) {
        painter.draw_link(link, value, budget.parts);
      }
    });
  }
}

}  // namespace bp
