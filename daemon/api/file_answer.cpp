#include "daemon/api/file_answer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "daemon/api/problem.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr std::uint64_t kPiece = 256 * 1024;

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

struct SizedFile {
  OpenFile file;
  std::uint64_t size;
};

Result<SizedFile> open_file(const std::string& path) {
  OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    const auto code = errno == ENOENT ? Errc::NotFound : Errc::Io;
    return make_error(code, path + ": " + std::strerror(errno));
  }
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0)
    return make_error(Errc::Io, path + ": " + std::strerror(errno));
  if (!S_ISREG(facts.st_mode)) return make_error(Errc::Corrupt, path + ": is not a file");
  return SizedFile{std::move(file), static_cast<std::uint64_t>(facts.st_size)};
}

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t size = 0;
};

class FileStream final : public BodyStream {
 public:
  FileStream(BlockingThread& thread, OpenFile file, ByteRange range)
      : thread_(thread), file_(std::move(file)), at_(range.first), left_(range.size) {}

  awaitable<Result<std::optional<std::string>>> next() override {
    if (left_ == 0) co_return std::optional<std::string>();
    auto read = [this] { return read_piece(); };
    auto piece = co_await run_blocking(thread_, read);
    if (!piece) co_return piece.error();
    at_ += piece->size();
    left_ -= piece->size();
    co_return std::optional<std::string>(std::move(*piece));
  }

 private:
  Result<std::string> read_piece() const {
    std::string piece(static_cast<std::size_t>(std::min(left_, kPiece)), '\0');
    const auto got = ::pread(file_.get(), piece.data(), piece.size(), static_cast<off_t>(at_));
    if (got < 0)
      return make_error(Errc::Io, std::string("reading a sheet: ") + std::strerror(errno));
    if (got == 0)
      return make_error(Errc::Corrupt, "a sheet's file became shorter while it was read");
    piece.resize(static_cast<std::size_t>(got));
    return piece;
  }

  BlockingThread& thread_;
  OpenFile file_;
  std::uint64_t at_;
  std::uint64_t left_;
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

enum class RangeAsked { Whole, Part, Impossible };

/// "bytes=0-99", "bytes=100-", "bytes=-100". Several ranges and other units may be ignored, says
/// RFC 9110, and are.
RangeAsked read_range(std::string_view text, std::uint64_t size, ByteRange& range) {
  if (!text.starts_with("bytes=") || text.find(',') != std::string_view::npos)
    return RangeAsked::Whole;
  text.remove_prefix(6);
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return RangeAsked::Whole;
  const auto first = number(text.substr(0, dash));
  const auto last = number(text.substr(dash + 1));
  if ((!first && dash != 0) || (!last && dash + 1 != text.size())) return RangeAsked::Whole;
  if (!first && !last) return RangeAsked::Whole;

  if (!first) {  // the last so many bytes
    if (*last == 0 || size == 0) return RangeAsked::Impossible;
    range = {size - std::min(*last, size), std::min(*last, size)};
    return RangeAsked::Part;
  }
  if (last && *last < *first) return RangeAsked::Whole;
  if (*first >= size) return RangeAsked::Impossible;
  const auto end = last && *last < size ? *last + 1 : size;
  range = {*first, end - *first};
  return RangeAsked::Part;
}

bool names(std::string_view if_none_match, const std::string& quoted) {
  return if_none_match == "*" || if_none_match.find(quoted) != std::string_view::npos;
}

HttpResponse range_problem(std::uint64_t size) {
  auto response =
      problem(416, "range_not_satisfiable", "the file ends before the range that was asked for");
  response.headers["Content-Range"] = "bytes */" + std::to_string(size);
  return response;
}

/// What both kinds of answer have in common.
///
/// @param range  what is left to be sent; untouched when the status is not 200 or 206
HttpResponse head_of(const HttpRequest& request, const std::string& etag, std::uint64_t size,
                     ByteRange& range) {
  const auto quoted = '"' + etag + '"';
  HttpResponse response;
  response.headers["ETag"] = quoted;
  response.headers["Cache-Control"] = "private, max-age=31536000, immutable";
  response.headers["Accept-Ranges"] = "bytes";
  if (names(request.header("If-None-Match"), quoted)) {
    response.status = 304;
    return response;
  }
  range = {0, size};
  const auto if_range = request.header("If-Range");
  if (!if_range.empty() && if_range != quoted) return response;
  const auto asked = read_range(request.header("Range"), size, range);
  if (asked == RangeAsked::Impossible) return range_problem(size);
  if (asked == RangeAsked::Whole) return response;
  response.status = 206;
  response.headers["Content-Range"] = "bytes " + std::to_string(range.first) + "-" +
                                      std::to_string(range.first + range.size - 1) + "/" +
                                      std::to_string(size);
  return response;
}

bool has_body(const HttpResponse& response) {
  return response.status == 200 || response.status == 206;
}

}  // namespace

HttpResponse picture_answer(const HttpRequest& request, const Bytes& jpeg,
                            const std::string& etag) {
  ByteRange range;
  auto response = head_of(request, etag, jpeg.size(), range);
  if (!has_body(response)) return response;
  response.headers["Content-Type"] = "image/jpeg";
  response.body.assign(reinterpret_cast<const char*>(jpeg.data()) + range.first,
                       static_cast<std::size_t>(range.size));
  return response;
}

awaitable<HttpResponse> file_answer(RouteContext& context, const HttpRequest& request,
                                    std::string path, std::string etag, std::string content_type) {
  auto open = [&path] { return open_file(path); };
  auto opened = co_await run_blocking(context.file_thread, open);
  if (!opened) co_return problem(opened.error());

  ByteRange range;
  auto response = head_of(request, etag, opened->size, range);
  if (!has_body(response)) co_return response;
  response.headers["Content-Type"] = std::move(content_type);
  response.stream_size = range.size;
  response.stream =
      std::make_unique<FileStream>(context.file_thread, std::move(opened->file), range);
  co_return response;
}

}  // namespace booth::api
