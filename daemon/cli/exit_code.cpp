#include "daemon/cli/exit_code.hpp"

namespace booth::cli {

ExitCode exit_code_for(Errc code) {
  switch (code) {
    case Errc::BadInput:
      return ExitCode::Usage;
    case Errc::NetworkDown:
      return ExitCode::NotReachable;
    case Errc::NotFound:
      return ExitCode::NotFound;
    case Errc::Conflict:
    case Errc::Busy:
      return ExitCode::Conflict;
    case Errc::AuthRefused:
      return ExitCode::NotAllowed;
    default:
      return ExitCode::Failed;
  }
}

}  // namespace booth::cli
