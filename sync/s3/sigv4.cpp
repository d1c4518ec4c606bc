#include "sync/s3/sigv4.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <stdexcept>

#include <openssl/hmac.h>

#include "daemon/runtime/sha256.hpp"
#include "sync/digest.hpp"
#include "sync/header_text.hpp"

namespace booth::s3 {
namespace {

constexpr const char* kAlgorithm = "AWS4-HMAC-SHA256";

std::string hmac(const std::string& key, std::string_view text) {
  std::array<unsigned char, 32> digest{};
  unsigned size = digest.size();
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(),
           digest.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256");
  return {reinterpret_cast<const char*>(digest.data()), size};
}

/// 20261122T051500Z
std::string time_text(UtcTime now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const std::time_t plain = seconds.time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&plain, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return text.data();
}

/// Without blanks around it, and with runs of blanks inside as one.
std::string tidy(std::string_view value) {
  std::string text;
  for (const char c : value) {
    const bool is_blank = c == ' ' || c == '\t';
    if (is_blank && (text.empty() || text.back() == ' ')) continue;
    text += is_blank ? ' ' : c;
  }
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

struct CanonicalHeaders {
  std::string lines;  ///< name:value\n, sorted
  std::string names;  ///< name;name, sorted
};

CanonicalHeaders canonical(const std::vector<HttpHeader>& headers) {
  std::map<std::string, std::string> sorted;
  for (const auto& header : headers) {
    auto& value = sorted[lower_case(header.name)];
    value += (value.empty() ? "" : ",") + tidy(header.value);
  }
  CanonicalHeaders result;
  for (const auto& [name, value] : sorted) {
    result.lines += name + ":" + value + "\n";
    result.names += (result.names.empty() ? "" : ";") + name;
  }
  return result;
}

std::string scope_text(const Scope& scope, const std::string& date) {
  return date + "/" + scope.region + "/" + scope.service + "/aws4_request";
}

std::string signature(const Unsigned& request, const CanonicalHeaders& headers,
                      const std::string& canonical_query, const Keys& keys, const Scope& scope,
                      const std::string& time) {
  const auto date = time.substr(0, 8);
  const auto canonical_request = request.method + "\n" + uri_encode(request.path, true) + "\n" +
                                 canonical_query + "\n" + headers.lines + "\n" + headers.names +
                                 "\n" + request.payload_sha256;
  const auto to_sign = std::string(kAlgorithm) + "\n" + time + "\n" + scope_text(scope, date) +
                       "\n" + sha256_hex(canonical_request);
  auto key = hmac("AWS4" + keys.secret_key, date);
  for (const auto& part : {scope.region, scope.service, std::string("aws4_request")})
    key = hmac(key, part);
  const auto mac = hmac(key, to_sign);
  return to_hex(reinterpret_cast<const unsigned char*>(mac.data()), mac.size());
}

}  // namespace

std::string uri_encode(std::string_view text, bool is_slash_kept) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~' ||
                          (c == '/' && is_slash_kept);
    if (is_plain) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4], kHex[byte & 0x0F]};
    }
  }
  return encoded;
}

std::string query_text(const Query& query) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const auto& [name, value] : query)
    encoded.emplace_back(uri_encode(name, false), uri_encode(value, false));
  std::sort(encoded.begin(), encoded.end());
  std::string text;
  for (const auto& [name, value] : encoded) text += (text.empty() ? "?" : "&") + name + "=" + value;
  return text;
}

std::vector<HttpHeader> sign(const Unsigned& request, const Keys& keys, const Scope& scope,
                             UtcTime now) {
  const auto time = time_text(now);
  auto headers = request.headers;
  headers.push_back({"x-amz-date", time});
  headers.push_back({"x-amz-content-sha256", request.payload_sha256});
  if (!keys.session_token.empty()) headers.push_back({"x-amz-security-token", keys.session_token});
  auto all = headers;
  all.push_back({"host", request.host});

  const auto sorted = canonical(all);
  auto query = query_text(request.query);
  if (!query.empty()) query.erase(0, 1);
  const auto mac = signature(request, sorted, query, keys, scope, time);
  headers.push_back({"Authorization", std::string(kAlgorithm) + " Credential=" + keys.access_key +
                                          "/" + scope_text(scope, time.substr(0, 8)) +
                                          ",SignedHeaders=" + sorted.names + ",Signature=" + mac});
  return headers;
}

std::string presign(const Unsigned& request, const Keys& keys, const Scope& scope, UtcTime now,
                    std::chrono::seconds lifetime) {
  const auto time = time_text(now);
  auto query = request.query;
  query.emplace_back("X-Amz-Algorithm", kAlgorithm);
  query.emplace_back("X-Amz-Credential",
                     keys.access_key + "/" + scope_text(scope, time.substr(0, 8)));
  query.emplace_back("X-Amz-Date", time);
  query.emplace_back("X-Amz-Expires", std::to_string(lifetime.count()));
  query.emplace_back("X-Amz-SignedHeaders", "host");
  if (!keys.session_token.empty()) query.emplace_back("X-Amz-Security-Token", keys.session_token);

  auto bare = request;
  bare.payload_sha256 = kUnsignedPayload;
  const auto text = query_text(query);
  const auto mac =
      signature(bare, canonical({{"host", request.host}}), text.substr(1), keys, scope, time);
  return uri_encode(request.path, true) + text + "&X-Amz-Signature=" + mac;
}

}  // namespace booth::s3
