#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"

namespace booth::setup {

/// Of booth-guard. cupsd runs a backend that only its owner may execute as root, and every other as
/// the user "lp". The guard has to be root, because it starts CUPS's own usb and ipp backends,
/// which are 0744 as well; the Debian package installs it the same way.
inline constexpr std::filesystem::perms kGuardMode{0744};

struct SetupOptions {
  std::filesystem::path root = "/";  ///< file system to work on; another one only in tests
  std::string server;                ///< of cupsd; empty = what CUPS itself finds
  std::vector<std::string> restart{"systemctl", "restart", "cups.service"};  ///< of cupsd
  std::filesystem::path guard_program;  ///< to install; empty = a package has installed it
  std::string device;                   ///< URI of one printer; empty = all that are found at USB
  std::string queue;                    ///< name for its queue; empty = from its model
  /// Of boothd.toml as it is going to be; nullopt = as it is there.
  std::optional<std::string> boothd_toml;
};

struct FileChange {
  enum class Kind { Folder, Text, Program, Removal };
  Kind kind = Kind::Text;
  std::filesystem::path path;
  std::string content;             ///< whole, for texts and programs
  std::vector<std::string> shown;  ///< for people: "+ MaxJobTime 0   why"
};

struct QueueChange {
  enum class Kind { Make, SetDevice, Remove };
  Kind kind = Kind::Make;
  std::string queue;
  std::string before;  ///< device URI; empty when there is no such queue
  std::string device;  ///< device URI afterwards
  std::string profile;
};

/// All that differs between this machine and what a booth needs, in the order in which it is done.
struct SetupPlan {
  std::vector<FileChange> files;
  std::vector<QueueChange> queues;
  bool is_undo = false;            ///< then the queues come first, while their guard is still there
  bool needs_restart = false;      ///< of cupsd
  std::vector<std::string> notes;  ///< what a person must do or know

  bool is_empty() const { return files.empty() && queues.empty(); }
};

/// Looks at files, queues and printers; changes nothing. Blocks (lpinfo asks USB for some seconds).
Result<SetupPlan> plan_setup(const SetupOptions& options);

/// Takes back what `plan_setup` has brought. Records of printed sheets stay.
Result<SetupPlan> plan_undo(const SetupOptions& options);

/// The plan in lines for a person: what is taken away, what is added, and why.
std::vector<std::string> in_words(const SetupPlan& plan);

/// Where things are below `options.root`.
struct SetupPaths {
  explicit SetupPaths(const std::filesystem::path& root);
  std::filesystem::path cupsd_conf;
  std::filesystem::path cups_files_conf;
  std::filesystem::path guard;
  std::filesystem::path journal;
  std::filesystem::path record;  ///< what setup made itself, one line each
  std::filesystem::path boothd_toml;
};

/// Empty when there is none.
std::string text_of(const std::filesystem::path& path);

}  // namespace booth::setup
