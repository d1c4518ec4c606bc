#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// A QR code as rows of '1' (dark) and '0', without the quiet zone of four modules around it.
struct QrCode {
  std::vector<std::string> rows;
};

/// Pictures for screens. Has a thread of its own: who looks at photos never holds up a sheet.
class PictureMaker {
 public:
  virtual ~PictureMaker() = default;

  /// A stored picture made small: JPEG, upright, sRGB, without what the camera wrote about it. Made
  /// once and then kept in memory as long as there is room. Never larger than the original.
  ///
  /// @param path        absolute path of a stored JPEG
  /// @param longest_px  width or height, whichever is larger; > 0
  /// @returns NotFound when the file is gone, Corrupt when it does not decode
  virtual boost::asio::awaitable<Result<Bytes>> small_picture(std::string path, int longest_px) = 0;

  /// @returns BadInput when the text is too long for any QR code
  virtual boost::asio::awaitable<Result<QrCode>> qr_code(std::string text) = 0;
};

}  // namespace booth
