// The menu of data sets: in groups, each with a small picture of its truth.
#pragma once

#include <imgui.h>

#include <span>

#include "engine/data/datasets.h"
#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "web/views/ui_state.h"
#include "web/views/words.h"

namespace bp {

enum class DataGroup { TwoClasses, SeveralClasses, Regression, Real, Own };
inline constexpr int kDataGroups = 5;
[[nodiscard]] DataGroup group_of(const Dataset& set);
[[nodiscard]] Word heading_of(DataGroup group);

/// The picture of a set's truth, or the sign of a table where nobody knows it.
void draw_data_picture(const UiState& ui, ImDrawList& draw, const Dataset& set, ImVec2 min,
                       float side);

/// The choice of the field `data`: a box as choice_box() draws it, with this menu.
void data_box(UiState& ui, const Settings& settings, const Field& field, float width,
              CommandSink& sink);

}  // namespace bp
