// The goal as a checklist: each condition, its present value, and whether it holds; what to do once
// all hold.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/types.h"
#include "engine/session/goal_json.h"
#include "engine/session/page_parts.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/transport.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRow = 26, kGap = 18, kMark = 11;  // points

constexpr std::array<std::string_view, 5> kSigns = {"≤", "≥", "<", ">", "="};

std::string_view value_text(const UiState& ui, const GoalCondition& c, double value,
                            NumberText& out) {
  if (const GoalMetric* const metric = metric_of(c)) {
    if (!std::isfinite(value)) return word(ui, Word::none);
    return metric->is_evaluated ? format_number(out, value)
                                : format_count(out, static_cast<long long>(value));
  }
  const Field& field = schema()[field_of(c)];
  if (const auto* const choice = std::get_if<ChoiceKind>(&field.kind)) {
    return option_label(ui, field, choice->options.at(static_cast<int>(value)));
  }
  if (std::holds_alternative<FlagKind>(field.kind)) {
    return word(ui, value != 0 ? Word::goal_yes : Word::goal_no);
  }
  return format_setting(out, value);
}

std::string_view condition_name(const UiState& ui, const GoalCondition& c) {
  if (const GoalMetric* const metric = metric_of(c)) {
    return translated(ui, "metric", metric->key, "label", metric->label);
  }
  return label(ui, schema()[field_of(c)]);
}

/// What one condition is drawn from.
struct Entry {
  TextLine wanted;   ///< "test loss ≤ 0.05"
  TextLine present;  ///< "now 0.043"
  bool is_met = false;
  float width = 0;
};

void make_entry(const UiState& ui, const GoalCondition& c, double value, Entry& out) {
  NumberText wanted, present;
  // The wanted number as it was written, the present one as far as it can be read.
  out.wanted.plain(condition_name(ui, c)).plain(" ");
  out.wanted.plain(kSigns[static_cast<std::size_t>(c.op)]).plain(" ");
  const GoalMetric* const metric = metric_of(c);
  out.wanted.plain(metric && metric->is_evaluated ? format_setting(wanted, c.number)
                                                  : value_text(ui, c, c.number, wanted));
  out.present.plain(value_text(ui, c, value, present));
  out.is_met = is_met(c, value);
  out.width = dp(ui, kMark + 6) + measure(ui, Face::Regular, TextSize::Label, out.wanted.view()).x +
              dp(ui, 8) + measure(ui, Face::Mono, TextSize::Label, out.present.view()).x;
}

void draw_entry(const UiState& ui, const Entry& entry, ImVec2 at) {
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = line_height(ui, TextSize::Label), half = dp(ui, kMark) / 2;
  const float middle = at.y + dp(ui, kRow) / 2, y = std::round(middle - line / 2);
  const ImVec2 center{at.x + half, middle};
  if (entry.is_met) {
    draw.AddCircleFilled(center, dp(ui, 7), t.accent, 24);
    draw_icon(ui, draw, Icon::Check, center, dp(ui, 8), t.on_accent);
  } else {
    draw_icon(ui, draw, Icon::Ring, center, dp(ui, kMark + 3), t.secondary);
  }
  float x = at.x + dp(ui, kMark + 6);
  x += draw_text(ui, draw, {x, y}, t.text, Face::Regular, TextSize::Label, entry.wanted.view());
  draw_text(ui, draw, {x + dp(ui, 8), y}, entry.is_met ? t.accent : t.secondary, Face::Mono,
            TextSize::Label, entry.present.view());
}

/// "Reached at epoch 120", and the proof of it; returns the width it takes at the right.
float reached_part(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
                   ImVec2 right_top) {
  const ButtonSpec copy{
      .label = word(ui, Word::goal_copy), .help = word(ui, Word::goal_copy_help), .height = 22};
  const ButtonSpec go{.label = word(ui, Word::goal_go),
                      .help = word(ui, Word::goal_go_help),
                      .look = ButtonLook::Quiet,
                      .height = 22};
  const bool can_go = is_free(settings, PagePart::Timeline) && s.step != s.goal.step;
  const float y = right_top.y + std::round((dp(ui, kRow) - dp(ui, 22)) / 2);
  float x = right_top.x - button_width(ui, copy);
  ImGui::SetCursorScreenPos({x, y});
  if (button(ui, "copy", copy)) {
    ui.clipboard_request = goal_proof(s, settings);
    say_briefly(ui, word(ui, Word::goal_copied));
  }
  if (can_go) {
    x -= button_width(ui, go) + dp(ui, 4);
    ImGui::SetCursorScreenPos({x, y});
    if (button(ui, "go", go)) sink.post(Command::Kind::Seek, s.goal.step);
  }
  return right_top.x - x;
}

}  // namespace

BP_APART void goal_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                        CommandSink& sink) {
  const Field& field = *find_field("goal");
  if (is_hidden(settings, field)) return;
  const auto count = static_cast<std::size_t>(settings.goal.count);
  const bool is_reached = snapshot.goal.is_reached != 0 && snapshot.goal.values.size() == count;
  ImGui::PushID("goal");
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float full = ImGui::GetContentRegionAvail().x, pad = dp(ui, 16), gap = dp(ui, kGap);
  NumberText epoch;
  Phrase phrase;
  const std::string_view title = is_reached ? fill(phrase, word(ui, Word::goal_reached),
                                                   {format_count(epoch, snapshot.goal.epoch)})
                                            : label(ui, field);
  const float title_width = measure(ui, Face::Semibold, TextSize::Label, title).x + gap;
  const GoalMoment moment = goal_moment(snapshot, settings);
  std::array<Entry, kMostConditions> entries;
  std::array<ImVec2, kMostConditions> places{};
  float x = pad + title_width, y = dp(ui, 4);
  const float buttons = is_reached ? dp(ui, 190) : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const GoalCondition& c = settings.goal.conditions[i];
    // The moment it was reached stays; until then, the present.
    make_entry(ui, c, is_reached ? snapshot.goal.values[i] : goal_value(c, moment), entries[i]);
    const float right = full - pad - (y == dp(ui, 4) ? buttons : 0);
    if (x + entries[i].width > right && (i > 0 || title_width > 0)) {
      x = pad;
      y += dp(ui, kRow);
    }
    places[i] = {min.x + x, min.y + y};
    x += entries[i].width + gap;
  }
  const float height = y + dp(ui, kRow + 4);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(
      min, {min.x + full, min.y + height},
      is_reached ? mixed(ui.theme->raised, ui.theme->accent_soft, 0.6F) : ui.theme->raised);
  hairline_h(ui, draw, min.x, min.x + full, min.y + height - 1);
  const float line = line_height(ui, TextSize::Label);
  draw_text(ui, draw, {min.x + pad, std::round(min.y + dp(ui, 4) + (dp(ui, kRow) - line) / 2)},
            ui.theme->text, Face::Semibold, TextSize::Label, title);
  for (std::size_t i = 0; i < count; ++i) draw_entry(ui, entries[i], places[i]);
  if (is_reached) {
    (void)reached_part(snapshot, settings, ui, sink, {min.x + full - pad, min.y + dp(ui, 4)});
  }
  note_place(ui, "goal", min, {min.x + full, min.y + height});
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({full, height});
  ImGui::PopID();
}

}  // namespace bp
