#include "sync/curl_error.hpp"

namespace booth {
namespace {

Errc to_errc(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_FAIL_REWIND:   // a kept connection died; we refuse a silent second sending
    case CURLE_SSL_CONNECT_ERROR:  // reset or nonsense in the handshake: portals and dead proxies
                                   // do that
    case CURLE_INTERFACE_FAILED:
    case CURLE_NO_CONNECTION_AVAILABLE:
    case CURLE_PROXY:
      return Errc::NetworkDown;

    case CURLE_OPERATION_TIMEDOUT:
      return Errc::TimedOut;

    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return Errc::TlsRefused;

    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
      return Errc::BadInput;

    case CURLE_READ_ERROR:
    case CURLE_ABORTED_BY_CALLBACK:
      return Errc::Io;  // our read callback: the file is gone or shorter

    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
      return Errc::Corrupt;  // our write callback: more than an answer may hold

    default:
      return Errc::Internal;
  }
}

std::string_view advice(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return "; check the booth's date, the venue's Wi-Fi login page and ca_file, in this order";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "; check the network and the host name in the configuration";
    case CURLE_SSL_CACERT_BADFILE:
      return "; check ca_file in the configuration";
    case CURLE_SSL_CERTPROBLEM:
      return "; check client_cert_file and client_key_file in the configuration";
    default:
      return "";
  }
}

}  // namespace

std::string origin_of(const std::string& url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == std::string::npos ? 0 : scheme + 3;
  const auto end = std::min(url.find_first_of("/?#", begin), url.size());
  const auto at = url.rfind('@', end);  // user:password@host
  const auto host = at != std::string::npos && at >= begin && at < end ? at + 1 : begin;
  return url.substr(0, begin) + url.substr(host, end - host);
}

Error to_error(CURLcode code, const std::string& details, const std::string& url) {
  std::string sentence =
      origin_of(url) + ": " + (details.empty() ? curl_easy_strerror(code) : details);
  sentence += advice(code);
  return make_error(to_errc(code), std::move(sentence));
}

}  // namespace booth
