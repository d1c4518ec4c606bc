#pragma once

#include <string>
#include <vector>

namespace booth::cli {

/// One command with its options, as plain values: what completion and the manual are made from.
struct CommandNode {
  struct Option {
    std::vector<std::string> names;  ///< "--output", "-o"; one name without dashes for an argument
    std::string value;               ///< "FILE"; empty for a switch
    std::string what;
    std::string variable;  ///< environment variable
    bool is_argument = false;
    bool is_required = false;
  };
  std::string name;
  std::string what;
  std::string examples;  ///< as in --help
  std::vector<Option> options;
  std::vector<CommandNode> commands;
};

}  // namespace booth::cli
