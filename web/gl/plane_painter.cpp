#include "web/gl/plane_painter.h"

#include <generated/shaders.h>
#include <algorithm>

#include "engine/session/options.h"

namespace bp::gl {

std::string PlanePainter::create() {
  std::string error;
  program_ = make_program({shaders::fullscreen_vert},
                          {shaders::colormap, shaders::spline, shaders::plane_frag}, error);
  if (!program_) return error;
  triangle_ = make_vertex_array();
  framebuffer_ = make_framebuffer();
  max_pixels_ = std::min(max_texture_size(), kMaxPicture);
  look_ = {};
  return {};
}

void PlanePainter::forget() {
  program_.forget();
  triangle_.forget();
  framebuffer_.forget();
  picture_.forget();
  field_.forget();
  truth_.forget();
  look_ = {};
}

PlanePainter::Look PlanePainter::wanted_look(const Snapshot& snapshot, const Settings& settings,
                                             const Theme& theme, const Requests& requests,
                                             std::span<const MapRange> ranges) const {
  const bool shows_unit = requests.plane_map >= 0;
  const bool has_classes = is_classification(snapshot);
  Look look;
  look.theme = &theme;
  look.width = std::min(requests.boundary_width, max_pixels_);
  look.height = std::min(requests.boundary_height, max_pixels_);
  look.line_px = kContourPoints * requests.pixel_ratio;
  look.range = output_range(snapshot);
  const auto map = static_cast<std::size_t>(std::max(requests.plane_map, 0));
  if (shows_unit && map < ranges.size()) look.range = ranges[map];
  if (shows_unit) return look;
  look.is_logit = output_is_probability(snapshot);
  // A regression's contour is the middle of its range, 0 for every set: shown beside the true one.
  look.has_contour = has_classes || settings.show_truth;
  const float middle = 0.5F * (snapshot.output_min + snapshot.output_max);
  const float level = has_classes ? snapshot.decision_level : middle;
  look.level = look.is_logit ? logit(level) : level;
  look.mode = boundary_mode(snapshot, settings);
  look.is_class = has_classes;
  if (settings.show_contours) look.levels = contour_levels(snapshot);
  for (int i = 0; look.is_logit && i < look.levels.count; ++i) {
    float& at = look.levels.at[static_cast<std::size_t>(i)];
    at = logit(at);
  }
  return look;
}

void PlanePainter::upload(std::span<const float> values, const Grid& grid, bool is_logit) {
  if (!field_.replace(values, grid.columns, grid.rows, is_logit)) return;
  const float* data = values.data();
  if (is_logit) {
    logits_.resize(values.size());
    std::ranges::transform(values, logits_.begin(), logit);
    data = logits_.data();
  }
  upload_floats(field_.texture(), 1, static_cast<int>(grid.columns), data, values.size());
}

void PlanePainter::update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
                          const Requests& requests, std::span<const MapRange> ranges,
                          Pictures& pictures) {
  pictures.boundary = 0;
  const Grid& grid = requests.plane_map < 0 ? snapshot.field : snapshot.units;
  const auto values = map_values(grid, static_cast<std::size_t>(std::max(requests.plane_map, 0)));
  Look look = wanted_look(snapshot, settings, theme, requests, ranges);
  if (!program_ || values.empty() || grid.rows < 2 || look.width <= 0 || look.height <= 0) return;

  upload(values, grid, look.is_logit);
  look.field = field_.version();
  const Grid& truth = snapshot.truth;
  const auto edge = map_values(truth, 0);
  look.has_edge = settings.show_truth && look.has_contour;
  if ((look.has_edge || look.mode == kShowsError) && !edge.empty()) {
    if (truth_.replace(edge, truth.columns, truth.rows)) {
      upload_floats(truth_.texture(), 1, static_cast<int>(truth.columns), edge.data(), edge.size());
    }
    look.truth = truth_.version();
  }
  if (!(look == look_)) {
    look_ = look;
    paint(grid, truth);
  }
  pictures.boundary = static_cast<ImTextureID>(picture_.id());
}

void PlanePainter::paint(const Grid& grid, const Grid& truth) {
  const auto real = [](auto value) { return static_cast<GLfloat>(value); };
  begin_picture(program_, triangle_, framebuffer_, picture_, look_.width, look_.height);
  set_map_colors(program_, *look_.theme, look_.theme->plane_strength);
  set_rgb(program_, "u_line", look_.theme->text);
  set_rgb(program_, "u_edge", look_.theme->accent);
  const bool has_truth = look_.truth >= 0;
  bind_sampler(program_, "u_truth", 1, has_truth ? truth_.texture() : field_.texture());
  bind_sampler(program_, "u_field", 0, field_.texture());
  glUniform2f(uniform(program_, "u_size"), real(look_.width), real(look_.height));
  glUniform2f(uniform(program_, "u_grid"), real(grid.columns), real(grid.rows));
  glUniform2f(uniform(program_, "u_truth_grid"), has_truth ? real(truth.columns) : 0.0F,
              has_truth ? real(truth.rows) : 0.0F);
  glUniform1f(uniform(program_, "u_is_logit"), look_.is_logit ? 1.0F : 0.0F);
  glUniform2f(uniform(program_, "u_range"), look_.range.middle, look_.range.inverse_half_range);
  glUniform2f(uniform(program_, "u_level"), look_.level, look_.has_contour ? 1.0F : 0.0F);
  set_mode(program_, *look_.theme, look_.mode, look_.levels);
  glUniform1f(uniform(program_, "u_is_class"), look_.is_class ? 1.0F : 0.0F);
  glUniform1f(uniform(program_, "u_has_edge"), look_.has_edge ? 1.0F : 0.0F);
  glUniform1f(uniform(program_, "u_tint"), look_.range.tint);
  glUniform1f(uniform(program_, "u_line_px"), look_.line_px);
  end_picture();
}

}  // namespace bp::gl
