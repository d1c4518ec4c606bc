#include "daemon/runtime/gzip.hpp"

#include <zlib.h>

namespace booth {
namespace {

constexpr int kGzipWindow = 15 + 16;  // the largest window, with gzip's header instead of zlib's
constexpr int kMemoryLevel = 8;       // zlib's default

}  // namespace

Result<std::string> gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return make_error(Errc::Internal, "zlib cannot begin");
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  // zlib never writes to its input; its interface is older than const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  if (deflateEnd(&stream) != Z_OK || ended != Z_STREAM_END)
    return make_error(Errc::Internal, "zlib did not finish");
  return packed;
}

}  // namespace booth
