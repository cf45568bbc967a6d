// Drawing words, numbers and mathematics.
#pragma once

#include <imgui.h>

#include <string_view>

#include "web/views/ui_state.h"

namespace bp {

enum class TextSize { Small, Label, Body, Title, Key };  // 11, 12, 13, 14, 15
enum class Face { Regular, Semibold, Italic, Mono };

/// Loads the embedded fonts into ImGui's atlas, each with the mathematical signs merged in. Sizes
/// are those of the em square, so that 13 is what a browser calls 13 px.
[[nodiscard]] Fonts load_fonts();
/// Once a frame: all faces are rasterised for this many framebuffer pixels per point.
void set_font_density(const Fonts& fonts, float pixel_ratio);

/// Pixel size of a text size under this UI scale.
[[nodiscard]] float font_px(const UiState& ui, TextSize size);
[[nodiscard]] ImFont* font(const UiState& ui, Face face);
/// Height of a line of text: 1.2 em; all faces share its baseline.
[[nodiscard]] float line_height(const UiState& ui, TextSize size);
/// Where ImGui's own widgets are to begin so that their text stands as draw_text() would at `top`.
[[nodiscard]] float imgui_top(const UiState& ui, Face face, TextSize size, float top);
/// Width and height (line_height) of a run.
[[nodiscard]] ImVec2 measure(const UiState& ui, Face face, TextSize size, std::string_view text);

enum class Align { Left, Center, Right };
/// Draws a run at `pos` (top; left, centre or right edge); returns its width.
float draw_text(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, Face face,
                TextSize size, std::string_view text, Align align = Align::Left);

/// The same with digits of equal width, so that a changing number does not wobble.
float draw_figures(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, Face face,
                   TextSize size, std::string_view text);
[[nodiscard]] float measure_figures(const UiState& ui, Face face, TextSize size,
                                    std::string_view text);
/// `text` where it is at most `width` wide. Else a remark in brackets at its end goes first
/// ("Xavier (Glorot)"); what is still too long is cut and ends with "…", in the caller's buffer.
struct ShortText {
  char buffer[200];
};
[[nodiscard]] std::string_view shortened(const UiState& ui, Face face, TextSize size,
                                         std::string_view text, float width, ShortText& out);
/// Draws a run turned by a quarter, reading upwards, in the column of a line's height right of
/// `pos`, which is its lower (Left), middle or upper (Right) end.
void draw_text_up(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, Face face,
                  TextSize size, std::string_view text, Align align = Align::Left);
/// Draws text broken into lines of at most `width`; returns its height. `draw` null: only measures.
float draw_wrapped(const UiState& ui, ImDrawList* draw, ImVec2 pos, float width, ImU32 color,
                   Face face, TextSize size, std::string_view text);

/// Draws mathematics with real sub- and superscripts. Markup: `^{…}` and `_{…}` raise and lower
/// smaller runs, `*…*` italic (variables), `**…**` semibold (matrices), the rest upright:
/// "∂*L*/∂**W**^{(*l*)}"; `~{…}{…}` is a fraction, which makes the line fraction_height() high.
/// Returns its width; measure_math() gives it without drawing.
float draw_math(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, TextSize size,
                std::string_view markup, Align align = Align::Left);
[[nodiscard]] float fraction_height(const UiState& ui, TextSize size);
[[nodiscard]] ImVec2 measure_math(const UiState& ui, TextSize size, std::string_view markup);

/// A number for people in a caller's buffer: true minus sign, thin space for thousands, three
/// significant digits, "3.3·10⁻⁴" below 1e-3. Returns a view into the buffer.
struct NumberText {
  char buffer[48];
};
std::string_view format_number(NumberText& out, double value, int significant = 3);
/// A value that was set, not measured: without trailing zeros, "0.1", "16", "10⁻⁴".
std::string_view format_setting(NumberText& out, double value);
/// Whole numbers: "5 460" with a thin space.
std::string_view format_count(NumberText& out, long long value);
/// "91.4 %"
std::string_view format_percent(NumberText& out, double share);

}  // namespace bp
