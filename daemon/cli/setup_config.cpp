#include "daemon/cli/setup_config.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "daemon/runtime/toml_edit.hpp"
#include "drivers/cups/setup/plan_setup.hpp"
#include "daemon/runtime/replace_file.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto kUsualTemplates = "/usr/share/boothd/templates";
constexpr auto kToken = "cloud-token";
constexpr auto kAccessKey = "s3-access-key";
constexpr auto kSecretKey = "s3-secret-key";
constexpr auto kBegin =
    "# Written by `boothctl setup`; it may be changed by hand as well, and setup keeps that.\n"
    "# Every key: /usr/share/doc/boothd/examples/boothd.toml.example\n\n";

std::string credential(const char* name) {
  return std::string("credential:") + name;
}

/// What one place in the cloud shall look like.
class TargetWishes {
 public:
  TargetWishes(const SetupAnswers& answers, const SetupPlace& place, const CloudPlace& cloud)
      : answers_(answers), old_(place.target()), cloud_(cloud) {}

  std::vector<TomlWish> wishes() {
    if (!old_) set("name", "cloud");
    set("kind", cloud_.kind);
    set("url", cloud_.url);
    if (cloud_.kind == "s3")
      add_s3();
    else if (!answers_.token.empty())
      set("token_file", credential(kToken));
    drop_foreign_keys();
    return wishes_;
  }

 private:
  void set(const char* key, std::optional<std::string> value) {
    wishes_.push_back({"target", 0, key, std::move(value)});
  }
  void add_s3() {
    set("bucket", cloud_.bucket);
    set("region", cloud_.region);
    if (!old_ || old_->access_key_file.empty() || !answers_.access_key.empty())
      set("access_key_file", credential(kAccessKey));
    if (!old_ || old_->secret_key_file.empty() || !answers_.secret_key.empty())
      set("secret_key_file", credential(kSecretKey));
  }
  /// boothd refuses what only another kind of place knows.
  void drop_foreign_keys() {
    if (!old_ || old_->kind == cloud_.kind) return;
    const std::vector<std::pair<std::string_view, const char*>> keys{
        {"s3", "bucket"},          {"s3", "region"},       {"s3", "access_key_file"},
        {"s3", "secret_key_file"}, {"s3", "prefix"},       {"s3", "session_token_file"},
        {"s3", "path_style"},      {"tus", "receipt_url"}, {"tus", "chunk_mib"},
        {"tus", "fixed_chunk"}};
    for (const auto& [kind, key] : keys)
      if (kind != cloud_.kind) set(key, std::nullopt);
    if (cloud_.kind == "tus") set("public_url", std::nullopt);
  }

  const SetupAnswers& answers_;
  const Config::Target* old_;
  const CloudPlace& cloud_;
  std::vector<TomlWish> wishes_;
};

/// As systemd's folder of credentials will be: what is there, and the new ones. The first are not
/// read, only looked at.
class CredentialsToCome {
 public:
  CredentialsToCome(const SetupPlace& place, const SetupSecrets& secrets) {
    std::array<char, 32> name{"/tmp/booth-setup-XXXXXX"};
    if (::mkdtemp(name.data()) == nullptr) return;
    folder_ = name.data();
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(place.credentials(), failed))
      if (!secrets.contains(entry.path().filename()))
        fs::create_symlink(entry.path(), folder_ / entry.path().filename(), failed);
    for (const auto& [secret, text] : secrets) {
      const auto file = folder_ / secret;
      std::ofstream(file) << "checked\n";
      fs::permissions(file, fs::perms(0600), failed);
    }
  }
  ~CredentialsToCome() {
    std::error_code failed;
    if (!folder_.empty()) fs::remove_all(folder_, failed);
  }
  CredentialsToCome(const CredentialsToCome&) = delete;
  CredentialsToCome& operator=(const CredentialsToCome&) = delete;

  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

/// The rules for "credential:" look into the folder that systemd names.
Result<Config> load_with(const fs::path& file, const fs::path& credentials) {
  ::setenv("CREDENTIALS_DIRECTORY", credentials.c_str(), 1);
  return load_config(file.string());
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace

Result<SetupPlace> look_at_place(const fs::path& root, const std::string& templates) {
  SetupPlace place{.root = root, .templates = templates};
  std::error_code failed;
  if (!fs::exists(place.config(), failed)) return place;
  auto current = load_with(place.config(), place.credentials());
  if (!current)
    return make_error(Errc::BadInput,
                      "the configuration that is here would be refused: mend it by hand, or move "
                      "it away, then run this again\n" +
                          current.error().context);
  place.current = std::move(*current);
  // A folder that somebody chose stays, unless another one is named now.
  if (templates == kUsualTemplates) place.templates = place.current->templates.directory;
  return place;
}

Result<std::string> text_with(const SetupAnswers& answers, const SetupPlace& place,
                              const std::string& text) {
  const auto& current = place.current;
  std::vector<TomlWish> wishes{{"booth", {}, "name", answers.name}};
  if (!current || current->event.title != answers.event) {
    wishes.push_back({"event", {}, "slug", slug_of(answers.event)});
    wishes.push_back({"event", {}, "title", answers.event});
  }
  wishes.push_back({"event", {}, "template", answers.template_name});
  if (place.templates != (current ? current->templates.directory : kUsualTemplates))
    wishes.push_back({"templates", {}, "directory", fs::absolute(place.templates).string()});
  if (const auto cloud = cloud_place(answers.cloud))
    for (auto& wish : TargetWishes(answers, place, *cloud).wishes())
      wishes.push_back(std::move(wish));
  return with_values(text.empty() ? kBegin : text, place.config().string(), wishes);
}

SetupSecrets new_secrets(const SetupAnswers& answers, const SetupPlace& place) {
  SetupSecrets secrets{
      {kToken, answers.token}, {kAccessKey, answers.access_key}, {kSecretKey, answers.secret_key}};
  std::erase_if(secrets, [&](const auto& secret) {
    const auto old = read_secret((place.credentials() / secret.first).string());
    return secret.second.empty() || (old && *old == secret.second);
  });
  return secrets;
}

Result<void> check_text(const SetupPlace& place, const std::string& text,
                        const SetupSecrets& secrets) {
  const auto draft = place.config().string() + ".draft";  // paths in it start from its folder
  if (auto written = replace_file(draft, text, 0600); !written) return written;
  const CredentialsToCome credentials(place, secrets);
  const auto loaded = load_with(draft, credentials.folder());
  std::error_code failed;
  fs::remove(draft, failed);
  if (loaded) return {};
  const auto words = replaced(loaded.error().context, draft, place.config().string());
  return make_error(Errc::BadInput,
                    replaced(words, credentials.folder().string(), place.credentials().string()));
}

}  // namespace booth::cli
