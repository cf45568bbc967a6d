// Paints the answer over the plane as a surface, with the plane's picture on it.
#pragma once

#include <string>
#include <vector>

#include "web/gl/picture.h"
#include "web/views/ui_state.h"

namespace bp::gl {

class SurfacePainter {
 public:
  /// Returns an error text or empty.
  std::string create();
  void forget();
  /// Repaints while it is wanted (Requests::surface_px); needs the plane's picture of this frame.
  void update(const Snapshot& snapshot, const Theme& theme, const Requests& requests,
              Pictures& pictures);

 private:
  void paint(const Snapshot& snapshot, const Theme& theme, const Requests& requests,
             ImTextureID plane);
  void fit(int side);

  Program program_;
  VertexArray none_;
  Framebuffer smooth_, target_;
  Renderbuffer color_, depth_;
  Texture picture_;
  GridTexture heights_;
  std::vector<float> values_;
  int side_ = 0;
};

}  // namespace bp::gl
