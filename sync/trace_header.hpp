#pragma once

#include <vector>

#include "daemon/core/trace_id.hpp"
#include "daemon/core/upload/upload_item.hpp"
#include "sync/http_message.hpp"

namespace booth {

/// W3C Trace Context: what a server logs about an object leads back to the guest's press.
inline void add_trace(std::vector<HttpHeader>& headers, const UploadItem& item) {
  if (item.session.empty()) return;
  headers.push_back({"traceparent", traceparent_of(item.session.str(), item.id.str())});
}

}  // namespace booth
