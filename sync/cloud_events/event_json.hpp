#pragma once

#include <span>
#include <string>

#include "daemon/core/fact.hpp"

namespace booth {

/// A fact as a CloudEvent 1.0 in JSON. `source` and `id` never change, so equal ones are the same
/// event, however often they come. Each type's data is described in schemas/<type>.json.
///
/// @param source  URI reference of this booth: "urn:booth:front-door"
std::string event_json(const Fact& fact, const std::string& source);

/// application/cloudevents-batch+json
std::string batch_json(std::span<const Fact> facts, const std::string& source);

/// "urn:booth:front%20door": any booth's name as a URI.
std::string event_source(const std::string& booth_name);

}  // namespace booth
