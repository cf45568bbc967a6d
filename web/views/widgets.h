// Controls in the look of LOOK.md: drawn by us, behaviour from ImGui. Sizes are in points of a
// 13-pixel text and follow ui.scale; hairlines are snapped to framebuffer pixels.
#pragma once

#include <imgui.h>

#include <span>
#include <string_view>

#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "web/views/text.h"
#include "web/views/ui_state.h"

namespace bp {

/// `points` of the 13-pixel layout at this UI scale, on whole framebuffer pixels.
[[nodiscard]] float dp(const UiState& ui, float points);
/// What a finger needs of these points: at least 44 on a coarse pointer.
inline constexpr float kFinger = 44;
[[nodiscard]] inline float finger(const UiState& ui, float points) {
  return ui.touch && points < kFinger ? kFinger : points;
}
/// Of something that is drawn smaller than a finger needs: how far it is drawn inside of that.
inline constexpr float kFingerInset = 5;
[[nodiscard]] float finger_inset(const UiState& ui, float points);
/// Snaps a coordinate to the framebuffer's pixels.
[[nodiscard]] float snap(const UiState& ui, float coordinate);
void hairline_h(const UiState& ui, ImDrawList& draw, float x0, float x1, float y);
void hairline_v(const UiState& ui, ImDrawList& draw, float x, float y0, float y1);

enum class Icon {
  None,
  Play,
  Pause,
  Step,
  Reset,
  Share,
  Theme,
  Help,
  Renew,
  Close,
  Plus,
  Minus,
  Down,
  Right,
  Check,
  First,
  Back,
  Forth,
  Newest,
  Pin,
  Layout,
  More,      ///< three dots in a row
  MoreDown,  ///< three dots below one another
  Lock,
  Ring,  ///< what is not done yet
};
/// Draws an icon that fills about `size` × `size` around `center`.
void draw_icon(const UiState& ui, ImDrawList& draw, Icon icon, ImVec2 center, float size,
               ImU32 color);

enum class ButtonLook {
  Primary,    ///< accent surface
  Secondary,  ///< hairline border
  Quiet,      ///< no border until hovered
};
struct ButtonSpec {
  Icon icon = Icon::None;
  std::string_view label{};
  std::string_view help{};
  ButtonLook look = ButtonLook::Secondary;
  float height = 32;  ///< in points; width follows the contents
  float width = 0;    ///< at least this, in points
  bool enabled = true;
};
[[nodiscard]] float button_width(const UiState& ui, const ButtonSpec& spec);
bool button(UiState& ui, const char* id, const ButtonSpec& spec);

/// A small rounded toggle ("x₁²"); returns true when clicked.
bool chip(UiState& ui, const char* id, std::string_view text, bool is_on, bool enabled = true);
[[nodiscard]] ImVec2 chip_size(const UiState& ui, std::string_view text);

/// One of several in a row; returns the index clicked, or −1.
int segmented(UiState& ui, const char* id, std::span<const std::string_view> labels, int current);
[[nodiscard]] ImVec2 segmented_size(const UiState& ui, std::span<const std::string_view> labels);
/// The same for a choice of the schema, which it sets; the width it takes.
void choice_segmented(UiState& ui, const Settings& settings, const Field& field, CommandSink& sink);
[[nodiscard]] float choice_segmented_width(const UiState& ui, const Settings& settings,
                                           const Field& field);

/// A chip that switches a flag of the schema. It and the choices above and below draw nothing, and
/// take no room, where their field is hidden.
void flag_chip(UiState& ui, const Settings& settings, const Field& field, std::string_view text,
               CommandSink& sink);
[[nodiscard]] float flag_chip_width(const UiState& ui, const Settings& settings, const Field& field,
                                    std::string_view text);

inline constexpr float kChoiceHeight = 26;  ///< of a drop-down's box
/// A drop-down over a choice of the schema; posts the change. `width` in pixels.
void choice_box(UiState& ui, const Settings& settings, const Field& field, float width,
                CommandSink& sink, bool is_quiet = false);
/// Its box alone, which opens the menu "menu" of the same ID.
void choice_frame(UiState& ui, const Settings& settings, const Field& field, float width,
                  bool is_quiet = false);
/// The same as a chip with an arrow, in a row of toggles; returns its width.
float choice_chip(UiState& ui, const Settings& settings, const Field& field, CommandSink& sink);
[[nodiscard]] float choice_chip_width(const UiState& ui, const Settings& settings,
                                      const Field& field);
/// The width that shows the present choice uncut.
[[nodiscard]] float choice_box_width(const UiState& ui, const Settings& settings,
                                     const Field& field, bool is_quiet = false);

/// One line of a menu, as wide as the popup; returns true when chosen, which closes the menu unless
/// it is to stay open.
bool menu_item(UiState& ui, const char* id, std::string_view text, bool is_current, bool enabled,
               std::string_view help, float width, bool closes = true);
void draw_check_box(const UiState& ui, ImDrawList& draw, ImVec2 min, float side, bool is_on);
/// A menu under `anchor`: call open_menu() once, then draw its items between the other two while
/// begin_menu() says so.
void open_menu(const char* id);
[[nodiscard]] bool begin_menu(const UiState& ui, const char* id, ImVec2 anchor_min,
                              ImVec2 anchor_max, float width, int items);
/// The same for other contents, as large as they are or less: the rest scrolls.
[[nodiscard]] bool begin_popup(const UiState& ui, const char* id, ImVec2 anchor_min,
                               ImVec2 anchor_max, ImVec2 contents);
void end_menu();
/// Inside a scrolling window: a finger that drags anywhere but on a slider moves it, as touch does
/// everywhere; what was pressed at its start is then not clicked.
void drag_to_scroll(const UiState& ui);
inline constexpr float kMenuItemHeight = 28;

/// A row with label and value above a thin track.
struct SliderSpec {
  std::string_view label, symbol, note, value, help;
  std::string_view edit;   ///< the value as it is typed
  std::string_view key{};  ///< of the field: what the value's place is noted under
  float fraction = 0;      ///< of the track, 0 … 1
};
struct SliderResult {
  bool is_moved = false;
  float fraction = 0;
  std::string_view typed{};  ///< text that was entered for the value, valid this frame
};
[[nodiscard]] float slider_height(const UiState& ui);
SliderResult slider_row(UiState& ui, const char* id, const SliderSpec& spec, float width);
/// A value at the right edge of a row of `height` that turns into a text field when clicked;
/// returns what was entered. A finger also reaches it `beyond` that edge.
std::string_view editable_value(UiState& ui, const char* id, std::string_view value,
                                std::string_view edit, ImVec2 right_top, float height,
                                float beyond = 0);
/// A row with a label and a switch; returns true when it was flipped.
inline constexpr float kRowHeight = 28;
bool switch_row(UiState& ui, const char* id, std::string_view label, std::string_view help,
                bool is_on, float width);

/// What is drawn between these two, from `min` to `max`, cannot be used if it is locked: it is
/// dimmed, with a lock at its left or its corner, and its help says why.
enum class LockSign { InMargin, AtCorner };
[[nodiscard]] bool begin_lock(UiState& ui, bool is_locked);
void end_lock(UiState& ui, bool was_locked, ImVec2 min, ImVec2 max, LockSign sign);
/// A button; where it is locked it has a lock for an icon and only says why.
[[nodiscard]] ButtonSpec locked_if(const UiState& ui, bool is_locked, ButtonSpec spec);

/// Words over a panel: title, a secondary note after it; advances the cursor by a line of
/// `kTitleHeight` points. Returns the x where the note ends. Under a tab there is only the note.
inline constexpr float kTitleHeight = 26, kTouchTitle = 34;
float panel_title(UiState& ui, std::string_view title, std::string_view note = {});
/// The top of a control of `height` in the row of a title at `row`: for fingers, whose places are
/// higher than the row, it has the title's middle.
[[nodiscard]] float title_row_top(const UiState& ui, float row, float height);
/// Heading of a group of controls with a fold triangle at the right; returns whether it is open.
/// `aside` (a word before the triangle, or empty) is a button of its own.
struct SectionState {
  bool is_open, is_aside_clicked;
};
SectionState section_header(UiState& ui, const char* id, std::string_view title, bool& is_folded,
                            std::string_view aside = {});

/// Help for the item before: after a short delay of hovering, or a long press.
/// At `beside` (its top left corner) where there is room, else at the pointer.
void help_tooltip(UiState& ui, std::string_view help, std::string_view title = {},
                  const ImVec2* beside = nullptr);
/// A raised box at the pointer with lines of text: what plots show under the cursor.
void begin_tip(const UiState& ui);
void end_tip();

/// A sentence across the width with optional buttons: what happened, why, what to do. Returns
/// the index of the button clicked or −1.
int notice_bar(UiState& ui, const char* id, std::string_view text,
               std::span<const std::string_view> buttons, bool is_warning = true);
/// Tells where something was drawn; `name` outlives the frame.
void note_place(UiState& ui, std::string_view name, ImVec2 min, ImVec2 max, int panel = -1);
/// Sets the passing message.
void say_briefly(UiState& ui, std::string_view text, double seconds = 3);
/// The passing message at the bottom of the region, if one is due.
void toast(UiState& ui, ImVec2 region_min, ImVec2 region_max);

}  // namespace bp
