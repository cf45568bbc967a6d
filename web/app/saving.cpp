#include "web/app/saving.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "web/views/panels.h"

namespace bp {
namespace {

// A panel drawn for its picture alone asks for what it shows in the first frame; then it waits for
// the answer, but not for ever: a running training is never done.
constexpr int kLeastFrames = 4, kMostFrames = 60;

bool has_popup() {
  return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

}  // namespace

PixelRect pixel_rect(const PictureOrder& order, int width, int height, float ratio) {
  const auto pixel = [ratio](float points, int most) {
    return std::clamp(static_cast<int>(std::lround(points * ratio)), 0, most);
  };
  const int x = pixel(order.min.x, width), y = pixel(order.min.y, height);
  return {x, y, pixel(order.max.x, width) - x, pixel(order.max.y, height) - y};
}

std::string file_name(int panel, const Snapshot& snapshot, std::string_view ending) {
  std::string name = "backprop-";
  name += panel_row(panel).key;
  name += "-step-" + std::to_string(snapshot.step) + ".";
  return name += ending;
}

std::string panel_data(int panel, const Snapshot& snapshot, const Settings& settings,
                       const UiState& ui) {
  std::string out;
  if (const Csv csv = panel_row(panel).csv) csv(snapshot, settings, ui, out);
  return out;
}

BP_APART std::string tabs_of_csv(std::string_view csv) {
  std::string out;
  bool is_quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (c == '"') {
      const bool is_doubled = is_quoted && i + 1 < csv.size() && csv[i + 1] == '"';
      if (is_doubled) out += csv[++i];
      if (!is_doubled) is_quoted = !is_quoted;
    } else if (is_quoted) {
      out += c == '\t' || c == '\n' ? ' ' : c;
    } else {
      out += c == ',' ? '\t' : c;
    }
  }
  return out;
}

void PictureTaker::prepare(UiState& ui) const {
  if (ui.save.picture < 0) return;
  ui.save.min = ui.save.max = {};
  // No value under the cursor, nothing lit up.
  ImGui::GetCurrentContext()->HoveredWindow = nullptr;
}

void PictureTaker::look(const Snapshot& snapshot, UiState& ui, ImVec2 screen, bool is_waiting) {
  SaveRequest& save = ui.save;
  if (save.picture < 0 || has_popup()) return;
  ++frames_;
  const bool is_whole = save.max.x > save.min.x && save.min.x >= 0 && save.min.y >= 0 &&
                        save.max.x <= screen.x && save.max.y <= screen.y;
  if (!is_whole) {
    if (save.is_alone) save.picture = -1;  // no room at all
    save.is_alone = !save.is_alone;
    frames_ = 0;
    return;
  }
  const int least = save.is_alone ? kLeastFrames : 1;
  if (frames_ < least || (save.is_alone && is_waiting && frames_ < kMostFrames)) return;
  order_ = PictureOrder{file_name(save.picture, snapshot, "png"), save.min, save.max};
  save.picture = -1;
  save.is_alone = false;
  frames_ = 0;
}

std::optional<PictureOrder> PictureTaker::take() { return std::exchange(order_, std::nullopt); }

}  // namespace bp
