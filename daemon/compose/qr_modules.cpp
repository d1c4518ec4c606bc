#include "daemon/compose/qr_modules.hpp"

#include <memory>

#include <qrencode.h>

namespace booth::compose {
namespace {

struct QrFree {
  void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};
using QrHandle = std::unique_ptr<QRcode, QrFree>;

}  // namespace

Result<QrCode> qr_modules(const std::string& text) {
  const QrHandle code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
  if (!code) return make_error(Errc::BadInput, "the text does not fit any QR code");
  QrCode made;
  const auto width = static_cast<std::size_t>(code->width);
  for (std::size_t y = 0; y < width; ++y) {
    std::string row(width, '0');
    for (std::size_t x = 0; x < width; ++x)
      if ((code->data[y * width + x] & 1) != 0) row[x] = '1';
    made.rows.push_back(std::move(row));
  }
  return made;
}

}  // namespace booth::compose
