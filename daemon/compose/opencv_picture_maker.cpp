#include "daemon/compose/opencv_picture_maker.hpp"

#include <exception>

#include "daemon/compose/qr_modules.hpp"
#include "daemon/compose/small_pictures.hpp"

namespace booth {
namespace {

/// About three hundred of the size that a guest screen shows side by side.
constexpr std::size_t kMostBytes = 6 * 1024 * 1024;

}  // namespace

OpenCvPictureMaker::OpenCvPictureMaker()
    : small_(std::make_unique<compose::SmallPictures>(kMostBytes)) {}

OpenCvPictureMaker::~OpenCvPictureMaker() = default;

boost::asio::awaitable<Result<Bytes>> OpenCvPictureMaker::small_picture(std::string path,
                                                                        int longest_px) {
  auto make = [&]() -> Result<Bytes> {
    try {
      return small_->of(path, longest_px);
    } catch (const std::exception& e) {  // OpenCV reports a lack of memory so
      return make_error(Errc::Internal, path + ": cannot be made small: " + e.what());
    }
  };
  co_return co_await run_blocking(thread_, make);
}

boost::asio::awaitable<Result<QrCode>> OpenCvPictureMaker::qr_code(std::string text) {
  auto make = [&text] { return compose::qr_modules(text); };
  co_return co_await run_blocking(thread_, make);
}

}  // namespace booth
