#pragma once

#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/core/error.hpp"
#include "daemon/ports/timer.hpp"
#include "sync/curl_transport.hpp"

namespace booth {

/// Tells apart why our server could not be spoken to: the login page of a venue's Wi-Fi, a wrong
/// clock in the booth, a wrong certificate, or no network. Asks one plain http address, the only
/// one that is not https, and only after a probe has failed.
class PortalCheck {
 public:
  /// @param url  answers 204 to everybody, as http://<operator's host>/generate_204; empty =
  /// nothing is asked
  PortalCheck(boost::asio::any_io_executor executor, std::string url, Timer& timer);

  /// @returns `refused` with a better sentence, and as CaptivePortal when a portal answered; other
  /// errors as they are
  boost::asio::awaitable<Error> explain(Error refused);

 private:
  std::string url_;
  Timer& timer_;
  CurlTransport transport_;
};

}  // namespace booth
