// A strip that shows where in the run we are: a track in steps with epochs, setting changes and the
// best epoch, and a head that can be dragged.
#include "web/views/timeline_view.h"

#include <algorithm>
#include <cmath>

#include "engine/session/link_state.h"
#include "engine/session/page_parts.h"
#include "web/views/marks.h"
#include "web/views/pins.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kButton = 28;
constexpr float kHead = 6, kRail = 2;  // radius of the head, half height of the rail

struct Track {
  float left, right, y;
  double first, last;
  [[nodiscard]] float x(double step) const {
    const double share = last > first ? (step - first) / (last - first) : 0;
    return left + static_cast<float>(std::clamp(share, 0.0, 1.0)) * (right - left);
  }
  [[nodiscard]] double step(float at) const {
    const double share = std::clamp((at - left) / std::max(1.0F, right - left), 0.0F, 1.0F);
    return std::round(first + share * (last - first));
  }
};

// Short lines over or under the rail, as long as they do not run into one another.
template <class Steps, class Of>
void draw_ticks(const UiState& ui, ImDrawList& draw, const Track& track, const Steps& steps, Of of,
                float from, float to, ImU32 color, float least) {
  float last = -1e9F;
  for (const auto& entry : steps) {
    const float x = track.x(static_cast<double>(of(entry)));
    if (x - last < dp(ui, least) && last > 0) continue;
    last = x;
    const float at = snap(ui, x);
    draw.AddRectFilled({at, track.y + dp(ui, from)},
                       {at + 1.0F / ui.pixel_ratio, track.y + dp(ui, to)}, color);
  }
}

void draw_rail(const UiState& ui, ImDrawList& draw, const Track& track, const Snapshot& s,
               float head) {
  const Theme& t = *ui.theme;
  const float h = dp(ui, kRail);
  const bool has_future = s.timeline.last > s.step || s.timeline.has_future != 0;
  const ImU32 future = has_future ? mixed(t.line, t.accent, 0.35F) : t.line;
  draw.AddRectFilled({track.left, track.y - h}, {track.right, track.y + h}, future, h);
  if (head > track.left) {
    draw.AddRectFilled({track.left, track.y - h}, {head, track.y + h}, t.accent, h);
  }
}

// How far a replay has come.
void draw_progress(const UiState& ui, ImDrawList& draw, const Track& track, const TimelinePart& t) {
  if (t.is_replaying == 0) return;
  const float x = track.x(static_cast<double>(t.replayed)), h = dp(ui, 4);
  draw.AddRectFilled({x - 1, track.y - h}, {x + 1, track.y + h}, ui.theme->accent);
}

// A change of a setting: a diamond; returns whether the pointer is at it.
bool draw_mark(const UiState& ui, ImDrawList& draw, const Track& track, double step, bool is_open) {
  const float x = track.x(step), r = dp(ui, 4);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  draw.AddNgonFilled({x, track.y}, r + dp(ui, 1), ui.theme->raised, 4);
  draw.AddNgonFilled({x, track.y}, r, ui.theme->text, 4);
  return is_open && std::abs(mouse.x - x) <= r + dp(ui, 1);
}

void draw_best(const UiState& ui, ImDrawList& draw, const Track& track, const Snapshot& s) {
  if (s.best_epoch < 0) return;
  const float x = track.x(step_at_epoch(s.timeline, static_cast<double>(s.best_epoch)));
  draw.AddCircleFilled({x, track.y}, dp(ui, 4), ui.theme->raised, 16);
  draw.AddCircle({x, track.y}, dp(ui, 4), ui.theme->validation, 16, dp(ui, 1.5F));
}

void place_tip(const UiState& ui, const Snapshot& s, double step) {
  NumberText a, b;
  Phrase phrase;
  const double epoch = epoch_at_step(s.timeline, step);
  tip_text(ui, fill(phrase, word(ui, Word::timeline_place),
                    {format_count(a, std::llround(step)),
                     format_count(b, static_cast<long long>(epoch))}));
}

void mark_tip(const UiState& ui, const TimelineMark& mark) {
  const Field* const field = find_field(mark.key);
  NumberText number;
  Phrase phrase;
  const bool is_edit = mark.key.starts_with(kEditMark);
  TextLine weight;
  const bool is_all = is_edit && mark.key.substr(kEditMark.size()) == kEditAll;
  if (is_all) weight << word(ui, Word::weights_column);
  if (is_edit && !is_all) {
    weight << word(ui, Word::weight) << " " << mark.key.substr(kEditMark.size());
  }
  const std::string_view name = is_edit ? weight.view()
                                : field ? label(ui, *field)
                                        : std::string_view(mark.key);
  tip_text(ui, fill(phrase, word(ui, Word::timeline_change),
                    {format_count(number, mark.step), name,
                     is_all ? std::string_view("…") : std::string_view(mark.value)}));
}

// The track with everything on it; the pointer over it says what is there.
void draw_track(const Snapshot& s, UiState& ui, CommandSink& sink, const Track& track) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Theme& theme = *ui.theme;
  const TimelinePart& t = s.timeline;
  const float reach = dp(ui, ui.touch ? kFinger / 2 : 14);
  ImGui::SetCursorScreenPos({track.left - dp(ui, kHead), track.y - reach});
  ImGui::BeginDisabled(t.last <= t.first);
  ImGui::InvisibleButton("track", {track.right - track.left + 2 * dp(ui, kHead), 2 * reach});
  ImGui::EndDisabled();
  const bool is_held = ImGui::IsItemActive(), is_released = ImGui::IsItemDeactivated();
  const bool is_hovered = ImGui::IsItemHovered();
  const double under = track.step(ImGui::GetIO().MousePos.x);
  if (is_held || is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (is_held || is_released) scrub(s, ui, sink, under, is_released);
  const float head = track.x(static_cast<double>(scrubbed_step(s, ui)));
  draw_ticks(
      ui, draw, track, t.epochs, [](const EpochEnd& e) { return e.step; }, 5, 9, theme.line, 6);
  if (is_hovered || is_held) {
    draw_ticks(
        ui, draw, track, t.checkpoints, [](std::int64_t step) { return step; }, -8, -5, theme.line,
        3);
  }
  draw_rail(ui, draw, track, s, head);
  draw_progress(ui, draw, track, t);
  draw_best(ui, draw, track, s);
  const TimelineMark* marked = nullptr;
  for (const TimelineMark& mark : t.marks) {
    if (mark.step > t.last) continue;
    if (draw_mark(ui, draw, track, static_cast<double>(mark.step), is_hovered)) marked = &mark;
  }
  const float r = dp(ui, is_held ? kHead + 1 : kHead);
  draw.AddCircleFilled({head, track.y}, r, theme.raised, 24);
  draw.AddCircle({head, track.y}, r, t.last > t.first ? theme.accent : theme.line, 24, dp(ui, 2));
  if (!is_hovered && !is_held) return;
  begin_tip(ui);
  place_tip(ui, s, under);
  if (marked != nullptr && !is_held) mark_tip(ui, *marked);
  end_tip();
}

bool tool(UiState& ui, const char* id, float& x, float y, Icon icon, Word help, bool enabled) {
  ImGui::SetCursorScreenPos({x, y});
  x += dp(ui, finger(ui, kButton));
  return button(ui, id,
                {.icon = icon,
                 .help = word(ui, help),
                 .look = ButtonLook::Quiet,
                 .height = kButton,
                 .enabled = enabled});
}

void pin_now(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink) {
  const int slot = pin_run(s, settings, ui);
  if (slot < 0) return;
  Phrase phrase;
  say_briefly(
      ui, fill(phrase, word(ui, Word::pinned_as), {pin_letter(static_cast<std::size_t>(slot))}));
  sink.set("panel", "compare");
}

// Returns its left edge.
float pin_button(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
                 ImVec2 right_top) {
  const bool is_full = pin_count(ui) == kMostPins;
  const ButtonSpec spec{.icon = Icon::Pin,
                        .label = ui.narrow ? std::string_view{} : word(ui, Word::pin),
                        .help = word(ui, is_full ? Word::pins_full : Word::pin_help),
                        .look = ui.narrow ? ButtonLook::Quiet : ButtonLook::Secondary,
                        .height = kButton,
                        .enabled = !is_full && !s.layers.empty() && s.timeline.is_replaying == 0};
  const float left =
      right_top.x - (ui.narrow ? dp(ui, finger(ui, kButton)) : button_width(ui, spec));
  ImGui::SetCursorScreenPos({left, right_top.y});
  if (button(ui, "pin", spec)) pin_now(s, settings, ui, sink);
  return left;
}

// "1 234 of 5 678", or where a replay is heading.
float draw_count(const Snapshot& s, const UiState& ui, ImVec2 right_middle) {
  const TimelinePart& t = s.timeline;
  NumberText a, b;
  Phrase phrase;
  const bool is_going = t.is_replaying != 0;
  const std::string_view text =
      is_going ? fill(phrase, word(ui, Word::timeline_going), {format_count(a, t.target)})
               : fill(phrase, word(ui, Word::timeline_count),
                      {format_count(a, scrubbed_step(s, ui)), format_count(b, t.last)});
  const float width =
      std::max(dp(ui, 120), measure_figures(ui, Face::Regular, TextSize::Small, text));
  const float y = right_middle.y - std::round(line_height(ui, TextSize::Small) / 2);
  draw_figures(ui, *ImGui::GetWindowDrawList(), {right_middle.x - width, y},
               is_going ? ui.theme->accent : ui.theme->secondary, Face::Regular, TextSize::Small,
               text);
  return right_middle.x - width;
}

}  // namespace

void scrub(const Snapshot& s, UiState& ui, CommandSink& sink, double step, bool is_released) {
  const TimelinePart& t = s.timeline;
  Scrub& scrub = ui.scrub;
  const auto wanted = std::clamp(static_cast<std::int64_t>(step), t.first, t.last);
  const bool is_there = t.is_replaying == 0 && s.step == scrub.posted;
  if (wanted != scrub.posted && (scrub.posted < 0 || is_there || is_released)) {
    sink.post(Command::Kind::Seek, wanted);
    scrub.posted = wanted;
  }
  scrub.wanted = wanted;
  scrub.is_held = !is_released;
  ui.is_dragging_value = ui.wants_frames = true;
  if (is_released) scrub = {};
}

std::int64_t scrubbed_step(const Snapshot& s, const UiState& ui) {
  if (ui.scrub.is_held) return ui.scrub.wanted;
  return s.timeline.is_replaying != 0 ? s.timeline.target : s.step;
}

void step_timeline(const Snapshot& s, CommandSink& sink, int direction) {
  const TimelinePart& t = s.timeline;
  const std::int64_t at = t.is_replaying != 0 ? t.target : s.step;
  const std::int64_t to = direction == -2  ? t.first
                          : direction == 2 ? t.last
                                           : std::clamp(at + direction, t.first, t.last);
  if (to != at || (direction == 2 && t.has_future != 0)) sink.post(Command::Kind::Seek, to);
}

void timeline_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                   CommandSink& sink) {
  ImGui::PushID("timeline");
  const bool was_locked = begin_lock(ui, is_locked(settings, PagePart::Timeline));
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float top =
      origin.y + std::round((dp(ui, timeline_height(ui)) - dp(ui, finger(ui, kButton))) / 2);
  const float middle = origin.y + std::round(dp(ui, timeline_height(ui)) / 2);
  const TimelinePart& t = snapshot.timeline;
  const bool has_past = scrubbed_step(snapshot, ui) > t.first;
  const bool has_future = scrubbed_step(snapshot, ui) < t.last || t.has_future != 0;
  float x = origin.x + dp(ui, 12);
  if (tool(ui, "first", x, top, Icon::First, Word::timeline_first_help, has_past)) {
    step_timeline(snapshot, sink, -2);
  }
  if (tool(ui, "back", x, top, Icon::Back, Word::timeline_back_help, has_past)) {
    step_timeline(snapshot, sink, -1);
  }
  if (tool(ui, "forth", x, top, Icon::Forth, Word::timeline_forth_help, has_future)) {
    step_timeline(snapshot, sink, 1);
  }
  if (tool(ui, "newest", x, top, Icon::Newest, Word::timeline_newest_help, has_future)) {
    step_timeline(snapshot, sink, 2);
  }
  float right = origin.x + width - dp(ui, 16);
  if (is_free(settings, PagePart::Pin)) {
    right = pin_button(snapshot, settings, ui, sink, {right, top});
  }
  if (!ui.narrow) right = draw_count(snapshot, ui, {right - dp(ui, 16), middle});
  const Track track{x + dp(ui, 16), right - dp(ui, 16), middle, static_cast<double>(t.first),
                    static_cast<double>(std::max(t.last, t.first))};
  if (track.right - track.left > dp(ui, 40)) draw_track(snapshot, ui, sink, track);
  end_lock(ui, was_locked, {origin.x + dp(ui, 14), origin.y + dp(ui, 5)},
           {origin.x + width, origin.y + dp(ui, kTimelineHeight)}, LockSign::InMargin);
  ImGui::PopID();
}

}  // namespace bp
