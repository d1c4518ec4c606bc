#include "drivers/demo/booth_client.hpp"

#include "daemon/cli/api_client.hpp"

namespace booth::demo {

Result<boost::json::value> BoothClient::get(const std::string& target) const {
  return cli::ApiClient(socket_.string()).ask("GET", target);
}

Result<boost::json::value> BoothClient::post(const std::string& target,
                                             const boost::json::value& body) const {
  return cli::ApiClient(socket_.string()).ask("POST", target, body);
}

Result<std::string> BoothClient::live_frame() const {
  auto answer = cli::ApiClient(socket_.string()).call("GET", "/v1/live.jpg");
  if (!answer) return answer.error();
  if (answer->status != 200) return cli::error_of(*answer);
  if (!answer->body.starts_with("\xff\xd8"))
    return make_error(Errc::Corrupt, "a live-view frame is not a JPEG");
  return std::move(answer->body);
}

}  // namespace booth::demo
