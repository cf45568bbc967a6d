// Batch normalisation, unit by unit: what the batch has, what is remembered, what comes of both;
// and beside them on the same axis how all units' values are spread.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/regularizers.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kRow = 30, kPlotGap = 24, kHead = 20, kBarShare = 0.3F, kWidestBar = 7;
constexpr float kSpreadShare = 0.24F, kWidestSpread = 84, kSpreadGap = 10;

float at(const std::vector<float>& values, std::size_t i) {
  return i < values.size() ? values[i] : 0;
}

// One of the two plots: a member of NormedUnit for each of its numbers.
struct Side {
  Word title;
  float NormedUnit::*train;
  float NormedUnit::*train_spread;
  float NormedUnit::*eval;
  float NormedUnit::*eval_spread;
  Distribution NormDetail::*by_batch;
  Distribution NormDetail::*by_running;  ///< null: there is none
};
constexpr std::array kSides = {
    Side{Word::norm_before, &NormedUnit::batch_mean, &NormedUnit::batch_deviation,
         &NormedUnit::running_mean, &NormedUnit::running_deviation, &NormDetail::before, nullptr},
    Side{Word::norm_after, &NormedUnit::train_mean, &NormedUnit::train_deviation,
         &NormedUnit::eval_mean, &NormedUnit::eval_deviation, &NormDetail::by_batch,
         &NormDetail::by_running},
};

struct Layer {
  const Snapshot& snapshot;
  const Settings& settings;
  std::size_t index, units;
  [[nodiscard]] NormedUnit unit(std::size_t u) const {
    return normed_unit(snapshot, settings, index, u);
  }
  [[nodiscard]] bool has_batch() const { return !snapshot.norm_batch.empty(); }
  /// How its values are spread; null until that has come.
  [[nodiscard]] const NormDetail* values() const {
    const std::vector<NormDetail>& norms = snapshot.details.norms;
    return index < norms.size() && norms[index].before.count > 0 ? &norms[index] : nullptr;
  }
};

float spread_width(const UiState& ui, const Plot& plot) {
  return std::min(kSpreadShare * (plot.max.x - plot.min.x), dp(ui, kWidestSpread));
}

/// Calls `each(distribution, is_by_batch)` for those of a side that are there.
template <class Each>
void each_spread(const Layer& layer, const Side& side, Each each) {
  const NormDetail* const values = layer.values();
  if (values == nullptr) return;
  each(values->*side.by_batch, true);
  if (side.by_running != nullptr && (values->*side.by_running).count > 0) {
    each(values->*side.by_running, false);
  }
}

Plot make_plot(const UiState& ui, const Layer& layer, const Side& side, ImVec2 min, ImVec2 max) {
  Plot plot;
  plot.min = {min.x + dp(ui, 36), min.y + dp(ui, kHead)};
  plot.max = {max.x - dp(ui, 14), max.y - dp(ui, 22)};
  if (layer.values() != nullptr) plot.max.x -= spread_width(ui, plot) + dp(ui, kSpreadGap);
  plot.x = {0.5, static_cast<double>(layer.units) + 0.5, false};
  Extent extent;
  for (std::size_t u = 0; u < layer.units; ++u) {
    const NormedUnit unit = layer.unit(u);
    const auto add = [&](float mean, float spread) {
      extent.add(static_cast<double>(mean - spread));
      extent.add(static_cast<double>(mean + spread));
    };
    if (layer.has_batch()) add(unit.*side.train, unit.*side.train_spread);
    const bool has_running = layer.has_batch() || side.eval == &NormedUnit::running_mean;
    if (has_running) add(unit.*side.eval, unit.*side.eval_spread);
  }
  each_spread(layer, side, [&](const Distribution& d, bool) {
    extent.add(static_cast<double>(d.low));
    extent.add(static_cast<double>(d.high));
  });
  if (extent.is_empty) extent.add(0.0);
  plot.y = linear_axis(extent.low, extent.high);
  return plot;
}

// Mean ± standard deviation: filled of the batch, hollow of the running statistics.
void draw_spread(const UiState& ui, ImDrawList& draw, const Plot& plot, float x, float half,
                 float mean, float spread, ImU32 color, bool is_filled) {
  if (!std::isfinite(mean) || !std::isfinite(spread)) return;
  const float top = plot.py(static_cast<double>(mean + spread));
  const float bottom = plot.py(static_cast<double>(mean - spread));
  const float middle = snap(ui, plot.py(static_cast<double>(mean)));
  const ImVec2 min(snap(ui, x - half), top), max(snap(ui, x + half), bottom);
  if (is_filled) draw.AddRectFilled(min, max, with_alpha(color, 0.4F));
  draw.AddRect(min, max, color, 0, 0, std::max(1.0F / ui.pixel_ratio, 0.75F * ui.scale));
  draw.AddLine({min.x, middle}, {max.x, middle}, color, dp(ui, 2));
}

// Of few values several bins are drawn as one, so that each has some.
std::size_t bins_together(const Distribution& d) {
  return d.count < 250 ? 4 : d.count < 1000 ? 2 : 1;
}

/// Bar `i` of kHistogramBins / bins_together().
struct Bar {
  double from, to;
  std::uint32_t count = 0;
  /// Values a unit of the axis, so that bars of different widths can be compared.
  [[nodiscard]] double density() const { return static_cast<double>(count) / (to - from); }
};

template <class Each>
void each_bar(const Distribution& d, Each each) {
  const auto low = static_cast<double>(d.low), high = static_cast<double>(d.high);
  const auto end = [&](std::size_t bin) {
    return std::lerp(low, high, static_cast<double>(bin) / static_cast<double>(kHistogramBins));
  };
  const std::size_t together = bins_together(d);
  for (std::size_t i = 0; i < kHistogramBins; i += together) {
    Bar bar{end(i), end(i + together)};
    for (std::size_t k = i; k < i + together; ++k) bar.count += d.bins[k];
    each(bar);
  }
}

/// What lies at the pointer's height: between which values, and how many there.
void spread_tip(const UiState& ui, const Layer& layer, const Side& side, const Plot& plot) {
  const double value =
      plot.y.value((plot.max.y - ImGui::GetIO().MousePos.y) / (plot.max.y - plot.min.y));
  begin_tip(ui);
  tip_math(ui, word(ui, side.title));
  each_spread(layer, side, [&](const Distribution& d, bool is_by_batch) {
    each_bar(d, [&](const Bar& bar) {
      if (value < bar.from || value >= bar.to) return;
      const ImU32 layer_ink = ui.theme->layer(static_cast<Index>(layer.index));
      NumberText a, b, part;
      TextLine range;
      range << format_number(a, bar.from) << " … " << format_number(b, bar.to);
      tip_value(ui, is_by_batch ? layer_ink : ui.theme->secondary,
                word(ui, is_by_batch ? Word::norm_batch : Word::norm_running), range.view());
      Phrase phrase;
      const double of = static_cast<double>(bar.count) / static_cast<double>(d.count);
      tip_text(
          ui,
          fill(phrase, word(ui, Word::histogram_count),
               {format_count(a, bar.count), format_count(b, d.count), format_percent(part, of)}),
          TextSize::Small);
    });
  });
  end_tip();
}

// All units' values beside the plot: bars of the batch, a line of the running statistics.
void draw_spreads(const UiState& ui, ImDrawList& draw, const Layer& layer, const Side& side,
                  const Plot& plot, float right) {
  const float left = plot.max.x + dp(ui, kSpreadGap);
  double most = 0;
  each_spread(layer, side, [&](const Distribution& d, bool) {
    each_bar(d, [&](const Bar& bar) { most = std::max(most, bar.density()); });
  });
  const ImU32 color = ui.theme->layer(static_cast<Index>(layer.index));
  each_spread(layer, side, [&](const Distribution& d, bool is_by_batch) {
    std::array<ImVec2, 2 * kHistogramBins + 2> line;
    std::size_t count = 0;
    line[count++] = {left, plot.py(static_cast<double>(d.low))};
    each_bar(d, [&](const Bar& bar) {
      const float x = left + (right - left) * static_cast<float>(bar.density() / most);
      const ImVec2 low(x, plot.py(bar.from)), high(x, plot.py(bar.to));
      line[count++] = low;
      line[count++] = high;
      if (is_by_batch && bar.count > 0) {
        draw.AddRectFilled({left, high.y}, {x, low.y}, with_alpha(color, 0.4F));
      }
    });
    line[count++] = {left, plot.py(static_cast<double>(d.high))};
    draw.AddPolyline(line.data(), static_cast<int>(count),
                     is_by_batch ? color : ui.theme->secondary, ImDrawFlags_None, ui.scale);
  });
  hairline_v(ui, draw, left, plot.min.y, plot.max.y);
  draw_text(ui, draw, {right, plot.max.y + dp(ui, 6)}, ui.theme->secondary, Face::Regular,
            TextSize::Small, word(ui, Word::norm_all), Align::Right);
  if (plot_area(side.title == Word::norm_before ? "values before" : "values after",
                {left, plot.min.y}, {right, plot.max.y})) {
    spread_tip(ui, layer, side, plot);
  }
}

void unit_tip(const UiState& ui, const Layer& layer, std::size_t u, const Side& side) {
  const NormedUnit unit = layer.unit(u);
  begin_tip(ui);
  Phrase phrase;
  NumberText a, b;
  tip_text(ui, unit_name(ui, layer.snapshot, static_cast<int>(layer.index), static_cast<int>(u),
                         phrase));
  const ImU32 color = ui.theme->layer(static_cast<Index>(layer.index));
  const auto row = [&](ImU32 ink, Word name, float mean, float spread) {
    TextLine value;
    value << format_number(a, static_cast<double>(mean)) << " ± "
          << format_number(b, static_cast<double>(spread));
    tip_value(ui, ink, word(ui, name), value.view());
  };
  if (layer.has_batch()) row(color, Word::norm_batch, unit.*side.train, unit.*side.train_spread);
  if (layer.has_batch() || side.eval == &NormedUnit::running_mean) {
    row(ui.theme->secondary, Word::norm_running, unit.*side.eval, unit.*side.eval_spread);
  }
  TextLine line;
  line << "*γ* = " << format_number(a, static_cast<double>(unit.gamma))
       << "   *β* = " << format_number(b, static_cast<double>(unit.beta));
  tip_math(ui, line.view());
  end_tip();
}

void draw_side(UiState& ui, ImDrawList& draw, const Layer& layer, const Side& side, ImVec2 min,
               ImVec2 max) {
  const Plot plot = make_plot(ui, layer, side, min, max);
  draw_math(ui, draw, {plot.min.x, min.y}, ui.theme->text, TextSize::Small, word(ui, side.title));
  const bool is_hovered =
      plot_area(side.title == Word::norm_before ? "before" : "after", plot.min, plot.max);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, word(ui, Word::units_n));
  const float pitch = (plot.max.x - plot.min.x) / static_cast<float>(layer.units);
  const float half = 0.5F * std::min(kBarShare * pitch, dp(ui, kWidestBar));
  const ImU32 color = ui.theme->layer(static_cast<Index>(layer.index));
  for (std::size_t u = 0; u < layer.units && has_room(draw); ++u) {
    const float x = plot.px(static_cast<double>(u + 1));
    const NormedUnit unit = layer.unit(u);
    if (layer.has_batch()) {
      draw_spread(ui, draw, plot, x - 1.2F * half, half, unit.*side.train, unit.*side.train_spread,
                  color, true);
    }
    if (layer.has_batch() || side.eval == &NormedUnit::running_mean) {
      draw_spread(ui, draw, plot, x + 1.2F * half, half, unit.*side.eval, unit.*side.eval_spread,
                  ui.theme->secondary, false);
    }
  }
  if (layer.values() != nullptr) draw_spreads(ui, draw, layer, side, plot, max.x - dp(ui, 14));
  if (!is_hovered) return;
  const float share = (ImGui::GetIO().MousePos.x - plot.min.x) / (plot.max.x - plot.min.x);
  const auto u = static_cast<std::size_t>(std::clamp(share * static_cast<float>(layer.units), 0.0F,
                                                     static_cast<float>(layer.units) - 0.5F));
  draw_cursor_line(ui, draw, plot, plot.px(static_cast<double>(u + 1)));
  unit_tip(ui, layer, u, side);
}

// The layers that have it, as chips, and what the two bars are; its height.
float head(UiState& ui, ImDrawList& draw, const Snapshot& s, std::size_t shown, ImVec2 at,
           float width) {
  float x = at.x;
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    if (!has_norm(s, l)) continue;
    Phrase phrase;
    const std::string_view name = layer_name(ui, s, l, phrase);
    ImGui::SetCursorScreenPos({x, at.y});
    ImGui::PushID(static_cast<int>(l));
    if (chip(ui, "layer", name, l == shown)) ui.selected_layer = static_cast<int>(l);
    ImGui::PopID();
    x += chip_size(ui, name).x + dp(ui, 6);
  }
  const float line = line_height(ui, TextSize::Small);
  const float wanted = measure(ui, Face::Regular, TextSize::Small, word(ui, Word::norm_batch)).x +
                       measure(ui, Face::Regular, TextSize::Small, word(ui, Word::norm_running)).x;
  const bool is_beside = x + dp(ui, 60) + wanted <= at.x + width;
  float left = is_beside ? x + dp(ui, 8) : at.x;
  const float row = dp(ui, finger(ui, kRow));
  const float y = at.y + (is_beside ? 0.5F * (chip_size(ui, {}).y - line) : row);
  const auto key = [&](Word text, ImU32 color, bool is_filled) {
    const ImVec2 min(snap(ui, left), snap(ui, y + 0.2F * line));
    const ImVec2 max(min.x + dp(ui, 8), min.y + dp(ui, 9));
    if (is_filled) draw.AddRectFilled(min, max, with_alpha(color, 0.4F));
    draw.AddRect(min, max, color);
    left += dp(ui, 26) + draw_text(ui, draw, {left + dp(ui, 12), y}, ui.theme->secondary,
                                   Face::Regular, TextSize::Small, word(ui, text));
  };
  key(Word::norm_batch, ui.theme->layer(static_cast<Index>(shown)), true);
  key(Word::norm_running, ui.theme->secondary, false);
  return is_beside ? row : row + dp(ui, 22);
}

}  // namespace

bool has_norm(const Snapshot& s, std::size_t l) {
  return l < s.layers.size() && s.layers[l].has_norm != 0 &&
         s.norm_running.size() >= s.layers[l].norm_offset + std::size_t{2} * s.layers[l].units &&
         s.params.size() >= s.layers[l].beta_offset + std::size_t{s.layers[l].units};
}

NormedUnit normed_unit(const Snapshot& s, const Settings& settings, std::size_t l, std::size_t u) {
  const LayerShape& shape = s.layers[l];
  const std::size_t mean = shape.norm_offset + u, variance = mean + shape.units;
  NormedUnit out;
  out.gamma = at(s.params, shape.gamma_offset + u);
  out.beta = at(s.params, shape.beta_offset + u);
  out.running_mean = at(s.norm_running, mean);
  out.running_deviation = std::sqrt(at(s.norm_running, variance));
  out.batch_mean = at(s.norm_batch, mean);
  out.batch_deviation = std::sqrt(at(s.norm_batch, variance));
  const auto root = [&](float deviation) {
    return std::sqrt(deviation * deviation + settings.norm_epsilon);
  };
  const float scale = std::abs(out.gamma) * out.batch_deviation;
  out.train_mean = out.beta;
  out.train_deviation = scale / root(out.batch_deviation);
  const float running = root(out.running_deviation);
  out.eval_mean = out.gamma * (out.batch_mean - out.running_mean) / running + out.beta;
  out.eval_deviation = scale / running;
  return out;
}

void norm_picture(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink&) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  std::size_t shown = static_cast<std::size_t>(std::max(ui.selected_layer, 0));
  if (!has_norm(s, shown)) {
    for (shown = 0; shown < s.layers.size() && !has_norm(s, shown);) ++shown;
  }
  if (shown == s.layers.size()) {
    const bool is_off = !settings.batch_norm || settings.hidden.count == 0;
    return draw_empty(ui, draw, at, {at.x + room.x, at.y + std::max(room.y, dp(ui, 60))},
                      word(ui, is_off ? Word::norm_off : Word::weights_not_shown));
  }
  ui.requests.wants_details = true;
  const float taken = head(ui, draw, s, shown, at, room.x);
  const Layer layer{s, settings, shown, s.layers[shown].units};
  const bool is_beside = room.x >= dp(ui, 420);
  const float top = at.y + taken, whole = std::max(room.y - taken, dp(ui, 120));
  const float width = is_beside ? 0.5F * (room.x - dp(ui, kPlotGap)) : room.x;
  const float height = is_beside ? whole : std::max(0.5F * whole, dp(ui, 120));
  ImVec2 min(at.x, top);
  for (const Side& side : kSides) {
    draw_side(ui, draw, layer, side, min, {min.x + width, min.y + height});
    (is_beside ? min.x : min.y) += is_beside ? width + dp(ui, kPlotGap) : height;
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({1, top - at.y + (is_beside ? height : 2 * height)});
}

}  // namespace bp
