#pragma once

#include <string>
#include <string_view>

namespace booth::api {

/// Who is asking, from the peer credentials of the unix socket or from the token.
enum class Role {
  Nobody,      ///< a local user in none of the booth's groups
  Guest,       ///< the guest screen
  Viewer,      ///< may look at everything
  Attendant,   ///< may also do what a person beside the booth does
  Technician,  ///< may do everything
};

std::string_view to_string(Role role);

/// What a route needs.
enum class Access {
  Open,       ///< the description of the API, nothing about guests
  GuestFlow,  ///< what the guest screen does: sessions, live view, sheets
  Look,       ///< reading everything else
  Attend,     ///< prints and uploads that wait for a person
  Service,    ///< camera settings, forgetting a session
  Personal,   ///< guests' contacts: not for everybody who may look
};

bool is_allowed(Role role, Access access, std::string_view method);

struct Caller {
  std::string name;  ///< "boothctl:root", "guest"
  Role role = Role::Nobody;
};

}  // namespace booth::api
