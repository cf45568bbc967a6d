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
void report_view(const Snapshot&, const Settings&, UiState&, CommandSink&);

/// One tab of the lower row; the key is the value of the settings field `panel`.
struct Panel {
  std::string_view key, label;
  View view;
};
[[nodiscard]] std::span<const Panel> lower_panels();

}  // namespace bp
