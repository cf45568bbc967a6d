// The numbers behind the pictures, as two tables: losses and scores, parameters by layer.
#include <algorithm>
#include <cmath>

#include "engine/data/datasets.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRow = 24;

// A table of one text and several number columns, drawn from the top left.
struct NumberTable {
  const UiState& ui;
  ImDrawList& draw;
  float x, y, name_width, column;
  void cell(int index, std::string_view text, ImU32 color, Face face, TextSize size) const {
    const float right = x + name_width + column * static_cast<float>(index + 1);
    draw_text(ui, draw, {right, y}, color, face, size, text, Align::Right);
  }
  void heading(std::string_view name, std::initializer_list<std::string_view> columns) {
    const ImU32 color = ui.theme->secondary;
    draw_text(ui, draw, {x, y}, color, Face::Regular, TextSize::Small, name);
    int i = 0;
    for (const std::string_view text : columns) {
      cell(i++, text, color, Face::Regular, TextSize::Small);
    }
    y += dp(ui, 22);
    hairline_h(ui, draw, x, x + name_width + column * static_cast<float>(i), y - dp(ui, 5));
  }
  void row(std::string_view name, std::initializer_list<std::string_view> columns) {
    draw_text(ui, draw, {x, y}, ui.theme->text, Face::Regular, TextSize::Body, name);
    int i = 0;
    for (const std::string_view text : columns) {
      cell(i++, text, ui.theme->text, Face::Mono, TextSize::Label);
    }
    y += dp(ui, kRow);
  }
};

void score_row(NumberTable& table, const Snapshot& s) {
  NumberText a, b;
  if (class_count(s) == 0) {
    table.row(word(table.ui, Word::r2),
              {format_number(a, s.train_score), format_number(b, s.test_score)});
  } else {
    table.row(word(table.ui, Word::accuracy),
              {format_percent(a, s.train_score), format_percent(b, s.test_score)});
  }
}

void loss_table(NumberTable& table, const Snapshot& s) {
  const UiState& ui = table.ui;
  NumberText a, b;
  table.heading(word(ui, Word::metric_column), {word(ui, Word::train), word(ui, Word::test)});
  table.row(word(ui, Word::data_loss),
            {format_number(a, s.train_loss, 4), format_number(b, s.test_loss, 4)});
  table.row(word(ui, Word::penalty),
            {format_number(a, s.penalty, 4), format_number(b, s.penalty, 4)});
  table.row(word(ui, Word::total_loss), {format_number(a, s.train_loss + s.penalty, 4),
                                         format_number(b, s.test_loss + s.penalty, 4)});
  score_row(table, s);
  table.row(word(ui, Word::samples),
            {format_count(a, s.train_count), format_count(b, s.test_count)});
  table.row(word(ui, Word::batch_loss), {format_number(a, s.batch_loss, 4), {}});
  table.row(word(ui, Word::steps_per_second),
            {s.steps_per_second > 0 ? format_count(a, std::llround(s.steps_per_second))
                                    : word(ui, Word::none),
             {}});
  table.row(word(ui, Word::epochs_per_second),
            {s.epochs_per_second > 0 ? format_number(a, static_cast<double>(s.epochs_per_second))
                                     : word(ui, Word::none),
             {}});
}

void parameter_table(NumberTable& table, const Snapshot& s) {
  const UiState& ui = table.ui;
  NumberText a, b, c;
  Phrase phrase;
  table.heading(
      word(ui, Word::layer_column),
      {word(ui, Word::weights_column), word(ui, Word::biases_column), word(ui, Word::total)});
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const LayerShape& layer = s.layers[l];
    const bool is_output = l + 1 == s.layers.size();
    const long long biases = layer.units, weights = biases * layer.inputs;
    const float mark = dp(ui, 3), middle = table.y + dp(ui, 8);
    table.draw.AddRectFilled({table.x - dp(ui, 9), middle - dp(ui, 6)},
                             {table.x - dp(ui, 9) + mark, middle + dp(ui, 6)},
                             ui.theme->layer(static_cast<Index>(l)), mark / 2);
    const std::string_view name = is_output
                                      ? word(ui, Word::output_layer)
                                      : fill(phrase, word(ui, Word::layer_n),
                                             {format_count(a, static_cast<long long>(l) + 1)});
    table.row(name, {format_count(a, weights), format_count(b, biases),
                     format_count(c, weights + biases)});
  }
  table.row(word(ui, Word::total),
            {{}, {}, format_count(a, static_cast<long long>(s.param_count))});
}

}  // namespace

void metrics_view(const Snapshot& snapshot, const Settings&, UiState& ui, CommandSink&) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool is_stacked = width < dp(ui, 560);
  const float name = std::min(dp(ui, 150), width * 0.42F);
  const float column = std::min(dp(ui, 88), (width - name) / 2 - 1);
  NumberTable losses{ui, draw, origin.x, origin.y, name, column};
  loss_table(losses, snapshot);
  const float left = origin.x + name + 2 * column + dp(ui, 56);
  const float room = is_stacked ? width - dp(ui, 10) : origin.x + width - left;
  const float layer_name = std::min(dp(ui, 90), room * 0.3F);
  NumberTable params{ui,
                     draw,
                     is_stacked ? origin.x + dp(ui, 10) : left,
                     is_stacked ? losses.y + dp(ui, 16) : origin.y,
                     layer_name,
                     std::min(dp(ui, 88), (room - layer_name) / 3)};
  parameter_table(params, snapshot);
  ImGui::Dummy({width, std::max(losses.y, params.y) - origin.y});
}

}  // namespace bp
