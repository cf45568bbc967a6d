// What a person takes away from a panel: its picture and its data.
#pragma once

#include <optional>
#include <string>

#include "web/views/views.h"

namespace bp {

/// A text for a file of this name.
struct SavedFile {
  std::string name, text;
};
/// Of the frame just drawn, this rectangle (points from the upper left) is wanted as a picture.
struct PictureOrder {
  std::string name;
  ImVec2 min, max;
};

/// What became of a file; numbers that web/embed/save.js knows.
enum class SaveEnd {
  Failed,
  Saved,
  Copied,   ///< the frame may not save files: the text is on the clipboard
  Shown,    ///< … the picture lies over the page
  Refused,  ///< … nor use the clipboard
};

/// The same in framebuffer pixels, from the upper left; never outside of it.
struct PixelRect {
  int x = 0, y = 0, width = 0, height = 0;
};
[[nodiscard]] PixelRect pixel_rect(const PictureOrder& order, int width, int height, float ratio);

/// "backprop-loss-step-120.csv"
[[nodiscard]] std::string file_name(int panel, const Snapshot& snapshot, std::string_view ending);
/// What the panel shows as CSV; empty where it has no data.
[[nodiscard]] std::string panel_data(int panel, const Snapshot& snapshot, const Settings& settings,
                                     const UiState& ui);

/// CSV as spreadsheets take it from the clipboard: a tab between cells, none in quotes.
[[nodiscard]] std::string tabs_of_csv(std::string_view csv);

/// Makes pictures over several frames: once no menu is in the way and, of a panel that was not on
/// screen, once it has what it shows. Nothing is read before somebody asked.
class PictureTaker {
 public:
  /// Before a frame is drawn: without a pointer, if it is to be taken.
  void prepare(UiState& ui) const;
  /// After it; whether the training side still owes what the panel asked for.
  void look(const Snapshot& snapshot, UiState& ui, ImVec2 screen, bool is_waiting);
  /// The order about the last frame, once.
  [[nodiscard]] std::optional<PictureOrder> take();

 private:
  std::optional<PictureOrder> order_;
  int frames_ = 0;
};

}  // namespace bp
