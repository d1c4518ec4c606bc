#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {

/// What every Store owes the app. The only Store there is writes to a disk: a fake would prove
/// nothing about promises that are about disks, and the real one answers in a tenth of a
/// millisecond.
struct StoreRig {
  TemporaryFolder folder;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> opened = must(SqliteStore::open(two_targets(folder.path()), timer));
  Store& store = *opened;

  std::vector<std::string> fact_types() {
    std::vector<std::string> types;
    for (const auto& fact : must(await_result(store.facts(0, 1000)))) types.push_back(fact.type);
    return types;
  }
  long count_facts(const std::string& type) {
    const auto types = fact_types();
    return std::count(types.begin(), types.end(), type);
  }
  UploadItem first_waiting(const std::string& target, UploadClass kind) {
    return must(await_result(store.waiting_uploads(target, kind, 1))).at(0);
  }
};

template <class T>
Errc code_of(const Result<T>& result) {
  REQUIRE(result.has_error());
  CHECK_FALSE(result.error().context.empty());
  return result.error().code;
}

}  // namespace booth::testing
