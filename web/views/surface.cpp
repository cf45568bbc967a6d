#include "web/views/surface.h"

#include <algorithm>
#include <cmath>

#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"
#include "web/views/class_maps.h"

namespace bp {
namespace {

Vec3 in_space(const SurfacePoint& p) { return {2 * p.x - 1, 2 * p.y - 1, kSurfaceLift * p.height}; }

float height_of(const MapRange& range, float value) {
  if (!std::isfinite(value)) return 0;
  return std::clamp((value - range.middle) * range.inverse_half_range, -1.0F, 1.0F);
}

/// Above the surface at this place of space; outside the plane everything is.
float clearance(const Snapshot& s, Vec3 p) {
  if (std::abs(p.x) > 1 || std::abs(p.y) > 1) return 1;
  return p.z - kSurfaceLift * surface_height(s, 0.5F * (p.x + 1), 0.5F * (p.y + 1));
}

}  // namespace

SurfaceAxes surface_axes(float yaw, float pitch) {
  const float c = std::cos(yaw), s = std::sin(yaw), up = std::cos(pitch), down = std::sin(pitch);
  return {{c, s, 0}, {-s * down, c * down, up}, {-s * up, c * up, -down}};
}

ImVec2 surface_screen(const SurfaceAxes& axes, const SurfacePoint& point, ImVec2 min, float side) {
  const Vec3 p = in_space(point);
  const float half = 0.5F * side;
  return {min.x + half * (1 + kSurfaceScale * dot(p, axes.right)),
          min.y + half * (1 - kSurfaceScale * dot(p, axes.up))};
}

float surface_height(const Snapshot& s, float share_x, float share_y) {
  float value = value_at(s.field, 0, share_x, share_y);
  if (has_class_maps(s)) {
    for (std::size_t k = 1; k < s.field.maps; ++k) {
      value = std::max(value, value_at(s.field, k, share_x, share_y));
    }
  }
  return height_of(output_range(s), value);
}

void surface_heights(const Snapshot& s, std::vector<float>& out) {
  const std::size_t cells = std::size_t{s.field.columns} * s.field.rows;
  const MapRange range = output_range(s);
  out.resize(cells);
  for (std::size_t i = 0; i < cells; ++i) {
    float value = s.field.values[i];
    for (std::size_t k = 1; k < s.field.maps; ++k) {
      value = std::max(value, s.field.values[k * cells + i]);
    }
    out[i] = height_of(range, value);
  }
}

bool is_behind(const Snapshot& s, const SurfaceAxes& axes, const SurfacePoint& point) {
  const Vec3 from = in_space(point), f = axes.forward;
  // The first steps are left out: a point on the surface is not behind it.
  for (int i = 3; i <= 24; ++i) {
    const float t = 0.06F * static_cast<float>(i);
    if (clearance(s, {from.x - t * f.x, from.y - t * f.y, from.z - t * f.z}) < 0) return true;
  }
  return false;
}

bool surface_under(const Snapshot& s, const SurfaceAxes& axes, ImVec2 min, float side, ImVec2 at,
                   SurfacePoint& out) {
  const float half = 0.5F * side * kSurfaceScale;
  const float right = (at.x - min.x - 0.5F * side) / half;
  const float up = (min.y + 0.5F * side - at.y) / half;
  const auto along = [&](float t) {
    return Vec3{right * axes.right.x + up * axes.up.x + t * axes.forward.x,
                right * axes.right.y + up * axes.up.y + t * axes.forward.y,
                right * axes.right.z + up * axes.up.z + t * axes.forward.z};
  };
  constexpr float kNear = -2.2F, kStep = 0.02F;
  for (float t = kNear; t < -kNear; t += kStep) {
    const Vec3 p = along(t);
    // Inside the plane, and below the surface for the first time.
    if (clearance(s, p) > 0 || clearance(s, along(t - kStep)) < 0) continue;
    out = {0.5F * (p.x + 1), 0.5F * (p.y + 1), p.z / kSurfaceLift};
    return std::abs(p.x) <= 1 && std::abs(p.y) <= 1;
  }
  return false;
}

}  // namespace bp
