// Mathematics as runs of text: sub- and superscripts are smaller shifted runs, because no embedded
// font has them all.
#include <algorithm>
#include <cmath>

#include "web/views/text.h"

namespace bp {
namespace {

constexpr float kScriptScale = 0.72F;
constexpr float kRaiseEm = 0.36F, kLowerEm = 0.16F;
constexpr float kBaselineEm = 0.95F;

struct MathPen {
  const UiState& ui;
  ImDrawList* draw;  ///< null: only measures
  ImU32 color;
  float x, baseline, px;
};

ImFont* math_font(const MathPen& pen, bool is_italic, bool is_bold) {
  if (is_bold) return pen.ui.fonts.semibold;
  return is_italic ? pen.ui.fonts.italic : pen.ui.fonts.regular;
}

void put_run(MathPen& pen, ImFont* font, std::string_view text) {
  if (text.empty()) return;
  const char* const end = text.data() + text.size();
  if (pen.draw) {
    const float ascent =
        std::round(font->GetFontBaked(pen.px)->Ascent) * pen.px / std::round(pen.px);
    pen.draw->AddText(font, pen.px, {pen.x, pen.baseline - ascent}, pen.color, text.data(), end);
  }
  pen.x += font->CalcTextSizeA(pen.px, 1e9F, 0, text.data(), end).x;
}

// Length of the `{…}` group at the start of `text`, braces included; all of it if unclosed.
std::size_t group_length(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return text.size();
}

void put_math(MathPen& pen, std::string_view markup);

// A sub- or superscript; one directly after the other stands above it.
std::size_t put_scripts(MathPen& pen, std::string_view markup) {
  const float start = pen.x;
  float end = start;
  std::size_t used = 0;
  while (used + 1 < markup.size() && (markup[used] == '^' || markup[used] == '_') &&
         markup[used + 1] == '{') {
    const bool is_raised = markup[used] == '^';
    const std::size_t length = group_length(markup.substr(used + 1));
    MathPen script = pen;
    script.x = start;
    script.px = std::max(8.0F, std::round(pen.px * kScriptScale));
    script.baseline += std::round((is_raised ? -kRaiseEm : kLowerEm) * pen.px);
    put_math(script, markup.substr(used + 2, length >= 2 ? length - 2 : 0));
    end = std::max(end, script.x);
    used += 1 + length;
  }
  pen.x = end + pen.px * 0.04F;
  return used;
}

void put_math(MathPen& pen, std::string_view markup) {
  bool is_italic = false, is_bold = false;
  std::size_t start = 0, i = 0;
  const auto flush = [&](std::size_t until) {
    put_run(pen, math_font(pen, is_italic, is_bold), markup.substr(start, until - start));
  };
  while (i < markup.size()) {
    const bool is_script =
        (markup[i] == '^' || markup[i] == '_') && i + 1 < markup.size() && markup[i + 1] == '{';
    if (is_script) {
      flush(i);
      i += put_scripts(pen, markup.substr(i));
      start = i;
    } else if (markup[i] == '*') {
      flush(i);
      const bool is_double = i + 1 < markup.size() && markup[i + 1] == '*';
      (is_double ? is_bold : is_italic) = !(is_double ? is_bold : is_italic);
      i += is_double ? 2 : 1;
      start = i;
    } else {
      ++i;
    }
  }
  flush(markup.size());
}

}  // namespace

ImVec2 measure_math(const UiState& ui, TextSize size, std::string_view markup) {
  MathPen pen{ui, nullptr, 0, 0, 0, font_px(ui, size)};
  put_math(pen, markup);
  return {pen.x, line_height(ui, size)};
}

float draw_math(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, TextSize size,
                std::string_view markup, Align align) {
  const float width = align == Align::Left ? 0 : measure_math(ui, size, markup).x;
  const float shift = align == Align::Right ? width : align == Align::Center ? width / 2 : 0;
  const float px = font_px(ui, size);
  const float left = std::round(pos.x - shift);
  MathPen pen{ui, &draw, color, left, std::round(pos.y + kBaselineEm * px), px};
  put_math(pen, markup);
  return pen.x - left;
}

}  // namespace bp
