#include "web/gl/field_painter.h"

#include "web/gl/plane_painter.h"
#include "web/gl/unit_painter.h"

namespace bp {

struct FieldPainter::Impl {
  gl::PlanePainter plane;
  gl::UnitPainter units;
};

FieldPainter::FieldPainter() : impl_(std::make_unique<Impl>()) {}
FieldPainter::~FieldPainter() = default;

std::string FieldPainter::create() {
  std::string error = impl_->plane.create();
  return error.empty() ? impl_->units.create() : error;
}

void FieldPainter::forget() {
  impl_->plane.forget();
  impl_->units.forget();
}

void FieldPainter::update(const Snapshot& snapshot, const Settings& settings, const Theme& theme,
                          const Requests& requests, Pictures& pictures) {
  impl_->units.update(snapshot, theme, requests, pictures);
  impl_->plane.update(snapshot, settings, theme, requests, impl_->units.ranges(), pictures);
}

}  // namespace bp
