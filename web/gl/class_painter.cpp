#include "web/gl/class_painter.h"

#include <generated/shaders.h>
#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "web/views/boundary_maps.h"

namespace bp::gl {

std::string ClassPainter::create() {
  std::string error;
  program_ = make_program({shaders::fullscreen_vert},
                          {shaders::colormap, shaders::spline, shaders::classes_frag}, error);
  if (!program_) return error;
  triangle_ = make_vertex_array();
  framebuffer_ = make_framebuffer();
  max_pixels_ = std::min(max_texture_size(), kMaxPicture);
  look_ = {};
  return {};
}

void ClassPainter::forget() {
  program_.forget();
  triangle_.forget();
  framebuffer_.forget();
  picture_.forget();
  field_.forget();
  truth_.forget();
  look_ = {};
}

void ClassPainter::upload_field(const Grid& field, ClassScale scale) {
  const bool is_log = scale != ClassScale::Value;
  if (!field_.replace(field.values, field.columns, field.rows, is_log)) return;
  pack_class_maps(field, scale, packed_);
  upload_floats(field_.texture(), static_cast<int>(kPackedClasses), static_cast<int>(field.columns),
                packed_.data(), packed_.size());
}

void ClassPainter::upload_truth(const Grid& truth, int classes) {
  if (!truth_.replace(truth.values, truth.columns, truth.rows)) return;
  pack_class_maps(smooth_shares(truth, classes), ClassScale::Value, packed_);
  upload_floats(truth_.texture(), static_cast<int>(kPackedClasses), static_cast<int>(truth.columns),
                packed_.data(), packed_.size());
}

void ClassPainter::update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
                          const Requests& requests, Pictures& pictures) {
  pictures.boundary = 0;
  const Grid& field = snapshot.field;
  const std::size_t points = static_cast<std::size_t>(field.columns) * field.rows;
  const bool is_whole = points > 0 && field.values.size() == points * field.maps;
  const float range = snapshot.output_max - snapshot.output_min;
  Look look;
  look.theme = &theme;
  look.width = std::min(requests.boundary_width, max_pixels_);
  look.height = std::min(requests.boundary_height, max_pixels_);
  look.classes = static_cast<int>(field.maps);
  look.scale = class_scale(snapshot);
  look.line_px = kContourPoints * requests.pixel_ratio;
  look.per_value = range > 0 ? 1 / range : 0;
  look.largest = snapshot.output_max;
  look.mode = boundary_mode(snapshot, settings);
  look.has_edge = settings.show_truth;
  if (settings.show_contours) look.levels = contour_levels(snapshot);
  for (int i = 0; i < look.levels.count; ++i) {
    float& at = look.levels.at[static_cast<std::size_t>(i)];
    if (look.scale == ClassScale::Softmax) at = std::log(at);
    if (look.scale == ClassScale::Probability) at = logit(at);
  }
  if (!program_ || !is_whole || field.rows < 2 || look.width <= 0 || look.height <= 0) return;

  upload_field(field, look.scale);
  look.field = field_.version();
  if ((look.has_edge || look.mode == kShowsError) && snapshot.truth.maps > 0) {
    upload_truth(snapshot.truth, look.classes);
    look.truth = truth_.version();
  }
  if (!(look == look_)) {
    look_ = look;
    paint(field, snapshot.truth);
  }
  pictures.boundary = static_cast<ImTextureID>(picture_.id());
}

void ClassPainter::paint(const Grid& field, const Grid& truth) {
  const auto real = [](auto value) { return static_cast<GLfloat>(value); };
  begin_picture(program_, triangle_, framebuffer_, picture_, look_.width, look_.height);
  set_map_colors(program_, *look_.theme, look_.theme->plane_strength);
  set_rgb(program_, "u_line", look_.theme->text);
  set_rgb(program_, "u_edge", look_.theme->accent);
  const bool has_truth = look_.truth >= 0;
  bind_sampler(program_, "u_truth", 1, has_truth ? truth_.texture() : field_.texture());
  bind_sampler(program_, "u_field", 0, field_.texture());
  glUniform2f(uniform(program_, "u_size"), real(look_.width), real(look_.height));
  glUniform2f(uniform(program_, "u_grid"), real(field.columns), real(field.rows));
  glUniform2f(uniform(program_, "u_truth_grid"), has_truth ? real(truth.columns) : 0.0F,
              has_truth ? real(truth.rows) : 0.0F);
  glUniform1i(uniform(program_, "u_count"), look_.classes);
  glUniform1i(uniform(program_, "u_scale"), static_cast<GLint>(look_.scale));
  glUniform1f(uniform(program_, "u_per_value"), look_.per_value);
  glUniform2f(uniform(program_, "u_range"), look_.largest, look_.per_value);
  set_mode(program_, *look_.theme, look_.mode, look_.levels);
  glUniform1f(uniform(program_, "u_has_edge"), look_.has_edge ? 1.0F : 0.0F);
  glUniform1f(uniform(program_, "u_line_px"), look_.line_px);
  end_picture();
}

}  // namespace bp::gl
