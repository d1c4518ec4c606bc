#pragma once

#include <memory>

#include "daemon/ports/picture_maker.hpp"
#include "daemon/runtime/run_blocking.hpp"

namespace booth {

namespace compose {
class SmallPictures;
}

/// Pictures for screens, on a thread beside the one that makes sheets.
class OpenCvPictureMaker final : public PictureMaker {
 public:
  OpenCvPictureMaker();
  ~OpenCvPictureMaker() override;

  boost::asio::awaitable<Result<Bytes>> small_picture(std::string path, int longest_px) override;
  boost::asio::awaitable<Result<QrCode>> qr_code(std::string text) override;

 private:
  std::unique_ptr<compose::SmallPictures> small_;  ///< the thread's own
  BlockingThread thread_;                          ///< last: joined before what it uses goes away
};

}  // namespace booth
