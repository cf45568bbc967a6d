// What the pointer tells about a unit or a weight, in the lecture's symbols.
#pragma once

#include "engine/session/snapshot.h"
#include "web/views/network_layout.h"

namespace bp {

void show_unit_tip(const UiState& ui, const Snapshot& snapshot, const NetworkLayout& layout,
                   const UnitRef& unit);
void show_link_tip(const UiState& ui, const Snapshot& snapshot, const LinkRef& link);
/// Lines of z = Σ w x + b with today's numbers, and of a = f(z), at the cursor.
void unit_equations(const UiState& ui, const Snapshot& snapshot, int layer, int unit);
/// "x₁", or "a_{3}^{(1)}" as markup: what unit `unit` of column `column` hands on.
void append_source(const Snapshot& snapshot, int column, int unit, class TextLine& out);

}  // namespace bp
