#include "web/views/histogram_plots.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr auto kBins = static_cast<float>(kHistogramBins);
constexpr float kLeastApart = 2.5F;  // points between two of a ridge that can be told apart

std::uint32_t fullest(const Distribution& d) {
  return std::max(1U, *std::max_element(d.bins.begin(), d.bins.end()));
}

double bin_end(const Distribution& d, std::size_t bin) {
  const auto low = static_cast<double>(d.low), high = static_cast<double>(d.high);
  return low + (high - low) * static_cast<double>(bin) / static_cast<double>(kHistogramBins);
}

/// The ends of the range under the picture, and where 0 is in it.
void draw_range(const UiState& ui, ImDrawList& draw, const Plot& plot) {
  NumberText number;
  const float y = plot.max.y + dp(ui, 2);
  float free_from = plot.min.x, free_to = plot.max.x;
  free_from += draw_text(ui, draw, {plot.min.x, y}, ui.theme->secondary, Face::Regular,
                         TextSize::Small, format_number(number, plot.x.low, 2));
  free_to -= draw_text(ui, draw, {plot.max.x, y}, ui.theme->secondary, Face::Regular,
                       TextSize::Small, format_number(number, plot.x.high, 2), Align::Right);
  if (plot.x.low >= 0 || plot.x.high <= 0) return;
  const float zero = plot.px(0);
  hairline_v(ui, draw, zero, plot.max.y, plot.max.y + dp(ui, 3));
  if (zero < free_from + dp(ui, 10) || zero > free_to - dp(ui, 10)) return;
  draw_text(ui, draw, {zero, y}, ui.theme->secondary, Face::Regular, TextSize::Small, "0",
            Align::Center);
}

/// One of a ridge: its values' range on the plot's axis, `height` over `base`.
void draw_slice(const UiState& ui, ImDrawList& draw, const Plot& plot, const Distribution& d,
                float base, float height, ImU32 color) {
  const float left = plot.px(static_cast<double>(d.low));
  const float right = std::max(plot.px(static_cast<double>(d.high)), left + 1);
  const float width = (right - left) / kBins, most = static_cast<float>(fullest(d));
  std::array<ImVec2, kHistogramBins + 2> line;
  line.front() = {left, base};
  line.back() = {right, base};
  for (std::size_t i = 0; i < kHistogramBins; ++i) {
    const float share = static_cast<float>(d.bins[i]) / most;
    line[i + 1] = {left + (static_cast<float>(i) + 0.5F) * width, base - share * height};
  }
  const ImU32 fill = mixed(ui.theme->surface, color, 0.2F);
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    draw.PrimReserve(6, 4);
    draw.PrimQuadUV(line[i], line[i + 1], {line[i + 1].x, base}, {line[i].x, base}, uv, uv, uv, uv,
                    fill);
  }
  draw.AddPolyline(line.data(), static_cast<int>(line.size()), color, ImDrawFlags_None, ui.scale);
}

/// Those of a ridge that are drawn, and where.
struct Slices {
  std::array<const HistogramStep*, HistogramHistory::kMost> list{};
  std::size_t count = 0;
  float first = 0, apart = 0, height = 0;  ///< baseline of the oldest, and from one to the next
  [[nodiscard]] float base(std::size_t i) const { return first + apart * static_cast<float>(i); }
};

Slices slices_of(const UiState& ui, const HistogramPlot& plot,
                 std::span<const HistogramStep> steps) {
  Slices all;
  for (const HistogramStep& step : steps) {
    if (plot.layer >= step.layers.size() || all.count == all.list.size()) continue;
    if (step.layers[plot.layer].of(plot.quantity).count > 0) all.list[all.count++] = &step;
  }
  const float room = plot.max.y - plot.min.y;
  const float share = all.count < 2 ? 1 : std::max(0.4F, 3 / static_cast<float>(all.count + 2));
  Slices out;
  out.height = share * room;
  const float back = room - out.height;
  const auto most = static_cast<std::size_t>(1 + back / dp(ui, kLeastApart));
  // Oldest and newest are always there, the others evenly between them.
  out.count = std::min(all.count, std::max<std::size_t>(most, 2));
  for (std::size_t i = 0; i < out.count; ++i) {
    out.list[i] = all.list[out.count < 2 ? 0 : i * (all.count - 1) / (out.count - 1)];
  }
  out.apart = out.count < 2 ? 0 : back / static_cast<float>(out.count - 1);
  out.first = out.count < 2 ? plot.max.y : plot.min.y + out.height;
  return out;
}

/// The bin of `d` at a place on the axis, or none.
HistogramHover hover_at(const Distribution& d, double value, std::int64_t step) {
  const double share = (value - static_cast<double>(d.low)) /
                       (static_cast<double>(d.high) - static_cast<double>(d.low));
  if (!(share >= 0 && share <= 1)) return {};
  const auto bin = static_cast<std::size_t>(share * static_cast<double>(kHistogramBins));
  return {&d, std::min(bin, kHistogramBins - 1), step};
}

double value_at_pointer(const Plot& plot) {
  return plot.x.value((ImGui::GetIO().MousePos.x - plot.min.x) / (plot.max.x - plot.min.x));
}

}  // namespace

HistogramHover draw_histogram(const UiState& ui, const HistogramPlot& at, const Distribution& d,
                              std::int64_t step) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Plot plot{at.min, at.max, {static_cast<double>(d.low), static_cast<double>(d.high)}, {}};
  HistogramHover hover;
  if (plot_area("now", at.min, at.max)) hover = hover_at(d, value_at_pointer(plot), step);
  const ImU32 color = ui.theme->layer(static_cast<Index>(at.layer));
  const float bin = (at.max.x - at.min.x) / kBins, room = at.max.y - at.min.y;
  const float gap = bin > dp(ui, 4) ? dp(ui, 1) : 0, most = static_cast<float>(fullest(d));
  for (std::size_t i = 0; i < kHistogramBins; ++i) {
    if (d.bins[i] == 0) continue;
    const float x = at.min.x + bin * static_cast<float>(i);
    const float height = std::max(dp(ui, 1), static_cast<float>(d.bins[i]) / most * room);
    const bool is_other = hover.distribution != nullptr && hover.bin != i;
    draw.AddRectFilled({x, at.max.y - height}, {x + bin - gap, at.max.y},
                       with_alpha(color, is_other ? 0.45F : 1));
  }
  hairline_h(ui, draw, at.min.x, at.max.x, at.max.y);
  draw_range(ui, draw, plot);
  return hover;
}

HistogramHover draw_ridge(const UiState& ui, const HistogramPlot& at,
                          std::span<const HistogramStep> steps) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Slices slices = slices_of(ui, at, steps);
  if (slices.count == 0) return {};
  Plot plot{at.min, at.max, {}, {}};
  const auto of = [&](std::size_t i) -> const Distribution& {
    return slices.list[i]->layers[at.layer].of(at.quantity);
  };
  Extent extent;
  for (std::size_t i = 0; i < slices.count; ++i) {
    extent.add(static_cast<double>(of(i).low));
    extent.add(static_cast<double>(of(i).high));
  }
  plot.x = {extent.low, extent.high};
  HistogramHover hover;
  std::size_t chosen = slices.count;
  if (plot_area("ridge", at.min, at.max)) {
    const float row = slices.count < 2
                          ? 0
                          : (ImGui::GetIO().MousePos.y + dp(ui, 2) - slices.first) / slices.apart;
    const float last = static_cast<float>(slices.count - 1);
    chosen = static_cast<std::size_t>(std::clamp(std::round(row), 0.0F, last));
    hover = hover_at(of(chosen), value_at_pointer(plot), slices.list[chosen]->step);
  }
  const ImU32 color = ui.theme->layer(static_cast<Index>(at.layer));
  for (std::size_t i = 0; i < slices.count; ++i) {
    if (!has_room(draw)) break;
    const float age = static_cast<float>(slices.count - 1 - i) /
                      static_cast<float>(std::max<std::size_t>(slices.count, 2) - 1);
    const ImU32 line = i == chosen ? ui.theme->text : mixed(color, ui.theme->surface, 0.65F * age);
    draw_slice(ui, draw, plot, of(i), slices.base(i), slices.height, line);
  }
  draw_range(ui, draw, plot);
  NumberText number;
  const float x = at.max.x + dp(ui, 4), half = 0.5F * line_height(ui, TextSize::Small);
  const auto label = [&](std::size_t i, float y) {
    draw_text(ui, draw, {x, y}, ui.theme->secondary, Face::Regular, TextSize::Small,
              format_count(number, slices.list[i]->step));
  };
  const float newest = slices.base(slices.count - 1) - half, oldest = slices.first - half;
  label(slices.count - 1, newest);
  if (newest - oldest > 2 * half) label(0, oldest);
  return hover;
}

void show_histogram_tip(const UiState& ui, const Snapshot& snapshot, const HistogramPlot& plot,
                        std::string_view quantity, const HistogramHover& hover) {
  if (hover.distribution == nullptr) return;
  const Distribution& d = *hover.distribution;
  Phrase phrase;
  NumberText a, b;
  TextLine line;
  begin_tip(ui);
  line << layer_name(ui, snapshot, plot.layer, phrase) << ", " << quantity;
  tip_text(ui, line.view());
  tip_text(ui, fill(phrase, word(ui, Word::step_n), {format_count(a, hover.step)}),
           TextSize::Small);
  line.clear();
  line << format_number(a, bin_end(d, hover.bin)) << " … "
       << format_number(b, bin_end(d, hover.bin + 1));
  tip_text(ui, line.view());
  NumberText part;
  const std::uint32_t count = d.bins[hover.bin];
  tip_text(ui, fill(phrase, word(ui, Word::histogram_count),
                    {format_count(a, count), format_count(b, d.count),
                     format_percent(part, static_cast<double>(count) /
                                              std::max(1.0, static_cast<double>(d.count)))}));
  end_tip();
}

}  // namespace bp
