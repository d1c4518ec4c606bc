// Any bytes as template.toml: must give a template or problems with words. A template that is
// accepted must have geometry that can be placed on a sheet. The same bytes are tried as a .cube
// file.
#include <cstdint>
#include <string>

#include "daemon/compose/cube_lut.hpp"
#include "daemon/compose/draw_shapes.hpp"
#include "daemon/compose/misplaced_layers.hpp"
#include "daemon/compose/template_file.hpp"
#include "daemon/core/layout/fill_text.hpp"
#include "daemon/core/print/print_format.hpp"

namespace {

using namespace booth;

void place(const SheetTemplate& sheet) {
  PrintFormat format = default_format(sheet.medium.name);
  format.width_px /= 4;
  format.height_px /= 4;
  const auto piece = place_piece(sheet, format);
  if (!piece) return;
  for (const Layer& layer : sheet.layers) {
    if (const auto* photo = std::get_if<PhotoLayer>(&layer.what)) {
      const auto frame = compose::frame_slot(*photo, *piece);
      if (!frame.mask.empty() && frame.mask.size() != frame.area.size()) __builtin_trap();
    }
    if (const auto* shape = std::get_if<ShapeLayer>(&layer.what))
      compose::draw_shape(*shape, *piece);
    if (const auto* qr = std::get_if<QrLayer>(&layer.what))
      compose::draw_qr(*qr, fill_text(qr->text, {{"share_url", "https://a.example/1"}}), *piece);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto parsed = compose::parse_template_text(text, "template.toml");
  if (parsed.problems.empty() && compose::misplaced_layers(parsed.sheet).empty())
    place(parsed.sheet);
  for (const auto& problem : parsed.problems)
    if (problem.sentence().empty()) __builtin_trap();
  const auto cube = compose::parse_cube_lut(text, "look.cube");
  if (cube) {
    cv::Mat picture(4, 4, CV_8UC3, cv::Scalar(10, 128, 250));
    cube->apply(picture);
  }
  return 0;
}
