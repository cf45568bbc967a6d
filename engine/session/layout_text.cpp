// The text form of a layout.
#include <algorithm>

#include "engine/core/number.h"
#include "engine/core/registry.h"
#include "engine/session/layout_part.h"
#include "engine/session/options.h"

namespace bp {
namespace {

using Node = LayoutNode::Kind;

constexpr int kMaxDepth = kMaxPanels, kMaxNames = 4 * kMaxPanels;
constexpr std::size_t kMaxText = 1200;

int panel_of(std::string_view key) { return index_of(std::span<const Option>(kPanels), key); }

/// Recursive descent over a text of at most kMaxText characters.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool read(LayoutPart& root) {
    if (!read_part(root, 0) || !rest_.empty()) return false;
    if (has_rest_) name_rest(root);
    return has_panels_;
  }
  [[nodiscard]] bool exact() const { return exact_; }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool read_part(LayoutPart& part, int depth) {
    const bool is_row = rest_.starts_with("r("), is_column = rest_.starts_with("c(");
    if (!is_row && !is_column) return read_stack(part);
    if (depth == kMaxDepth) return false;
    rest_.remove_prefix(2);
    part.kind = is_row ? Node::Row : Node::Column;
    do {
      part.parts.emplace_back();
      if (part.parts.size() > kMaxPanels) return false;
      if (!read_part(part.parts.back(), depth + 1) || !read_share(part.parts.back())) return false;
    } while (take(','));
    return take(')');
  }
  bool read_share(LayoutPart& part) {
    part.share = 500;
    if (!take(':')) return true;
    const std::size_t end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    const std::optional<double> share = parse_number(rest_.substr(0, end));
    if (!share) return false;
    rest_.remove_prefix(end);
    const double used = std::clamp(*share, 1.0, 999.0);
    exact_ = exact_ && used == *share;
    part.share = static_cast<float>(used);
    return true;
  }
  bool read_stack(LayoutPart& stack) {
    stack.kind = Node::Tabs;
    do {
      const std::size_t end = std::min(rest_.find_first_of(".!:,()"), rest_.size());
      const std::string_view name = rest_.substr(0, end);
      if (name.empty() || ++names_ > kMaxNames) return false;
      rest_.remove_prefix(end);
      const bool is_shown = take('!');
      if (name == "*") {
        exact_ = exact_ && !has_rest_;
        has_rest_ = has_panels_ = true;
        stack.parts.push_back({Node::Panel, kRest, 0, {}});
        continue;
      }
      const int panel = panel_of(name);
      exact_ = exact_ && panel >= 0;
      if (panel < 0) continue;
      if (is_shown) stack.which = static_cast<int>(stack.parts.size());
      named_ |= 1U << panel;
      has_panels_ = true;
      stack.parts.push_back({Node::Panel, panel, 0, {}});
    } while (take('.'));
    return true;
  }
  /// Puts all panels that were not named in the place of the "*".
  void name_rest(LayoutPart& part) {
    for (LayoutPart& child : part.parts) {
      if (child.kind != Node::Panel) name_rest(child);
    }
    if (part.kind != Node::Tabs) return;
    std::vector<LayoutPart> out;
    for (const LayoutPart& child : part.parts) {
      if (child.which != kRest) {
        out.push_back(child);
        continue;
      }
      for (int i = 0; i < static_cast<int>(kPanels.size()); ++i) {
        if ((named_ >> i & 1U) == 0) out.push_back({Node::Panel, i, 0, {}});
      }
      named_ = ~0U;
    }
    part.parts = std::move(out);
  }

  static constexpr int kRest = 31;  // no panel's index
  static_assert(kMaxPanels <= kRest);
  std::string_view rest_;
  std::uint32_t named_ = 0;
  int names_ = 0;
  bool has_rest_ = false, has_panels_ = false;
  bool exact_ = true;
};

void write(const LayoutTree& tree, int i, std::string& out) {
  const LayoutNode& node = tree.at(i);
  if (node.kind == Node::Tabs) {
    for (int k = 0; k < node.count; ++k) {
      if (k > 0) out += '.';
      out += kPanels[tree.at(i + 1 + k).which].key;
      if (k > 0 && k == node.which) out += '!';
    }
    return;
  }
  out += node.kind == Node::Row ? "r(" : "c(";
  for (int k = 0; k < node.count; ++k) {
    const int child = tree.child(i, k);
    if (k > 0) out += ',';
    write(tree, child, out);
    (out += ':') += std::to_string(tree.at(child).share);
  }
  out += ')';
}

}  // namespace

std::optional<LayoutPart> read_layout(std::string_view text, bool& exact) {
  if (text.size() > kMaxText) return {};
  LayoutPart root;
  Reader reader(text);
  if (!reader.read(root)) return {};
  const bool was_tidy = tidy(root);
  exact = exact && reader.exact() && was_tidy;
  return root;
}

std::optional<LayoutTree> parse_layout(std::string_view text, bool& exact) {
  const int preset = index_of(layout_presets(), text);
  if (preset >= 0) return preset_layout(preset);
  const std::optional<LayoutPart> root = read_layout(text, exact);
  if (!root) return {};
  return flattened(*root);
}

std::string layout_text(const LayoutTree& tree) {
  if (tree.count == 0) return std::string(layout_presets()[0].key);
  if (tree.preset >= 0) {
    return std::string(layout_presets()[static_cast<std::size_t>(tree.preset)].key);
  }
  std::string out;
  write(tree, 0, out);
  return out;
}

}  // namespace bp
