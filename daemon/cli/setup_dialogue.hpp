#pragma once

#include "daemon/cli/commands.hpp"
#include "daemon/cli/setup_answers.hpp"

namespace booth::cli {

/// The answers: from the command line, else from the answer file, else from a person when standard
/// input is a terminal, else what is there already. Every one of them is checked. Changes nothing.
///
/// @returns BadInput with a sentence and the question's name; Conflict when the person went away
Result<SetupAnswers> gather_answers(const Shell& shell, const SetupPlace& place);

/// True when a person sits there who can be asked.
bool is_person_there();

/// "y" or "yes"; anything else, also the end of input, is a no.
bool says_yes(const Shell& shell, const std::string& question);

}  // namespace booth::cli
