#include "web/gl/surface_painter.h"

#include <generated/shaders.h>
#include <algorithm>

#include "web/views/surface.h"

namespace bp::gl {
namespace {

constexpr int kSquares = 112, kSamples = 4, kMostPixels = 2048;

void set_axis(const Program& program, const char* name, Vec3 axis, float scale) {
  glUniform3f(uniform(program, name), scale * axis.x, scale * axis.y, scale * axis.z);
}

}  // namespace

void SurfacePainter::prepare() {
  if (is_prepared_) return;
  is_prepared_ = true;
  std::string error;
  program_ = make_program({shaders::spline, shaders::surface_vert}, {shaders::surface_frag}, error);
  if (!program_) return;
  none_ = make_vertex_array();
  smooth_ = make_framebuffer();
  target_ = make_framebuffer();
  color_ = make_renderbuffer();
  depth_ = make_renderbuffer();
  side_ = 0;
}

void SurfacePainter::forget() {
  program_.forget();
  none_.forget();
  smooth_.forget();
  target_.forget();
  color_.forget();
  depth_.forget();
  picture_.forget();
  heights_.forget();
  is_prepared_ = false;
}

/// Colours and depths with several samples a pixel, so that edges are smooth.
void SurfacePainter::fit(int side) {
  if (side == side_) return;
  side_ = side;
  const auto make = [side](const Renderbuffer& buffer, GLenum format) {
    glBindRenderbuffer(GL_RENDERBUFFER, buffer.id());
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, kSamples, format, side, side);
  };
  make(color_, GL_RGBA8);
  make(depth_, GL_DEPTH_COMPONENT24);
  glBindRenderbuffer(GL_RENDERBUFFER, 0);
  glBindFramebuffer(GL_FRAMEBUFFER, smooth_.id());
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color_.id());
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, depth_.id());
}

void SurfacePainter::update(const Snapshot& snapshot, const Theme& theme, const Requests& requests,
                            Pictures& pictures) {
  prepare();
  const Grid& field = snapshot.field;
  const std::size_t cells = std::size_t{field.columns} * field.rows;
  const bool is_whole = cells > 0 && field.rows > 1 && field.values.size() == cells * field.maps;
  if (!program_ || pictures.boundary == 0 || !is_whole) return;
  paint(snapshot, theme, requests, pictures.boundary);
  pictures.surface = static_cast<ImTextureID>(picture_.id());
}

void SurfacePainter::paint(const Snapshot& snapshot, const Theme& theme, const Requests& requests,
                           ImTextureID plane) {
  const Grid& field = snapshot.field;
  surface_heights(snapshot, values_);
  if (heights_.replace(values_, field.columns, field.rows)) {
    upload_floats(heights_.texture(), 1, static_cast<int>(field.columns), values_.data(),
                  values_.size());
  }
  const int side = std::min(requests.surface_px, kMostPixels);
  target_picture(picture_, target_, side, side);
  fit(side);
  glBindFramebuffer(GL_FRAMEBUFFER, smooth_.id());
  glDisable(GL_BLEND);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_CULL_FACE);
  glEnable(GL_DEPTH_TEST);
  const ImVec4 behind = ImGui::ColorConvertU32ToFloat4(theme.surface);
  glClearColor(behind.x, behind.y, behind.z, 0);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  glUseProgram(program_.id());
  glBindVertexArray(none_.id());
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(plane));
  glUniform1i(uniform(program_, "u_plane"), 1);
  bind_sampler(program_, "u_heights", 0, heights_.texture());
  glUniform2f(uniform(program_, "u_grid"), static_cast<GLfloat>(field.columns),
              static_cast<GLfloat>(field.rows));
  glUniform1i(uniform(program_, "u_side"), kSquares);
  glUniform1f(uniform(program_, "u_lift"), kSurfaceLift);
  const SurfaceAxes axes = surface_axes(requests.surface_yaw, requests.surface_pitch);
  set_axis(program_, "u_right", axes.right, kSurfaceScale);
  set_axis(program_, "u_up", axes.up, kSurfaceScale);
  set_axis(program_, "u_forward", axes.forward, 1);
  set_rgb(program_, "u_ink", theme.text);
  glDrawArrays(GL_TRIANGLES, 0, 6 * kSquares * kSquares);
  glDisable(GL_DEPTH_TEST);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, smooth_.id());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target_.id());
  glBlitFramebuffer(0, 0, side, side, 0, 0, side, side, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  leave_picture();
}

}  // namespace bp::gl
