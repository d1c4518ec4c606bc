#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

namespace booth::demo {

/// A statement about the session and whether it is true.
struct Check {
  bool is_true = false;
  std::string sentence;
};

/// Every file that the booth stored and every object that it uploaded, compared byte by byte.
struct ComparedObject {
  std::string kind;  ///< "original", "sheet", "share_copy"
  std::string key;
  std::string sha256;
  std::uint64_t size_bytes = 0;
  bool is_identical = false;  ///< the server's bytes are those of the booth's own file
};
std::vector<ComparedObject> compare_with_cloud(const boost::json::object& session,
                                               const std::filesystem::path& state_dir,
                                               const std::filesystem::path& objects);

/// The booth's own file with these bytes, empty when there is none.
std::filesystem::path stored_picture(const std::filesystem::path& state_dir,
                                     const std::string& sha256);

Check check_session(const boost::json::object& session);

/// The files of shots and sheet are there with the bytes that the booth recorded.
Check check_stored_files(const boost::json::object& session,
                         const std::filesystem::path& state_dir);

/// @param printed_file  what the printer got for a print id
Check check_prints(const boost::json::object& session,
                   const std::function<std::filesystem::path(const std::string&)>& printed_file);

/// Nothing missing on either side: every stored photo and sheet is among the compared objects, all
/// of them identical.
Check check_cloud(const std::vector<ComparedObject>& compared, const boost::json::object& session,
                  const std::filesystem::path& state_dir);

}  // namespace booth::demo
