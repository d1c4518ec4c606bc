#pragma once

#include <string>

namespace booth::compose {

/// One mistake in a template, to be shown as `file:line: key: expected, found`.
struct TemplateProblem {
  std::string file;
  int line = 0;
  std::string key;
  std::string message;

  std::string sentence() const {
    std::string text = file;
    if (line > 0) text += ":" + std::to_string(line);
    if (!key.empty()) text += ": " + key;
    return text + ": " + message;
  }
};

}  // namespace booth::compose
