#include "sync/secret.hpp"

#include "daemon/runtime/config.hpp"

namespace booth {

Result<std::string> read_credential(const std::string& path, const std::string& option) {
  auto secret = read_secret(path);
  if (secret) return secret;
  return make_error(Errc::AuthRefused, option + ": " + secret.error().context);
}

}  // namespace booth
