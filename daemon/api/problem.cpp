#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

namespace booth::api {

int status_of(Errc code) {
  switch (code) {
    case Errc::BadInput:
      return 400;
    case Errc::NotFound:
      return 404;
    case Errc::Conflict:
    case Errc::Cancelled:
      return 409;
    case Errc::WrongMedia:
    case Errc::FocusFailed:
      return 409;  // a person can change it and ask again
    case Errc::Unsupported:
      return 501;
    case Errc::Busy:
    case Errc::NoCamera:
    case Errc::CameraClaimed:
    case Errc::CameraStalled:
    case Errc::CameraCrashed:
    case Errc::PrinterUnreachable:
    case Errc::NetworkDown:
    case Errc::CaptivePortal:
    case Errc::ServerBusy:
      return 503;
    case Errc::TimedOut:
    case Errc::NoPhoto:
      return 504;
    case Errc::DiskFull:
      return 507;
    case Errc::JobRejected:
    case Errc::TlsRefused:
    case Errc::AuthRefused:
    case Errc::ServerRefused:
    case Errc::NotProven:
      return 502;
    case Errc::Io:
    case Errc::Corrupt:
    case Errc::Internal:
      return 500;
  }
  return 500;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 507:
      return "Insufficient Storage";
  }
  return "Unknown";
}

HttpResponse problem(int status, std::string_view kind, std::string_view detail) {
  HttpResponse response;
  response.status = status;
  response.headers["Content-Type"] = "application/problem+json";
  // A relative type is resolved against the API itself, so it stays true wherever a booth is
  // reached.
  response.body = boost::json::serialize(boost::json::object{
      {"type", "/problems/" + std::string(kind)},
      {"title", reason_phrase(status)},
      {"status", status},
      {"detail", detail},
  });
  if (status == 503 || status == 429) response.headers["Retry-After"] = "1";
  return response;
}

HttpResponse problem(const Error& error) {
  return problem(status_of(error.code), to_string(error.code), error.context);
}

}  // namespace booth::api
