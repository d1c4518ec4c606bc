// as: daemon/app/sample.cpp
// asio::detached is banned, and so is co_spawn here; a comment may say so.
const std::string text = "asio::detached";
const auto detached_mount = find_detached();
using namespace std::chrono_literals;
const auto reply = ask_system(now);
