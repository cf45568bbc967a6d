// The same tree with children that can be taken out and put in; made for an edit, then flattened.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/session/layout_tree.h"

namespace bp {

struct LayoutPart {
  LayoutNode::Kind kind = LayoutNode::Kind::Tabs;
  int which = 0;  ///< as in LayoutNode
  float share = 0;
  std::vector<LayoutPart> parts{};

  [[nodiscard]] bool is_split() const {
    return kind == LayoutNode::Kind::Row || kind == LayoutNode::Kind::Column;
  }
};

/// Reads a text that is no preset's key into a tidy part.
[[nodiscard]] std::optional<LayoutPart> read_layout(std::string_view text, bool& exact);
[[nodiscard]] LayoutPart layout_part(const LayoutTree& tree);
/// Puts right what LayoutTree promises; false if there was anything.
bool tidy(LayoutPart& root);
/// Of a tidy part; finds the preset it equals unless `finds_preset` is false.
[[nodiscard]] LayoutTree flattened(const LayoutPart& root, bool finds_preset = true);
/// The stack that holds `panel`, or null.
[[nodiscard]] LayoutPart* stack_with(LayoutPart& part, int panel);

}  // namespace bp
