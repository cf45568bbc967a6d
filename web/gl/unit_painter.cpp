#include "web/gl/unit_painter.h"

#include <generated/shaders.h>
#include <algorithm>

namespace bp::gl {
namespace {

constexpr int kRangesWidth = 256;   // texels in a row of the per-map ranges
constexpr int kValuesWidth = 1024;  // texels in a row of all values

}  // namespace

std::string UnitPainter::create() {
  std::string error;
  program_ = make_program({shaders::fullscreen_vert},
                          {shaders::colormap, shaders::spline, shaders::units_frag}, error);
  if (!program_) return error;
  triangle_ = make_vertex_array();
  framebuffer_ = make_framebuffer();
  max_pixels_ = std::min(max_texture_size(), kMaxPicture);
  version_ = -1;
  return {};
}

void UnitPainter::forget() {
  program_.forget();
  triangle_.forget();
  framebuffer_.forget();
  picture_.forget();
  range_texture_.forget();
  values_.forget();
  version_ = -1;
}

void UnitPainter::upload(const Snapshot& snapshot) {
  const Grid& grid = snapshot.units;
  const std::size_t count =
      static_cast<std::size_t>(grid.maps) * grid.rows * static_cast<std::size_t>(grid.columns);
  const std::span<const float> values(grid.values.data(), count);
  if (!values_.replace(values, grid.columns, grid.rows)) return;
  unit_ranges(snapshot, ranges_);
  upload_floats(values_.texture(), 1, kValuesWidth, values.data(), values.size());
  static_assert(sizeof(MapRange) == 4 * sizeof(float));
  upload_floats(range_texture_, 4, kRangesWidth, &ranges_.front().middle, 4 * ranges_.size());
}

void UnitPainter::update(const Snapshot& snapshot, const Theme& theme, const Requests& requests,
                         Pictures& pictures) {
  const Grid& grid = snapshot.units;
  const int tile = requests.unit_size;
  pictures.units = 0;
  pictures.map_count = 0;
  const bool is_whole = grid.maps > 0 && !map_values(grid, grid.maps - 1).empty();
  if (!program_ || !is_whole || tile <= 0) return;
  upload(snapshot);
  const AtlasLayout layout = atlas_layout(static_cast<int>(grid.maps), tile, max_pixels_);
  if (theme_ != &theme || tile_ != tile || version_ != values_.version()) {
    theme_ = &theme;
    tile_ = tile;
    version_ = values_.version();
    paint(theme, grid, layout);
  }
  pictures.units = static_cast<ImTextureID>(picture_.id());
  pictures.atlas_columns = layout.columns;
  pictures.atlas_rows = layout.rows;
  pictures.map_count = layout.maps;
}

void UnitPainter::paint(const Theme& theme, const Grid& grid, const AtlasLayout& layout) {
  begin_picture(program_, triangle_, framebuffer_, picture_, layout.columns * tile_,
                layout.rows * tile_);
  set_map_colors(program_, theme, theme.map_strength);
  bind_sampler(program_, "u_ranges", 1, range_texture_);
  bind_sampler(program_, "u_values", 0, values_.texture());
  glUniform2i(uniform(program_, "u_map_size"), static_cast<GLint>(grid.columns),
              static_cast<GLint>(grid.rows));
  glUniform1i(uniform(program_, "u_map_count"), layout.maps);
  glUniform1i(uniform(program_, "u_tile_px"), tile_);
  glUniform1i(uniform(program_, "u_atlas_columns"), layout.columns);
  glUniform1i(uniform(program_, "u_values_width"), kValuesWidth);
  glUniform1i(uniform(program_, "u_ranges_width"), kRangesWidth);
  end_picture();
}

}  // namespace bp::gl
