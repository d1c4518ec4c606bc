#pragma once

#include <string>

namespace booth::cli {

/// A text without secrets: values of keys that sound like one, bearer tokens, passwords within
/// addresses, signatures of presigned addresses. Secrets stay in their own files anyway; this is
/// for what somebody wrote in the wrong place.
///
/// @param has_names  false: titles of events, which are people's names, are blacked out too
std::string redacted(const std::string& text, bool has_names);

}  // namespace booth::cli
