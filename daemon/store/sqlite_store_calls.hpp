#pragma once

#include "daemon/store/connection.hpp"
#include "daemon/store/sqlite_store.hpp"

namespace booth {

// How every call of the port gets to the store's thread; shared by the files that hold the calls.

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> SqliteStore::read(Work& work) {
  auto job = [this, &work] {
    auto result = work();
    if (!result && result.error().code == Errc::Corrupt) heal();
    return result;
  };
  co_return co_await run_blocking(thread_, job);
}

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&, Connection&>> SqliteStore::look(Work& work) {
  auto job = [this, &work]() -> std::invoke_result_t<Work&, Connection&> {
    if (auto opened = open_reader(); !opened) return opened.error();
    return work(*reader_);
  };
  auto result = co_await run_blocking(reader_thread_, job);
  if (result || result.error().code != Errc::Corrupt) co_return result;
  // The store's own thread meets the same damage, and mends it.
  auto again = [this, &work] { return work(*database_); };
  co_return co_await read(again);
}

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> SqliteStore::write(Work& work) {
  auto job = [this, &work] { return in_transaction(*database_, work); };
  co_return co_await read(job);
}

}  // namespace booth
