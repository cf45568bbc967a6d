// Pinned runs beside the present one: a column each, with its boundary, its numbers and what is set
// differently.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/session/codec.h"
#include "engine/session/page_parts.h"
#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"
#include "web/views/marks.h"
#include "web/views/pins.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRow = 22, kHead = 30, kGap = 16;

struct Column {
  const Snapshot* shown;
  const Settings* settings;
  ImTextureID picture;
  int slot;  ///< −1: the present run
};

struct Columns {
  std::array<Column, kMostPins + 1> all{};
  std::size_t count = 0;
  [[nodiscard]] std::span<const Column> list() const { return {all.data(), count}; }
};

Columns columns_of(const UiState& ui, const Snapshot& s, const Settings& settings) {
  Columns out;
  out.all[out.count++] = {&s, &settings, ui.pictures.compared[0], -1};
  for (std::size_t i = 0; i < ui.pins.size(); ++i) {
    if (!ui.pins[i]) continue;
    out.all[out.count++] = {&ui.pins[i]->shown, &ui.pins[i]->settings, ui.pictures.compared[i + 1],
                            static_cast<int>(i)};
  }
  return out;
}

// Where things stand; the names of the rows are at the left of the columns.
struct Sheet {
  UiState& ui;
  ImDrawList& draw;
  Columns columns;
  ImVec2 origin;
  float names, column, side, y;
  [[nodiscard]] float x(std::size_t i) const {
    return origin.x + names + static_cast<float>(i) * (column + dp(ui, kGap));
  }
  [[nodiscard]] float right() const { return x(columns.count - 1) + column; }
};

void draw_badge(const Sheet& t, ImVec2 at, int slot) {
  const ImU32 color = pin_color(*t.ui.theme, static_cast<std::size_t>(slot));
  const float r = dp(t.ui, 8);
  t.draw.AddCircle({at.x + r, at.y}, r, color, 20, dp(t.ui, 1.5F));
  draw_text(t.ui, t.draw, {at.x + r, at.y - line_height(t.ui, TextSize::Small) / 2}, color,
            Face::Semibold, TextSize::Small, pin_letter(static_cast<std::size_t>(slot)),
            Align::Center);
}

// A letter, going back to the run, and letting it go: returns whether that was asked for.
bool pin_head(Sheet& t, const Column& c, float x, CommandSink& sink, const Settings& now) {
  const auto slot = static_cast<std::size_t>(c.slot);
  const PinnedRun& pin = *t.ui.pins[slot];
  draw_badge(t, {x, t.y + dp(t.ui, 11)}, c.slot);
  const bool can_go = is_reproducible(pin);
  const bool has_room = t.column >= dp(t.ui, 120);
  ImGui::PushID(c.slot);
  const ButtonSpec back{.icon = has_room ? Icon::None : Icon::Reset,
                        .label = has_room ? word(t.ui, Word::go_back) : std::string_view{},
                        .help = word(t.ui, can_go ? Word::go_back_help : Word::go_back_not_help),
                        .look = ButtonLook::Quiet,
                        .height = 22,
                        .enabled = can_go};
  ImGui::SetCursorScreenPos({x + dp(t.ui, 20), t.y});
  const bool is_fixed = !is_free(now, PagePart::Timeline);
  if (button(t.ui, "back", locked_if(t.ui, is_fixed, back))) go_back_to(pin, now, sink);
  ImGui::SetCursorScreenPos({x + t.column - dp(t.ui, 22), t.y});
  const bool is_unpinned = button(t.ui, "unpin",
                                  {.icon = Icon::Close,
                                   .help = word(t.ui, Word::unpin_help),
                                   .look = ButtonLook::Quiet,
                                   .height = 22});
  ImGui::PopID();
  return is_unpinned;
}

// Returns the place of the run that is to be let go, or −1.
int heads(Sheet& t, CommandSink& sink, const Settings& now) {
  int leaving = -1;
  for (std::size_t i = 0; i < t.columns.count; ++i) {
    const Column& c = t.columns.all[i];
    if (c.slot >= 0) {
      if (pin_head(t, c, t.x(i), sink, now)) leaving = c.slot;
    } else {
      draw_text(t.ui, t.draw, {t.x(i), t.y + dp(t.ui, 3)}, t.ui.theme->text, Face::Semibold,
                TextSize::Body, word(t.ui, Word::compare_now));
    }
  }
  t.y += dp(t.ui, kHead);
  return leaving;
}

// The training points, small.
void draw_dots(const Sheet& t, const Snapshot& s, const Plane& plane) {
  const Points& points = s.train;
  const bool has_classes = is_classification(s);
  const MapRange range = output_range(s);
  const float radius = std::clamp(t.side / 120, dp(t.ui, 0.8F), dp(t.ui, 1.5F));
  const std::size_t n = std::min({points.x.size(), points.y.size(), points.target.size()});
  for (std::size_t i = 0; i < n; ++i) {
    if (!plane.holds(points.x[i], points.y[i]) || !has_room(t.draw)) continue;
    const float target = points.target[i];
    const ImU32 color =
        has_classes ? t.ui.theme->class_color(static_cast<int>(std::lround(target)))
                    : diverging(*t.ui.theme, (target - range.middle) * range.inverse_half_range, 1);
    t.draw.AddCircleFilled(plane.to_screen(points.x[i], points.y[i]), radius, color, 8);
  }
}

// Of one input: the answer as a line, the points around it.
void draw_line_fit(const Sheet& t, const Snapshot& s, const Plane& plane) {
  const auto values = map_values(s.field, 0);
  draw_dots(t, s, plane);
  t.draw.PathClear();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(values.size());
    const ImVec2 p = plane.to_screen(std::lerp(plane.x.low, plane.x.high, share), values[i]);
    t.draw.PathLineTo({p.x, std::clamp(p.y, plane.min.y, plane.max.y)});
  }
  t.draw.PathStroke(t.ui.theme->accent, 0, dp(t.ui, 1.5F));
}

void draw_plane(const Sheet& t, const Column& c, ImVec2 min) {
  const Snapshot& s = *c.shown;
  const float r = dp(t.ui, 4);
  Plane plane;
  plane.min = {snap(t.ui, min.x), snap(t.ui, min.y)};
  plane.max = {plane.min.x + t.side, plane.min.y + t.side};
  plane.x = {s.x_axis.min, s.x_axis.max};
  const bool is_line = data_dims(s) == 1;
  const float margin = 0.1F * (s.output_max - s.output_min);
  plane.y = is_line ? Interval{s.output_min - margin, s.output_max + margin}
                    : Interval{s.y_axis.min, s.y_axis.max};
  t.draw.AddRectFilled(plane.min, plane.max, t.ui.theme->middle, r);
  if (!is_line && c.picture != 0) {
    t.draw.AddImageRounded(c.picture, plane.min, plane.max, {0, 0}, {1, 1}, IM_COL32_WHITE, r);
  }
  t.draw.PushClipRect(plane.min, plane.max, true);
  if (is_line) {
    draw_line_fit(t, s, plane);
  } else {
    draw_dots(t, s, plane);
  }
  t.draw.PopClipRect();
  const ImU32 edge =
      c.slot < 0 ? t.ui.theme->line : pin_color(*t.ui.theme, static_cast<std::size_t>(c.slot));
  t.draw.AddRect(plane.min, plane.max, edge, r, 0, dp(t.ui, c.slot < 0 ? 1 : 1.5F));
}

// A row of one text a column.
template <class Text>
void row(Sheet& t, std::string_view name, Face face, Text text) {
  ShortText cut;
  draw_text(t.ui, t.draw, {t.origin.x, t.y}, t.ui.theme->secondary, Face::Regular, TextSize::Label,
            shortened(t.ui, Face::Regular, TextSize::Label, name, t.names - dp(t.ui, 8), cut));
  for (std::size_t i = 0; i < t.columns.count; ++i) {
    Phrase phrase;
    const std::string_view value = text(t.columns.all[i], phrase);
    draw_text(t.ui, t.draw, {t.x(i), t.y}, t.ui.theme->text, face, TextSize::Label,
              shortened(t.ui, face, TextSize::Label, value, t.column, cut));
  }
  t.y += dp(t.ui, kRow);
}

void number_rows(Sheet& t) {
  const UiState& ui = t.ui;
  const auto number = [](double value, Phrase& out) {
    NumberText text;
    return fill(out, "{0}", {format_number(text, value, 4)});
  };
  const auto score = [](const Snapshot& s, double value, Phrase& out) {
    NumberText text;
    return fill(out, "{0}",
                {is_classification(s) ? format_percent(text, value) : format_number(text, value)});
  };
  row(t, word(ui, Word::epoch_step), Face::Mono, [](const Column& c, Phrase& out) {
    NumberText a, b;
    return fill(out, "{0} · {1}",
                {format_count(a, c.shown->epoch), format_count(b, c.shown->step)});
  });
  row(t, word(ui, Word::train_loss), Face::Mono,
      [&](const Column& c, Phrase& out) { return number(c.shown->train_loss, out); });
  row(t, word(ui, Word::test_loss), Face::Mono,
      [&](const Column& c, Phrase& out) { return number(c.shown->test_loss, out); });
  const bool is_class = is_classification(*t.columns.all[0].shown);
  row(t, word(ui, is_class ? Word::train_accuracy : Word::train_r2), Face::Mono,
      [&](const Column& c, Phrase& out) { return score(*c.shown, c.shown->train_score, out); });
  row(t, word(ui, is_class ? Word::test_accuracy : Word::test_r2), Face::Mono,
      [&](const Column& c, Phrase& out) { return score(*c.shown, c.shown->test_score, out); });
  row(t, word(ui, Word::parameter_bits), Face::Mono, [](const Column& c, Phrase& out) {
    NumberText a;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<char, 8> hash{};
    for (std::size_t i = 0; i < hash.size(); ++i) {
      hash[i] = kDigits[(c.shown->param_hash >> (60 - 4 * i)) & 15U];
    }
    return fill(out, "{0}, {1}",
                {format_count(a, static_cast<long long>(c.shown->param_count)),
                 std::string_view(hash.data(), hash.size())});
  });
}

std::string_view value_text(const UiState& ui, const Field& field, const Settings& settings,
                            Phrase& out) {
  if (const auto* choice = std::get_if<ChoiceKind>(&field.kind)) {
    return fill(out, "{0}",
                {option_label(ui, field, choice->options.at(settings.*choice->member))});
  }
  return fill(out, "{0}", {to_text(field, settings)});
}

void setting_rows(Sheet& t, const Settings& now) {
  const UiState& ui = t.ui;
  hairline_h(ui, t.draw, t.origin.x, t.right(), t.y + dp(ui, 2));
  t.y += dp(ui, 10);
  std::array<const Field*, 12> shown{};
  const std::size_t count = differing_fields(ui, now, shown);
  if (count == 0) {
    draw_text(ui, t.draw, {t.origin.x, t.y}, ui.theme->secondary, Face::Regular, TextSize::Label,
              word(ui, Word::compare_same));
    t.y += dp(ui, kRow);
  }
  for (std::size_t i = 0; i < count; ++i) {
    row(t, label(ui, *shown[i]), Face::Regular,
        [&](const Column& c, Phrase& out) { return value_text(ui, *shown[i], *c.settings, out); });
  }
  row(t, word(ui, Word::changes_on_the_way), Face::Mono, [](const Column& c, Phrase& out) {
    NumberText text;
    const auto changes = static_cast<long long>(c.shown->timeline.marks.size());
    return fill(out, "{0}", {format_count(text, changes)});
  });
}

}  // namespace

void compare_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                  CommandSink& sink) {
  ImGui::PushID("compare");
  const ImVec2 origin = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (pin_count(ui) == 0) {
    draw_empty(ui, draw, origin, {origin.x + room.x, origin.y + room.y},
               word(ui, Word::compare_empty));
    ImGui::PopID();
    return;
  }
  Sheet t{ui, draw, columns_of(ui, snapshot, settings), origin, 0, 0, 0, origin.y};
  const auto count = static_cast<float>(t.columns.count);
  t.names = std::min(dp(ui, 120), 0.28F * room.x);
  t.column = std::min(dp(ui, 190), (room.x - t.names - (count - 1) * dp(ui, kGap)) / count);
  // Small enough that the losses under it are seen too.
  const float rest = room.y - dp(ui, kHead + 3 * kRow);
  t.side = std::floor(std::min(t.column, std::clamp(rest, dp(ui, 112), dp(ui, 190))));
  ui.requests.compared_px = static_cast<int>(std::lround(t.side * ui.pixel_ratio));
  const int leaving = heads(t, sink, settings);
  for (std::size_t i = 0; i < t.columns.count; ++i) {
    draw_plane(t, t.columns.all[i], {t.x(i), t.y});
  }
  t.y += t.side + dp(ui, 8);
  number_rows(t);
  setting_rows(t, settings);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({room.x, t.y - origin.y});
  if (leaving >= 0) unpin(ui, static_cast<std::size_t>(leaving));
  ImGui::PopID();
}

}  // namespace bp
