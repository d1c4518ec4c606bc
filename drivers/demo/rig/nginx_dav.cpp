#include "drivers/demo/rig/nginx_dav.hpp"

#include <chrono>
#include <fstream>
#include <utility>
#include <vector>

#include "drivers/demo/rig/free_port.hpp"

namespace booth::demo {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

Result<void> write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  if (!file.flush()) return make_error(Errc::Io, path.string() + " cannot be written");
  return {};
}

Result<void> run_openssl(const fs::path& folder, std::vector<std::string> words) {
  words.insert(words.begin(), "openssl");
  auto child = ChildProcess::start({.words = std::move(words),
                                    .environment = {},
                                    .log = folder / "openssl.log",
                                    .folder = folder});
  if (!child) return child.error();
  const auto status = child->wait_for_end(60s);
  if (!status) return status.error();
  if (*status != 0) return make_error(Errc::Io, "openssl failed: " + child->log_end());
  return {};
}

std::string server_names(const std::string& address) {
  return "subjectAltName=DNS:localhost,IP:" + address + "\nbasicConstraints=CA:FALSE\n";
}

}  // namespace

Result<NginxDav> NginxDav::prepare(const NginxDavOptions& options) {
  NginxDav nginx(options, options.port != 0 ? options.port : free_port());
  std::error_code failed;
  for (const auto& folder : {options.folder, nginx.objects(), options.folder / "parts"}) {
    fs::create_directories(folder, failed);
    if (failed) return make_error(Errc::Io, folder.string() + ": " + failed.message());
  }
  if (options.is_tls && !fs::exists(nginx.ca_file())) {
    if (auto made = nginx.make_certificates(); !made) return made.error();
  }
  if (auto written = nginx.write_configuration(); !written) return written.error();
  return nginx;
}

NginxDav::NginxDav(NginxDavOptions options, std::uint16_t port)
    : options_(std::move(options)), port_(port) {}

Result<void> NginxDav::make_certificates() const {
  if (auto written = write_file(options_.folder / "names", server_names(options_.address));
      !written)
    return written;
  const std::vector<std::vector<std::string>> steps{
      {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
       "-days", "3650", "-subj", "/CN=booth demo authority", "-keyout", "authority.key", "-out",
       "authority.new"},
      {"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
       "/CN=localhost", "-keyout", "server.key", "-out", "server.request"},
      {"x509", "-req", "-in", "server.request", "-CA", "authority.new", "-CAkey", "authority.key",
       "-CAcreateserial", "-days", "3650", "-extfile", "names", "-out", "server.pem"},
  };
  for (const auto& step : steps)
    if (auto done = run_openssl(options_.folder, step); !done) return done;

  // Last: a half-made set of certificates is made afresh next time.
  std::error_code failed;
  fs::rename(options_.folder / "authority.new", ca_file(), failed);
  if (failed) return make_error(Errc::Io, ca_file().string() + ": " + failed.message());
  return {};
}

std::string NginxDav::configuration() const {
  const auto folder = options_.folder.string();
  const auto port = std::to_string(port_);
  // One process: a single pid to end, and no question as whom the worker runs.
  // In a user namespace there is nobody else that files could be given to.
  const std::string user = options_.launcher.empty() ? "" : "user root root; ";
  std::string text =
      user + "daemon off; master_process off; pid \"" + folder + "/nginx.pid\";\n" +
      "error_log stderr warn; events { worker_connections 256; }\nhttp {\n" +
      "  log_format booth '$request_method $uri $status $request_length $server_protocol';\n" +
      "  access_log \"" + log().string() + "\" booth;\n" +
      "  client_max_body_size 0; keepalive_timeout 75s; client_body_timeout 60s;\n";
  for (const auto* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    text += std::string("  ") + kind + "_temp_path \"" + folder + "/parts\";\n";
  text += "  server {\n    listen " + options_.address + ":" + port +
          (options_.is_tls ? " ssl http2" : "") + ";\n";
  if (options_.is_tls)
    text += "    ssl_certificate \"" + folder + "/server.pem\";\n    ssl_certificate_key \"" +
            folder + "/server.key\";\n";
  text += "    location / {\n      root \"" + objects().string() + "\";\n";
  if (!options_.token.empty())
    text += "      if ($http_authorization != \"Bearer " + options_.token + "\") { return 401; }\n";
  text += "      dav_methods PUT DELETE;\n      create_full_put_path on;\n    }\n  }\n";
  if (options_.plain_port != 0)
    text += "  server {\n    listen " + options_.address + ":" +
            std::to_string(options_.plain_port) + ";\n    return " +
            std::to_string(options_.plain_status) + ";\n  }\n";
  return text + "}\n";
}

Result<void> NginxDav::write_configuration() const {
  return write_file(options_.folder / "nginx.conf", configuration());
}

Result<void> NginxDav::start() {
  if (is_running()) return {};
  const auto conf = (options_.folder / "nginx.conf").string();
  auto words = options_.launcher;
  words.insert(words.end(), {"nginx", "-p", options_.folder.string(), "-c", conf});
  const auto pid_file = options_.folder / "nginx.pid";
  std::error_code ignored;
  fs::remove(pid_file, ignored);  // of one that was killed
  auto child = ChildProcess::start({.words = std::move(words),
                                    .environment = {},
                                    .log = options_.folder / "nginx.out",
                                    .folder = options_.folder});
  if (!child) return child.error();
  // Written once the sockets are open, which may be in a network that we do not see.
  const auto accepts = [&pid_file] { return fs::exists(pid_file); };
  if (auto ready = child->wait_until_ready(accepts, 10s); !ready) return ready;
  nginx_ = std::move(*child);
  return {};
}

void NginxDav::stop() {
  if (nginx_) nginx_->stop();
  nginx_.reset();
}

void NginxDav::kill_now() {
  if (nginx_) nginx_->kill_now();
  nginx_.reset();
}

bool NginxDav::is_running() {
  return nginx_ && nginx_->is_running();
}

std::string NginxDav::base_url() const {
  return std::string(options_.is_tls ? "https" : "http") + "://" + options_.address + ":" +
         std::to_string(port_) + "/";
}

fs::path NginxDav::ca_file() const {
  return options_.folder / "authority.pem";
}
fs::path NginxDav::objects() const {
  return options_.folder / "objects";
}
fs::path NginxDav::log() const {
  return options_.folder / "requests.log";
}

}  // namespace booth::demo
