// The experiment as a PyTorch program; the lines of the loop's present phase are marked.
#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "engine/session/plan.h"
#include "web/views/code.h"
#include "web/views/csv.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kLineHeight = 17, kGutter = 34, kHead = 36;

ProgramShape shape_of(const Snapshot& s) {
  return {static_cast<int>(s.input_names.size()), static_cast<int>(class_count(s)),
          static_cast<int>(s.column_names.size())};
}

/// Written anew only when it would be another one.
void keep_program(const Snapshot& snapshot, const Settings& settings, CodeState& state) {
  const ProgramShape shape = shape_of(snapshot);
  if (!state.lines.empty() && state.shape == shape && state.settings == settings) return;
  state.settings = settings;
  state.shape = shape;
  state.lines = torch_program(settings, shape);
  state.columns = 0;
  for (const ProgramLine& line : state.lines) {
    state.columns = std::max(state.columns, line.text.size());
  }
}

/// While a step is under way, or steps are taken phase by phase, the loop has a present phase.
bool shows_phase(const Snapshot& snapshot, const UiState& ui) {
  constexpr int kStepsByPhase = 2;
  return snapshot.state != RunState::Running &&
         (ui.step_kind == kStepsByPhase || snapshot.next_phase != 0);
}

void head(const Snapshot& snapshot, UiState& ui, CodeState& state) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const ButtonSpec copy{.icon = Icon::None,
                        .label = word(ui, Word::copy_program),
                        .help = word(ui, Word::copy_program_help),
                        .look = ButtonLook::Secondary,
                        .height = 26};
  const float button_at = at.x + width - button_width(ui, copy);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float room = button_at - at.x - dp(ui, 12), height = dp(ui, finger(ui, copy.height));
  const auto note = [&](ImDrawList* where, float y) {
    return draw_wrapped(ui, where, {at.x, y}, room, ui.theme->secondary, Face::Regular,
                        TextSize::Small, word(ui, Word::program_note));
  };
  note(&draw, at.y + std::max(0.0F, std::round(0.5F * (height - note(nullptr, at.y)))));
  ImGui::SetCursorScreenPos({button_at, at.y});
  if (button(ui, "copy", copy)) {
    ui.clipboard_request = program_text(state.lines);
    say_briefly(ui, word(ui, Word::program_copied), 2);
  }
  (void)snapshot;
  ImGui::SetCursorScreenPos({at.x, at.y + dp(ui, finger(ui, kHead))});
}

/// Code in the text's colour, what follows "#" in a quieter one.
void code_line(const UiState& ui, ImDrawList& draw, ImVec2 at, std::string_view text, bool is_now) {
  const std::size_t hash = text.find("  # ");
  const std::string_view code = text.substr(0, hash);
  const float width = draw_text(ui, draw, at, ui.theme->text, Face::Mono, TextSize::Small, code);
  if (hash == std::string_view::npos) return;
  draw_text(ui, draw, {at.x + width, at.y}, is_now ? ui.theme->accent : ui.theme->secondary,
            Face::Mono, TextSize::Small, text.substr(hash));
}

void marked_row(const UiState& ui, ImDrawList& draw, ImVec2 min, float width, float height) {
  draw.AddRectFilled(min, {min.x + width, min.y + height}, with_alpha(ui.theme->accent, 0.12F));
  draw.AddRectFilled(min, {min.x + dp(ui, 3), min.y + height}, ui.theme->accent);
}

void listing(const Snapshot& snapshot, UiState& ui, CodeState& state) {
  const float height = std::round(dp(ui, kLineHeight));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float letter = measure(ui, Face::Mono, TextSize::Small, "0").x;
  const float wide = dp(ui, kGutter) + letter * static_cast<float>(state.columns);
  const float width = std::max(ImGui::GetContentRegionAvail().x, wide);
  const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowSize().y;
  const bool has_phase = shows_phase(snapshot, ui);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  int first_marked = -1;
  for (std::size_t i = 0; i < state.lines.size(); ++i) {
    const ProgramLine& line = state.lines[i];
    const bool is_now =
        has_phase && line.phase && static_cast<std::uint32_t>(*line.phase) == snapshot.next_phase;
    if (is_now && first_marked < 0) first_marked = static_cast<int>(i);
    const ImVec2 min{at.x, at.y + height * static_cast<float>(i)};
    if (min.y > bottom || min.y + height < top) continue;
    if (is_now) marked_row(ui, draw, min, width, height);
    NumberText number;
    draw_text(ui, draw, {min.x + dp(ui, kGutter - 10), min.y + dp(ui, 1)}, ui.theme->secondary,
              Face::Mono, TextSize::Small, format_count(number, static_cast<long long>(i) + 1),
              Align::Right);
    code_line(ui, draw, {min.x + dp(ui, kGutter), min.y + dp(ui, 1)}, line.text, is_now);
  }
  ImGui::Dummy({wide, height * static_cast<float>(state.lines.size()) + dp(ui, 8)});
  // The eye follows the loop: a phase that begins out of sight is scrolled to.
  if (first_marked >= 0 && first_marked != state.scrolled_to) {
    const float y = at.y + height * static_cast<float>(first_marked);
    if (y < top || y + height > bottom) ImGui::SetScrollFromPosY(y - top, 0.4F);
  }
  state.scrolled_to = first_marked;
}

}  // namespace

void code_csv(const Snapshot&, const Settings& settings, const UiState&, std::string& out) {
  if (!at(datasets(), settings.data).is_table()) out += program_data(prepared_data(settings, {}));
}

void code_view(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink&) {
  if (snapshot.input_names.empty()) return;  // the first snapshot is on its way
  keep_program(snapshot, settings, ui.code);
  head(snapshot, ui, ui.code);
  if (ImGui::BeginChild("listing", {0, 0}, 0, ImGuiWindowFlags_HorizontalScrollbar)) {
    listing(snapshot, ui, ui.code);
  }
  ImGui::EndChild();
}

}  // namespace bp
