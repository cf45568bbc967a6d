#include "web/gl/field_painter.h"

#include "web/gl/class_painter.h"
#include "web/gl/plane_painter.h"
#include "web/gl/unit_painter.h"
#include "web/views/class_maps.h"

namespace bp {

struct FieldPainter::Impl {
  gl::PlanePainter plane;
  gl::ClassPainter classes;
  gl::UnitPainter units;
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
}

void FieldPainter::update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
                          const Requests& requests, Pictures& pictures) {
  impl_->units.update(snapshot, theme, requests, pictures);
  if (has_class_maps(snapshot) && requests.plane_map < 0) {
    impl_->classes.update(snapshot, settings, theme, requests, pictures);
  } else {
    impl_->plane.update(snapshot, settings, theme, requests, impl_->units.ranges(), pictures);
  }
}

}  // namespace bp
