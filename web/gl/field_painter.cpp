#include "web/gl/field_painter.h"

#include "web/gl/class_painter.h"
#include "web/gl/plane_painter.h"
#include "web/gl/surface_painter.h"
#include "web/gl/unit_painter.h"
#include "web/views/class_maps.h"
#include "web/views/pins.h"

namespace bp {

namespace {

/// A plane that is compared; made when it is first shown.
struct Compared {
  gl::PlanePainter plane;
  gl::ClassPainter classes;
  bool is_made = false;

  void forget() {
    plane.forget();
    classes.forget();
    is_made = false;
  }
  ImTextureID paint(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
                    const Requests& requests) {
    if (!is_made) (void)(plane.create().empty() && classes.create().empty());
    is_made = true;
    Pictures out;
    if (has_class_maps(snapshot)) {
      classes.update(snapshot, settings, theme, requests, out);
    } else {
      plane.update(snapshot, settings, theme, requests, {}, out);
    }
    return out.boundary;
  }
};

}  // namespace

struct FieldPainter::Impl {
  std::array<Compared, kMostPins + 1> compared;
  gl::PlanePainter plane;
  gl::ClassPainter classes;
  gl::UnitPainter units;
  gl::SurfacePainter surface;
};

FieldPainter::FieldPainter() : impl_(std::make_unique<Impl>()) {}
FieldPainter::~FieldPainter() = default;

std::string FieldPainter::create() {
  std::string error = impl_->plane.create();
  if (error.empty()) error = impl_->classes.create();
  if (error.empty()) error = impl_->units.create();
  return error;
}

void FieldPainter::forget() {
  impl_->plane.forget();
  impl_->classes.forget();
  impl_->units.forget();
  impl_->surface.forget();
  for (Compared& one : impl_->compared) one.forget();
}

void FieldPainter::update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
                          const Requests& requests, Pictures& pictures) {
  impl_->units.update(snapshot, theme, requests, pictures);
  if (has_class_maps(snapshot) && requests.plane_map < 0) {
    impl_->classes.update(snapshot, settings, theme, requests, pictures);
  } else {
    impl_->plane.update(snapshot, settings, theme, requests, impl_->units.ranges(), pictures);
  }
  pictures.surface = 0;
  if (requests.surface_px > 0) impl_->surface.update(snapshot, theme, requests, pictures);
}

void FieldPainter::compare(const Snapshot& now, const Settings& settings, UiState& ui) {
  ui.pictures.compared = {};
  if (ui.requests.compared_px <= 0) return;
  Requests requests = ui.requests;
  requests.boundary_width = requests.boundary_height = requests.compared_px;
  requests.plane_map = -1;
  for (std::size_t i = 0; i < ui.pictures.compared.size(); ++i) {
    const Snapshot* const shown = i == 0 ? &now : ui.pins[i - 1] ? &ui.pins[i - 1]->shown : nullptr;
    if (shown == nullptr) continue;
    ui.pictures.compared[i] = impl_->compared[i].paint(*shown, settings, *ui.theme, requests);
  }
}

}  // namespace bp
