#include "drivers/cups/setup/cups_directives.hpp"

#include <strings.h>

#include <sstream>

namespace booth::setup {
namespace {

bool is_same_word(const std::string& a, const std::string& b) {
  return ::strcasecmp(a.c_str(), b.c_str()) == 0;
}

/// "JobRetryInterval" or, for variables, "SetEnv FAST_RETURN".
std::string read_name(std::istringstream& line) {
  std::string name;
  line >> name;
  if (!is_same_word(name, "SetEnv")) return name;
  std::string variable;
  line >> variable;
  return "SetEnv " + variable;
}

}  // namespace

std::vector<Directive> cupsd_directives() {
  return {
      {"MaxJobTime", "0", "a sheet that waits for paper is not cancelled", "10800 (three hours)"},
      {"JobRetryInterval", "5", "after a glitch of the cable the sheet is tried again at once",
       "300"},
      {"JobRetryLimit", "0", "a sheet is not given up because the printer was away", "5"},
      {"DirtyCleanInterval", "0",
       "the list of jobs is on the disk before a job counts as taken; after a crash no number is "
       "given twice",
       "30"},
      {"IdleExitTimeout", "0", "cupsd stays, so that the next sheet starts at once", "60"},
      {"PreserveJobHistory", "Yes", "the booth asks for finished sheets after a restart", "Yes"},
      {"MaxJobs", "200", "finding a sheet among finished ones stays quick", "500"},
      {"ErrorPolicy", "retry-job", "an error keeps the sheet", "stop-printer"},
      {"Browsing", "No", "guests' phones do not find the printer", "Yes"},
  };
}

std::vector<Directive> cups_files_directives(const std::string& journal) {
  return {
      {"SyncOnClose", "Yes", "cupsd's files survive a power cut", "No"},
      {"SetEnv FAST_RETURN", "0",
       "the driver ends when the sheet is out, not when its data is sent", "1"},
      {"SetEnv BOOTH_GUARD_JOURNAL", journal, "where booth-guard writes down what was printed",
       "/var/lib/booth-guard"},
  };
}

std::string value_in_force(const std::string& text, const std::string& name) {
  std::string value;
  int depth = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    const auto first = read_name(words);
    if (first.starts_with("</"))
      --depth;
    else if (first.starts_with("<"))
      ++depth;
    else if (depth == 0 && is_same_word(first, name)) {
      std::getline(words >> std::ws, value);
      value.erase(value.find_last_not_of(" \t\r") + 1);
    }
  }
  return value;
}

}  // namespace booth::setup
