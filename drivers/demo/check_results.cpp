#include "drivers/demo/check_results.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include <boost/json.hpp>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/json_reading.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Paths of all pictures and of what the guests' page tells, by their hash. What the disk says, not
/// what the database says. The page itself belongs to no session.
std::map<std::string, fs::path> stored_pictures(const fs::path& state_dir) {
  std::map<std::string, fs::path> by_hash;
  for (const auto* const name : {"photos", "sheets", "share"}) {
    std::error_code absent;
    for (const auto& entry : fs::recursive_directory_iterator(state_dir / name, absent)) {
      if (!entry.is_regular_file() || entry.path().extension() == ".html") continue;
      if (const auto hash = sha256_of_file(entry.path().string())) by_hash[*hash] = entry.path();
    }
  }
  return by_hash;
}

bool have_same_bytes(const fs::path& left, const fs::path& right) {
  std::ifstream one(left, std::ios::binary), other(right, std::ios::binary);
  if (!one || !other) return false;
  const std::istreambuf_iterator<char> end;
  return std::equal(std::istreambuf_iterator<char>(one), end, std::istreambuf_iterator<char>(other),
                    end);
}

bool is_as_recorded(const json::object& row, const fs::path& state_dir) {
  const auto hash = sha256_of_file((state_dir / text_of(row, "path")).string());
  return hash && *hash == text_of(row, "sha256");
}

std::string count_of(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace

std::vector<ComparedObject> compare_with_cloud(const json::object& session,
                                               const fs::path& state_dir, const fs::path& objects) {
  const auto stored = stored_pictures(state_dir);
  std::vector<ComparedObject> compared;
  for (const auto& value : session.at("uploads").as_array()) {
    const auto& upload = value.as_object();
    ComparedObject object{
        .kind = text_of(upload, "class"),
        .key = text_of(upload, "key"),
        .sha256 = text_of(upload, "sha256"),
        .size_bytes = static_cast<std::uint64_t>(number_of(upload, "size_bytes"))};
    const auto local = stored.find(object.sha256);
    object.is_identical =
        local != stored.end() && have_same_bytes(local->second, objects / object.key);
    compared.push_back(std::move(object));
  }
  return compared;
}

fs::path stored_picture(const fs::path& state_dir, const std::string& sha256) {
  const auto stored = stored_pictures(state_dir);
  const auto found = stored.find(sha256);
  return found == stored.end() ? fs::path() : found->second;
}

Check check_session(const json::object& session) {
  const auto shots = session.at("shots").as_array().size();
  const auto planned = static_cast<std::size_t>(number_of(session, "shots_planned"));
  return {text_of(session, "state") == "done" && shots == planned,
          "the session is " + text_of(session, "state") + " with " + count_of(shots, "photo") +
              " of " + std::to_string(planned)};
}

Check check_stored_files(const json::object& session, const fs::path& state_dir) {
  const auto& shots = session.at("shots").as_array();
  const bool are_shots_good = std::all_of(shots.begin(), shots.end(), [&](const json::value& shot) {
    return is_as_recorded(shot.as_object(), state_dir);
  });
  const bool has_sheet = session.at("sheet").is_object();
  return {are_shots_good && has_sheet && is_as_recorded(session.at("sheet").as_object(), state_dir),
          "photos and sheet lie on the disk with the hashes that the booth recorded"};
}

Check check_prints(const json::object& session,
                   const std::function<fs::path(const std::string&)>& printed_file) {
  const auto& prints = session.at("prints").as_array();
  bool is_true = prints.size() == static_cast<std::size_t>(number_of(session, "copies"));
  std::string sentence = count_of(prints.size(), "copy") + " asked for:";
  for (const auto& value : prints) {
    const auto& print = value.as_object();
    const auto proof = text_of(print, "proof");
    std::error_code absent;
    const auto bytes = fs::file_size(printed_file(text_of(print, "id")), absent);
    is_true = is_true && text_of(print, "state") == "printed" && proof != "none" &&
              proof != "spooler_only" && !absent && bytes > 0;
    sentence += " " + text_of(print, "state") + ", proof " + proof;
  }
  return {is_true, sentence};
}

Check check_cloud(const std::vector<ComparedObject>& compared, const json::object& session,
                  const fs::path& state_dir) {
  const auto& uploads = session.at("uploads").as_array();
  const bool are_synced = std::all_of(
      uploads.begin(), uploads.end(),
      [](const json::value& upload) { return text_of(upload.as_object(), "state") == "synced"; });
  const auto identical = static_cast<std::size_t>(std::count_if(
      compared.begin(), compared.end(), [](const auto& one) { return one.is_identical; }));
  const auto stored = stored_pictures(state_dir);
  const bool is_all_there = std::all_of(stored.begin(), stored.end(), [&](const auto& file) {
    return std::any_of(compared.begin(), compared.end(),
                       [&](const auto& object) { return object.sha256 == file.first; });
  });
  return {are_synced && is_all_there && !compared.empty() && identical == compared.size(),
          "the cloud holds " + std::to_string(identical) + " of " +
              count_of(std::max(compared.size(), stored.size()), "stored file") +
              ", byte for byte"};
}

}  // namespace booth::demo
