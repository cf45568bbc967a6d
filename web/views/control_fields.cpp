#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "engine/session/codec.h"
#include "engine/session/page_parts.h"
#include "web/views/control_scale.h"
#include "web/views/controls.h"
#include "web/views/data_menu.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kChoiceRow = 32;
/// Whole numbers on a longer linear scale are typed, not slid: a seed.
constexpr int kLongestIntSlider = 1000;

void choice_control(const ControlContext& c, const Field& field) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const std::string_view name = label(c.ui, field);
  const float text = std::ceil(measure(c.ui, Face::Regular, TextSize::Body, name).x);
  const float height = dp(c.ui, finger(c.ui, kChoiceRow));
  // Boxes of a column share their left edge, unless a label or a choice needs more room.
  const float needed = std::max(dp(c.ui, 104), choice_box_width(c.ui, c.settings, field));
  const float box = std::min(needed, c.width - text - dp(c.ui, 8));
  ImGui::InvisibleButton("label", {std::max(1.0F, c.width - box - dp(c.ui, 4)), height});
  help_tooltip(c.ui, help(c.ui, field), name);
  const float y = min.y + std::round((height - line_height(c.ui, TextSize::Body)) / 2);
  draw_text(c.ui, *ImGui::GetWindowDrawList(), {min.x, y}, c.ui.theme->text, Face::Regular,
            TextSize::Body, name);
  ImGui::SetCursorScreenPos({min.x + c.width - box, min.y + dp(c.ui, c.ui.touch ? 0 : 3)});
  if (field.key == "data") {
    data_box(c.ui, c.settings, field, box, c.sink);
  } else {
    choice_box(c.ui, c.settings, field, box, c.sink);
  }
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({c.width, height});
}

void set_control(const ControlContext& c, const Field& field, const SetKind& kind) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const std::uint32_t mask = c.settings.*kind.member;
  const float gap = dp(c.ui, 4);
  float x = min.x, y = min.y, row = 0;
  for (int i = 0; i < kind.options.count(); ++i) {
    if (kind.is_allowed && !kind.is_allowed(c.settings, i)) continue;
    const Option option = kind.options.at(i);
    const std::string_view text = option_label(c.ui, field, option);
    const ImVec2 size = chip_size(c.ui, text);
    if (x > min.x && x + size.x > min.x + c.width) {
      x = min.x;
      y += size.y + gap;
    }
    ImGui::SetCursorScreenPos({x, y});
    ImGui::PushID(i);
    const std::uint32_t bit = 1U << i;
    if (chip(c.ui, "chip", text, (mask & bit) != 0) && (mask ^ bit) != 0) {
      Settings next = c.settings;
      next.*kind.member = mask ^ bit;
      c.sink.set(field.key, to_text(field, next));
    }
    help_tooltip(c.ui, help(c.ui, field), text);
    ImGui::PopID();
    x += size.x + gap;
    row = size.y;
  }
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({c.width, y + row - min.y + dp(c.ui, 4)});
}

// "8 %", "off", "0.1"
std::string_view value_text(const UiState& ui, NumberText& out, const Range& range, double value,
                            std::string_view unit) {
  if (range.zero_is_off && value == 0) {
    return word(ui, range.is_whole ? Word::never : Word::off);
  }
  const std::string_view number = range.is_whole ? format_count(out, static_cast<long long>(value))
                                                 : format_setting(out, value);
  const std::size_t gap = std::strlen("\u2009");
  if (unit.empty() || number.size() + gap + unit.size() > sizeof out.buffer) return number;
  char* end = out.buffer + number.size();
  std::memcpy(end, "\u2009", gap);
  std::memcpy(end + gap, unit.data(), unit.size());
  return {out.buffer, number.size() + gap + unit.size()};
}

void number_control(const ControlContext& c, const Field& field, const Range& range, double value,
                    std::string_view unit) {
  NumberText shown;
  char edit[32];
  std::snprintf(edit, sizeof edit, "%.6g", value);
  const SliderSpec spec{
      .label = label(c.ui, field),
      .symbol = field.symbol,
      .note = range.scale == Scale::Log ? word(c.ui, Word::log_scale) : std::string_view{},
      .value = value_text(c.ui, shown, range, value, unit),
      .help = help(c.ui, field),
      .edit = edit,
      .key = field.key,
      .fraction = fraction_of(range, value)};
  const SliderResult result = slider_row(c.ui, "slider", spec, c.width);
  if (!result.typed.empty()) c.sink.set(field.key, std::string(result.typed));
  if (!result.is_moved) return;
  const double next = value_at(range, result.fraction);
  if (static_cast<float>(next) != static_cast<float>(value)) {
    c.sink.set(field.key, number_text(next));
  }
}

void typed_control(const ControlContext& c, const Field& field, const IntKind& kind) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float height = dp(c.ui, finger(c.ui, kRowHeight)), renew = dp(c.ui, finger(c.ui, 20));
  const int value = c.settings.*kind.member;
  const std::string_view name = label(c.ui, field);
  ImGui::InvisibleButton("label", {c.width / 2, height});
  help_tooltip(c.ui, help(c.ui, field), name);
  const float y = min.y + std::round((height - line_height(c.ui, TextSize::Body)) / 2);
  draw_text(c.ui, *ImGui::GetWindowDrawList(), {min.x, y}, c.ui.theme->text, Face::Regular,
            TextSize::Body, name);
  NumberText shown;
  char edit[32];
  std::snprintf(edit, sizeof edit, "%d", value);
  const std::string_view typed =
      editable_value(c.ui, "value", format_count(shown, value), edit,
                     {min.x + c.width - renew - dp(c.ui, 2), min.y}, height);
  if (!typed.empty()) c.sink.set(field.key, std::string(typed));
  ImGui::SetCursorScreenPos({min.x + c.width - renew + dp(c.ui, 4), min.y + (height - renew) / 2});
  if (button(c.ui, "renew",
             {.icon = Icon::Renew,
              .help = word(c.ui, Word::new_seed),
              .look = ButtonLook::Quiet,
              .height = 20})) {
    std::snprintf(edit, sizeof edit, "%d", next_seed(value, kind.max));
    c.sink.set(field.key, edit);
  }
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({c.width, height});
}

void flag_control(const ControlContext& c, const Field& field, const FlagKind& kind) {
  const bool is_on = c.settings.*kind.member;
  if (switch_row(c.ui, "switch", label(c.ui, field), help(c.ui, field), is_on, c.width)) {
    Settings next = c.settings;
    next.*kind.member = !is_on;
    c.sink.set(field.key, to_text(field, next));
  }
}

struct KindControl {
  const ControlContext& c;
  const Field& field;
  void operator()(const IntKind& kind) const {
    if (kind.scale == Scale::Linear && kind.max - kind.min > kLongestIntSlider) {
      typed_control(c, field, kind);
    } else {
      number_control(c, field, range_of(kind), c.settings.*kind.member, {});
    }
  }
  void operator()(const RealKind& kind) const {
    number_control(c, field, range_of(kind), static_cast<double>(c.settings.*kind.member),
                   kind.unit);
  }
  void operator()(const FlagKind& kind) const { flag_control(c, field, kind); }
  void operator()(const ChoiceKind&) const { choice_control(c, field); }
  void operator()(const SetKind& kind) const { set_control(c, field, kind); }
  void operator()(const LayersKind& kind) const { layers_control(c, field, kind); }
  void operator()(const ColumnsKind& kind) const { columns_control(c, field, kind); }
  void operator()(const LayoutKind&) const {}  // its menu is in the header
  void operator()(const PartsKind&) const {}   // these two are for who writes the link
  void operator()(const GoalKind&) const {}
};

}  // namespace

int next_seed(int seed, int max) {
  // One step of a 32-bit linear congruential generator (Numerical Recipes); short seeds read best.
  const std::uint32_t next = static_cast<std::uint32_t>(seed) * 1664525U + 1013904223U;
  return static_cast<int>((next >> 8) % static_cast<std::uint32_t>(std::min(max, 9999) + 1));
}

void field_control(const ControlContext& context, const Field& field) {
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const bool was_locked = begin_lock(context.ui, is_locked(context.settings, field));
  std::visit(KindControl{context, field}, field.kind);
  end_lock(context.ui, was_locked, min, {min.x + context.width, ImGui::GetCursorScreenPos().y},
           LockSign::InMargin);
  ImGui::PopID();
}

}  // namespace bp
