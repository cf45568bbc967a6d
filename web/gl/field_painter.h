// Turns the snapshot's grids into textures in display colours: the boundary plane (colour map,
// contour, classes) at exactly the pixels it is shown with, and an atlas of all units' maps. Works
// only when a grid, the theme, the size or an option changed; otherwise it costs nothing.
#pragma once

#include <memory>

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/theme.h"
#include "web/views/ui_state.h"

namespace bp {

class FieldPainter {
 public:
  FieldPainter();
  ~FieldPainter();
  FieldPainter(const FieldPainter&) = delete;
  FieldPainter& operator=(const FieldPainter&) = delete;

  /// Creates GL objects; a current context is needed. Returns an error text or empty.
  std::string create();
  /// Forgets GL objects without deleting them (lost context).
  void forget();
  /// Repaints what changed and fills `pictures`. Leaves GL state as ImGui's backend expects it.
  void update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
              const Requests& requests, Pictures& pictures);
  /// The same for the planes that are compared (Requests::compared_px): the present one and those
  /// of the pinned runs.
  void compare(const Snapshot& now, const Settings& settings, UiState& ui);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bp
