#pragma once

#include <map>
#include <memory>
#include <string>

#include "daemon/ports/sheet_renderer.hpp"
#include "daemon/runtime/run_blocking.hpp"

namespace booth {

struct SheetRendererOptions {
  std::string template_directory;  ///< one folder per template, and `fonts` for all of them
  std::string backdrop_directory;  ///< JPEG and PNG files for green screens; empty: none
  /// Sheets that nobody finished, oldest forgotten first: a session that died must not keep its 25
  /// MB.
  std::size_t most_open_sheets = 4;
};

/// Makes sheets with OpenCV, libjpeg-turbo, LittleCMS and Pango. All work is done on a thread of
/// its own, which takes one more to itself while it composes.
class OpenCvSheetRenderer : public SheetRenderer {
 public:
  explicit OpenCvSheetRenderer(SheetRendererOptions options);
  ~OpenCvSheetRenderer() override;

  boost::asio::awaitable<Result<std::vector<TemplateSummary>>> templates() override;
  boost::asio::awaitable<Result<TemplateSummary>> find_template(std::string name) override;
  boost::asio::awaitable<Result<void>> begin_sheet(SheetOrder order) override;
  boost::asio::awaitable<Result<void>> place_shot(SheetId sheet, int slot,
                                                  std::string path) override;
  boost::asio::awaitable<Result<RenderedSheet>> finish_sheet(SheetId sheet) override;
  boost::asio::awaitable<Result<void>> abandon_sheet(SheetId sheet) override;
  boost::asio::awaitable<Result<OfferedChoices>> choices() override;
  boost::asio::awaitable<Result<void>> check_choices(std::string template_name, std::string look,
                                                     std::string backdrop) override;
  boost::asio::awaitable<Result<RenderedSheet>> remake_sheet(
      std::string recipe, std::map<int, std::string> shots) override;
  boost::asio::awaitable<Result<RgbImage>> read_sheet(std::string path,
                                                      std::string icc_profile) override;

 private:
  class Workshop;  ///< everything that lives on the compose thread
  std::unique_ptr<Workshop> workshop_;
  BlockingThread thread_;  ///< last, so that it has ended before the workshop goes
};

}  // namespace booth
