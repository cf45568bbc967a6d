// Paints the plane of more than two classes: largest output, borders, true borders.
#pragma once

#include <string>
#include <vector>

#include "engine/session/settings.h"
#include "web/gl/picture.h"
#include "web/views/class_maps.h"
#include "web/views/ui_state.h"

namespace bp::gl {

class ClassPainter {
 public:
  /// Returns an error text or empty.
  std::string create();
  void forget();
  /// Repaints if anything it depends on changed. Needs has_class_maps(snapshot).
  void update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
              const Requests& requests, Pictures& pictures);

 private:
  /// Everything the pixels depend on; the grids by the number of their upload.
  struct Look {
    const Theme* theme = nullptr;
    int width = 0, height = 0, field = -1, truth = -1, classes = 0;
    ClassScale scale = ClassScale::Softmax;
    float line_px = 0, per_value = 0, largest = 0;
    ContourLevels levels;
    int mode = 0;
    bool has_edge = false;
    bool operator==(const Look&) const = default;
  };
  void upload_field(const Grid& field, ClassScale scale);
  void upload_truth(const Grid& truth, int classes);
  void paint(const Grid& field, const Grid& truth);

  Program program_;
  VertexArray triangle_;
  Framebuffer framebuffer_;
  Texture picture_;
  GridTexture field_, truth_;
  std::vector<float> packed_;
  Look look_;
  int max_pixels_ = 2048;
};

}  // namespace bp::gl
