#pragma once

#include <memory>

#include <cairo.h>
#include <opencv2/core.hpp>

#include "daemon/core/layout/sheet_template.hpp"

namespace booth::compose {

struct SurfaceDestroy {
  void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
using SurfaceHandle = std::unique_ptr<cairo_surface_t, SurfaceDestroy>;

struct CairoDestroy {
  void operator()(cairo_t* cairo) const noexcept { cairo_destroy(cairo); }
};
using CairoHandle = std::unique_ptr<cairo_t, CairoDestroy>;

/// Cairo drawing straight into a cv::Mat, which must outlive it.
class MatPainter {
 public:
  /// @param pixels  CV_8UC4 (premultiplied BGRA). Its rows are a multiple of four bytes by nature.
  explicit MatPainter(cv::Mat& pixels)
      : surface_(cairo_image_surface_create_for_data(pixels.data, CAIRO_FORMAT_ARGB32, pixels.cols,
                                                     pixels.rows, static_cast<int>(pixels.step))),
        cairo_(cairo_create(surface_.get())) {}
  ~MatPainter() { cairo_surface_flush(surface_.get()); }
  MatPainter(const MatPainter&) = delete;
  MatPainter& operator=(const MatPainter&) = delete;

  cairo_t* get() { return cairo_.get(); }

  void set_colour(const Colour& colour) {
    cairo_set_source_rgba(cairo_.get(), colour.red / 255.0, colour.green / 255.0,
                          colour.blue / 255.0, colour.alpha / 255.0);
  }

 private:
  SurfaceHandle surface_;
  CairoHandle cairo_;
};

}  // namespace booth::compose
