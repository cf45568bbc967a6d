// What is wrong with a layer's gradients, in words: a short verdict, the reason, the remedy.
#pragma once

#include <string_view>

#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"
#include "web/views/words.h"

namespace bp {

/// The verdict on a layer, Fine if none was published.
[[nodiscard]] Health health_of(const Snapshot& snapshot, std::size_t layer);
/// "vanishing: 900 × smaller than layer 3"; empty if fine.
std::string_view health_verdict(const UiState& ui, const Snapshot& snapshot, std::size_t layer,
                                Phrase& out);
/// One word for narrow places: "vanishing".
[[nodiscard]] std::string_view health_word(const UiState& ui, Health health);
[[nodiscard]] std::string_view health_reason(const UiState& ui, Health health);
[[nodiscard]] std::string_view health_remedy(const UiState& ui, Health health);

}  // namespace bp
