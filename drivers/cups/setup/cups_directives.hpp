#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace booth::setup {

/// One option of cupsd and why a booth needs it.
struct Directive {
  std::string name;  ///< "MaxJobTime", or "SetEnv FAST_RETURN"
  std::string value;
  std::string_view why;
  std::string_view otherwise;  ///< what cupsd does when nothing is said

  std::string line() const { return name + " " + value; }
};

std::vector<Directive> cupsd_directives();
std::vector<Directive> cups_files_directives(const std::string& journal);

/// The value in force: the last one outside of sections such as <Policy>; empty when there is none.
std::string value_in_force(const std::string& text, const std::string& name);

}  // namespace booth::setup
