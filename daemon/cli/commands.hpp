#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/cli/api_client.hpp"
#include "daemon/cli/command_node.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/terminal.hpp"

namespace booth::cli {

/// What is said about an event (booking); nothing = not given.
struct EventOptions {
  std::optional<std::string> opens;  ///< "2026-12-05 14:00" on this machine's clock, or "none"
  std::optional<std::string> closes;
  std::optional<std::string> templates;  ///< "a,b"
  std::optional<std::string> targets;
  std::optional<int> most_sessions;
  std::optional<int> most_prints;
  std::optional<int> most_prints_per_session;
  std::optional<int> keep_days;
  std::optional<int> version;
  std::vector<std::string> features;  ///< "retake=off"
};

/// Answers to `boothctl setup` on its command line; nothing = not given.
struct SetupWishes {
  std::optional<std::string> name;
  std::optional<std::string> event;
  std::optional<std::string> template_name;
  std::optional<std::string> printer;
  std::optional<std::string> cloud;
  std::string token_file;
  std::string access_key_file;
  std::string secret_key_file;
  std::string answers;  ///< file with all of them
  bool has_test_sheet = false;
};

/// What the command line says; each command uses the few it needs.
struct Arguments {
  std::string socket_path = "/run/boothd/boothd.sock";
  bool is_json = false;

  std::string id;    ///< session, print or upload, as typed
  std::string type;  ///< of facts: the beginning of it
  std::string template_name;
  int copies = -1;  ///< -1 = not given
  int photo = 1;    ///< of a session, counted from 1 as people do
  std::optional<std::string> look;
  std::optional<std::string> backdrop;
  int limit = 20;
  int days = 30;               ///< service level
  std::int64_t after = -1;     ///< -1 = not given
  bool is_watching = false;    ///< status: again and again
  bool is_following = false;   ///< facts: as they happen
  bool is_only_stuck = false;  ///< prints and uploads: only those that wait for a person
  bool is_test = false;        ///< session: also while the event is closed
  bool has_names = false;      ///< support bundle: titles of events too
  std::string camera;          ///< its name in the configuration; empty = the one in use
  std::string name;            ///< of a camera setting, a shell, an event
  std::string value;
  std::vector<std::string> photos;
  std::vector<std::string> texts;  ///< "key=value"
  std::string event_title;
  std::string template_directory = "/usr/share/boothd/templates";
  std::string output;  ///< file
  EventOptions event;
  std::string reason;    ///< why a sheet is printed again
  std::string printer;   ///< name; empty = the only one
  int sheets = 0;        ///< loaded in a printer
  bool is_gift = false;  ///< a reprint that an attendant gives away

  // printer setup
  bool is_confirmed = false;  ///< otherwise it only shows what it would do
  bool is_undo = false;
  std::string device;         ///< URI of one printer; empty = all at USB
  std::string queue;          ///< name for its queue
  std::string guard_program;  ///< empty = beside boothctl, or installed already
  std::string root = "/";
  std::string restart = "systemctl restart cups.service";
  std::string cups_server;

  SetupWishes setup;  ///< of the whole booth
};

/// What every command gets.
struct Shell {
  Arguments arguments;
  ApiClient client;
  Terminal terminal;

  std::vector<std::string> words;  ///< the command line as it was typed

  CommandNode tree;  ///< every command, for completion and the manual; filled for those two only

  void say_part(
      const std::string& text) const;       ///< to standard output, at once, without a line end
  bool is_heard() const;                    ///< false when standard output is closed
  void say(const std::string& text) const;  ///< to standard output, a line end is added

  /// Prints the booth's own answer as one line of JSON.
  ExitCode say_json() const;

  /// Tells what went wrong on standard error (and, with --json, the problem document on standard
  /// output).
  ExitCode fail(const Error& error) const;
};

// One function per command, each in its command_*.cpp.
ExitCode show_status(Shell& shell);
ExitCode start_session(Shell& shell);
ExitCode show_session(Shell& shell);
ExitCode change_session(Shell& shell);
ExitCode remake_sheet(Shell& shell);
ExitCode list_looks(Shell& shell);
ExitCode list_sessions(Shell& shell);
ExitCode cancel_session(Shell& shell);
ExitCode retake_photo(Shell& shell);
ExitCode share_session(Shell& shell);
ExitCode shoot(Shell& shell);
ExitCode print_session(Shell& shell);
ExitCode list_prints(Shell& shell);
ExitCode show_print(Shell& shell);
ExitCode retry_print(Shell& shell);
ExitCode confirm_print(Shell& shell);
ExitCode cancel_print(Shell& shell);
ExitCode hold_print(Shell& shell);
ExitCode void_print(Shell& shell);
ExitCode reprint_session(Shell& shell);
ExitCode show_ledger(Shell& shell);
ExitCode test_cut(Shell& shell);
ExitCode list_printers(Shell& shell);
ExitCode show_printer(Shell& shell);
ExitCode resume_printer(Shell& shell);
ExitCode pause_printer(Shell& shell);
ExitCode drain_printer(Shell& shell);
ExitCode maintain_printer(Shell& shell);
ExitCode set_printer_media(Shell& shell);
ExitCode test_printer(Shell& shell);
ExitCode list_uploads(Shell& shell);
ExitCode show_upload(Shell& shell);
ExitCode retry_upload(Shell& shell);
ExitCode park_upload(Shell& shell);
ExitCode pause_uploads(Shell& shell);
ExitCode resume_uploads(Shell& shell);
ExitCode show_sync(Shell& shell);
ExitCode drain_sync(Shell& shell);
ExitCode test_target(Shell& shell);
ExitCode retry_facts(Shell& shell);
ExitCode forget_session(Shell& shell);
ExitCode list_erasures(Shell& shell);
ExitCode list_templates(Shell& shell);
ExitCode check_template(Shell& shell);
ExitCode preview_template(Shell& shell);
ExitCode test_print(Shell& shell);
ExitCode set_up_printers(Shell& shell);
ExitCode set_up_booth(Shell& shell);
ExitCode list_facts(Shell& shell);
ExitCode save_live_frame(Shell& shell);
ExitCode list_camera_settings(Shell& shell);
ExitCode calibrate_camera(Shell& shell);
ExitCode set_camera_setting(Shell& shell);
ExitCode list_events(Shell& shell);
ExitCode show_event(Shell& shell);
ExitCode create_event(Shell& shell);
ExitCode edit_event(Shell& shell);
ExitCode select_event(Shell& shell);
ExitCode revert_event(Shell& shell);
ExitCode close_event(Shell& shell);
ExitCode open_event(Shell& shell);
ExitCode show_top(Shell& shell);
ExitCode show_logs(Shell& shell);
ExitCode write_support_bundle(Shell& shell);
ExitCode test_upload(Shell& shell);
ExitCode show_trace(Shell& shell);
ExitCode show_service_level(Shell& shell);
ExitCode render(Shell& shell);
ExitCode run_doctor(Shell& shell);
ExitCode print_completion(Shell& shell);
ExitCode print_manual(Shell& shell);

}  // namespace booth::cli
