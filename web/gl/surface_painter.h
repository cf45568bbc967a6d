// Paints the answer over the plane as a surface, with the plane's picture on it.
#pragma once

#include <vector>

#include "web/gl/picture.h"
#include "web/views/ui_state.h"

namespace bp::gl {

class SurfacePainter {
 public:
  void forget();
  /// Paints it with the plane's picture of this frame. Makes what it needs when it is first wanted;
  /// where the driver refuses there is no picture.
  BP_APART void update(const Snapshot& snapshot, const Theme& theme, const Requests& requests,
                       Pictures& pictures);

 private:
  void prepare();
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
  bool is_prepared_ = false;
};

}  // namespace bp::gl
