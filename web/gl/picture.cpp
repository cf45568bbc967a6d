#include "web/gl/picture.h"

#include <algorithm>
#include <array>

#include "engine/session/options.h"

namespace bp::gl {

bool GridTexture::replace(std::span<const float> values, std::uint32_t columns, std::uint32_t rows,
                          bool is_logit) {
  if (columns == columns_ && rows == rows_ && is_logit == is_logit_ &&
      std::ranges::equal(values, values_)) {
    return false;
  }
  values_.assign(values.begin(), values.end());
  columns_ = columns;
  rows_ = rows;
  is_logit_ = is_logit;
  ++version_;
  return true;
}

void GridTexture::forget() {
  texture_.forget();
  values_.clear();
  columns_ = rows_ = 0;
}

void set_rgb(const Program& program, const char* name, ImU32 color) {
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(color);
  glUniform3f(uniform(program, name), c.x, c.y, c.z);
}

void set_map_colors(const Program& program, const Theme& theme, float strength) {
  set_rgb(program, "u_negative", theme.negative);
  set_rgb(program, "u_middle", theme.middle);
  set_rgb(program, "u_positive", theme.positive);
  std::array<float, 3 * kClassColors> classes{};
  std::size_t i = 0;
  for (const ImU32 color : theme.classes) {
    const ImVec4 c = ImGui::ColorConvertU32ToFloat4(color);
    for (const float channel : {c.x, c.y, c.z}) classes[i++] = channel;
  }
  glUniform3fv(uniform(program, "u_classes"), static_cast<GLsizei>(i / 3), classes.data());
  glUniform1f(uniform(program, "u_strength"), strength);
}

void set_mode(const Program& program, const Theme& theme, int mode, const ContourLevels& levels) {
  glUniform1i(uniform(program, "u_mode"), mode);
  set_rgb(program, "u_tone", mode == kShowsConfidence ? theme.accent : theme.text);
  glUniform1i(uniform(program, "u_level_count"), levels.count);
  if (levels.count > 0) glUniform1fv(uniform(program, "u_levels"), levels.count, levels.at.data());
}

void bind_sampler(const Program& program, const char* name, int slot, const Texture& texture) {
  glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(slot));
  glBindTexture(GL_TEXTURE_2D, texture.id());
  glUniform1i(uniform(program, name), slot);
}

void begin_picture(const Program& program, const VertexArray& triangle,
                   const Framebuffer& framebuffer, Texture& target, int width, int height) {
  target_picture(target, framebuffer, width, height);
  glDisable(GL_BLEND);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glUseProgram(program.id());
  glBindVertexArray(triangle.id());
}

void end_picture() {
  glDrawArrays(GL_TRIANGLES, 0, 3);
  leave_picture();
}

void leave_picture() {
  glBindVertexArray(0);
  glUseProgram(0);
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, 0);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, 0);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

}  // namespace bp::gl
