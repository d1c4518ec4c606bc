#include "drivers/virtual_camera/scene.hpp"

#include <new>

namespace booth::virtual_camera {
namespace {

CairoSurfaceHandle new_surface(PixelSize size) {
  CairoSurfaceHandle surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
  // Cairo answers with an inert object instead of null; a picture that silently stays black helps
  // nobody.
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  return surface;
}

CairoHandle new_context(::cairo_surface_t* surface, PixelSize size) {
  CairoHandle cairo(cairo_create(surface));
  if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  cairo_scale(cairo.get(), size.height, size.height);
  return cairo;
}

}  // namespace

Scene::Scene(PixelSize size) : size_(size), hall_(new_surface(size)), picture_(new_surface(size)) {
  const CairoHandle cairo = new_context(hall_.get(), size_);
  draw_hall(cairo.get());
}

::cairo_surface_t* Scene::draw(const SceneMoment& moment) {
  {
    const CairoHandle pixels(cairo_create(picture_.get()));
    cairo_set_operator(pixels.get(), CAIRO_OPERATOR_SOURCE);
    cairo_set_source_surface(pixels.get(), hall_.get(), 0, 0);
    cairo_paint(pixels.get());
  }
  const CairoHandle cairo = new_context(picture_.get(), size_);
  draw_guests(cairo.get(), moment);
  draw_number_plate(cairo.get(), moment.shot);
  cairo_surface_flush(picture_.get());
  draw_bit_strip(cairo_image_surface_get_data(picture_.get()), size_,
                 cairo_image_surface_get_stride(picture_.get()), moment.strip);
  cairo_surface_mark_dirty(picture_.get());
  return picture_.get();
}

}  // namespace booth::virtual_camera
