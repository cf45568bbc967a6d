// The tree of splits and stacks on a given area.
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "web/app/layout.h"
#include "web/views/panels.h"

namespace bp {
namespace {

using Node = LayoutNode::Kind;

constexpr float kNoLimit = std::numeric_limits<float>::max();
constexpr float kBoundaryChrome = 74;  // points; what its panel is higher than wide

struct Part {
  float share = 0, least = 0, most = kNoLimit, size = 0;
  bool is_settled = false;
};

// Settles the parts that may not get what their share of the rest would give them.
bool settle(std::span<Part> parts, float room, bool by_least) {
  float shares = 0;
  for (const Part& part : parts) {
    if (part.is_settled) room -= part.size;
    if (!part.is_settled) shares += part.share;
  }
  bool has_settled = false;
  for (Part& part : parts) {
    if (part.is_settled) continue;
    part.size = shares > 0 ? room * part.share / shares : room;
    const float limit = by_least ? part.least : part.most;
    if (by_least ? part.size >= limit : part.size <= limit) continue;
    part.size = limit;
    part.is_settled = has_settled = true;
  }
  return has_settled;
}

// Whole points that add up to `room`, by shares, within the parts' limits as far as they go.
void distribute(std::span<Part> parts, float room) {
  float least = 0;
  for (const Part& part : parts) least += part.least;
  if (least > room) {
    for (Part& part : parts) part.least *= std::max(room, 0.0F) / least;
  }
  while (settle(parts, room, true) || settle(parts, room, false)) {
  }
  float rest = room;
  std::size_t widest = 0;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    parts[k].size = std::floor(parts[k].size + 0.5F);
    rest -= parts[k].size;
    if (parts[k].most == kNoLimit || parts[widest].most != kNoLimit) widest = k;
  }
  parts[widest].size += rest;
}

struct Size {
  float w = 0, h = 0;
};

class Planner {
 public:
  Planner(const LayoutTree& tree, float scale, float line, PanelPlan& out)
      : tree_(tree), scale_(scale), line_(line), out_(out) {}

  [[nodiscard]] Size least(int i) const {
    const LayoutNode& node = tree_.at(i);
    Size size;
    for (int k = 0; k < node.count; ++k) {
      if (node.kind == Node::Tabs) {
        const Panel& panel = panel_row(tree_.at(i + 1 + k).which);
        size = {std::max(size.w, panel.min_width * scale_),
                std::max(size.h, panel.min_height * scale_)};
        continue;
      }
      const Size child = least(tree_.child(i, k));
      const float gap = k > 0 ? line_ : 0;
      const bool is_row = node.kind == Node::Row;
      size = {is_row ? size.w + gap + child.w : std::max(size.w, child.w),
              is_row ? std::max(size.h, child.h) : size.h + gap + child.h};
    }
    return size;
  }

  void place(int i, const Rect& r) {
    const LayoutNode& node = tree_.at(i);
    if (node.kind == Node::Tabs) {
      out_.stacks[static_cast<std::size_t>(out_.stack_count++)] = {i, r};
      return;
    }
    const bool is_row = node.kind == Node::Row;
    std::array<Part, kMaxPanels> parts{};
    divide(i, is_row ? r.w : r.h, r.h, parts);
    float at = is_row ? r.x : r.y;
    for (int k = 0; k < node.count; ++k) {
      const int child = tree_.child(i, k);
      const float size = parts[static_cast<std::size_t>(k)].size;
      out_.extent[static_cast<std::size_t>(child)] = size;
      place(child, is_row ? Rect{at, r.y, size, r.h} : Rect{r.x, at, r.w, size});
      at += size;
      if (k + 1 < node.count) {
        out_.borders[static_cast<std::size_t>(out_.border_count++)] = {
            i, k, is_row, is_row ? Rect{at, r.y, line_, r.h} : Rect{r.x, at, r.w, line_}};
      }
      at += line_;
    }
  }

 private:
  void divide(int i, float room, float height, std::array<Part, kMaxPanels>& parts) const {
    const LayoutNode& node = tree_.at(i);
    for (int k = 0; k < node.count; ++k) {
      const int child = tree_.child(i, k);
      const Size size = least(child);
      const bool is_row = node.kind == Node::Row;
      Part& part = parts[static_cast<std::size_t>(k)];
      part.share = tree_.at(child).share;
      part.least = is_row ? size.w : size.h;
      if (is_row && tree_.preset >= 0) part.most = std::max(part.least, useful(child, height));
    }
    distribute({parts.data(), node.count}, room - line_ * static_cast<float>(node.count - 1));
  }

  // The width beyond which the boundary's square would not grow.
  [[nodiscard]] float useful(int i, float height) const {
    const LayoutNode& node = tree_.at(i);
    if (node.kind == Node::Tabs) {
      const bool is_plane = tree_.at(i + 1).which == boundary_panel();
      return is_plane ? height - kBoundaryChrome * scale_ : kNoLimit;
    }
    if (node.kind == Node::Row) return kNoLimit;
    std::array<Part, kMaxPanels> parts{};
    divide(i, height, height, parts);
    float most = kNoLimit;
    for (int k = 0; k < node.count; ++k) {
      most = std::min(most, useful(tree_.child(i, k), parts[static_cast<std::size_t>(k)].size));
    }
    return most;
  }

  const LayoutTree& tree_;
  float scale_, line_;
  PanelPlan& out_;
};

}  // namespace

PanelPlan plan_panels(const LayoutTree& tree, const Rect& area, float scale, float line) {
  PanelPlan plan;
  Planner planner(tree, scale, line, plan);
  const Size least = planner.least(0);
  plan.fits = least.w <= area.w && least.h <= area.h;
  planner.place(0, area);
  return plan;
}

}  // namespace bp
