#include "drivers/gphoto2/gphoto_error.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <gphoto2/gphoto2.h>

namespace booth {
namespace {

constexpr std::size_t kMostTextBytes = 250;  // the first lines say it, the rest is the call stack

bool mentions(const std::string& texts, std::string_view word) {
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return std::search(texts.begin(), texts.end(), word.begin(), word.end(), same) != texts.end();
}

/// What the driver says when the other end is gone; the code beside it may be a bare -1.
bool tells_of_lost_connection(const std::string& texts) {
  return mentions(texts, "0x02ff") || mentions(texts, "end of stream") ||
         mentions(texts, "ret 0 vs len");
}

Errc code_of(int code, const std::string& texts) {
  if (is_connection_lost(code) || tells_of_lost_connection(texts)) return Errc::NoCamera;
  // 0xA002 is Nikon's own code; its text differs between versions of the library.
  if (mentions(texts, "focus") || mentions(texts, "0xa002")) return Errc::FocusFailed;
  // 0x2019 is PTP's "device busy".
  if (mentions(texts, "0x2019")) return Errc::Busy;
  switch (code) {
    case GP_ERROR_IO_USB_CLAIM:
      return Errc::CameraClaimed;
    case GP_ERROR_CAMERA_BUSY:
    case GP_ERROR_IO_LOCK:
      return Errc::Busy;
    case GP_ERROR_NOT_SUPPORTED:
      return Errc::Unsupported;
    case GP_ERROR_BAD_PARAMETERS:
    case GP_ERROR_PATH_NOT_ABSOLUTE:
      return Errc::BadInput;
    case GP_ERROR_FILE_NOT_FOUND:
    case GP_ERROR_DIRECTORY_NOT_FOUND:
      return Errc::NotFound;
    case GP_ERROR_NO_SPACE:
      return Errc::DiskFull;
    case GP_ERROR_CORRUPTED_DATA:
      return Errc::Corrupt;
    case GP_ERROR_MODEL_NOT_FOUND:
    case GP_ERROR_UNKNOWN_PORT:
      return Errc::NoCamera;
    default:
      return Errc::Io;
  }
}

const char* meaning_of(Errc code) {
  switch (code) {
    case Errc::NoCamera:
      return "the connection to the camera is broken";
    case Errc::CameraClaimed:
      return "another program holds the camera";
    case Errc::FocusFailed:
      return "the camera could not focus";
    case Errc::Busy:
      return "the camera is busy";
    default:
      return "the camera refused";
  }
}

}  // namespace

void GphotoTexts::add(const char* text) {
  if (text == nullptr || texts_.size() >= kMostTextBytes) return;
  // Our home folder does not exist on purpose; nobody needs to read that in every sentence.
  if (std::string_view(text).find("settings file") != std::string_view::npos) return;
  if (texts_.find(text) != std::string::npos) return;  // the driver repeats itself
  if (!texts_.empty()) texts_ += "; ";
  for (const char* at = text; *at != '\0' && texts_.size() < kMostTextBytes; ++at)
    // The camera's own words may come with line ends or terminal codes in them.
    texts_ += std::iscntrl(static_cast<unsigned char>(*at)) != 0 ? ' ' : *at;
}

bool tells_of_refusal(const std::string& texts) {
  // A connection that breaks is told with response codes, too; these words only with an answer.
  return mentions(texts, "unexpected ptp response");
}

bool is_connection_lost(int code) {
  static constexpr std::array kCodes = {
      GP_ERROR_IO,       GP_ERROR_TIMEOUT,     GP_ERROR_IO_INIT,           GP_ERROR_IO_READ,
      GP_ERROR_IO_WRITE, GP_ERROR_IO_USB_FIND, GP_ERROR_IO_USB_CLEAR_HALT, GP_ERROR_IO_UPDATE};
  return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

Error to_error(int code, const char* doing, const std::string& texts) {
  const auto errc = code_of(code, texts);
  std::string sentence = std::string(doing) + ": " + meaning_of(errc) + " (" +
                         gp_result_as_string(code) + ", " + std::to_string(code) +
                         (texts.empty() ? ")" : "; " + texts + ")");
  return make_error(errc, std::move(sentence));
}

}  // namespace booth
