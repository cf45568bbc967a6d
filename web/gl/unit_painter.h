// Paints the atlas of all units' maps: inputs first, then layer by layer, one tile each.
#pragma once

#include <string>
#include <vector>

#include "web/gl/picture.h"
#include "web/views/boundary_maps.h"
#include "web/views/ui_state.h"

namespace bp::gl {

class UnitPainter {
 public:
  std::string create();
  void forget();
  void update(const Snapshot& snapshot, const Theme& theme, const Requests& requests,
              Pictures& pictures);
  /// Ranges of the maps last painted.
  [[nodiscard]] std::span<const MapRange> ranges() const { return ranges_; }

 private:
  void upload(const Snapshot& snapshot);
  void paint(const Theme& theme, const Grid& grid, const AtlasLayout& layout);

  Program program_;
  VertexArray triangle_;
  Framebuffer framebuffer_;
  Texture picture_, range_texture_;
  GridTexture values_;
  std::vector<MapRange> ranges_;
  const Theme* theme_ = nullptr;  ///< of the painted picture, with its tile and grid version
  int tile_ = 0, version_ = -1, max_pixels_ = 2048;
};

}  // namespace bp::gl
