// The key numbers of a run: a small label over a value that does not wobble.
#include <algorithm>
#include <cmath>

#include "engine/data/datasets.h"
#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/theme.h"
#include "web/views/transport.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

struct NumberRow {
  const UiState& ui;
  ImDrawList& draw;
  float x, y, right, gap;
  bool is_full = false;
};

// Draws one number if there is room. `widest` is a sample of how wide values get.
void put_number(NumberRow& row, std::string_view label, std::string_view value,
                std::string_view widest) {
  const UiState& ui = row.ui;
  const float width =
      std::ceil(std::max({measure(ui, Face::Regular, TextSize::Small, label).x,
                          measure_figures(ui, Face::Semibold, TextSize::Key, value),
                          measure_figures(ui, Face::Semibold, TextSize::Key, widest)}));
  if (row.is_full || row.x + width > row.right) {
    row.is_full = true;
    return;
  }
  draw_text(ui, row.draw, {row.x, row.y}, ui.theme->secondary, Face::Regular, TextSize::Small,
            label);
  draw_figures(ui, row.draw, {row.x, row.y + line_height(ui, TextSize::Small)}, ui.theme->text,
               Face::Semibold, TextSize::Key, value);
  row.x += width + row.gap;
}

bool is_regression(const Snapshot& snapshot) { return class_count(snapshot) == 0; }

// A rate needs no more than three digits, and no fraction where it is large.
std::string_view format_rate(NumberText& out, float rate) {
  if (rate >= 100) return format_count(out, std::llround(static_cast<double>(rate)));
  return format_number(out, static_cast<double>(rate), rate >= 10 ? 3 : 2);
}

struct RatesText {
  NumberText epochs, steps;
};
std::string_view rates_text(const Snapshot& snapshot, std::string_view pattern, Phrase& out) {
  RatesText text;
  return fill(out, pattern,
              {format_rate(text.epochs, snapshot.epochs_per_second),
               format_rate(text.steps, snapshot.steps_per_second)});
}

}  // namespace

std::string_view counted_rate(const UiState& ui, Word forms, float rate, Phrase& out) {
  NumberText number;
  std::string_view text = format_rate(number, rate);
  // "1" and not "1.0", which takes the plural in one language and not in the next.
  if (text.find('.') != std::string_view::npos) {
    text = text.substr(0, text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  return fill_count(out, ui, forms, text == "1" ? 1 : 2, {text});
}

void key_numbers(const Snapshot& snapshot, const Settings& settings, UiState& ui, ImVec2 pos,
                 float right, float gap) {
  if (is_hidden(settings, PagePart::Numbers)) return;
  NumberRow row{ui, *ImGui::GetWindowDrawList(), pos.x, pos.y, right, gap};
  NumberText a, b;
  Phrase phrase;
  const bool is_ready = snapshot.sequence > 0;
  const std::string_view none = word(ui, Word::none);
  put_number(
      row, word(ui, Word::epoch_step),
      fill(phrase, "{0} · {1}", {format_count(a, snapshot.epoch), format_count(b, snapshot.step)}),
      "000 · 0\u2009000");
  put_number(row, word(ui, Word::train_loss),
             is_ready ? format_number(a, snapshot.train_loss) : none, "0.000");
  if (shows_validation(snapshot, settings)) {
    put_number(row, word(ui, Word::validation_loss),
               is_ready ? format_number(a, snapshot.validation_loss) : none, "0.000");
  }
  put_number(row, word(ui, Word::test_loss), is_ready ? format_number(a, snapshot.test_loss) : none,
             "0.000");
  if (is_regression(snapshot)) {
    put_number(row, word(ui, Word::test_r2),
               is_ready ? format_number(a, snapshot.test_score) : none, "0.000");
  } else {
    put_number(row, word(ui, Word::test_accuracy),
               is_ready ? format_percent(a, snapshot.test_score) : none, "00.0\u2009%");
  }
  if (!ui.narrow && snapshot.steps_per_second > 0) {
    put_number(row, word(ui, Word::rates), rates_text(snapshot, "{0} · {1}", phrase), {});
  }
}

void rates_line(const Snapshot& snapshot, const UiState& ui, ImVec2 pos) {
  Phrase phrase, epochs, steps;
  std::string_view text;
  if (snapshot.steps_per_second > 0) {
    text = fill(phrase, "{0} · {1} / s",
                {counted_rate(ui, Word::epochs_n, snapshot.epochs_per_second, epochs),
                 counted_rate(ui, Word::steps_n, snapshot.steps_per_second, steps)});
  }
  draw_text(ui, *ImGui::GetWindowDrawList(), pos, ui.theme->secondary, Face::Regular,
            TextSize::Small, text);
}

}  // namespace bp
