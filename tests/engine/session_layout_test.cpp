// Layouts: their text, what is put right, and every way to rearrange.
#include <doctest/doctest.h>

#include <string>

#include "engine/core/registry.h"
#include "engine/core/rng.h"
#include "engine/session/codec.h"
#include "engine/session/layout_tree.h"
#include "engine/session/options.h"

namespace bp {
namespace {

using Node = LayoutNode::Kind;

int panel(std::string_view key) { return index_of(std::span<const Option>(kPanels), key); }

LayoutTree tree_of(std::string_view text) {
  bool exact = true;
  const auto tree = parse_layout(text, exact);
  REQUIRE(tree);
  CHECK(exact);
  return *tree;
}

std::string put_right(std::string_view text) {
  bool exact = true;
  const auto tree = parse_layout(text, exact);
  REQUIRE(tree);
  CHECK_FALSE(exact);
  return layout_text(*tree);
}

// What the header promises of every tree.
void check_tidy(const LayoutTree& tree) {
  REQUIRE(tree.count > 0);
  CHECK(tree.after(0) == tree.count);
  CHECK(tree.stack_of(boundary_panel()) >= 0);
  CHECK(tree.stack_of(gradients_panel()) >= 0);
  CHECK(tree.at(tree.stack_of(boundary_panel())).count == 1);
  std::uint32_t seen = 0;
  for (int i = 0; i < tree.count; ++i) {
    const LayoutNode& node = tree.at(i);
    if (node.kind == Node::Panel) {
      CHECK((seen >> node.which & 1U) == 0);
      seen |= 1U << node.which;
      continue;
    }
    CHECK(node.count >= (node.kind == Node::Tabs ? 1 : 2));
    if (node.kind == Node::Tabs) {
      CHECK(node.which < node.count);
      continue;
    }
    int sum = 0;
    for (int k = 0; k < node.count; ++k) {
      const LayoutNode& child = tree.at(tree.child(i, k));
      CHECK(child.kind != node.kind);
      CHECK(child.share > 0);
      sum += child.share;
    }
    CHECK(sum == 1000);
  }
  bool exact = true;
  const auto again = parse_layout(layout_text(tree), exact);
  REQUIRE(again);
  CHECK(exact);
  CHECK(*again == tree);
}

}  // namespace

TEST_CASE("every preset is tidy, has a key of its own and shows its panels once") {
  for (int i = 0; i < static_cast<int>(layout_presets().size()); ++i) {
    const LayoutTree tree = preset_layout(i);
    CAPTURE(layout_presets()[static_cast<std::size_t>(i)].key);
    check_tidy(tree);
    CHECK(tree.preset == i);
    CHECK(layout_text(tree) == layout_presets()[static_cast<std::size_t>(i)].key);
    bool exact = true;
    CHECK(parse_layout(layout_presets()[static_cast<std::size_t>(i)].text, exact) == tree);
    CHECK(exact);
    // Everything is one click away.
    for (int p = 0; p < static_cast<int>(kPanels.size()); ++p) CHECK(tree.stack_of(p) >= 0);
  }
  CHECK(default_settings().layout == preset_layout(0));
  CHECK(encode_link(default_settings()).find("layout") == std::string::npos);
}

TEST_CASE("a text is read and written back") {
  const char* text = "r(c(network:600,gradients.metrics!:400):700,boundary:300)";
  const LayoutTree tree = tree_of(text);
  CHECK(layout_text(tree) == text);
  CHECK(tree.preset == -1);
  CHECK(tree.shown_panel(tree.stack_of(gradients_panel()), boundary_panel()) == panel("metrics"));
  CHECK(tree.shown_panel(tree.stack_of(gradients_panel()), gradients_panel()) == gradients_panel());
  CHECK(tree.stack_of(panel("loss")) == -1);
  // Shares may be left out, and need not add up to a thousand.
  CHECK(layout_text(tree_of("r(gradients,boundary)")) == "r(gradients:500,boundary:500)");
  CHECK(layout_text(tree_of("r(gradients:1,boundary:3)")) == "r(gradients:250,boundary:750)");
  check_tidy(tree_of("r(gradients.*,boundary)"));
}

TEST_CASE("what a text lacks is put right and told") {
  CHECK(put_right("loss") == "r(c(loss:640,gradients:360):600,boundary:400)");
  CHECK(put_right("r(boundary,gradients.gradients)") == "r(boundary:500,gradients:500)");
  CHECK(put_right("r(boundary,gradients.teapot)") == "r(boundary:500,gradients:500)");
  CHECK(put_right("r(boundary.loss,gradients)") == "r(boundary:500,gradients.loss:500)");
  CHECK(put_right("boundary.gradients") == "c(boundary:500,gradients:500)");
  CHECK(put_right("r(gradients:5000,boundary)").starts_with("r(gradients"));
  for (const char* text :
       {"", "teapot", "r(", "r()", "r(loss", "r(loss,)", "c(loss))", "loss..report", "r(loss:)",
        "r(loss:-5)", "R(loss)", "loss loss", "!loss", "r(,)"}) {
    CAPTURE(text);
    bool exact = true;
    CHECK_FALSE(parse_layout(text, exact).has_value());
  }
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += i % 2 == 0 ? "r(" : "c(";
  bool exact = true;
  CHECK_FALSE(parse_layout(deep, exact).has_value());
  CHECK_FALSE(parse_layout(std::string(5000, 'x'), exact).has_value());
}

TEST_CASE("splits of one part and splits in splits of the same direction are made one") {
  CHECK(layout_text(tree_of("r(c(gradients),r(boundary,loss))")) ==
        "r(gradients:500,boundary:250,loss:250)");
  CHECK(layout_text(tree_of("c(r(c(r(gradients,boundary))))")) == "r(gradients:500,boundary:500)");
}

TEST_CASE("a panel moves to another stack, to an edge, and back out of its tabs") {
  const LayoutTree start = tree_of("r(c(network,gradients.metrics.report),boundary)");
  const LayoutTree tab = with_panel_at(start, panel("metrics"), panel("network"), Place::Tab);
  CHECK(layout_text(tab) == "r(c(network.metrics!:500,gradients.report:500):500,boundary:500)");
  const LayoutTree edge = with_panel_at(start, panel("metrics"), boundary_panel(), Place::Below);
  CHECK(layout_text(edge) ==
        "r(c(network:500,gradients.report:500):500,c(boundary:500,metrics:500):500)");
  const LayoutTree out = with_panel_at(start, panel("metrics"), panel("report"), Place::Left);
  CHECK(layout_text(out) ==
        "r(c(network:500,r(metrics:500,gradients.report:500):500):500,boundary:500)");
  CHECK(layout_text(with_panel_at(start, panel("network"), panel("report"), Place::Above)) ==
        "r(c(network:500,gradients.metrics.report:500):500,boundary:500)");
  // Nothing hides the boundary, and the boundary hides nothing.
  const LayoutTree beside = with_panel_at(start, panel("network"), boundary_panel(), Place::Tab);
  CHECK(layout_text(beside) == "r(gradients.metrics.report.network!:500,boundary:500)");
  CHECK(with_panel_at(start, boundary_panel(), gradients_panel(), Place::Tab) == start);
  // A closed panel is opened where it is put.
  const LayoutTree loss = with_panel_at(start, panel("loss"), panel("network"), Place::Tab);
  CHECK(loss.stack_of(panel("loss")) == loss.stack_of(panel("network")));
}

TEST_CASE("panels close and open; heroes stay") {
  const LayoutTree start = preset_layout(0);
  const LayoutTree closed = with_closed(start, panel("loss"));
  CHECK(closed.stack_of(panel("loss")) == -1);
  check_tidy(closed);
  CHECK(with_closed(closed, panel("loss")) == closed);
  const LayoutTree opened = with_open(closed, panel("loss"));
  CHECK(opened.stack_of(panel("loss")) == opened.stack_of(gradients_panel()));
  CHECK(with_closed(start, gradients_panel()) == start);
  CHECK(with_closed(start, boundary_panel()) == start);
  LayoutTree bare = start;
  for (int p = 0; p < static_cast<int>(kPanels.size()); ++p) bare = with_closed(bare, p);
  check_tidy(bare);
  CHECK(bare.count == 5);  // a split of two stacks of one
}

TEST_CASE("shares are set within limits, and reset to the preset's") {
  const LayoutTree start = preset_layout(0);
  const float sizes[] = {300, 700};
  const LayoutTree moved = with_shares(start, 0, sizes);
  CHECK(moved.at(moved.child(0, 0)).share == 300);
  CHECK(moved.preset == -1);
  CHECK(with_reset_shares(moved, 0) == start);
  const float extreme[] = {0, 900};
  CHECK(with_shares(start, 0, extreme).at(1).share == 50);
  const LayoutTree other = tree_of("r(gradients:200,boundary:800)");
  CHECK(layout_text(with_reset_shares(other, 0)) == "r(gradients:500,boundary:500)");
}

TEST_CASE("any sequence of edits leaves a tidy tree that its text gives back") {
  Rng rng(7);
  const auto panels = static_cast<std::uint32_t>(kPanels.size());
  LayoutTree tree = preset_layout(0);
  for (int i = 0; i < 3000; ++i) {
    const auto a = static_cast<int>(rng.below(panels)), b = static_cast<int>(rng.below(panels));
    switch (rng.below(8)) {
      case 0:
        tree = with_closed(tree, a);
        break;
      case 1:
        tree = with_open(tree, a);
        break;
      case 2:
        tree = with_shown(tree, a);
        break;
      case 3: {
        float shares[kMaxPanels];
        for (float& share : shares) share = rng.uniform(0, 1000);
        const auto node = static_cast<int>(rng.below(tree.count));
        tree = with_shares(tree, node, {shares, tree.at(node).count});
        break;
      }
      default:
        tree = with_panel_at(tree, a, b, static_cast<Place>(rng.below(5)));
    }
    CAPTURE(i);
    check_tidy(tree);
  }
}

TEST_CASE("the chosen tab is in the layout: one gives way to the other") {
  Settings settings = default_settings();
  Notices notices;
  // An old link chooses among the tabs.
  CHECK(decode_link("v=1&panel=metrics", notices).layout == preset_layout(0));
  CHECK(notices.empty());
  // A chosen panel is opened …
  change_setting("layout", "r(gradients,boundary)", settings, notices);
  change_setting("panel", "loss", settings, notices);
  CHECK(settings.layout.stack_of(panel("loss")) == settings.layout.stack_of(gradients_panel()));
  // … and a layout without it takes the choice back.
  change_setting("layout", "r(gradients,boundary)", settings, notices);
  CHECK(settings.layout.stack_of(panel("loss")) == -1);
  CHECK(settings.panel == gradients_panel());
  CHECK(notices.empty());
  change_setting("layout", "r(boundary,gradients.teapot)", settings, notices);
  CHECK(notices.size() == 1);
  CHECK(notices.back().kind == Notice::Kind::Clamped);
  change_setting("layout", "r(", settings, notices);
  CHECK(notices.size() == 2);
  CHECK(notices.back().kind == Notice::Kind::Unusable);
}

}  // namespace bp
