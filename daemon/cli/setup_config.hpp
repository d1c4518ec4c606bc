#pragma once

#include <map>

#include "daemon/cli/setup_answers.hpp"

namespace booth::cli {

/// File name below /etc/boothd/credentials -> secret.
using SetupSecrets = std::map<std::string, std::string>;

/// Looks what is there already.
/// @returns BadInput with every problem of a configuration that boothd would refuse
Result<SetupPlace> look_at_place(const std::filesystem::path& root, const std::string& templates);

/// boothd.toml with the answers in it; everything else stays as it is.
/// @returns Conflict with a sentence when the file is written in a way that is left alone
Result<std::string> text_with(const SetupAnswers& answers, const SetupPlace& place,
                              const std::string& text);

/// The secrets among the answers that differ from those that are here.
SetupSecrets new_secrets(const SetupAnswers& answers, const SetupPlace& place);

/// Asks the code behind `boothd --check-config`, before the file is there and before the secrets
/// are. Leaves nothing behind.
Result<void> check_text(const SetupPlace& place, const std::string& text,
                        const SetupSecrets& secrets);

}  // namespace booth::cli
