// A grid of values drawn by ImGui alone: for small pictures that need no texture of their own.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/boundary_maps.h"
#include "web/views/marks.h"
#include "web/views/regularizers.h"

namespace bp {
namespace {

constexpr std::size_t kMostCells = 48;  // a side; of finer grids every n-th cell

// Every n-th cell of a map as a point of the picture; the outer ones lie on its border.
struct Lattice {
  std::span<const float> values;
  std::size_t columns, step, across, up;
  ImVec2 min, max;
  Lattice(const Grid& grid, std::size_t map, ImVec2 low, ImVec2 high)
      : values(map_values(grid, map)), columns(grid.columns), min(low), max(high) {
    step = (std::max(grid.columns, grid.rows) + kMostCells - 1) / kMostCells;
    step = std::max<std::size_t>(step, 1);
    across = values.empty() ? 0 : (grid.columns + step - 1) / step;
    up = values.empty() ? 0 : (grid.rows + step - 1) / step;
  }
  [[nodiscard]] bool is_empty() const { return across < 2 || up < 2; }
  [[nodiscard]] float value(std::size_t i, std::size_t j) const {
    return values[j * step * columns + i * step];
  }
  [[nodiscard]] ImVec2 place(std::size_t i, std::size_t j) const {
    const float x = static_cast<float>(i) / static_cast<float>(across - 1);
    const float y = static_cast<float>(j) / static_cast<float>(up - 1);
    return {std::lerp(min.x, max.x, x), std::lerp(max.y, min.y, y)};
  }
};

}  // namespace

void draw_mesh(ImDrawList& draw, const Grid& grid, std::size_t map, ImVec2 min, ImVec2 max,
               const MeshRange& range) {
  const Lattice cells(grid, map, min, max);
  if (cells.is_empty() || !has_room(draw)) return;
  const std::size_t quads = (cells.across - 1) * (cells.up - 1);
  draw.PrimReserve(static_cast<int>(6 * quads), static_cast<int>(cells.across * cells.up));
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  const auto first = static_cast<unsigned>(draw._VtxCurrentIdx);
  const auto last = static_cast<float>(range.palette.size() - 1);
  const float scale = range.high > range.low ? last / (range.high - range.low) : 0;
  for (std::size_t j = 0; j < cells.up; ++j) {
    for (std::size_t i = 0; i < cells.across; ++i) {
      const float t = (cells.value(i, j) - range.low) * scale;
      const float shown = std::isfinite(t) ? std::clamp(t, 0.0F, last) : 0.5F * last;
      const auto tone = static_cast<std::size_t>(std::min(shown, last - 1));
      const ImU32 color =
          mixed(range.palette[tone], range.palette[tone + 1], shown - static_cast<float>(tone));
      draw.PrimWriteVtx(cells.place(i, j), uv, color);
    }
  }
  for (std::size_t j = 0; j + 1 < cells.up; ++j) {
    for (std::size_t i = 0; i + 1 < cells.across; ++i) {
      const unsigned a = first + static_cast<unsigned>(j * cells.across + i);
      const unsigned above = a + static_cast<unsigned>(cells.across);
      for (const unsigned corner : {a, a + 1, above + 1, a, above + 1, above}) {
        draw.PrimWriteIdx(static_cast<ImDrawIdx>(corner));
      }
    }
  }
}

void draw_level(ImDrawList& draw, const Grid& grid, std::size_t map, ImVec2 min, ImVec2 max,
                float level, ImU32 color, float width) {
  const Lattice cells(grid, map, min, max);
  if (cells.is_empty()) return;
  draw.PushClipRect(min, max, true);
  for (std::size_t j = 0; j + 1 < cells.up; ++j) {
    for (std::size_t i = 0; i + 1 < cells.across && has_room(draw); ++i) {
      const std::array<std::array<std::size_t, 2>, 4> corners{
          {{i, j}, {i + 1, j}, {i + 1, j + 1}, {i, j + 1}}};
      std::array<ImVec2, 4> ends{};
      std::size_t count = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        const auto [i0, j0] = corners[k];
        const auto [i1, j1] = corners[(k + 1) % 4];
        const float a = cells.value(i0, j0) - level, b = cells.value(i1, j1) - level;
        if ((a > 0) == (b > 0)) continue;
        const ImVec2 p = cells.place(i0, j0), q = cells.place(i1, j1);
        const float t = a / (a - b);
        ends[count++] = {std::lerp(p.x, q.x, t), std::lerp(p.y, q.y, t)};
      }
      for (std::size_t k = 0; k + 1 < count; k += 2) {
        draw.AddLine(ends[k], ends[k + 1], color, width);
      }
    }
  }
  draw.PopClipRect();
}

}  // namespace bp
