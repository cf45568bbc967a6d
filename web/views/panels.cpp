// The table of panels: a row is a panel. Keys are those of engine/session/options.h.
#include "web/views/panels.h"

#include <array>

#include "engine/core/registry.h"
#include "engine/session/options.h"
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

}  // namespace

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
  return ui.layout.draft ? *ui.layout.draft : usable_layout(settings.layout);
}

void set_layout(const LayoutTree& tree, CommandSink& sink) {
  sink.set("layout", layout_text(tree));
}

void choose_panel(const Settings& settings, int panel, CommandSink& sink) {
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
