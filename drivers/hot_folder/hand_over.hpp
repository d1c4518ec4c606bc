#pragma once

#include <string>

#include "daemon/core/result.hpp"

namespace booth {

// Files that another program takes from a folder. All blocking.

/// The file's name in the folder: its key without folders, which other software would not look
/// into. Unique, because the key ends with the hash.
std::string exported_name(const std::string& key);

/// Copies `from` to the folder's staging place and makes it durable there.
/// @returns NetworkDown when the folder is not there: a stick that is pulled out comes back
Result<void> stage_file(const std::string& folder, const std::string& name,
                        const std::string& from);

/// Lets the staged file appear in the folder. One that is not staged any more has appeared
/// already.
/// @returns NetworkDown as above; NotFound when this folder has never staged anything: it is
/// another stick
Result<void> release_staged(const std::string& folder, const std::string& name);

/// @returns NetworkDown when the folder is not there or cannot be written
Result<void> check_folder(const std::string& folder);

/// Removes what was handed over or staged; a file that is not there is no error.
Result<void> withdraw_file(const std::string& folder, const std::string& name);

}  // namespace booth
