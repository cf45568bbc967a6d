// Where the panels stand: splits and stacks of tabs, as one flat value with a short text form.
//
// "r(c(network:643,gradients.metrics:357):618,c(boundary:643,loss:357):382)": r is a row, c a
// column, "." lies between the tabs of a stack, "!" follows the tab shown unless that is the first,
// ":" comes before a part's share of its split in thousandths (else all are alike), and "*" stands
// for all panels the text does not name. The key of a preset is a text too.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bp {

inline constexpr int kMaxPanels = 24;
/// Every split has two parts at least, so n panels make at most n stacks and n − 1 splits.
inline constexpr int kMaxLayoutNodes = 3 * kMaxPanels;

/// A node; its children follow it, each with its own.
struct LayoutNode {
  enum class Kind : std::uint8_t { Row, Column, Tabs, Panel };
  Kind kind = Kind::Panel;
  std::uint8_t count = 0;   ///< children
  std::uint8_t which = 0;   ///< Panel: index into kPanels; Tabs: the child that is shown
  std::uint16_t share = 0;  ///< of the split it is in, in thousandths; 0 outside of splits
  bool operator==(const LayoutNode&) const = default;
};

/// Always tidy: every panel at most once, both heroes there, the boundary never behind a tab.
struct LayoutTree {
  std::array<LayoutNode, kMaxLayoutNodes> nodes{};
  std::uint8_t count = 0;   ///< 0: the first preset
  std::int8_t preset = -1;  ///< the row of layout_presets() it equals, or −1
  bool operator==(const LayoutTree&) const = default;

  [[nodiscard]] const LayoutNode& at(int i) const { return nodes[static_cast<std::size_t>(i)]; }
  /// The node after `i` and all below it: the next sibling, if there is one.
  [[nodiscard]] int after(int i) const;
  /// Child `k` of node `i`.
  [[nodiscard]] int child(int i, int k) const;
  /// The stack that holds a panel, or −1 where it is closed.
  [[nodiscard]] int stack_of(int panel) const;
  /// The panel a stack shows: `chosen` (the setting `panel`) if it is in it, else its own.
  [[nodiscard]] int shown_panel(int stack, int chosen) const;
};

/// A row of the table of arrangements to choose from; the first is a newcomer's.
struct LayoutPreset {
  std::string_view key, label, help, text;
};
[[nodiscard]] std::span<const LayoutPreset> layout_presets();
[[nodiscard]] LayoutTree preset_layout(int preset);
/// The same tree, or the first preset's if it is empty.
[[nodiscard]] LayoutTree usable_layout(const LayoutTree& tree);

/// The panels that are always seen: the boundary's, and the gradients by layer.
[[nodiscard]] bool is_hero_panel(int panel);
[[nodiscard]] int boundary_panel();
[[nodiscard]] int gradients_panel();

/// Reads a text as above. `exact` becomes false where something had to be put right: an unknown
/// panel, one named twice, a missing hero, a share out of range. Nothing if it is no layout at all.
[[nodiscard]] std::optional<LayoutTree> parse_layout(std::string_view text, bool& exact);
/// The shortest text that reads back as `tree`: a preset's key where it is one.
[[nodiscard]] std::string layout_text(const LayoutTree& tree);

/// Where a panel goes, seen from another one's stack.
enum class Place { Tab, Left, Right, Above, Below };
/// Moves or opens `panel`. Next to the boundary there are no tabs: it then goes to the gradients.
[[nodiscard]] LayoutTree with_panel_at(const LayoutTree& tree, int panel, int target, Place place);
/// Opens a closed panel as a tab of the largest stack; an open one stays where it is.
[[nodiscard]] LayoutTree with_open(const LayoutTree& tree, int panel);
/// Closes a panel; a hero stays.
[[nodiscard]] LayoutTree with_closed(const LayoutTree& tree, int panel);
/// The stack of `panel` shows it.
[[nodiscard]] LayoutTree with_shown(const LayoutTree& tree, int panel);
/// Gives all children of a split these shares (any scale).
[[nodiscard]] LayoutTree with_shares(const LayoutTree& tree, int split,
                                     std::span<const float> shares);
/// A split's shares as in the preset of the same arrangement, else all alike.
[[nodiscard]] LayoutTree with_reset_shares(const LayoutTree& tree, int split);

}  // namespace bp
