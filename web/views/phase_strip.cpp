// The strip under the header: the lecture's loop, what ran last, what comes next.
#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/marks.h"
#include "web/views/phases.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kStripHeight = 36, kChip = 24;

struct PhaseWords {
  Word name, help;
};
PhaseWords words_of(Phase phase) {
  switch (phase) {
    case Phase::Predict:
      return {Word::loop_predict, Word::loop_predict_help};
    case Phase::Loss:
      return {Word::loop_loss, Word::loop_loss_help};
    case Phase::ZeroGrad:
      return {Word::loop_zero_grad, Word::loop_zero_grad_help};
    case Phase::Backward:
      return {Word::loop_backward, Word::loop_backward_help};
    case Phase::Step:
      return {Word::loop_step, Word::loop_step_help};
  }
  return {Word::loop_predict, Word::loop_predict_help};
}

/// How much room the strip takes: words and arrows, or less of both.
struct StripStyle {
  TextSize size = TextSize::Label;
  float pad = 10, arrow = 16;
  bool has_layers = true;  ///< a chip for each layer; else one for the layer in work
};
constexpr std::array kStyles = {
    StripStyle{},
    StripStyle{TextSize::Label, 7, 8, true},
    StripStyle{TextSize::Small, 4, 4, true},
    StripStyle{TextSize::Small, 5, 6, false},
};

struct Strip {
  const Snapshot& s;
  UiState& ui;
  CommandSink& sink;
  const StripStyle& style;
  int layers, last, next;
  bool can_step;

  /// What stands in a place: "backward" before the first of its layers only.
  std::string_view text(const LoopPlace& place, NumberText& number) const {
    if (place.phase != Phase::Backward) return word(ui, words_of(place.phase).name);
    return format_count(number, place.layer + 1);
  }
  [[nodiscard]] float chip_width(const LoopPlace& place) const {
    NumberText number;
    return std::ceil(measure(ui, Face::Semibold, style.size, text(place, number)).x) +
           2 * dp(ui, style.pad);
  }
  [[nodiscard]] float backward_word() const {
    return measure(ui, Face::Regular, style.size, word(ui, Word::loop_backward)).x + dp(ui, 5);
  }
  /// Without a chip for each layer, only the one in work, the next or the last.
  [[nodiscard]] bool is_shown(int at) const {
    const LoopPlace place = loop_place(layers, at);
    if (place.phase != Phase::Backward || style.has_layers) return true;
    const bool is_within = loop_place(layers, next).phase == Phase::Backward;
    return at == (is_within ? next : last > at ? loop_length(layers) - 2 : 3);
  }
  [[nodiscard]] float gap_after(int at) const {
    const bool is_between = loop_place(layers, at).phase == Phase::Backward &&
                            loop_place(layers, at + 1).phase == Phase::Backward;
    return is_between ? dp(ui, 2) : dp(ui, style.arrow);
  }
  [[nodiscard]] float width() const {
    float total = backward_word();
    for (int i = 0; i < loop_length(layers); ++i) {
      if (is_shown(i)) total += chip_width(loop_place(layers, i)) + gap_after(i);
    }
    return total;
  }

  void chip(int at, ImVec2 min) const {
    const LoopPlace place = loop_place(layers, at);
    const float wide = chip_width(place);
    const ImVec2 max(min.x + wide, min.y + dp(ui, kChip));
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(at);
    const bool is_clicked = ImGui::InvisibleButton("place", {wide, dp(ui, kChip)});
    const bool is_hot = ImGui::IsItemHovered();
    if (is_hot && can_step) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (is_clicked && can_step) {
      ui.step_kind = 2;
      sink.post(Command::Kind::Phase, phases_until(s, at));
    }
    tip(place);
    ImGui::PopID();
    look(at, place, min, max, is_hot && can_step);
  }

  void look(int at, const LoopPlace& place, ImVec2 min, ImVec2 max, bool is_hot) const {
    const Theme& t = *ui.theme;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const bool is_last = at == last, is_next = at == next;
    const bool is_done = last >= 0 && at <= last;
    const ImU32 color = place.phase == Phase::Backward ? t.layer(place.layer) : t.accent;
    const float radius = dp(ui, 4);
    if (is_last) draw.AddRectFilled(min, max, with_alpha(color, 0.2F), radius);
    if (is_hot && !is_last) draw.AddRectFilled(min, max, t.accent_soft, radius);
    if (is_next) draw.AddRect(min, max, color, radius, 0, 1.5F * ui.scale);
    NumberText number;
    draw_text(ui, draw,
              {0.5F * (min.x + max.x),
               min.y + std::round((dp(ui, kChip) - line_height(ui, style.size)) / 2)},
              is_done || is_next ? t.text : t.secondary, is_last ? Face::Semibold : Face::Regular,
              style.size, text(place, number), Align::Center);
  }

  void tip(const LoopPlace& place) const {
    const PhaseWords words = words_of(place.phase);
    Phrase title, name;
    const std::string_view of =
        place.phase == Phase::Backward
            ? fill(title, "{0}, {1}",
                   {word(ui, words.name),
                    layer_name(ui, s, static_cast<std::size_t>(place.layer), name)})
            : word(ui, words.name);
    help_tooltip(ui, word(ui, words.help), of);
  }

  void draw(ImVec2 min) const {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float x = min.x;
    bool has_word = false;
    for (int i = 0; i < loop_length(layers); ++i) {
      if (!is_shown(i)) continue;
      const LoopPlace place = loop_place(layers, i);
      if (place.phase == Phase::Backward && !has_word) {
        has_word = true;
        const float y = min.y + std::round((dp(ui, kChip) - line_height(ui, style.size)) / 2);
        draw_text(ui, list, {x, y}, ui.theme->secondary, Face::Regular, style.size,
                  word(ui, Word::loop_backward));
        x += backward_word();
      }
      chip(i, {x, min.y});
      x += chip_width(place);
      if (style.arrow >= 16 && i + 1 < loop_length(layers) && gap_after(i) > dp(ui, 4)) {
        draw_icon(ui, list, Icon::Right, {x + dp(ui, style.arrow) / 2, min.y + dp(ui, kChip) / 2},
                  dp(ui, 8), ui.theme->secondary);
      }
      x += gap_after(i);
    }
  }
};

}  // namespace

void phase_strip_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                      CommandSink& sink) {
  const Pace pace = kSpeeds[static_cast<std::size_t>(settings.speed)].pace;
  ui.phase.is_paced = snapshot.state == RunState::Running && pace == Pace::Phases;
  follow_phase(snapshot, ui);
  if (!follows_phases(snapshot, ui) || is_hidden(settings, PagePart::Phases)) return;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = dp(ui, kStripHeight);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(min, {min.x + width, min.y + height}, ui.theme->raised);
  hairline_h(ui, draw, min.x, min.x + width, min.y + height - 1);
  const bool is_running = snapshot.state == RunState::Running;
  const int layers = static_cast<int>(snapshot.layers.size());
  const float pad = dp(ui, ui.narrow ? 10 : 16);
  ImGui::PushID("loop");
  for (const StripStyle& style : kStyles) {
    const Strip strip{snapshot,
                      ui,
                      sink,
                      style,
                      layers,
                      is_running ? -1 : last_place(snapshot),
                      is_running ? -1 : next_place(snapshot),
                      is_free(settings, PagePart::Step)};
    const bool is_last = &style == &kStyles.back();
    if (!is_last && strip.width() > width - 2 * pad) continue;
    strip.draw({min.x + pad, min.y + std::round((height - dp(ui, kChip)) / 2)});
    break;
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({width, height});
}

}  // namespace bp
