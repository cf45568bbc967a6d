// The top bar: what runs the training. In the single-column layout it stands at the bottom.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/session/codec.h"
#include "web/views/layout_menu.h"
#include "web/views/theme.h"
#include "web/views/transport.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kButton = 32;

struct StepKind {
  Word name, help;
  Command::Kind command;
};
constexpr std::array kStepKinds = {
    StepKind{Word::step_batch, Word::step_batch_help, Command::Kind::Step},
    StepKind{Word::step_epoch, Word::step_epoch_help, Command::Kind::Epoch},
    StepKind{Word::step_phase, Word::step_phase_help, Command::Kind::Phase},
};

const StepKind& step_kind(const UiState& ui) {
  return kStepKinds[static_cast<std::size_t>(std::clamp(ui.step_kind, 0, 2))];
}

float play_button(const Snapshot& snapshot, UiState& ui, CommandSink& sink, ImVec2 pos) {
  const bool is_running = snapshot.state == RunState::Running;
  ImGui::SetCursorScreenPos(pos);
  // Both words fit, so that nothing moves when one replaces the other.
  const float width = std::max(
      button_width(
          ui, {.icon = Icon::Play, .label = word(ui, Word::play), .look = ButtonLook::Primary}),
      button_width(
          ui, {.icon = Icon::Pause, .label = word(ui, Word::pause), .look = ButtonLook::Primary}));
  const ButtonSpec spec{.icon = is_running ? Icon::Pause : Icon::Play,
                        .label = word(ui, is_running ? Word::pause : Word::play),
                        .help = word(ui, is_running ? Word::pause_help : Word::play_help),
                        .look = ButtonLook::Primary,
                        .height = kButton,
                        .width = width / ui.scale};
  if (button(ui, "play", spec)) {
    sink.post(is_running ? Command::Kind::Pause : Command::Kind::Play);
  }
  return width;
}

void step_menu(UiState& ui, CommandSink& sink, ImVec2 min, ImVec2 max) {
  float width = 0;
  for (const StepKind& kind : kStepKinds) {
    const float text = measure(ui, Face::Regular, TextSize::Body, word(ui, kind.name)).x;
    width = std::max(width, text + dp(ui, 56));
  }
  const int count = static_cast<int>(kStepKinds.size());
  if (!begin_menu(ui, "step kinds", min, max, width, count)) return;
  for (int i = 0; i < count; ++i) {
    const StepKind& kind = kStepKinds[static_cast<std::size_t>(i)];
    ImGui::PushID(i);
    if (menu_item(ui, "kind", word(ui, kind.name), ui.step_kind == i, true, word(ui, kind.help),
                  width)) {
      ui.step_kind = i;
      sink.post(kind.command);
    }
    ImGui::PopID();
  }
  end_menu();
}

// "Step batch ▾": the left part steps, the arrow chooses what a step is.
float step_button(UiState& ui, CommandSink& sink, ImVec2 min) {
  const StepKind& kind = step_kind(ui);
  const std::string_view text = word(ui, kind.name);
  const ImVec2 size{std::ceil(measure(ui, Face::Regular, TextSize::Body, text).x) + dp(ui, 18),
                    dp(ui, finger(ui, kButton))};
  const float arrow = dp(ui, finger(ui, 22));
  const ImVec2 max{min.x + size.x + arrow, min.y + size.y};
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("step", size)) sink.post(kind.command);
  const bool is_step_hot = ImGui::IsItemHovered();
  help_tooltip(ui, word(ui, kind.help));
  ImGui::SetCursorScreenPos({min.x + size.x, min.y});
  if (ImGui::InvisibleButton("step kind", {arrow, size.y})) open_menu("step kinds");
  const bool is_arrow_hot = ImGui::IsItemHovered();
  help_tooltip(ui, word(ui, Word::step_choose));
  if (is_step_hot || is_arrow_hot) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const float radius = dp(ui, 6);
  if (is_step_hot) {
    draw.AddRectFilled(min, {min.x + size.x, max.y}, t.accent_soft, radius,
                       ImDrawFlags_RoundCornersLeft);
  }
  if (is_arrow_hot) {
    draw.AddRectFilled({min.x + size.x, min.y}, max, t.accent_soft, radius,
                       ImDrawFlags_RoundCornersRight);
  }
  draw.AddRect(min, max, t.line, radius);
  draw_text(
      ui, draw,
      {min.x + dp(ui, 12), min.y + std::round((size.y - line_height(ui, TextSize::Body)) / 2)},
      t.text, Face::Regular, TextSize::Body, text);
  draw_icon(ui, draw, Icon::Down, {max.x - dp(ui, 13), min.y + size.y / 2}, dp(ui, 9), t.text);
  step_menu(ui, sink, min, max);
  return max.x - min.x;
}

float reset_button(UiState& ui, CommandSink& sink, ImVec2 pos, bool has_word) {
  const ButtonSpec spec{.icon = Icon::Reset,
                        .label = has_word ? word(ui, Word::reset) : std::string_view{},
                        .help = word(ui, Word::reset_help),
                        .height = kButton};
  ImGui::SetCursorScreenPos(pos);
  if (button(ui, "reset", spec)) sink.post(Command::Kind::Reset);
  return has_word ? button_width(ui, spec) : dp(ui, finger(ui, kButton));
}

// The widest its choices get, so that nothing moves when one replaces another.
float widest_choice(const UiState& ui, Settings settings, const Field& field) {
  const auto& kind = std::get<ChoiceKind>(field.kind);
  float width = 0;
  for (int i = 0; i < kind.options.count(); ++i) {
    settings.*kind.member = i;
    width = std::max(width, choice_box_width(ui, settings, field, true));
  }
  return width;
}

// A small name over the choice, as the key numbers have theirs.
float speed_box(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 pos) {
  const Field* const field = find_field("speed");
  if (!field) return 0;
  const float name = draw_text(ui, *ImGui::GetWindowDrawList(), pos, ui.theme->secondary,
                               Face::Regular, TextSize::Small, word(ui, Word::speed));
  const float inside = dp(ui, 9);  // of the box, before its text
  const float box = choice_box_width(ui, settings, *field, true);
  ImGui::SetCursorScreenPos({pos.x - inside, pos.y + dp(ui, ui.touch ? 4 : 10)});
  choice_box(ui, settings, *field, box, sink, true);
  return std::max(name, widest_choice(ui, settings, *field) - inside);
}

void wide_transport(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                    CommandSink& sink) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const bool is_roomy = width > dp(ui, 1080), has_words = width > dp(ui, 980);
  const float gap = dp(ui, has_words ? 16 : 10);
  const float y = origin.y + dp(ui, (kTransportHeight - finger(ui, kButton)) / 2);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float title_y =
      origin.y + std::round((dp(ui, kTransportHeight) - line_height(ui, TextSize::Key)) / 2);
  float x = origin.x + dp(ui, 16);
  x += gap + draw_text(ui, draw, {x, title_y}, ui.theme->text, Face::Semibold, TextSize::Key,
                       word(ui, Word::title));
  x = std::round(x);
  x += play_button(snapshot, ui, sink, {x, y}) + gap;
  x += step_button(ui, sink, {x, y}) + gap;
  x += reset_button(ui, sink, {x, y}, has_words) + gap;
  const float top = origin.y + dp(ui, 8);
  if (is_roomy) x += dp(ui, 4) + speed_box(settings, ui, sink, {x + dp(ui, 4), top}) + gap;
  const float right =
      menu_buttons(settings, ui, sink, {origin.x + width - dp(ui, 16), y}, has_words);
  key_numbers(snapshot, settings, ui, {x, top}, right - gap, gap);
}

void compact_transport(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                       CommandSink& sink) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float width = room.x, pad = dp(ui, 16), gap = dp(ui, 8);
  key_numbers(snapshot, settings, ui, {origin.x + pad, origin.y + dp(ui, 8)},
              origin.x + width - pad, dp(ui, 20));
  if (room.y > dp(ui, 100)) {
    rates_line(snapshot, ui, {origin.x + pad, origin.y + dp(ui, 45)});
  }
  const float y = origin.y + room.y - dp(ui, finger(ui, kButton) + (ui.touch ? 6 : 11));
  float x = origin.x + pad;
  x += play_button(snapshot, ui, sink, {x, y}) + gap;
  x += step_button(ui, sink, {x, y}) + gap;
  x += reset_button(ui, sink, {x, y}, width > dp(ui, 420)) + gap;
  speed_box(settings, ui, sink, {x + dp(ui, 4), y - dp(ui, 2)});
}

// Goes through the options of a choice, one a click.
void post_next_option(const Settings& settings, std::string_view key, CommandSink& sink) {
  const Field* const field = find_field(key);
  const auto* const kind = field ? std::get_if<ChoiceKind>(&field->kind) : nullptr;
  if (!kind) return;
  const int next = (settings.*kind->member + 1) % kind->options.count();
  sink.set(key, std::string(kind->options.at(next).key));
}

}  // namespace

float menu_buttons(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 right_top,
                   bool has_words) {
  const float gap = dp(ui, has_words ? 16 : 8), square = dp(ui, finger(ui, kButton));
  float x = right_top.x - square;
  ImGui::SetCursorScreenPos({x, right_top.y});
  if (button(ui, "help", {.icon = Icon::Help, .help = word(ui, Word::help_help)})) {
    ui.help_open = !ui.help_open;
  }
  x -= gap + square;
  ImGui::SetCursorScreenPos({x, right_top.y});
  if (button(ui, "theme", {.icon = Icon::Theme, .help = word(ui, Word::theme_help)})) {
    post_next_option(settings, "theme", sink);
  }
  const ButtonSpec share{.icon = has_words ? Icon::None : Icon::Share,
                         .label = has_words ? word(ui, Word::share) : std::string_view{},
                         .help = word(ui, Word::share_help)};
  x -= gap + (has_words ? button_width(ui, share) : square);
  ImGui::SetCursorScreenPos({x, right_top.y});
  if (button(ui, "share", share)) {
    ui.clipboard_request = ui.address + "#" + encode_link(settings);
    ui.toast = word(ui, Word::link_copied);
    ui.toast_until = ui.now + 2;
  }
  if (ui.narrow) return x;
  x -= gap + square;
  ImGui::SetCursorScreenPos({x, right_top.y});
  layout_menu_button(settings, ui, sink);
  return x;
}

void title_view(const Snapshot&, const Settings& settings, UiState& ui, CommandSink& sink) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, pad = dp(ui, 16);
  const float y =
      origin.y + std::round((dp(ui, kTransportHeight) - line_height(ui, TextSize::Key)) / 2);
  draw_text(ui, *ImGui::GetWindowDrawList(), {origin.x + pad, y}, ui.theme->text, Face::Semibold,
            TextSize::Key, word(ui, Word::title));
  menu_buttons(
      settings, ui, sink,
      {origin.x + width - pad, origin.y + dp(ui, (kTransportHeight - finger(ui, kButton)) / 2)},
      false);
}

void transport_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                    CommandSink& sink) {
  if (ui.narrow) {
    compact_transport(snapshot, settings, ui, sink);
  } else {
    wide_transport(snapshot, settings, ui, sink);
  }
}

}  // namespace bp
