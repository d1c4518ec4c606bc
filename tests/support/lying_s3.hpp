#pragma once

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>

#include "daemon/runtime/sha256.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {

/// Just enough of S3 to lie like the real ones do. It does not check signatures: the live test
/// does.
struct LyingS3 {
  enum class OnCondition { Works, NotImplemented, Ignored };
  struct Object {
    std::string body;
    std::string sha256;
  };
  std::map<std::string, Object> objects;
  std::map<int, std::string> parts;
  OnCondition on_condition = OnCondition::Works;
  std::chrono::seconds clock_skew{0};
  int begun = 0;
  int completes_that_do_nothing = 0;
  int answers_to_lose = 0;  ///< of successful PUTs
  int refusals = 0;         ///< 503 with Retry-After before anything works
  bool has_unfinished = false;
  bool has_empty_etag = false;
  bool keeps_what_is_deleted = false;

  static std::string header(const ScriptedHttpServer::Request& request, const std::string& name) {
    const auto at = request.head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return request.head.substr(begin, request.head.find("\r\n", begin) - begin);
  }

  std::string date() const {
    const auto now = std::time(nullptr) + clock_skew.count();
    char text[64];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&now));
    return std::string("Date: ") + text + "\r\n";
  }

  bool is_time_wrong(const ScriptedHttpServer::Request& request) const {
    std::tm parts_of_time{};
    strptime(header(request, "x-amz-date").c_str(), "%Y%m%dt%H%M%Sz", &parts_of_time);
    return std::abs(timegm(&parts_of_time) - std::time(nullptr) - clock_skew.count()) > 900;
  }

  ScriptedHttpServer::Reply answer(const ScriptedHttpServer::Request& request) {
    if (is_time_wrong(request))
      return ScriptedHttpServer::reply(403, date(),
                                       "<Error><Code>RequestTimeTooSkewed</Code></Error>");
    if (refusals > 0) {
      --refusals;
      return ScriptedHttpServer::reply(503, "Retry-After: 7\r\n");
    }
    const auto path = request.target.substr(0, request.target.find('?'));
    const auto query =
        path.size() < request.target.size() ? request.target.substr(path.size() + 1) : "";
    if (!query.empty()) return multipart(request, path, query);
    if (request.method == "HEAD") return head(path);
    if (request.method == "PUT") return put(request, path);
    if (request.method == "DELETE") {
      if (!keeps_what_is_deleted) objects.erase(path);
      return ScriptedHttpServer::reply(204);
    }
    return ScriptedHttpServer::reply(400);
  }

  ScriptedHttpServer::Reply head(const std::string& path) {
    if (path == "/bucket") return ScriptedHttpServer::reply(200);
    const auto found = objects.find(path);
    if (found == objects.end()) return ScriptedHttpServer::reply(404);
    return {"HTTP/1.1 200 OK\r\nx-amz-meta-sha256: " + found->second.sha256 +
                "\r\nContent-Length: " + std::to_string(found->second.body.size()) + "\r\n\r\n",
            false, false};
  }

  ScriptedHttpServer::Reply put(const ScriptedHttpServer::Request& request,
                                const std::string& path) {
    if (sha256_hex(request.body) != header(request, "x-amz-content-sha256"))
      return ScriptedHttpServer::reply(400);
    if (!header(request, "if-none-match").empty()) {
      if (on_condition == OnCondition::NotImplemented) return ScriptedHttpServer::reply(501);
      if (on_condition == OnCondition::Works && objects.contains(path))
        return ScriptedHttpServer::reply(412);
    }
    objects[path] = {request.body, header(request, "x-amz-meta-sha256")};
    if (answers_to_lose > 0) {
      --answers_to_lose;
      return {"", true, false};
    }
    return ScriptedHttpServer::reply(200);
  }

  ScriptedHttpServer::Reply multipart(const ScriptedHttpServer::Request& request,
                                      const std::string& path, const std::string& query) {
    if (query.find("uploads=") != std::string::npos && request.method == "GET")
      return ScriptedHttpServer::reply(
          200, "",
          has_unfinished ? "<Upload><Key>" + path_key + "</Key><UploadId>id7</UploadId></Upload>"
                         : "<R/>");
    if (query == "uploads=") {
      ++begun;
      pending_sha256 = header(request, "x-amz-meta-sha256");
      return ScriptedHttpServer::reply(200, "", "<UploadId>id7</UploadId>");
    }
    if (request.method == "GET") return ScriptedHttpServer::reply(200, "", list_parts());
    if (request.method == "PUT") {
      parts[std::stoi(query.substr(query.find("partNumber=") + 11))] = request.body;
      return ScriptedHttpServer::reply(200, "ETag: \"e\"\r\n");
    }
    if (completes_that_do_nothing > 0) {
      --completes_that_do_nothing;
      return ScriptedHttpServer::reply(200, "", "<CompleteMultipartUploadResult/>");
    }
    std::string body;
    for (const auto& part : parts) body += part.second;
    objects[path] = {body, pending_sha256};
    return ScriptedHttpServer::reply(200, "", has_empty_etag ? "<R><ETag></ETag></R>" : "<R/>");
  }

  std::string list_parts() const {
    std::string xml;
    for (const auto& part : parts)
      xml += "<Part><PartNumber>" + std::to_string(part.first) +
             "</PartNumber><ETag>\"e\"</ETag><Size>" + std::to_string(part.second.size()) +
             "</Size></Part>";
    return xml;
  }

  std::string path_key;
  std::string pending_sha256;
};

}  // namespace booth
