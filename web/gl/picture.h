// What both painters share: a grid on the GPU, and painting one full picture with the diverging
// map.
#pragma once

#include <imgui.h>

#include <span>
#include <vector>

#include "web/gl/gl.h"
#include "web/views/boundary_contours.h"
#include "web/views/theme.h"

namespace bp::gl {

/// Pictures are never larger than this, whatever the driver allows; WebGL 2 promises 2048.
inline constexpr int kMaxPicture = 4096;

/// A grid's values as last uploaded; tells whether new ones differ, so that nothing is sent twice.
class GridTexture {
 public:
  /// Takes over `values` if they are new; then the caller uploads to texture().
  [[nodiscard]] bool replace(std::span<const float> values, std::uint32_t columns,
                             std::uint32_t rows, bool is_logit = false);
  [[nodiscard]] Texture& texture() { return texture_; }
  /// Grows with every replacement.
  [[nodiscard]] int version() const { return version_; }
  void forget();

 private:
  Texture texture_;
  std::vector<float> values_;
  std::uint32_t columns_ = 0, rows_ = 0;
  bool is_logit_ = false;
  int version_ = 0;
};

/// A line where the answer changes, in points.
inline constexpr float kContourPoints = 1.5F;

void set_rgb(const Program& program, const char* name, ImU32 color);
/// Uniforms of shaders/colormap.glsl.
void set_map_colors(const Program& program, const Theme& theme, float strength);
/// What the plane's colours and lines say, of both painters: u_mode, u_tone, u_levels; levels in
/// the scale of the field on the GPU.
void set_mode(const Program& program, const Theme& theme, int mode, const ContourLevels& levels);
/// Binds a texture to a slot and its sampler uniform.
void bind_sampler(const Program& program, const char* name, int slot, const Texture& texture);

/// What paints a picture: target, program and the state a fullscreen triangle needs.
void begin_picture(const Program& program, const VertexArray& triangle,
                   const Framebuffer& framebuffer, Texture& target, int width, int height);
/// Leaves GL as ImGui's backend expects it.
void leave_picture();
/// Draws, and leaves GL as ImGui's backend expects it (it sets all it needs but the target).
void end_picture();

}  // namespace bp::gl
