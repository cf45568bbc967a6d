// The panels. Each is a free function of the snapshot and the settings: const in, commands out, no
// statics, never blocks. A view draws into the current ImGui window's remaining region.
#pragma once

#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

using View = void (*)(const Snapshot&, const Settings&, UiState&, CommandSink&);

void transport_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
void controls_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
void network_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
void boundary_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
void gradients_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
void loss_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// Whether the validation part's loss is worth showing: something is chosen by it.
[[nodiscard]] bool shows_validation(const Snapshot& snapshot, const Settings& settings);
/// The numbers behind the pictures: losses with and without penalty, score, parameters.
void metrics_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// Pinned runs beside the present one.
void compare_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// The strip that goes back and forth in the run.
void timeline_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// The lecture's equations of one layer with the matrices of the last pass.
void maths_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// The experiment as a PyTorch program.
void code_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// The plane and the points as each layer sees them.
void surface_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
void unfold_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// How alike the units of a layer are.
void symmetry_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// One unit: its weights to move, its activation with the batch on it, its map.
void unit_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// Each regularizer and what it does now; batch normalisation and ensembles as pictures.
void regularizers_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// 1-D data: what each unit of the last hidden layer adds to the prediction.
void function_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// The spread of each layer's weights, gradients, pre-activations and activations.
void histograms_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
void report_view(const Snapshot&, const Settings&, UiState&, CommandSink&);

/// Appends what a view shows as comma-separated values; the first line names columns and units.
using Csv = void (*)(const Snapshot&, const Settings&, const UiState&, std::string&);

/// One panel. The key is that of the settings' fields `panel` and `layout`; what a person is told
/// about it is the help of its row in engine/session/options.h.
struct Panel {
  std::string_view key, label;
  View view;
  Csv csv = nullptr;                        ///< null: there is no data to save
  float min_width = 240, min_height = 170;  ///< points
  bool has_title = false;                   ///< the view draws its title (panel_title()) itself
  bool is_raised = false;                   ///< stands on the raised surface
};
[[nodiscard]] std::span<const Panel> panels();

}  // namespace bp
