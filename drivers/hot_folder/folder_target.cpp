#include "drivers/hot_folder/folder_target.hpp"

#include <utility>

#include "drivers/hot_folder/hand_over.hpp"

namespace booth {

using boost::asio::awaitable;

namespace {

/// Stored as UploadItem::resume.
constexpr const char* kStaged = R"({"staged":true})";

}  // namespace

awaitable<Result<std::string>> FolderTarget::prepare(UploadItem item) {
  if (!item.resume.empty()) co_return item.resume;
  const auto from = options_.state_dir + "/" + item.path;
  auto stage = [&] { return stage_file(options_.folder, exported_name(item.key), from); };
  const auto staged = co_await run_blocking(thread_, stage);
  if (!staged) co_return staged.error();
  co_return std::string(kStaged);
}

awaitable<Result<UploadProof>> FolderTarget::send(UploadItem item, std::string path) {
  // A row of another kind of target that had this name: nothing is staged.
  if (item.resume != kStaged) co_return make_error(Errc::NotProven, path + " was not prepared");
  under_way_[item.id] = kStaged;
  auto release = [&] { return release_staged(options_.folder, exported_name(item.key)); };
  const auto released = co_await run_blocking(thread_, release);
  // On another stick it is prepared anew.
  if (released || released.error().code == Errc::NotFound) under_way_.erase(item.id);
  if (!released && released.error().code == Errc::NotFound)
    co_return make_error(Errc::NetworkDown, released.error().context);
  if (!released) co_return released.error();
  UploadProof proof;
  proof.how = "appeared in " + options_.folder;
  co_return proof;
}

awaitable<Result<UploadProof>> FolderTarget::erase(UploadItem item) {
  auto withdraw = [&] { return withdraw_file(options_.folder, exported_name(item.key)); };
  const auto withdrawn = co_await run_blocking(thread_, withdraw);
  if (!withdrawn) co_return withdrawn.error();
  UploadProof proof;
  proof.how = "not in " + options_.folder;
  co_return proof;
}

awaitable<Result<void>> FolderTarget::probe() {
  auto check = [this] { return check_folder(options_.folder); };
  co_return co_await run_blocking(thread_, check);
}

std::string FolderTarget::resume_state(UploadId item) const {
  const auto found = under_way_.find(item);
  return found == under_way_.end() ? std::string() : found->second;
}

}  // namespace booth
