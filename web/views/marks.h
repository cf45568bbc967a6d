// Small things several panels draw: symbols of points, the colour bar, lines of a tip, layer names.
#pragma once

#include <imgui.h>

#include <array>
#include <string_view>

#include "engine/session/options.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/text.h"
#include "web/views/ui_state.h"
#include "web/views/words.h"

namespace bp {

/// False where a list with 16-bit indices is nearly full and the backend cannot start a new range:
/// what is left out then is missing, instead of everything being garbled.
[[nodiscard]] bool has_room(const ImDrawList& draw);
/// `a` and `b` mixed plainly, `share` of b.
[[nodiscard]] ImU32 mixed(ImU32 a, ImU32 b, float share);
/// A layer's colour, darkened or lightened so that it can be read as text.
[[nodiscard]] ImU32 layer_text_color(const UiState& ui, Index layer);

/// "Layer 3" (0-based `layer` 2), "Output" for the last.
std::string_view layer_name(const UiState& ui, const Snapshot& snapshot, std::size_t layer,
                            Phrase& out);

/// "Layer 3, unit 2"; an output that stands for a class: "Output, river".
std::string_view unit_name(const UiState& ui, const Snapshot& snapshot, int layer, int unit,
                           Phrase& out);

/// Shapes of points. The first classes have them in the order of class_symbol().
enum class Symbol {
  Circle,
  Square,
  Triangle,
  Diamond,
  TriangleDown,
  Plus,
  Star,
  Cross,
  TriangleLeft,
  TriangleRight
};
struct PointLook {
  Symbol symbol = Symbol::Circle;
  bool is_filled = true;
  ImU32 color = 0;       ///< fill, or the line of a hollow symbol
  ImU32 border = 0;      ///< around a filled one; 0: none
  bool has_dot = false;  ///< in the middle of a hollow one: of the validation part
};
/// A point of the data at `center`; 6.5 points wide at `size` 1.
void draw_point(const UiState& ui, ImDrawList& draw, ImVec2 center, const PointLook& look,
                float size = 1);
/// The symbol of class `k`: a different one for each of ten.
[[nodiscard]] Symbol class_symbol(int k);
/// A point of class `k` in its symbol and colour.
[[nodiscard]] PointLook class_look(const Theme& theme, int k);
/// The parts of the data are told apart by their points' middles: filled, with a dot, hollow.
enum class PointPart {
  Train = kReportsTrain,
  Validation = kReportsValidation,
  Test = kReportsTest
};
void mark_part(PointLook& look, PointPart part);
struct DrawnPart {
  const Points& points;
  PointPart part;
  bool is_shown;
};
/// In the order they are drawn: what is learnt from lies on top.
[[nodiscard]] std::array<DrawnPart, 3> drawn_parts(const Snapshot& snapshot,
                                                   const Settings& settings);
/// The diverging map from −1 to 1, left to right.
void draw_color_bar(const UiState& ui, ImDrawList& draw, ImVec2 min, ImVec2 max, float strength,
                    bool is_stepped);
/// A filled triangle with a dark bar: the sign of "something is wrong here".
void draw_warning_sign(const UiState& ui, ImDrawList& draw, ImVec2 center, float size);

/// Text in a fixed buffer; what does not fit is cut.
class TextLine {
 public:
  TextLine& operator<<(std::string_view text);
  TextLine& operator<<(long long number);
  /// A name from a person's file: what would be markup is left out.
  TextLine& plain(std::string_view name);
  [[nodiscard]] std::string_view view() const { return {buffer_.data(), size_}; }
  void clear() { size_ = 0; }

 private:
  std::array<char, 512> buffer_{};
  std::size_t size_ = 0;
};

/// Lines inside begin_tip() … end_tip().
void tip_text(const UiState& ui, std::string_view text, TextSize size = TextSize::Body);
void tip_math(const UiState& ui, std::string_view markup);
/// A symbol, a name, and a value at the right.
void tip_point(const UiState& ui, const PointLook& look, std::string_view name,
               std::string_view value);
/// A swatch, a name, and a value at the right.
void tip_value(const UiState& ui, ImU32 color, std::string_view name, std::string_view value);
void tip_wrapped(const UiState& ui, ImU32 color, std::string_view text);

}  // namespace bp
