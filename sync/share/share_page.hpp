#pragma once

#include <string_view>

namespace booth {

/// share.html, as it stands beside this file: the page behind the guests' QR code.
std::string_view shipped_share_page();

}  // namespace booth
