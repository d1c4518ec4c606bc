#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <opencv2/core.hpp>

#include "daemon/compose/decode_photo.hpp"
#include "daemon/compose/draw_shapes.hpp"
#include "daemon/compose/draw_text.hpp"
#include "daemon/compose/look.hpp"
#include "daemon/compose/recipe.hpp"
#include "daemon/compose/template_folder.hpp"
#include "daemon/core/layout/place_shots.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth::compose {

/// One photo, ready to be copied into every slot that shows it.
struct PreparedShot {
  int slot = 0;
  std::map<std::size_t, cv::Mat>
      pictures;        ///< by number of the layer; CV_8UC3 of SlotFrame::area's size
  std::string file;    ///< name without folder, for the recipe
  std::string sha256;  ///< of the original's bytes
  std::vector<std::string> warnings;
};

/// One sheet from begin to finish, without files and threads of its own: geometry first, pixels
/// step by step.
///
/// `prepare` is const and may run on several threads at once; everything else belongs to one
/// thread.
class SheetInProgress {
 public:
  /// @returns Unsupported when the printer's medium is not the template's
  static Result<SheetInProgress> begin(std::shared_ptr<const LoadedTemplate> loaded,
                                       std::shared_ptr<const Fonts> fonts, SheetOrder order);

  int slots() const { return slot_count(loaded_->sheet); }
  const LoadedTemplate& loaded() const { return *loaded_; }

  /// Background, overlay, texts, QR code: all that is the same whoever poses. Once, before
  /// `finish`.
  void draw_still_layers();

  /// Decodes, turns, converts, crops. A photo that cannot be shown becomes a placeholder with a
  /// warning.
  ///
  /// @param slot  1 to slots()
  PreparedShot prepare(int slot, std::span<const std::byte> photo, const std::string& file) const;

  /// A slot without a readable file.
  PreparedShot placeholder(int slot, const std::string& file, const std::string& why) const;

  /// A second shot for the same slot replaces the first.
  void place(PreparedShot shot);

  /// The piece as it is now: CV_8UC3, BGR, of piece().canvas' size.
  cv::Mat paint() const;
  const PiecePlacement& piece() const { return piece_; }

  Result<RenderedSheet> finish();

 private:
  struct Step {
    std::size_t layer = 0;
    std::optional<SlotFrame> frame;  ///< set for photos
    Look look;                       ///< of a photo
    std::vector<Stamp> stamps;       ///< filled by draw_still_layers for all others
  };

  SheetInProgress() = default;
  std::vector<Stamp> draw_layer(const Layer& layer);
  std::vector<Stamp> draw_picture(const PictureLayer& picture);
  bool is_wanted(const Layer& layer) const;
  Result<void> load_looks();
  Result<void> load_backdrop();
  void note_file(const std::string& path);
  cv::Mat fit_to_slot(const Photo& photo, const Step& step,
                      std::vector<std::string>& warnings) const;
  PixelSize largest_slot(int slot) const;
  void paint_band(cv::Mat& canvas, const cv::Range& rows) const;

  std::shared_ptr<const LoadedTemplate> loaded_;
  std::shared_ptr<const Fonts> fonts_;
  SheetOrder order_;
  PictureLimits limits_;
  cv::Mat backdrop_;  ///< CV_8UC3, BGR; empty: no green screen
  std::string backdrop_sha256_;
  std::vector<RecipeFile> files_;
  PiecePlacement piece_;
  std::vector<Step> steps_;
  std::map<int, PreparedShot> shots_;
  std::vector<std::string> warnings_;
};

}  // namespace booth::compose
