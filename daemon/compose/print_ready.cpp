#include "daemon/compose/print_ready.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <opencv2/imgproc.hpp>

#include "daemon/compose/jpeg_file.hpp"
#include "daemon/compose/run_together.hpp"

namespace booth::compose {
namespace {

constexpr int kShareLongestPx = 2048;
constexpr int kShareDpi = 300;

cv::Mat print_sheet(const cv::Mat& canvas, const SheetTemplate& sheet, const PrintFormat& format,
                    const PiecePlacement& piece) {
  cv::Mat portrait = canvas;
  if (sheet.orientation == Orientation::Landscape)
    cv::rotate(canvas, portrait, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (sheet.medium.pieces == 1) return portrait;

  cv::Mat printed(format.height_px, format.width_px, CV_8UC3);
  for (const PieceOnSheet& part : arrange_pieces(sheet, format, piece))
    portrait.colRange(part.first_column, part.first_column + part.columns)
        .copyTo(printed.colRange(part.sheet_column, part.sheet_column + part.columns));
  return printed;
}

cv::Mat share_copy(const cv::Mat& canvas, const SheetTemplate& sheet, const PiecePlacement& piece) {
  const PixelBox paper = to_pixels(paper_box(sheet), piece);
  const cv::Mat cut = canvas(cv::Rect(paper.x, paper.y, paper.width, paper.height) &
                             cv::Rect(0, 0, canvas.cols, canvas.rows));
  const int longest = std::max(cut.cols, cut.rows);
  if (longest <= kShareLongestPx) return cut;
  const double scale = static_cast<double>(kShareLongestPx) / longest;
  cv::Mat smaller;
  cv::resize(cut, smaller,
             {static_cast<int>(std::lround(cut.cols * scale)),
              static_cast<int>(std::lround(cut.rows * scale))},
             0, 0, cv::INTER_AREA);
  return smaller;
}

}  // namespace

Result<RenderedSheet> encode_sheet(const cv::Mat& canvas, const SheetTemplate& sheet,
                                   const PrintFormat& format, const PiecePlacement& piece) {
  RenderedSheet made;
  made.size = {format.width_px, format.height_px};
  std::optional<Error> failed_print;
  std::optional<Error> failed_share;
  run_together({[&] {
                  auto jpeg = encode_jpeg(print_sheet(canvas, sheet, format, piece), JpegUse::Print,
                                          format.dpi);
                  if (jpeg)
                    made.jpeg = std::move(*jpeg);
                  else
                    failed_print = jpeg.error();
                },
                [&] {
                  auto jpeg =
                      encode_jpeg(share_copy(canvas, sheet, piece), JpegUse::Share, kShareDpi);
                  if (jpeg)
                    made.share_jpeg = std::move(*jpeg);
                  else
                    failed_share = jpeg.error();
                }});
  if (failed_print) return *failed_print;
  if (failed_share) return *failed_share;
  return made;
}

}  // namespace booth::compose
