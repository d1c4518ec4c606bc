#pragma once

#include <string>

#include "daemon/core/result.hpp"
#include "daemon/ports/picture_maker.hpp"

namespace booth::compose {

/// Medium error correction: readable with a seventh of it spoiled. Without quiet zone.
/// @returns BadInput when the text is empty or does not fit any QR code
Result<QrCode> qr_modules(const std::string& text);

}  // namespace booth::compose
