#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/ids.hpp"
#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/core/upload/upload_item.hpp"

namespace booth {

using ContactId = Id<struct ContactTag>;

enum class ContactKind { Email, Phone };

/// How to reach a guest, and to what they agreed.
struct Contact {
  ContactId id;
  SessionId session;
  ContactKind kind = ContactKind::Email;
  std::string value;            ///< sealed on the disk, plain here
  std::string consent_version;  ///< of the text that the guest agreed to
  std::string consent_sha256;   ///< of that text
  UtcTime created_at;
};

/// What guests may ask for: that the booth knows how to reach them, and that it forgets them. Each
/// call is one durable transaction. Errors of every call: Io, DiskFull, Corrupt.
class PrivacyStore {
 public:
  virtual ~PrivacyStore() = default;

  struct Forgotten {
    int files_removed = 0;  ///< here; none of the session's files is left
    int contacts_removed = 0;
    int erasures_wanted = 0;  ///< objects that the cloud has still to delete, earlier ones included
  };
  /// Removes the session's photos, sheets, page and contacts here and queues their deletion in the
  /// cloud; the session's own row stays, for the count. Again is harmless. Fact session.forgotten.
  /// @returns Conflict while the session runs or is being printed; NotFound
  virtual boost::asio::awaitable<Result<Forgotten>> forget_session(SessionId id,
                                                                   std::string requested_by) = 0;

  /// Objects that `target` must delete, oldest first.
  virtual boost::asio::awaitable<Result<std::vector<UploadItem>>> wanted_erasures(
      std::string target, int limit) = 0;
  /// @param proof  how we know; empty = it failed with `error` and is still wanted. Fact
  /// upload.erased
  virtual boost::asio::awaitable<Result<void>> settle_erasure(UploadId upload, std::string proof,
                                                              std::string error) = 0;
  /// An upload that was on its way when its session was forgotten: where the server keeps it.
  virtual boost::asio::awaitable<Result<void>> note_late_upload(UploadId upload,
                                                                std::string resume) = 0;

  struct Erasure {
    std::string target;
    std::string key;
    bool is_done = false;
    std::string proof;
    std::string last_error;
    UtcTime wanted_at;
    UtcTime changed_at;
  };
  virtual boost::asio::awaitable<Result<std::vector<Erasure>>> erasures(SessionId session) = 0;

  /// @returns Unsupported without a key to seal it with; NotFound. Fact contact.added, without it
  virtual boost::asio::awaitable<Result<Contact>> add_contact(Contact contact) = 0;
  virtual boost::asio::awaitable<Result<std::vector<Contact>>> contacts(SessionId session) = 0;
};

}  // namespace booth
