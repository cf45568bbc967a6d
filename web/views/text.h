// Drawing words, numbers and mathematics.
#pragma once

#include <imgui.h>

#include <string_view>

#include "web/views/ui_state.h"

namespace bp {

enum class TextSize { Small, Body, Title, Key };  // 11, 13, 16 (titles; 14.5 looks best), 15–22
enum class Face { Regular, Semibold, Italic, Mono };

/// Pixel size of a text size under this UI scale.
[[nodiscard]] float font_px(const UiState& ui, TextSize size);
[[nodiscard]] ImFont* font(const UiState& ui, Face face);
/// Width and height of a run.
[[nodiscard]] ImVec2 measure(const UiState& ui, Face face, TextSize size, std::string_view text);

enum class Align { Left, Center, Right };
/// Draws a run at `pos` (top; left, centre or right edge); returns its width.
float draw_text(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, Face face,
                TextSize size, std::string_view text, Align align = Align::Left);

/// Draws mathematics with real sub- and superscripts. Markup: `^{…}` and `_{…}` raise and lower
/// smaller runs, `*…*` italic (variables), `**…**` semibold (matrices), the rest upright:
/// "∂*L*/∂**W**^{(*l*)}". Returns its width; measure_math() gives it without drawing.
float draw_math(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, TextSize size,
                std::string_view markup, Align align = Align::Left);
[[nodiscard]] ImVec2 measure_math(const UiState& ui, TextSize size, std::string_view markup);

/// A number for people in a caller's buffer: true minus sign, thin space for thousands, three
/// significant digits, "3.3·10⁻⁴" below 1e-3. Returns a view into the buffer.
struct NumberText {
  char buffer[48];
};
std::string_view format_number(NumberText& out, double value, int significant = 3);
/// Whole numbers: "5 460" with a thin space.
std::string_view format_count(NumberText& out, long long value);
/// "91.4 %"
std::string_view format_percent(NumberText& out, double share);

}  // namespace bp
