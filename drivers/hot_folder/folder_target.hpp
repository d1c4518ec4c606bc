#pragma once

#include <map>
#include <string>

#include "daemon/ports/uploader.hpp"
#include "daemon/runtime/run_blocking.hpp"

namespace booth {

struct FolderTargetOptions {
  std::string name;
  std::string folder;     ///< where another program finds the files
  std::string state_dir;  ///< that UploadItem::path is relative to
};

/// The way back of the bridge: finished sheets handed to other software as files in a folder.
///
/// Each file appears whole, under a name of its own, and exactly once, even when its reader takes
/// it away at once and the power goes in that moment: it is staged beside the folder's files and
/// that is remembered with the row (`prepare`); only then it is renamed. So a staged file that is
/// gone was handed over.
class FolderTarget final : public UploadTarget {
 public:
  explicit FolderTarget(FolderTargetOptions options) : options_(std::move(options)) {}

  const std::string& name() const override { return options_.name; }
  boost::asio::awaitable<Result<std::string>> prepare(UploadItem item) override;
  boost::asio::awaitable<Result<UploadProof>> send(UploadItem item, std::string path) override;
  /// Of what lies in the folder; what its reader has made of a file is not ours to know.
  boost::asio::awaitable<Result<UploadProof>> erase(UploadItem item) override;
  boost::asio::awaitable<Result<void>> probe() override;
  void limit_upload(std::int64_t) override {}
  std::optional<std::chrono::milliseconds> last_retry_after() const override { return {}; }
  std::string resume_state(UploadId item) const override;
  void drop_connections() override {}

 private:
  FolderTargetOptions options_;
  std::map<UploadId, std::string> under_way_;  ///< staged, and not yet handed over
  BlockingThread thread_;
};

}  // namespace booth
