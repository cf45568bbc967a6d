#include "web/views/text.h"

#include <generated/fonts.h>
#include <algorithm>
#include <cmath>

#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kLineEm = 1.2F;       // height of a line
constexpr float kBaselineEm = 0.95F;  // from its top
constexpr float kLeadingEm = 1.4F;    // from line to line in a paragraph

const char* begin_of(std::string_view text) { return text.data(); }
const char* end_of(std::string_view text) { return text.data() + text.size(); }

// A negative size asks ImGui's loader for em squares instead of ascent to descent, which differs
// from font to font.
ImFont* add_font(const fonts::Blob& blob, bool is_merged) {
  ImFontConfig config;
  config.FontData = const_cast<unsigned char*>(blob.data);  // copied by the atlas, never written
  config.FontDataSize = static_cast<int>(blob.size);
  config.FontDataOwnedByAtlas = false;
  config.SizePixels = -13;
  config.GlyphMaxAdvanceX = -1e4F;  // no limit: limits are scaled by size / SizePixels
  config.MergeMode = is_merged;
  return ImGui::GetIO().Fonts->AddFont(&config);
}

// Faces hold the letters of cmake/glyphs_accent.txt; Inter Regular draws what they lack, and DejaVu
// Sans what that lacks.
ImFont* add_face(const fonts::Blob& blob) {
  ImFont* font = add_font(blob, false);
  if (blob.data != fonts::inter_regular.data) add_font(fonts::inter_regular, true);
  add_font(fonts::math, true);
  return font;
}

float raw_width(ImFont* font, float px, std::string_view text) {
  if (text.empty()) return 0;  // ImGui would measure up to a zero byte
  return font->CalcTextSizeA(px, 1e9F, 0, begin_of(text), end_of(text)).x;
}

// From the top of what ImGui draws to its baseline.
float ascent_of(ImFont* font, float px) {
  return std::round(font->GetFontBaked(px)->Ascent) * px / std::round(px);
}

// Puts the baseline where all faces have it, whatever ascent ImGui computed for this one.
void draw_raw(ImDrawList& draw, ImFont* font, float px, ImVec2 baseline, ImU32 color,
              std::string_view text) {
  if (text.empty()) return;
  draw.AddText(font, px, {baseline.x, baseline.y - ascent_of(font, px)}, color, begin_of(text),
               end_of(text));
}

float baseline_of(float top, float px) { return std::round(top + kBaselineEm * px); }

float aligned(float x, float width, Align align) {
  switch (align) {
    case Align::Left:
      return x;
    case Align::Center:
      return std::round(x - width / 2);
    case Align::Right:
      return std::round(x - width);
  }
  return x;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Fonts load_fonts() {
  Fonts out;
  out.regular = add_face(fonts::inter_regular);
  out.semibold = add_face(fonts::inter_semibold);
  out.italic = add_face(fonts::inter_italic);
  out.mono = add_face(fonts::mono);
  return out;
}

void set_font_density(const Fonts& fonts, float pixel_ratio) {
  for (ImFont* font : {fonts.regular, fonts.semibold, fonts.italic, fonts.mono}) {
    font->CurrentRasterizerDensity = pixel_ratio;
  }
}

float font_px(const UiState& ui, TextSize size) {
  switch (size) {
    case TextSize::Small:
      return std::round(11 * ui.scale);
    case TextSize::Label:
      return std::round(12 * ui.scale);
    case TextSize::Body:
      return std::round(13 * ui.scale);
    case TextSize::Title:
      return std::round(14 * ui.scale);
    case TextSize::Key:
      return std::round(15 * ui.scale);
  }
  return 13;
}

ImFont* font(const UiState& ui, Face face) {
  switch (face) {
    case Face::Regular:
      return ui.fonts.regular;
    case Face::Semibold:
      return ui.fonts.semibold;
    case Face::Italic:
      return ui.fonts.italic;
    case Face::Mono:
      return ui.fonts.mono;
  }
  return ui.fonts.regular;
}

float imgui_top(const UiState& ui, Face face, TextSize size, float top) {
  const float px = font_px(ui, size);
  return baseline_of(top, px) - ascent_of(font(ui, face), px);
}

float line_height(const UiState& ui, TextSize size) {
  return std::ceil(kLineEm * font_px(ui, size));
}

ImVec2 measure(const UiState& ui, Face face, TextSize size, std::string_view text) {
  return {raw_width(font(ui, face), font_px(ui, size), text), line_height(ui, size)};
}

namespace {

// Past the sides of what is shown; above and below a list goes on by scrolling.
void note_outside(const UiState& ui, const ImDrawList& draw, float x, float width,
                  std::string_view text) {
  constexpr float kFringe = 1;
  if (!ui.cut_texts) return;
  const float left = draw.GetClipRectMin().x - kFringe, right = draw.GetClipRectMax().x + kFringe;
  if (x < left || x + width > right) ui.cut_texts->emplace_back(text);
}

}  // namespace

float draw_text(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, Face face,
                TextSize size, std::string_view text, Align align) {
  const float px = font_px(ui, size);
  ImFont* const drawn = font(ui, face);
  const float width = raw_width(drawn, px, text), x = aligned(pos.x, width, align);
  note_outside(ui, draw, x, width, text);
  draw_raw(draw, drawn, px, {x, baseline_of(pos.y, px)}, color, text);
  return width;
}

float measure_figures(const UiState& ui, Face face, TextSize size, std::string_view text) {
  const float px = font_px(ui, size);
  ImFont* const drawn = font(ui, face);
  const float digit = raw_width(drawn, px, "0");
  float width = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t n = 1;
    while (i + n < text.size() && !is_digit(text[i]) && !is_digit(text[i + n])) ++n;
    width += is_digit(text[i]) ? digit : raw_width(drawn, px, text.substr(i, n));
    i += n;
  }
  return width;
}

float draw_figures(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, Face face,
                   TextSize size, std::string_view text) {
  const float px = font_px(ui, size);
  ImFont* const drawn = font(ui, face);
  const float digit = raw_width(drawn, px, "0"), y = baseline_of(pos.y, px);
  float x = pos.x;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t n = 1;
    while (i + n < text.size() && !is_digit(text[i]) && !is_digit(text[i + n])) ++n;
    const std::string_view run = text.substr(i, n);
    const float width = raw_width(drawn, px, run);
    const float cell = is_digit(text[i]) ? digit : width;
    draw_raw(draw, drawn, px, {std::round(x + (cell - width) / 2), y}, color, run);
    x += cell;
    i += n;
  }
  return x - pos.x;
}

std::string_view shortened(const UiState& ui, Face face, TextSize size, std::string_view text,
                           float width, ShortText& out) {
  constexpr std::string_view kDots = "…";
  ImFont* const drawn = font(ui, face);
  const float px = font_px(ui, size);
  if (raw_width(drawn, px, text) <= width) return text;
  const std::size_t bracket = text.rfind(" (");
  if (bracket != 0 && bracket != std::string_view::npos) text = text.substr(0, bracket);
  if (raw_width(drawn, px, text) <= width) return text;
  if (ui.cut_texts) ui.cut_texts->emplace_back(text);
  text = text.substr(0, sizeof out.buffer - kDots.size());
  const float room = width - raw_width(drawn, px, kDots);
  const auto is_inside = [&] {  // of a character of several bytes
    return (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U;
  };
  while (!text.empty() && (raw_width(drawn, px, text) > room || text.back() == ' ')) {
    while (text.size() > 1 && is_inside()) text.remove_suffix(1);
    text.remove_suffix(1);
  }
  std::copy(text.begin(), text.end(), out.buffer);
  std::copy(kDots.begin(), kDots.end(), out.buffer + text.size());
  return {out.buffer, text.size() + kDots.size()};
}

void draw_text_up(const UiState& ui, ImDrawList& draw, ImVec2 pos, ImU32 color, Face face,
                  TextSize size, std::string_view text, Align align) {
  // Drawn level on the plane's side of its place, then turned: glyphs stay on whole pixels.
  const float width = std::round(measure(ui, face, size, text).x);
  const float back = align == Align::Left ? 0 : align == Align::Center ? width / 2 : width;
  const ImVec2 pivot(std::round(pos.x), std::round(pos.y + back));
  const int first = draw.VtxBuffer.Size;
  draw_raw(draw, font(ui, face), font_px(ui, size),
           {pivot.x, baseline_of(pivot.y, font_px(ui, size))}, color, text);
  for (int i = first; i < draw.VtxBuffer.Size; ++i) {
    ImVec2& p = draw.VtxBuffer[i].pos;
    p = {pivot.x + (p.y - pivot.y), pivot.y - (p.x - pivot.x)};
  }
}

namespace {

// ImGui breaks a line after a full stop, which may be a number's.
const char* whole_words(const char* line, const char* line_end, const char* end) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n'; };
  if (line_end == end || is_space(*line_end) || is_space(line_end[-1])) return line_end;
  const char* last = line_end;
  while (last > line && !is_space(last[-1])) --last;
  return last > line ? last : line_end;
}

}  // namespace

float draw_wrapped(const UiState& ui, ImDrawList* draw, ImVec2 pos, float width, ImU32 color,
                   Face face, TextSize size, std::string_view text) {
  const float px = font_px(ui, size), leading = std::round(kLeadingEm * px);
  ImFont* const drawn = font(ui, face);
  const char* at = begin_of(text);
  float y = pos.y;
  while (at < end_of(text)) {
    const char* line_end = drawn->CalcWordWrapPosition(px, at, end_of(text), width);
    if (line_end == at) ++line_end;
    line_end = whole_words(at, line_end, end_of(text));
    if (draw) {
      note_outside(ui, *draw, pos.x,
                   raw_width(drawn, px, {at, static_cast<std::size_t>(line_end - at)}),
                   {at, static_cast<std::size_t>(line_end - at)});
      draw_raw(*draw, drawn, px, {pos.x, baseline_of(y, px)}, color,
               {at, static_cast<std::size_t>(line_end - at)});
    }
    y += leading;
    at = line_end;
    while (at < end_of(text) && (*at == ' ' || *at == '\n')) ++at;
  }
  return y - pos.y;
}

}  // namespace bp
