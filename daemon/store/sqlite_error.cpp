#include "daemon/store/sqlite_error.hpp"

#include <string>

namespace booth {
namespace {

Errc errc_for(int code) {
  // A disk that is full while the WAL index grows is reported as an I/O error of its own.
  if (code == SQLITE_IOERR_SHMSIZE) return Errc::DiskFull;
  // The disk cannot give the bytes back: the same to us as wrong bytes.
  if (code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ ||
      code == SQLITE_IOERR_CORRUPTFS)
    return Errc::Corrupt;
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return Errc::DiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Errc::Corrupt;
    case SQLITE_CONSTRAINT:
      return Errc::Conflict;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Errc::Busy;
    case SQLITE_INTERRUPT:
      return Errc::TimedOut;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_PROTOCOL:
      return Errc::Io;
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return Errc::BadInput;
    default:
      return Errc::Internal;
  }
}

}  // namespace

Error sqlite_error(int code, ::sqlite3* database, std::string_view doing) {
  std::string context = "database: ";
  context += doing;
  context += ": ";
  context += database ? ::sqlite3_errmsg(database) : ::sqlite3_errstr(code);
  if (const int system = database ? ::sqlite3_system_errno(database) : 0; system != 0)
    context += " (errno " + std::to_string(system) + ")";
  return make_error(errc_for(code), std::move(context));
}

}  // namespace booth
