#include "daemon/core/trace_id.hpp"

namespace booth {

std::string trace_id_of(std::string_view uuid) {
  std::string hex;
  for (const char c : uuid)
    if (c != '-') hex += c;
  return hex;
}

std::string traceparent_of(std::string_view session, std::string_view subject) {
  return "00-" + trace_id_of(session) + '-' + trace_id_of(subject).substr(16) + "-01";
}

}  // namespace booth
