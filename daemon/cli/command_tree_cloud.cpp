// The way to the cloud.
#include "daemon/cli/command_tree.hpp"

namespace booth::cli {

void CommandTree::add_uploads() {
  auto* group = add(app_, "uploads", "what is on its way to the cloud", list_uploads,
                    "  boothctl uploads --limit 100\n  boothctl uploads retry 77ab01cd");
  for (auto* list : {group, add(*group, "list", "uploads, newest first", list_uploads)}) {
    add_limit(list, 500);
    list->add_flag("--parked", wish_.arguments.is_only_stuck, "only those that the server refused");
  }
  const auto add_one = [&](const char* name, const char* what, Command command) {
    add_id(add(*group, name, what, command), "UPLOAD", "last characters of the id", true);
  };
  add_one("show", "one upload: where it goes, and what went wrong", show_upload);
  add_one("retry", "try one again that the server refused", retry_upload);
  add_one("park", "keep one back that is waiting", park_upload);
  add(*group, "pause", "begin no upload any more", pause_uploads);
  add(*group, "resume", "go on after a pause", resume_uploads);
}

void CommandTree::add_sync() {
  auto* sync = add(app_, "sync", "the way to the cloud: what waits, how fast, until when",
                   show_sync, "  boothctl sync status\n  boothctl sync test cloud");
  add(*sync, "status", "each place in the cloud, the facts and the heartbeat", show_sync);
  auto* test = add(*sync, "test", "store a small object at a place and delete it again",
                   test_target, "  boothctl sync test cloud");
  test->add_option("TARGET", wish_.arguments.name, "its name in the configuration")->required();
  add(*sync, "drain", "wait until everything is in the cloud", drain_sync);
  add(*sync, "retry-facts", "offer the facts again that the back end refused", retry_facts);
}

}  // namespace booth::cli
