#pragma once

#include <cstdint>

#include "daemon/core/units.hpp"
#include "drivers/virtual_camera/bit_strip.hpp"
#include "drivers/virtual_camera/cairo_handles.hpp"

namespace booth::virtual_camera {

/// What stands in front of the virtual camera at one instant.
struct SceneMoment {
  std::uint32_t shot = 0;  ///< decides who the guests are; drawn in large digits
  double seconds = 0;      ///< guests sway with it
  bool is_posed = false;   ///< the photo: everybody looks into the camera
  BitStripContent strip;   ///< the machine-readable edge
};

/// Draws a party hall with guests. Keeps the parts that never change, so that a frame costs a few
/// milliseconds.
///
/// @thread  one at a time; two scenes are independent
class Scene {
 public:
  explicit Scene(PixelSize size);

  /// @returns the picture, CAIRO_FORMAT_RGB24 (BGRX in memory on little endian), rows = height;
  /// valid until the next draw
  ::cairo_surface_t* draw(const SceneMoment& moment);
  PixelSize size() const { return size_; }

 private:
  PixelSize size_;
  CairoSurfaceHandle hall_;  ///< background, drawn once
  CairoSurfaceHandle picture_;
};

// The parts, for scene.cpp only. All use a canvas that is 1.5 wide and 1 high, so that sizes do not
// matter.
void draw_hall(::cairo_t* cairo);
void draw_guests(::cairo_t* cairo, const SceneMoment& moment);
void draw_number_plate(::cairo_t* cairo, std::uint32_t number);

}  // namespace booth::virtual_camera
