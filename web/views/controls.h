// The parts of controls_view: one control for each kind of field of the schema.
#pragma once

#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

/// What every control is given.
struct ControlContext {
  const Snapshot& snapshot;
  const Settings& settings;
  UiState& ui;
  CommandSink& sink;
  float width;  ///< of the column, in pixels
};

/// How many fields the column of controls shows: none that is hidden or without effect, nor the
/// rare ones that are as they were.
[[nodiscard]] int column_fields(const Settings& settings);
/// The same fields beside one another, in `columns` columns of the context's width with `gap`
/// between them; returns the height they take.
float controls_in_rows(const ControlContext& context, int columns, float gap);
/// Draws the control of a field at the cursor and advances it.
void field_control(const ControlContext& context, const Field& field);
/// Which columns of a table: their number, behind it a check box for each and the typed text.
void columns_control(const ControlContext& context, const Field& field, const ColumnsKind& kind);
void layers_control(const ControlContext& context, const Field& field, const LayersKind& kind);

/// A seed that follows from this one: the button beside a seed must not need a clock.
[[nodiscard]] int next_seed(int seed, int max);

}  // namespace bp
