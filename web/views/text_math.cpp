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
// Of a fraction: its parts' size, where their baselines are, where its bar is.
constexpr float kPartScale = 0.92F, kNumeratorEm = 0.68F, kDenominatorEm = 0.76F;
constexpr float kBarEm = 0.32F;
constexpr float kLineEm = 1.2F, kFractionEm = 2.4F;  // heights of a line and of one with a fraction

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

bool starts_fraction(std::string_view text) { return text.starts_with("~{"); }

float part_width(const MathPen& pen, std::string_view markup) {
  MathPen part = pen;
  part.draw = nullptr;
  part.x = 0;
  put_math(part, markup);
  return part.x;
}

// `~{…}{…}`: one over the other, a bar between.
std::size_t put_fraction(MathPen& pen, std::string_view markup) {
  const std::size_t over = group_length(markup.substr(1));
  const std::size_t under = group_length(markup.substr(1 + over));
  const std::string_view numerator = markup.substr(2, over >= 2 ? over - 2 : 0);
  const std::string_view denominator =
      under >= 2 ? markup.substr(2 + over, under - 2) : std::string_view{};
  MathPen part = pen;
  part.px = std::max(8.0F, std::round(pen.px * kPartScale));
  const float above = part_width(part, numerator), below = part_width(part, denominator);
  const float side = std::round(0.12F * pen.px);
  const float width = std::ceil(std::max(above, below)) + 2 * side;
  const float left = pen.x + std::round(0.06F * pen.px);
  part.x = std::round(left + (width - above) / 2);
  part.baseline = pen.baseline - std::round(kNumeratorEm * pen.px);
  put_math(part, numerator);
  part.x = std::round(left + (width - below) / 2);
  part.baseline = pen.baseline + std::round(kDenominatorEm * pen.px);
  put_math(part, denominator);
  if (pen.draw) {
    const float thickness = std::max(1.0F, std::round(pen.px / 13)) / pen.ui.pixel_ratio;
    const float y =
        std::round((pen.baseline - kBarEm * pen.px) * pen.ui.pixel_ratio) / pen.ui.pixel_ratio;
    pen.draw->AddRectFilled({left, y}, {left + width, y + thickness}, pen.color);
  }
  pen.x = left + width + std::round(0.06F * pen.px);
  return 1 + over + under;
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
    } else if (starts_fraction(markup.substr(i))) {
      flush(i);
      i += put_fraction(pen, markup.substr(i));
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

float fraction_height(const UiState& ui, TextSize size) {
  return std::ceil(kFractionEm * font_px(ui, size));
}

ImVec2 measure_math(const UiState& ui, TextSize size, std::string_view markup) {
  MathPen pen{ui, nullptr, 0, 0, 0, font_px(ui, size)};
  put_math(pen, markup);
  const bool is_tall = markup.find("~{") != std::string_view::npos;
  return {pen.x, is_tall ? fraction_height(ui, size) : line_height(ui, size)};
}

float draw_math(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, TextSize size,
                std::string_view markup, Align align) {
  const float width = align == Align::Left ? 0 : measure_math(ui, size, markup).x;
  const float shift = align == Align::Right ? width : align == Align::Center ? width / 2 : 0;
  const float px = font_px(ui, size);
  const float left = std::round(pos.x - shift);
  const bool is_tall = markup.find("~{") != std::string_view::npos;
  const float top = is_tall ? pos.y + (kFractionEm - kLineEm) / 2 * px : pos.y;
  MathPen pen{ui, &draw, color, left, std::round(top + kBaselineEm * px), px};
  put_math(pen, markup);
  return pen.x - left;
}

}  // namespace bp
