#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/terminal.hpp"
#include "daemon/core/units.hpp"

namespace booth::cli {

// Answers of the booth in words, used by more than one command.

/// The clock of this machine, which is the booth's.
UtcTime now_utc();

/// How many rows to ask for: all that can be had where the booth's list is still to be sifted.
std::string limit_text(const Arguments& arguments);

/// "#12 counting down, 2 of 4 photos, 8 s"
std::string session_sentence(const boost::json::value& session, UtcTime now);

/// One screen about one session: photos, sheet, prints, uploads.
std::string session_text(const Terminal& terminal, const boost::json::value& session, UtcTime now);

std::string prints_table(const Terminal& terminal, const boost::json::array& prints, UtcTime now);
std::string uploads_table(const Terminal& terminal, const boost::json::array& uploads, UtcTime now);

}  // namespace booth::cli
