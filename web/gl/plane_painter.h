// Paints the boundary plane: colour map, contour, classes, true edge.
#pragma once

#include <string>
#include <vector>

#include "engine/session/settings.h"
#include "web/gl/picture.h"
#include "web/views/boundary_maps.h"
#include "web/views/ui_state.h"

namespace bp::gl {

class PlanePainter {
 public:
  /// Returns an error text or empty.
  std::string create();
  void forget();
  /// Repaints if anything it depends on changed. `ranges`: of the units' maps, for a hovered unit.
  void update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
              const Requests& requests, std::span<const MapRange> ranges, Pictures& pictures);

 private:
  /// Everything the pixels depend on; the grids by the number of their upload.
  struct Look {
    const Theme* theme = nullptr;
    int width = 0, height = 0, field = -1, truth = -1;
    float line_px = 0, level = 0;
    MapRange range;
    ContourLevels levels;
    int mode = 0;
    bool is_logit = false, has_contour = false, is_class = false, has_edge = false;
    bool operator==(const Look&) const = default;
  };
  [[nodiscard]] Look wanted_look(const Snapshot& snapshot, const Settings& settings,
                                 const Theme& theme, const Requests& requests,
                                 std::span<const MapRange> ranges) const;
  void upload(std::span<const float> values, const Grid& grid, bool is_logit);
  void paint(const Grid& grid, const Grid& truth);

  Program program_;
  VertexArray triangle_;
  Framebuffer framebuffer_;
  Texture picture_;
  GridTexture field_, truth_;
  std::vector<float> logits_;
  Look look_;
  int max_pixels_ = 2048;
};

}  // namespace bp::gl
