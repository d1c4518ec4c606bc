#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/core/result.hpp"
#include "daemon/runtime/config.hpp"

namespace booth::cli {

/// What `boothctl setup` is told. Empty secrets = those that are here stay.
struct SetupAnswers {
  std::string name;
  std::string event;  ///< title
  std::string template_name;
  std::string printer;  ///< "found", "none" or a device URI
  std::string cloud;    ///< "keep", "none", or as `cloud_place` reads it
  std::string token;
  std::string access_key;
  std::string secret_key;
  bool has_test_sheet = false;
};

/// The machine that is set up: where things are, and what is there already.
struct SetupPlace {
  std::filesystem::path root = "/";  ///< another one only in tests
  std::string templates;             ///< folder
  std::optional<Config> current;     ///< nullopt: nobody has set up anything yet

  std::filesystem::path config() const { return root / "etc/boothd/boothd.toml"; }
  std::filesystem::path credentials() const { return root / "etc/boothd/credentials"; }
  /// The place in the cloud that answers are about; nullptr when there is none, or several.
  const Config::Target* target() const;
  bool has_secret(const std::string& name) const;
};

struct SetupQuestion {
  std::string_view key;    ///< in an answer file
  std::string_view words;  ///< as a person is asked
  std::string SetupAnswers::*answer;
  std::string (*otherwise)(const SetupPlace& place);
  /// A sentence about what is wrong with an answer; empty when it is good.
  std::string (*fault)(const std::string& answer, const SetupPlace& place);
};

std::span<const SetupQuestion> setup_questions();

struct CloudPlace {
  std::string kind;
  std::string url;
  std::string bucket;  ///< s3 only, and the next
  std::string region;
};

/// "https://...", "put https://...", "tus https://...", "s3 https://... BUCKET REGION".
/// @returns BadInput with a sentence
Result<CloudPlace> cloud_place(const std::string& answer);

/// Which secrets the answers still lack, as a sentence; empty when all is there.
std::string secrets_fault(const SetupAnswers& answers, const SetupPlace& place);

/// Folder and object key for an event: "Anna & Ben" -> "anna-ben". Empty when no letter is left.
std::string slug_of(std::string_view title);

}  // namespace booth::cli
