#pragma once

// Included by the command_tree*.cpp and command_line.cpp only: the files that include CLI11.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "daemon/cli/command_line.hpp"

namespace booth::cli {

inline constexpr const char* kSessionId =
    "number as on the sheet, last characters of the id, or \"last\"";

/// Builds CLI11's tree of commands, all of them filling one Arguments.
class CommandTree {
 public:
  explicit CommandTree(Wish& wish);

  CLI::App& app() { return app_; }

 private:
  using Command = ExitCode (*)(Shell&);

  CLI::App* add(CLI::App& parent, const char* name, const char* what, Command command,
                const std::string& examples = "");
  void add_id(CLI::App* sub, const char* name, const char* what, bool is_required);
  void add_limit(CLI::App* sub, int most);
  void add_copies(CLI::App* sub, int least);
  void add_choices(CLI::App* sub);
  void add_template_place(CLI::App* sub);
  void add_output(CLI::App* sub);

  void add_looking();
  void add_sessions();
  void add_camera();
  void add_templates();
  void add_render();
  void add_machine_texts();

  // in command_tree_printing.cpp
  void add_prints();
  void add_print_verbs(CLI::App* group);
  void add_tests();
  void add_printers();
  void add_printer(CLI::App* sub, const char* name);

  // in command_tree_cloud.cpp
  void add_uploads();
  void add_sync();

  // in command_tree_operating.cpp
  void add_operating();

  // in command_tree_events.cpp
  void add_events();
  void add_event_changes(CLI::App* sub);

  Wish& wish_;
  CLI::App app_;
};

}  // namespace booth::cli
