#include "daemon/api/access.hpp"

namespace booth::api {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::Nobody:
      return "nobody";
    case Role::Guest:
      return "guest";
    case Role::Viewer:
      return "viewer";
    case Role::Attendant:
      return "attendant";
    case Role::Technician:
      return "technician";
  }
  return "nobody";
}

bool is_allowed(Role role, Access access, std::string_view method) {
  const bool only_reads = method == "GET" || method == "HEAD";
  switch (role) {
    case Role::Nobody:
      return access == Access::Open;
    case Role::Guest:
      return access == Access::Open || access == Access::GuestFlow;
    case Role::Viewer:
      return only_reads && access != Access::Personal;
    case Role::Attendant:
      return access != Access::Personal && (access != Access::Service || only_reads);
    case Role::Technician:
      return true;
  }
  return false;
}

}  // namespace booth::api
