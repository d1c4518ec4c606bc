#include "daemon/runtime/config_prints.hpp"

namespace booth {

Config::Prints read_prints(ConfigTable table) {
  Config::Prints prints;
  prints.per_session = table.whole("per_session", prints.per_session, 0, 100);
  prints.per_event = table.whole("per_event", prints.per_event, 0, 100'000);
  prints.per_guest = table.whole("per_guest", prints.per_guest, 0, 100);
  prints.at_limit = table.word("at_limit", prints.at_limit, {"stop", "notify", "count"});
  prints.low_media = table.whole("low_media", prints.low_media, 0, 1000);
  table.finish();
  return prints;
}

}  // namespace booth
