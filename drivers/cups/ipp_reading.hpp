#pragma once

#include <optional>
#include <string>
#include <vector>

#include <cups/ipp.h>

#include "daemon/ports/printer.hpp"

namespace booth {

// Reading attributes of an answer. A missing attribute or one of another type is "not there", never
// an error: cupsd leaves out what it does not know.

std::optional<int> read_integer(ipp_t* answer, const char* name);
std::optional<bool> read_boolean(ipp_t* answer, const char* name);
std::vector<int> read_integers(ipp_t* answer, const char* name);
std::string read_text(ipp_t* answer, const char* name);
std::vector<std::string> read_texts(ipp_t* answer, const char* name);

/// Jobs of a Get-Jobs answer whose name is an id of ours, in the order of the answer.
std::vector<SpoolJob> read_jobs(ipp_t* answer);

}  // namespace booth
