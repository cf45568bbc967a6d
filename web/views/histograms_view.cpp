// How the values of each layer are spread, now and over the run: what a norm cannot tell.
#include <algorithm>
#include <memory>

#include "engine/session/options.h"
#include "web/views/csv.h"
#include "web/views/histogram_plots.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kHeader = 30, kHeadings = 18, kLabels = 17;  // points
constexpr float kWide = 500, kNames = 92, kSteps = 38, kBetween = 14;
constexpr float kLeastRow = 44, kMostRow = 170, kName = 16;

Quantity quantity_of(const Settings& settings) {
  return static_cast<Quantity>(static_cast<std::size_t>(settings.histogram));
}

/// Where the two pictures of every row stand.
struct Columns {
  float now_x, now_width, ridge_x, ridge_width;
  bool is_wide;
};
Columns columns_of(const UiState& ui, float width, bool has_ridge) {
  Columns c{};
  c.is_wide = width >= dp(ui, kWide);
  c.now_x = c.is_wide ? dp(ui, kNames) : 0;
  const float rest = width - c.now_x - dp(ui, kBetween + kSteps);
  c.now_width = has_ridge ? std::floor(0.45F * rest) : rest;
  c.ridge_x = c.now_x + c.now_width + dp(ui, kBetween);
  c.ridge_width = rest - c.now_width;
  return c;
}

/// Whether any layer has values of `quantity`, now or before.
bool has_values(std::span<const LayerDetail> layers, Quantity quantity) {
  return std::any_of(layers.begin(), layers.end(),
                     [&](const LayerDetail& d) { return d.of(quantity).count > 0; });
}

void small(const UiState& ui, ImDrawList& draw, ImVec2 at, std::string_view text, float width) {
  ShortText cut;
  draw_text(ui, draw, at, ui.theme->secondary, Face::Regular, TextSize::Small,
            shortened(ui, Face::Regular, TextSize::Small, text, width, cut));
}

void draw_headings(const UiState& ui, const Snapshot& s, const Columns& c, ImVec2 at) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  Phrase phrase;
  NumberText a, b, n;
  small(ui, draw, {at.x + c.now_x, at.y},
        fill(phrase, word(ui, Word::histogram_now), {format_count(a, s.details.step)}),
        c.now_width);
  const auto steps = ui.histograms->steps();
  if (steps.size() < 2) return;
  small(ui, draw, {at.x + c.ridge_x, at.y},
        fill(phrase, word(ui, Word::histogram_ridge),
             {format_count(n, static_cast<long long>(steps.size())),
              format_count(a, steps.front().step), format_count(b, steps.back().step)}),
        c.ridge_width + dp(ui, kSteps));
}

/// Name, and the numbers that go with the bars: beside them, or above where it is narrow.
void draw_name(const UiState& ui, const Snapshot& s, std::size_t layer, const Distribution& d,
               const Columns& c, ImVec2 at, float width) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  Phrase phrase;
  NumberText number;
  const float name = draw_text(ui, draw, at, layer_text_color(ui, static_cast<Index>(layer)),
                               Face::Semibold, TextSize::Small, layer_name(ui, s, layer, phrase));
  if (d.count == 0 && d.not_finite == 0) return;
  const float step = dp(ui, kName);
  if (c.is_wide) {
    at.y += step;
  } else {
    at.x += name + dp(ui, 10);
  }
  const float room = c.is_wide ? width : c.now_width + dp(ui, 60);
  small(ui, draw, at,
        fill(phrase, word(ui, Word::histogram_rms),
             {format_number(number, static_cast<double>(d.rms), 2)}),
        room);
  if (d.not_finite == 0) return;
  if (c.is_wide) {
    at.y += step;
  } else {
    at.x += dp(ui, 90);
  }
  draw_text(
      ui, draw, at, ui.theme->warning, Face::Regular, TextSize::Small,
      fill(phrase, word(ui, Word::histogram_not_finite), {format_count(number, d.not_finite)}));
}

void draw_row(UiState& ui, const Snapshot& s, std::size_t layer, const Settings& settings,
              const Columns& c, ImVec2 at, float height) {
  const Quantity quantity = quantity_of(settings);
  const Distribution& d = s.details.layers[layer].of(quantity);
  const float top = at.y + (c.is_wide ? dp(ui, 4) : dp(ui, kName + 3));
  const float bottom = at.y + height - dp(ui, c.is_wide ? kLabels : kLabels + 6);
  draw_name(ui, s, layer, d, c, {at.x, c.is_wide ? top : at.y}, dp(ui, kNames - 8));
  const std::string_view name = kHistogramQuantities[static_cast<std::size_t>(quantity)].label;
  HistogramPlot plot{
      {at.x + c.now_x, top}, {at.x + c.now_x + c.now_width, bottom}, layer, quantity};
  HistogramHover hover;
  if (d.count > 0) {
    hover = draw_histogram(ui, plot, d, s.details.step);
  } else {
    small(ui, *ImGui::GetWindowDrawList(), {plot.min.x, 0.5F * (top + bottom)},
          word(ui, Word::histogram_none), c.now_width);
  }
  plot.min.x = at.x + c.ridge_x;
  plot.max.x = plot.min.x + c.ridge_width;
  if (const auto steps = ui.histograms->steps(); steps.size() > 1) {
    if (const HistogramHover over = draw_ridge(ui, plot, steps); over.distribution) hover = over;
  }
  show_histogram_tip(ui, s, plot, name, hover);
}

/// Rows that do not fit scroll.
void draw_rows(UiState& ui, const Snapshot& s, const Settings& settings, const Columns& c,
               ImVec2 size) {
  const auto count = static_cast<float>(s.details.layers.size());
  const float least = dp(ui, c.is_wide ? kLeastRow : kLeastRow + kName);
  const float height = std::clamp(size.y / count, least, std::max(least, dp(ui, kMostRow)));
  if (ImGui::BeginChild("rows", size, 0, ImGuiWindowFlags_NoBackground)) {
    drag_to_scroll(ui);
    const ImVec2 start = ImGui::GetCursorScreenPos();
    for (std::size_t l = 0; l < s.details.layers.size(); ++l) {
      const ImVec2 at(start.x, start.y + height * static_cast<float>(l));
      if (!ImGui::IsRectVisible(at, {at.x + size.x, at.y + height})) continue;
      ImGui::PushID(static_cast<int>(l));
      draw_row(ui, s, l, settings, c, at, height);
      ImGui::PopID();
    }
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({1, height * count});
  }
  ImGui::EndChild();
}

void choose_quantity(UiState& ui, const Settings& settings, float width, CommandSink& sink) {
  const Field* const field = find_field("hist");
  if (field == nullptr) return;
  if (choice_segmented_width(ui, settings, *field) <= width) {
    choice_segmented(ui, settings, *field, sink);
  } else {
    choice_box(ui, settings, *field, std::min(width, dp(ui, 150)), sink);
  }
}

}  // namespace

void histograms_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                     CommandSink& sink) {
  ui.requests.wants_details = true;
  const ImVec2 min = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < dp(ui, 200) || size.y < dp(ui, 110)) return;
  if (!ui.histograms) ui.histograms = std::make_shared<HistogramHistory>();
  ui.histograms->take(snapshot);
  ImGui::PushID("histograms");
  choose_quantity(ui, settings, size.x, sink);
  const Quantity quantity = quantity_of(settings);
  const float top = min.y + dp(ui, finger(ui, kHeader));
  const bool has_details = snapshot.details.layers.size() == snapshot.layers.size();
  if (!has_details || !has_values(snapshot.details.layers, quantity)) {
    draw_empty(ui, *ImGui::GetWindowDrawList(), {min.x, top}, {min.x + size.x, min.y + size.y},
               word(ui, Word::histogram_empty));
  } else {
    const Columns columns = columns_of(ui, size.x, ui.histograms->steps().size() > 1);
    draw_headings(ui, snapshot, columns, {min.x, top});
    const float rows = top + dp(ui, kHeadings);
    ImGui::SetCursorScreenPos({min.x, rows});
    draw_rows(ui, snapshot, settings, columns, {size.x, min.y + size.y - rows});
  }
  ImGui::PopID();
}

void histograms_csv(const Snapshot& s, const Settings& settings, const UiState& ui,
                    std::string& out) {
  const Quantity quantity = quantity_of(settings);
  CsvText csv(out);
  csv.names({"step", "layer", "quantity", "bin from", "bin to", "count"});
  csv.end_row();
  const auto write = [&](std::int64_t step, std::span<const LayerDetail> layers) {
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const Distribution& d = layers[l].of(quantity);
      if (d.count == 0) continue;
      const auto low = static_cast<double>(d.low), high = static_cast<double>(d.high);
      for (std::size_t i = 0; i < kHistogramBins; ++i) {
        const auto end = [&](std::size_t bin) {
          return low + (high - low) * static_cast<double>(bin) / kHistogramBins;
        };
        csv.cell(step).cell(layer_text(s, l));
        csv.cell(kHistogramQuantities[static_cast<std::size_t>(quantity)].label);
        csv.cell(end(i)).cell(end(i + 1)).cell(std::int64_t{d.bins[i]});
        csv.end_row();
      }
    }
  };
  std::int64_t last = -1;
  if (ui.histograms) {
    for (const HistogramStep& step : ui.histograms->steps()) {
      write(step.step, step.layers);
      last = step.step;
    }
  }
  if (s.details.step != last) write(s.details.step, s.details.layers);
}

}  // namespace bp
