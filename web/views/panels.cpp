// The table of panels: a row is a panel. Keys are those of engine/session/options.h.
#include "web/views/panels.h"

#include <algorithm>
#include <array>

#include "engine/core/registry.h"
#include "engine/core/types.h"
#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/csv.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr std::array kRows = {
    Panel{"gradients", "Gradients", gradients_view, gradients_csv, 260, 180},
    Panel{"histograms", "Histograms", histograms_view, histograms_csv, 260, 200},
    Panel{"maths", "Maths", maths_view, maths_csv},
    Panel{"code", "Code", code_view, code_csv},
    Panel{"report", "Report", report_view, report_csv},
    Panel{"surface", "Surface", surface_view, boundary_csv, 220, 200},
    Panel{"unfold", "Unfold", unfold_view, unfold_csv, 260, 240},
    Panel{"symmetry", "Symmetry", symmetry_view, symmetry_csv},
    Panel{"unit", "Unit", unit_view, unit_csv, 260, 200},
    Panel{"regularizers", "Regularizers", regularizers_view, regularizers_csv},
    Panel{"function", "Function", function_view, function_csv},
    Panel{"metrics", "Metrics", metrics_view, metrics_csv},
    Panel{"compare", "Compare", compare_view, compare_csv},
    Panel{"network", "Network", network_view, network_csv, 260, 200, true},
    Panel{"boundary", "Boundary", boundary_view, boundary_csv, 280, 300, true, true},
    Panel{"loss", "Loss", loss_view, loss_csv, 200, 150, true, true},
};
static_assert(keys_are_unique(kRows));

/// Copies what is not hidden; a split that keeps one part only is that part.
struct Pruner {
  const LayoutTree& from;
  const Settings& settings;
  LayoutTree& to;

  LayoutNode& node(int i) { return to.nodes[static_cast<std::size_t>(i)]; }
  /// Returns whether anything of node `i` is left.
  bool copy(int i) {
    const LayoutNode& source = from.at(i);
    const int place = to.count;
    if (source.kind == LayoutNode::Kind::Panel) {
      if (is_hidden_panel(settings, source.which)) return false;
      node(to.count++) = source;
      return true;
    }
    node(to.count++) = source;
    node(place).count = 0;
    for (int k = 0; k < source.count; ++k) {
      const int before = node(place).count;
      if (!copy(from.child(i, k))) continue;
      node(place).count = static_cast<std::uint8_t>(before + 1);
      // The tab that is shown has another place among fewer.
      if (source.kind == LayoutNode::Kind::Tabs && k <= source.which) {
        node(place).which = static_cast<std::uint8_t>(before);
      }
    }
    const bool is_split = source.kind != LayoutNode::Kind::Tabs;
    if (node(place).count == 0) {
      to.count = static_cast<std::uint8_t>(place);
      return false;
    }
    if (is_split && node(place).count == 1) {
      std::copy(to.nodes.begin() + place + 1, to.nodes.begin() + to.count,
                to.nodes.begin() + place);
      --to.count;
      node(place).share = source.share;
    }
    return true;
  }
};

BP_APART LayoutTree pruned(const LayoutTree& tree, const Settings& settings) {
  LayoutTree out;
  if (Pruner{tree, settings, out}.copy(0)) {
    if (out.count == tree.count) out.preset = tree.preset;
    return out;
  }
  out.count = 2;
  out.nodes[0] = {LayoutNode::Kind::Tabs, 1, 0, 0};
  out.nodes[1] = {LayoutNode::Kind::Panel, 0, static_cast<std::uint8_t>(boundary_panel()), 0};
  return out;
}

}  // namespace

LayoutTree without_hidden(const LayoutTree& tree, const Settings& settings) {
  return settings.hide.is_empty() ? tree : pruned(tree, settings);
}

BP_APART bool can_rearrange(const Settings& settings) {
  if (!is_free(settings, *find_field("layout"))) return false;
  for (int p = 0; p < static_cast<int>(panels().size()); ++p) {
    if (is_hidden_panel(settings, p) || is_locked_panel(settings, p)) return false;
  }
  return true;
}

std::span<const Panel> panels() { return kRows; }

const Panel& panel_row(int panel) {
  const int row = index_of(panels(), kPanels[static_cast<std::size_t>(panel)].key);
  return kRows[static_cast<std::size_t>(row < 0 ? 0 : row)];
}

int panel_index(std::string_view key) { return index_of(std::span<const Option>(kPanels), key); }

Here panel_code(const UiState& ui, const Panel& panel) {
  return ui.is_here ? ui.is_here(reinterpret_cast<AnyFunction>(panel.view)) : Here::Yes;
}

std::string_view panel_label(const UiState& ui, int panel) {
  const Panel& row = panel_row(panel);
  return option_label(ui, *find_field("panel"), {row.key, row.label, {}});
}

std::string_view panel_about(const UiState& ui, int panel) {
  const Option& row = kPanels[static_cast<std::size_t>(panel)];
  return option_help(ui, *find_field("panel"), row);
}

LayoutTree shown_layout(const Settings& settings, const UiState& ui) {
  return ui.layout.draft ? *ui.layout.draft
                         : without_hidden(usable_layout(settings.layout), settings);
}

void set_layout(const LayoutTree& tree, CommandSink& sink) {
  sink.set("layout", layout_text(tree));
}

void choose_panel(const Settings& settings, int panel, CommandSink& sink) {
  if (!is_free(settings, *find_field("panel"))) return;
  const LayoutTree tree = usable_layout(settings.layout);
  const int from = tree.stack_of(settings.panel);
  if (from >= 0 && from != tree.stack_of(panel)) {
    const LayoutTree kept = with_shown(tree, settings.panel);
    if (!(kept == tree)) set_layout(kept, sink);
  }
  sink.set("panel", std::string(panel_row(panel).key));
}

void close_panel(const Settings& settings, int panel, CommandSink& sink) {
  set_layout(with_closed(usable_layout(settings.layout), panel), sink);
}

}  // namespace bp
