#pragma once

#include "daemon/cli/setup_config.hpp"
#include "daemon/cli/setup_step.hpp"
#include "drivers/cups/setup/printer_setup.hpp"

namespace booth::cli {

/// All that `boothctl setup` is going to change. Planned first, shown, then carried out.
struct SetupWork {
  setup::SetupOptions printer_options;
  std::optional<setup::SetupPlan> printers;  ///< nullopt: none are wanted, or they cannot be had
  std::string printer_trouble;               ///< why they cannot be had
  std::string before;                        ///< boothd.toml as it is
  std::string without_printers;              ///< as it will be when the printers fail
  std::string after;
  SetupSecrets secrets;

  bool is_empty() const {
    return before == after && secrets.empty() && (!printers || printers->is_empty());
  }
};

/// Looks at answers, printers and files; changes nothing. A machine whose printers cannot be set
/// up is set up without them.
/// @returns BadInput when boothd would refuse the outcome
Result<SetupWork> plan_work(const SetupAnswers& answers, const SetupPlace& place,
                            const setup::SetupOptions& printer_options);

/// The difference in lines for a person; secrets are named, not shown.
std::vector<std::string> in_words(const SetupWork& work, const SetupPlace& place);

/// Printers, then secrets, then the configuration with one rename: cut anywhere, the old one is
/// whole, and another run does what is left.
SetupSteps carry_out(const SetupWork& work, const SetupPlace& place);

}  // namespace booth::cli
