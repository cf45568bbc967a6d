#include "web/views/gradients_check.h"

#include <algorithm>

#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRow = 19, kName = 70, kColumn = 72;  // points

bool is_right(const CheckedLayer& layer) { return layer.worst <= kShownTolerance; }

struct Table {
  ImVec2 min;
  float width = 0;
  bool is_wide = false;  ///< also the worst one's two values
};

void put(const UiState& ui, const Table& table, int column, float y, ImU32 color, Face face,
         std::string_view text) {
  const float first = table.min.x + dp(ui, kName + kColumn);
  draw_text(ui, *ImGui::GetWindowDrawList(),
            {first + dp(ui, kColumn) * static_cast<float>(column), y}, color, face, TextSize::Small,
            text, Align::Right);
}

void draw_head(const UiState& ui, const Table& table, float y) {
  int column = 0;
  const auto head = [&](Word text) {
    put(ui, table, column++, y, ui.theme->secondary, Face::Regular, word(ui, text));
  };
  head(Word::check_worst);
  if (table.is_wide) {
    head(Word::check_shown);
    head(Word::check_difference);
  }
  head(Word::check_compared);
}

void draw_layer(const UiState& ui, const Snapshot& s, const Table& table, std::size_t l, float y) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const CheckedLayer& layer = s.check.layers[l];
  Phrase phrase;
  const float x = table.min.x + dp(ui, 14), line = line_height(ui, TextSize::Small);
  if (is_right(layer)) {
    draw_icon(ui, draw, Icon::Check, {table.min.x + dp(ui, 5), y + 0.5F * line}, dp(ui, 9),
              ui.theme->accent);
  } else {
    draw_warning_sign(ui, draw, {table.min.x + dp(ui, 5), y + 0.5F * line}, dp(ui, 9));
  }
  draw_text(ui, draw, {x, y}, layer_text_color(ui, static_cast<Index>(l)), Face::Regular,
            TextSize::Small, layer_name(ui, s, l, phrase));
  NumberText number, other;
  int column = 0;
  const auto cell = [&](std::string_view text) {
    put(ui, table, column++, y, ui.theme->text, Face::Mono, text);
  };
  cell(format_number(number, layer.worst, 2));
  if (table.is_wide) {
    cell(format_number(number, layer.shown));
    cell(format_number(number, layer.difference));
  }
  if (layer.judged == layer.params) return cell(format_count(number, layer.params));
  cell(fill(phrase, word(ui, Word::check_some),
            {format_count(number, layer.judged), format_count(other, layer.params)}));
}

/// The verdict, and how many say nothing; returns the height.
float draw_verdict(const UiState& ui, const Snapshot& s, ImVec2 at, float width) {
  const CheckPart& check = s.check;
  const bool is_all_right = std::ranges::all_of(check.layers, is_right);
  long long skipped = 0;
  for (const CheckedLayer& layer : check.layers) skipped += layer.compared - layer.judged;
  Phrase phrase;
  NumberText number;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Word verdict = is_all_right ? Word::check_right : Word::check_wrong;
  float y =
      at.y +
      draw_wrapped(ui, &draw, at, width, is_all_right ? ui.theme->secondary : ui.theme->warning,
                   Face::Regular, TextSize::Small,
                   fill(phrase, word(ui, verdict), {format_number(number, kShownTolerance, 1)}));
  if (skipped > 0) {
    y += draw_wrapped(
        ui, &draw, {at.x, y}, width, ui.theme->secondary, Face::Regular, TextSize::Small,
        fill_count(phrase, ui, Word::check_kinks, skipped, {format_count(number, skipped)}));
  }
  return y - at.y;
}

void draw_table(UiState& ui, const Snapshot& s, ImVec2 min, ImVec2 max) {
  ImGui::SetCursorScreenPos(min);
  if (ImGui::BeginChild("check table", {max.x - min.x, max.y - min.y}, 0,
                        ImGuiWindowFlags_NoBackground)) {
    drag_to_scroll(ui);
    Table table{ImGui::GetCursorScreenPos(), max.x - min.x, false};
    table.is_wide = table.width >= dp(ui, kName + 4 * kColumn);
    float y = table.min.y;
    draw_head(ui, table, y);
    for (std::size_t l = 0; l < s.check.layers.size(); ++l) {
      y += dp(ui, kRow);
      draw_layer(ui, s, table, l, y);
    }
    y += dp(ui, kRow + 6);
    y += draw_verdict(ui, s, {table.min.x, y}, table.width - dp(ui, 8));
    ImGui::SetCursorScreenPos(table.min);
    ImGui::Dummy({1, y - table.min.y});
  }
  ImGui::EndChild();
}

}  // namespace

void ask_check(const Snapshot& snapshot, UiState& ui, CommandSink& sink) {
  ui.check.is_open = true;
  ui.check.before = snapshot.check.count;
  sink.post(Command::Kind::Check);
}

void draw_check(const Snapshot& s, UiState& ui, ImVec2 min, ImVec2 max) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const CheckPart& check = s.check;
  const bool is_there = check.count != ui.check.before && check.end != CheckEnd::None;
  if (check.count != ui.check.before && !is_there) ui.check.is_open = false;
  Phrase phrase;
  NumberText step, samples;
  const ButtonSpec close{
      .icon = Icon::Close, .help = word(ui, Word::close), .look = ButtonLook::Quiet, .height = 20};
  ImGui::SetCursorScreenPos({max.x - dp(ui, finger(ui, 20)), min.y - dp(ui, ui.touch ? 14 : 3)});
  if (button(ui, "close check", close)) ui.check.is_open = false;
  const ImVec2 body(min.x, min.y + dp(ui, 22));
  if (!is_there) return draw_empty(ui, draw, body, max, word(ui, Word::check_running));
  if (check.end != CheckEnd::Done) {
    const bool has_batch = check.end == CheckEnd::InPieces;
    return draw_empty(ui, draw, body, max,
                      word(ui, has_batch ? Word::check_in_pieces : Word::check_no_batch));
  }
  ShortText cut;
  draw_text(ui, draw, min, ui.theme->secondary, Face::Regular, TextSize::Small,
            shortened(ui, Face::Regular, TextSize::Small,
                      fill(phrase, word(ui, Word::check_title),
                           {format_count(step, check.step), format_count(samples, check.samples)}),
                      max.x - min.x - dp(ui, 26), cut));
  draw_table(ui, s, body, max);
}

}  // namespace bp
