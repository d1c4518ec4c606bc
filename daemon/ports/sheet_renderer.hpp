#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/print/printer_condition.hpp"
#include "daemon/core/result.hpp"
#include "daemon/ports/printer.hpp"

namespace booth {

struct TemplateSummary {
  std::string name;    ///< folder name
  std::string title;   ///< for people
  std::string medium;  ///< "4x6"
  int slots = 1;       ///< photos it wants
  std::string hash;    ///< SHA-256 over the folder: what a recipe refers to
};

struct SheetOrder {
  SheetId sheet;
  std::string template_name;
  PrintFormat format;  ///< of the printer that will print it
  std::map<std::string, std::string>
      texts;             ///< placeholders: event, date, time, session, share_url
  std::string look;      ///< the event's or the guests' choice, "bw" or "smooth+warm"; empty: the
                         ///< template's own
  std::string backdrop;  ///< takes the place of a green screen: one of OfferedChoices::backdrops;
                         ///< empty: the template's own
};

/// What guests may choose from, for the screen.
struct OfferedChoices {
  std::vector<std::string> looks;      ///< "bw", "warm", "film.cube"; several are joined by "+"
  std::vector<std::string> backdrops;  ///< file names
};

struct RenderedSheet {
  Bytes jpeg;          ///< print-ready, portrait, format pixels, sRGB
  Bytes share_jpeg;    ///< small copy in viewing orientation, no private EXIF
  PixelSize size;      ///< of `jpeg`
  std::string recipe;  ///< JSON
  std::vector<std::string>
      warnings;  ///< "shot 2 could not be decoded: a placeholder stands in its slot"
};

/// Makes sheets step by step, so that most of the work is done while the guests still pose.
/// One thread of its own; calls queue up there.
class SheetRenderer {
 public:
  virtual ~SheetRenderer() = default;

  virtual boost::asio::awaitable<Result<std::vector<TemplateSummary>>> templates() = 0;

  /// @returns NotFound or BadInput (with file, line, key)
  virtual boost::asio::awaitable<Result<TemplateSummary>> find_template(std::string name) = 0;

  virtual boost::asio::awaitable<Result<void>> begin_sheet(SheetOrder order) = 0;

  /// Decodes and places one photo. A second call for the same slot replaces it (retake).
  /// @param slot  counted from 0
  /// @param slot  0-based place on the sheet, as in Shot
  /// @param path  absolute path of a durable JPEG
  /// @returns Corrupt when it does not decode: a placeholder stands in its slot until another photo
  /// is placed there
  virtual boost::asio::awaitable<Result<void>> place_shot(SheetId sheet, int slot,
                                                          std::string path) = 0;

  /// Draws what remains and encodes. The sheet is forgotten afterwards.
  virtual boost::asio::awaitable<Result<RenderedSheet>> finish_sheet(SheetId sheet) = 0;

  virtual boost::asio::awaitable<Result<void>> abandon_sheet(SheetId sheet) = 0;

  virtual boost::asio::awaitable<Result<OfferedChoices>> choices() = 0;

  /// Said before the guests pose, so that no sheet fails on a choice.
  /// @param look, backdrop  as in SheetOrder
  /// @returns BadInput, NotFound or Corrupt with a sentence when such a sheet could not be made
  virtual boost::asio::awaitable<Result<void>> check_choices(std::string template_name,
                                                             std::string look,
                                                             std::string backdrop) = 0;

  /// Makes a sheet again from its recipe; byte for byte with the same program.
  /// @param recipe  RenderedSheet::recipe
  /// @param shots   absolute path of each slot's original, slots counted from 0
  /// @returns Conflict when the template, a photo or the backdrop is not the one of then: an old
  /// sheet is never changed silently; NotFound when one of them is gone; Corrupt for the recipe
  virtual boost::asio::awaitable<Result<RenderedSheet>> remake_sheet(
      std::string recipe, std::map<int, std::string> shots) = 0;

  /// Pixels of a stored sheet, for the printer.
  /// @param icc_profile  path of the printer's own profile; empty: the pixels stay sRGB
  /// @returns BadInput when the profile is none for an RGB printer
  virtual boost::asio::awaitable<Result<RgbImage>> read_sheet(std::string path,
                                                              std::string icc_profile) = 0;
};

}  // namespace booth
