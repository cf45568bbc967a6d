// Symmetry: how alike the units of a layer are, each with each.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/analysis/unit_similarity.h"
#include "engine/session/options.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kGap = 16, kWords = 200, kRow = 30;

struct Matrix2 {
  const float* values = nullptr;  ///< null: there is none
  std::size_t units = 0;
};

Matrix2 matrix_of(const Snapshot& s, const LayerSimilarity& layer, bool by_activations) {
  Matrix2 m{nullptr, layer.matrix_units};
  const std::size_t size = m.units * m.units;
  const std::size_t offset = by_activations ? layer.correlation_offset : layer.cosine_offset;
  const bool is_there = size > 0 && (!by_activations || layer.has_correlation != 0);
  if (is_there && offset + size <= s.details.values.size())
    m.values = s.details.values.data() + offset;
  return m;
}

/// The layers, in rows as the width asks; returns where the last one ends.
ImVec2 layer_row(UiState& ui, const Snapshot& s, ImVec2 at, float width) {
  const int count = static_cast<int>(s.layers.size());
  const int shown = std::clamp(ui.selected_layer, 0, count - 1);
  float x = 0, y = 0;
  for (int l = 0; l < count; ++l) {
    Phrase phrase;
    const std::string_view name = layer_name(ui, s, static_cast<std::size_t>(l), phrase);
    const float item = chip_size(ui, name).x;
    if (x > 0 && x + item > width) {
      x = 0;
      y += dp(ui, finger(ui, kRow));
    }
    ImGui::SetCursorScreenPos({at.x + x, at.y + y});
    ImGui::PushID(l);
    if (chip(ui, "layer", name, l == shown)) ui.selected_layer = l;
    ImGui::PopID();
    x += item + dp(ui, 6);
  }
  return {x, y};
}

void draw_cells(const UiState& ui, ImDrawList& draw, const Matrix2& m, ImVec2 min, float cell) {
  const float gap = cell > dp(ui, 8) ? 1.0F : 0.0F;
  for (std::size_t i = 0; i < m.units; ++i) {
    for (std::size_t j = 0; j < m.units; ++j) {
      const float value = m.values[i + m.units * j];
      const ImVec2 p(min.x + static_cast<float>(j) * cell, min.y + static_cast<float>(i) * cell);
      const ImU32 color = std::isfinite(value) ? diverging(*ui.theme, value, 1) : ui.theme->line;
      draw.AddRectFilled(p, {p.x + cell - gap, p.y + cell - gap}, color);
    }
  }
}

void draw_numbers(const UiState& ui, ImDrawList& draw, const Matrix2& m, ImVec2 min, float cell) {
  const float line = line_height(ui, TextSize::Small);
  const std::size_t every = cell >= dp(ui, 15) ? 1 : cell >= dp(ui, 7) ? 2 : 4;
  for (std::size_t i = 0; i < m.units; i += every) {
    const float middle = (static_cast<float>(i) + 0.5F) * cell;
    NumberText number;
    const std::string_view text = format_count(number, static_cast<long long>(i) + 1);
    draw_text(ui, draw, {min.x - dp(ui, 4), min.y + middle - 0.5F * line}, ui.theme->secondary,
              Face::Regular, TextSize::Small, text, Align::Right);
    draw_text(ui, draw, {min.x + middle, min.y - line - dp(ui, 1)}, ui.theme->secondary,
              Face::Regular, TextSize::Small, text, Align::Center);
  }
}

void pair_tip(const UiState& ui, const Matrix2& m, const Settings& settings, ImVec2 min,
              float cell) {
  const auto index = [&](float offset) {
    return static_cast<std::size_t>(
        std::clamp(offset / cell, 0.0F, static_cast<float>(m.units) - 1));
  };
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const std::size_t i = index(mouse.y - min.y), j = index(mouse.x - min.x);
  const float value = m.values[i + m.units * j];
  const ImVec2 p(min.x + static_cast<float>(j) * cell, min.y + static_cast<float>(i) * cell);
  ImGui::GetWindowDrawList()->AddRect(p, {p.x + cell, p.y + cell}, ui.theme->text, 0, 0,
                                      dp(ui, 1.5F));
  Phrase phrase;
  NumberText a, b, number;
  begin_tip(ui);
  tip_text(ui, fill(phrase, word(ui, Word::symmetry_pair),
                    {format_count(a, static_cast<long long>(i) + 1),
                     format_count(b, static_cast<long long>(j) + 1)}));
  const bool by_activations = settings.alike_by == kAlikeByActivations;
  tip_value(ui, std::isfinite(value) ? diverging(*ui.theme, value, 1) : ui.theme->line,
            word(ui, by_activations ? Word::correlation : Word::cosine),
            format_number(number, static_cast<double>(value)));
  end_tip();
}

float legend(const UiState& ui, ImDrawList& draw, ImVec2 at, float width) {
  const float bar = dp(ui, 8), line = line_height(ui, TextSize::Small);
  draw_color_bar(ui, draw, at, {at.x + width, at.y + bar}, 1, false);
  const float y = at.y + bar + dp(ui, 3);
  const auto put = [&](float x, std::string_view text, Align align) {
    draw_text(ui, draw, {x, y}, ui.theme->secondary, Face::Regular, TextSize::Small, text, align);
  };
  TextLine low, high;
  low << "−1 " << word(ui, Word::symmetry_opposite);
  high << word(ui, Word::symmetry_same) << " 1";
  put(at.x, low.view(), Align::Left);
  put(at.x + width, high.view(), Align::Right);
  return bar + dp(ui, 3) + line;
}

/// "Distinct units: 3 of 8", and what that means; returns the height.
float verdict(const UiState& ui, ImDrawList* draw, const LayerSimilarity& layer,
              std::uint32_t units, ImVec2 at, float width) {
  Phrase phrase;
  NumberText a, b;
  const std::string_view sentence = fill(phrase, word(ui, Word::symmetry_distinct),
                                         {format_count(a, layer.distinct), format_count(b, units)});
  float y =
      draw_wrapped(ui, draw, at, width, ui.theme->text, Face::Semibold, TextSize::Body, sentence) +
      dp(ui, 4);
  const Word why = units < 2                ? Word::symmetry_single
                   : layer.distinct <= 1    ? Word::symmetry_one
                   : layer.distinct < units ? Word::symmetry_some
                                            : Word::symmetry_all;
  y += draw_wrapped(ui, draw, {at.x, at.y + y}, width, ui.theme->secondary, Face::Regular,
                    TextSize::Label, word(ui, why));
  return y;
}

std::string_view missing(const UiState& ui, const LayerSimilarity& layer, Phrase& out) {
  NumberText number;
  if (layer.matrix_units > 0) return word(ui, Word::symmetry_no_batch);
  return fill(out, word(ui, Word::symmetry_too_many), {format_count(number, kMaxSimilarityUnits)});
}

void draw_matrix(UiState& ui, ImDrawList& draw, const Snapshot& s, const Settings& settings,
                 const LayerSimilarity& layer, ImVec2 min, float side) {
  const Matrix2 m = matrix_of(s, layer, settings.alike_by == kAlikeByActivations);
  if (m.values == nullptr) {
    Phrase phrase;
    return draw_empty(ui, draw, min, {min.x + side, min.y + side}, missing(ui, layer, phrase));
  }
  const float cell = std::max(1.0F, std::min(dp(ui, 40), side / static_cast<float>(m.units)));
  const float whole = cell * static_cast<float>(m.units);
  const bool is_hovered = plot_area("matrix", min, {min.x + whole, min.y + whole});
  draw_cells(ui, draw, m, min, cell);
  draw_numbers(ui, draw, m, min, cell);
  if (is_hovered) pair_tip(ui, m, settings, min, cell);
}

}  // namespace

void symmetry_view(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink) {
  ui.requests.wants_details = true;
  const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  if (s.details.step < 0 || s.details.similarity.size() != s.layers.size()) return;
  ImGui::PushID("symmetry");
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ImVec2 row = layer_row(ui, s, at, room.x);
  if (const Field* const field = find_field("alike")) {
    row.x += dp(ui, 10);
    if (row.x + choice_segmented_width(ui, settings, *field) > room.x)
      row = {0, row.y + dp(ui, finger(ui, kRow) + 4)};
    ImGui::SetCursorScreenPos({at.x + row.x, at.y + row.y});
    choice_segmented(ui, settings, *field, sink);
  }
  const float top = row.y + dp(ui, finger(ui, kRow) + 4);
  const auto l = static_cast<std::size_t>(
      std::clamp(ui.selected_layer, 0, static_cast<int>(s.layers.size()) - 1));
  const LayerSimilarity& layer = s.details.similarity[l];
  const float left = dp(ui, 22), head = line_height(ui, TextSize::Small) + dp(ui, 2);
  const bool is_beside = room.x > dp(ui, 400);
  const float most = is_beside ? room.x - left - dp(ui, kGap + kWords) : room.x - left;
  const float words = is_beside ? 0 : dp(ui, 110);
  const float side =
      std::clamp(std::min(most, room.y - top - head - words), dp(ui, 90), dp(ui, 420));
  const ImVec2 min(snap(ui, at.x + left), snap(ui, at.y + top + head));
  draw_matrix(ui, draw, s, settings, layer, min, side);
  const float used = std::min(side, dp(ui, 40) * static_cast<float>(s.layers[l].units));
  const float drawn = layer.matrix_units > 0 ? used : side;
  ImVec2 text = is_beside ? ImVec2(min.x + drawn + dp(ui, kGap), min.y)
                          : ImVec2(at.x, min.y + drawn + dp(ui, 12));
  const float width = std::min(at.x + room.x - text.x, dp(ui, 320));
  text.y += verdict(ui, &draw, layer, s.layers[l].units, text, width) + dp(ui, 12);
  text.y += legend(ui, draw, text, std::min(width, dp(ui, 200)));
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({1, std::max(text.y, min.y + drawn) - at.y});
  ImGui::PopID();
}

}  // namespace bp
