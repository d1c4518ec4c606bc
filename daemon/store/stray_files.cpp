#include "daemon/store/stray_files.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "daemon/runtime/log.hpp"
#include "daemon/runtime/sha256.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_shot.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

// A shot may arrive after its session ended (cancelled in the same moment).
constexpr int kNewestSessionsLookedAt = 50;

struct Folder {
  fs::path path;    ///< relative to the state directory
  Session session;  ///< no id: shots without a session
};

constexpr const char* kIsKnown = R"(
    SELECT EXISTS (SELECT 1 FROM shot WHERE path = :path)
        OR EXISTS (SELECT 1 FROM sheet WHERE path = :path OR share_path = :path))";

Result<bool> is_known(Connection& database, const std::string& path) {
  auto query = database.use(kIsKnown);
  const auto row = query.bind(":path", path).step();
  if (!row) return row.error();
  return query.number(0) != 0;
}

/// First and last marker of a JPEG. The file was fsynced before it got its name, so it is whole or
/// not ours.
bool is_whole_jpeg(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  char first[2] = {};
  char last[2] = {};
  stream.read(first, 2).seekg(-2, std::ios::end).read(last, 2);
  return stream && first[0] == '\xFF' && first[1] == '\xD8' && last[0] == '\xFF' &&
         last[1] == '\xD9';
}

/// "3-0190a7c2-....jpg"
bool parse_shot_name(const std::string& name, Shot& shot) {
  const auto dash = name.find('-');
  const bool has_slot = dash >= 1 && dash <= 4 &&
                        std::all_of(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(dash),
                                    [](char c) { return c >= '0' && c <= '9'; });
  if (!has_slot || !name.ends_with(".jpg")) return false;
  auto id = ShotId::parse(std::string_view(name).substr(dash + 1, name.size() - dash - 5));
  if (!id) return false;
  shot.slot = std::stoi(name.substr(0, dash));
  shot.id = *id;
  return true;
}

class Settling {
 public:
  Settling(Connection& database, const SqliteStoreOptions& options, Stamp& stamp)
      : database_(database), options_(options), stamp_(stamp) {}

  Result<void> run() {
    const auto folders = list_folders();
    if (!folders) return folders.error();
    for (const auto& folder : *folders)
      if (auto settled = settle_folder(folder); !settled) return settled;
    return settle_folder({"quarantine", {}});
  }

 private:
  Result<std::vector<Folder>> list_folders() {
    auto sessions = rows::open_sessions(database_);
    if (!sessions) return sessions.error();
    const auto newest = rows::sessions(database_, kNewestSessionsLookedAt, {});
    if (!newest) return newest.error();
    for (const auto& session : *newest)
      if (is_final(session.state)) sessions->push_back(session);

    std::vector<Folder> folders;
    for (const auto& session : *sessions) {
      folders.push_back({fs::path("photos") / session.plan.event / session.id.str(), session});
      folders.push_back({fs::path("sheets") / session.plan.event / session.id.str(), session});
    }
    std::error_code nothing_yet;
    for (const auto& event : fs::directory_iterator(options_.state_dir / "photos", nothing_yet)) {
      Session none;
      none.plan.event = event.path().filename();
      folders.push_back({fs::path("photos") / event.path().filename() / "single", none});
    }
    return folders;
  }

  Result<void> settle_folder(const Folder& folder) {
    std::vector<std::string> names;  // first all of them: settling moves files
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(options_.state_dir / folder.path, missing))
      names.push_back(entry.path().filename());
    for (const auto& name : names)
      if (auto settled = settle_file(folder, name); !settled) return settled;
    return {};
  }

  Result<void> settle_file(const Folder& folder, const std::string& name) {
    const auto relative = folder.path / name;
    std::error_code failure;
    if (is_temporary_name(name)) {
      fs::remove(options_.state_dir / relative, failure);
      log::note("temporary_file_removed", {{"path", relative.string()}});
      return {};
    }
    if (folder.path == "quarantine") return {};
    const auto known = is_known(database_, relative);
    if (!known) return known.error();
    if (*known) return {};
    const auto why_not = adopt(folder, name);
    if (!why_not) return why_not.error();
    return why_not->empty() ? Result<void>() : set_aside(relative, *why_not);
  }

  /// @returns why the file cannot be adopted; empty when it was
  Result<std::string> adopt(const Folder& folder, const std::string& name) {
    Shot shot;
    if (*folder.path.begin() != "photos" || !parse_shot_name(name, shot))
      return "not a photo of the booth";
    const auto file = options_.state_dir / folder.path / name;
    if (!is_whole_jpeg(file)) return "not a whole JPEG";
    const auto id_taken = rows::find_shot(database_, shot.id);
    if (!id_taken) return id_taken.error();
    if (*id_taken) return "its id belongs to another file";

    shot.session = folder.session.id;
    if (!shot.session.empty()) {
      const auto stored = rows::shots(database_, shot.session);
      if (!stored) return stored.error();
      for (const auto& other : *stored)
        if (other.slot == shot.slot) return "its slot has a photo";
    }
    return describe_and_add(folder, file, std::move(shot));
  }

  Result<std::string> describe_and_add(const Folder& folder, const fs::path& file, Shot shot) {
    const auto sha256 = sha256_of_file(file);
    if (!sha256) return sha256.error();
    std::error_code failure;
    shot.path = (folder.path / file.filename()).string();
    shot.sha256 = *sha256;
    shot.size_bytes = static_cast<std::int64_t>(fs::file_size(file, failure));
    shot.taken_at = std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::file_clock::to_sys(fs::last_write_time(file, failure)));
    auto add = [&] {
      return rows::add_shot(database_, stamp_, options_.targets, shot, folder.session.plan.event,
                            "found after a crash");
    };
    if (auto added = in_transaction(database_, add); !added) return added.error();
    log::warn("stray_photo_adopted", {{"path", shot.path}});
    return std::string();
  }

  Result<void> set_aside(const fs::path& relative, const std::string& why) {
    const auto aside = "quarantine/" + stamp_.next_id() + "-" + relative.filename().string();
    log::warn("stray_file_quarantined", {{"path", relative.string()}, {"to", aside}, {"why", why}});
    if (auto moved = move_durably(options_.state_dir, relative, aside); !moved) return moved;
    JsonObject data;
    data.add("from", relative.string()).add("path", aside).add("reason", why);
    auto add = [&] {
      return rows::add_fact(database_, stamp_, "file.quarantined", relative.string(), data.text());
    };
    const auto added = in_transaction(database_, add);
    if (!added) return added.error();
    return {};
  }

  Connection& database_;
  const SqliteStoreOptions& options_;
  Stamp& stamp_;
};

}  // namespace

Result<void> settle_stray_files(Connection& database, const SqliteStoreOptions& options,
                                Stamp& stamp) {
  return Settling(database, options, stamp).run();
}

}  // namespace booth
