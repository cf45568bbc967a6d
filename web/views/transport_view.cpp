// The top bar: what runs the training. In the single-column layout it stands at the bottom.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/types.h"
#include "engine/session/codec.h"
#include "engine/session/page_parts.h"
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

float play_button(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                  CommandSink& sink, ImVec2 pos) {
  if (is_hidden(settings, PagePart::Play)) return 0;
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
  if (button(ui, "play", locked_if(ui, is_locked(settings, PagePart::Play), spec))) {
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
float step_button(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 min) {
  if (is_hidden(settings, PagePart::Step)) return 0;
  const StepKind& kind = step_kind(ui);
  const std::string_view text = word(ui, kind.name);
  const ImVec2 size{std::ceil(measure(ui, Face::Regular, TextSize::Body, text).x) + dp(ui, 18),
                    dp(ui, finger(ui, kButton))};
  const float arrow = dp(ui, finger(ui, 22));
  const ImVec2 max{min.x + size.x + arrow, min.y + size.y};
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool was_locked = begin_lock(ui, is_locked(settings, PagePart::Step));
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("step", size)) sink.post(kind.command);
  const bool is_step_hot = ImGui::IsItemHovered();
  help_tooltip(ui, word(ui, kind.help));
  ImGui::SetCursorScreenPos({min.x + size.x, min.y});
  if (ImGui::InvisibleButton("step kind", {arrow, size.y})) open_menu("step kinds");
  const bool is_arrow_hot = ImGui::IsItemHovered();
  help_tooltip(ui, word(ui, Word::step_choose));
  if (is_step_hot || is_arrow_hot) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const float radius = dp(ui, 6), inset = finger_inset(ui, kButton);
  const ImVec2 from{min.x, min.y + inset}, to{max.x, max.y - inset};
  if (is_step_hot) {
    draw.AddRectFilled(from, {min.x + size.x, to.y}, t.accent_soft, radius,
                       ImDrawFlags_RoundCornersLeft);
  }
  if (is_arrow_hot) {
    draw.AddRectFilled({min.x + size.x, from.y}, to, t.accent_soft, radius,
                       ImDrawFlags_RoundCornersRight);
  }
  draw.AddRect(from, to, t.line, radius);
  draw_text(
      ui, draw,
      {min.x + dp(ui, 12), min.y + std::round((size.y - line_height(ui, TextSize::Body)) / 2)},
      t.text, Face::Regular, TextSize::Body, text);
  draw_icon(ui, draw, Icon::Down, {max.x - dp(ui, 13), min.y + size.y / 2}, dp(ui, 9), t.text);
  step_menu(ui, sink, min, max);
  end_lock(ui, was_locked, min, max, LockSign::AtCorner);
  return max.x - min.x;
}

float reset_button(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 pos,
                   bool has_word) {
  if (is_hidden(settings, PagePart::Reset)) return 0;
  const ButtonSpec spec{.icon = Icon::Reset,
                        .label = has_word ? word(ui, Word::reset) : std::string_view{},
                        .help = word(ui, Word::reset_help),
                        .height = kButton};
  ImGui::SetCursorScreenPos(pos);
  if (button(ui, "reset", locked_if(ui, is_locked(settings, PagePart::Reset), spec)))
    sink.post(Command::Kind::Reset);
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
  if (!field || is_hidden(settings, *field)) return 0;
  const float name = draw_text(ui, *ImGui::GetWindowDrawList(), pos, ui.theme->secondary,
                               Face::Regular, TextSize::Small, word(ui, Word::speed));
  const float inside = dp(ui, 9);  // of the box, before its text
  const float box = choice_box_width(ui, settings, *field, true);
  ImGui::SetCursorScreenPos({pos.x - inside, pos.y + dp(ui, ui.touch ? 1 : 10)});
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
  const auto advance = [&](float taken) { x = std::round(x + (taken > 0 ? taken + gap : 0)); };
  if (!is_hidden(settings, PagePart::Title)) {
    advance(draw_text(ui, draw, {x, title_y}, ui.theme->text, Face::Semibold, TextSize::Key,
                      word(ui, Word::title)));
  }
  advance(play_button(snapshot, settings, ui, sink, {x, y}));
  advance(step_button(settings, ui, sink, {x, y}));
  advance(reset_button(settings, ui, sink, {x, y}, has_words));
  const float top = origin.y + dp(ui, 8);
  if (is_roomy) {
    const float speed = speed_box(settings, ui, sink, {x + dp(ui, 4), top});
    advance(speed > 0 ? dp(ui, 4) + speed : 0);
  }
  const float right =
      menu_buttons(settings, ui, sink, {origin.x + width - dp(ui, 16), y}, has_words);
  key_numbers(snapshot, settings, ui, {x, top}, right - gap, gap);
}

void compact_transport(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                       CommandSink& sink) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float width = room.x, pad = dp(ui, 16);
  key_numbers(snapshot, settings, ui, {origin.x + pad, origin.y + dp(ui, 8)},
              origin.x + width - pad, dp(ui, 20));
  if (room.y > dp(ui, 100) && !is_hidden(settings, PagePart::Numbers)) {
    rates_line(snapshot, ui, {origin.x + pad, origin.y + dp(ui, 45)});
  }
  const float y = origin.y + room.y - dp(ui, finger(ui, kButton) + (ui.touch ? 6 : 11));
  transport_row(snapshot, settings, ui, sink, {origin.x + pad, y}, width > dp(ui, 420));
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
  float x = right_top.x + gap;
  const auto place = [&](float width) {
    x -= gap + width;
    ImGui::SetCursorScreenPos({x, right_top.y});
  };
  if (!is_hidden(settings, PagePart::Help)) {
    place(square);
    if (button(ui, "help", {.icon = Icon::Help, .help = word(ui, Word::help_help)})) {
      ui.help_open = !ui.help_open;
    }
  }
  if (!is_hidden(settings, *find_field("theme"))) {
    place(square);
    const bool can_change = is_free(settings, *find_field("theme"));
    const ButtonSpec theme{.icon = can_change ? Icon::Theme : Icon::Lock,
                           .help = word(ui, can_change ? Word::theme_help : Word::locked_help),
                           .enabled = can_change};
    if (button(ui, "theme", theme)) post_next_option(settings, "theme", sink);
  }
  if (!is_hidden(settings, PagePart::Share)) {
    const ButtonSpec share{.icon = has_words ? Icon::None : Icon::Share,
                           .label = has_words ? word(ui, Word::share) : std::string_view{},
                           .help = word(ui, Word::share_help)};
    place(has_words ? button_width(ui, share) : square);
    if (button(ui, "share", share)) {
      ui.clipboard_request = ui.address + "#" + encode_link(settings);
      say_briefly(ui, word(ui, Word::link_copied), 2);
    }
  }
  if (!ui.narrow && is_free(settings, *find_field("layout"))) {
    place(square);
    layout_menu_button(settings, ui, sink);
  }
  return x;
}

bool has_menu_buttons(const Settings& settings, const UiState& ui) {
  return !is_hidden(settings, PagePart::Help) || !is_hidden(settings, PagePart::Share) ||
         !is_hidden(settings, *find_field("theme")) ||
         (!ui.narrow && is_free(settings, *find_field("layout")));
}

BP_APART float transport_row(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                             CommandSink& sink, ImVec2 pos, bool has_words) {
  const float gap = dp(ui, 8);
  float x = pos.x;
  const auto advance = [&](float taken) { x += taken > 0 ? taken + gap : 0; };
  advance(play_button(snapshot, settings, ui, sink, {x, pos.y}));
  advance(step_button(settings, ui, sink, {x, pos.y}));
  advance(reset_button(settings, ui, sink, {x, pos.y}, has_words));
  advance(speed_box(settings, ui, sink, {x + dp(ui, 4), pos.y - dp(ui, 2)}));
  return std::max(0.0F, x - gap - pos.x);
}

BP_APART bool has_transport(const Settings& settings) {
  return !is_hidden(settings, PagePart::Play) || !is_hidden(settings, PagePart::Step) ||
         !is_hidden(settings, PagePart::Reset) || !is_hidden(settings, *find_field("speed"));
}

void title_view(const Snapshot&, const Settings& settings, UiState& ui, CommandSink& sink) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, pad = dp(ui, 16);
  const float y =
      origin.y + std::round((dp(ui, kTransportHeight) - line_height(ui, TextSize::Key)) / 2);
  if (!is_hidden(settings, PagePart::Title)) {
    draw_text(ui, *ImGui::GetWindowDrawList(), {origin.x + pad, y}, ui.theme->text, Face::Semibold,
              TextSize::Key, word(ui, Word::title));
  }
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
