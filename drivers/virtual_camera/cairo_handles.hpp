#pragma once

#include <memory>

#include <cairo.h>

namespace booth::virtual_camera {

struct CairoSurfaceUnref {
  void operator()(::cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
using CairoSurfaceHandle = std::unique_ptr<::cairo_surface_t, CairoSurfaceUnref>;

struct CairoUnref {
  void operator()(::cairo_t* context) const noexcept { cairo_destroy(context); }
};
using CairoHandle = std::unique_ptr<::cairo_t, CairoUnref>;

struct CairoPatternUnref {
  void operator()(::cairo_pattern_t* pattern) const noexcept { cairo_pattern_destroy(pattern); }
};
using CairoPatternHandle = std::unique_ptr<::cairo_pattern_t, CairoPatternUnref>;

}  // namespace booth::virtual_camera
