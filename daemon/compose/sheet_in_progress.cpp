#include "daemon/compose/sheet_in_progress.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>

#include <opencv2/imgproc.hpp>

#include "daemon/compose/fit_picture.hpp"
#include "daemon/compose/green_screen.hpp"
#include "daemon/compose/png_file.hpp"
#include "daemon/compose/print_ready.hpp"
#include "daemon/compose/read_file.hpp"
#include "daemon/compose/run_together.hpp"
#include "daemon/core/layout/fill_text.hpp"
#include "daemon/runtime/sha256.hpp"

namespace booth::compose {
namespace {

cv::Scalar as_bgr(const Colour& colour) {
  return {double(colour.blue), double(colour.green), double(colour.red)};
}

}  // namespace

Result<SheetInProgress> SheetInProgress::begin(std::shared_ptr<const LoadedTemplate> loaded,
                                               std::shared_ptr<const Fonts> fonts,
                                               SheetOrder order) {
  const auto piece = place_piece(loaded->sheet, order.format);
  if (!piece) return piece.error();
  SheetInProgress sheet;
  sheet.loaded_ = std::move(loaded);
  sheet.fonts_ = std::move(fonts);
  sheet.order_ = std::move(order);
  sheet.piece_ = *piece;
  const auto& layers = sheet.loaded_->sheet.layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (!sheet.is_wanted(layers[i])) continue;
    Step step;
    step.layer = i;
    if (const auto* photo = std::get_if<PhotoLayer>(&layers[i].what))
      step.frame = frame_slot(*photo, sheet.piece_);
    sheet.steps_.push_back(std::move(step));
  }
  if (const auto looks = sheet.load_looks(); !looks) return looks.error();
  if (const auto backdrop = sheet.load_backdrop(); !backdrop) return backdrop.error();
  return sheet;
}

Result<void> SheetInProgress::load_looks() {
  // A slot that the template gives a look is part of its design; elsewhere the guests choose, then
  // the template.
  const std::string& general = order_.look.empty() ? loaded_->sheet.look : order_.look;
  for (Step& step : steps_) {
    const auto* photo = std::get_if<PhotoLayer>(&loaded_->sheet.layers[step.layer].what);
    if (!photo) continue;
    auto look =
        Look::load(photo->look.empty() ? general : photo->look, look_folders(loaded_->folder));
    if (!look) return look.error();
    step.look = std::move(*look);
    for (const std::string& file : step.look.files()) note_file(file);
  }
  return {};
}

void SheetInProgress::note_file(const std::string& path) {
  const auto hash = sha256_of_file(path);
  RecipeFile file{path, hash ? *hash : ""};
  if (std::find(files_.begin(), files_.end(), file) == files_.end())
    files_.push_back(std::move(file));
}

Result<void> SheetInProgress::load_backdrop() {
  std::string path = order_.backdrop;
  if (path.empty() && !loaded_->sheet.backdrop.empty())
    path = (std::filesystem::path(loaded_->folder) / loaded_->sheet.backdrop).string();
  if (path.empty()) return {};
  const auto bytes = read_file(path, limits_.file_bytes);
  if (!bytes) return bytes.error();
  PixelSize largest;
  for (int slot = 1; slot <= slots(); ++slot) {
    const PixelSize size = largest_slot(slot);
    largest = {std::max(largest.width, size.width), std::max(largest.height, size.height)};
  }
  auto photo = decode_photo(*bytes, largest, limits_);
  if (!photo)
    return make_error(photo.error().code, "the backdrop " + path + ": " + photo.error().context);
  backdrop_ = std::move(photo->pixels);
  backdrop_sha256_ = sha256_hex(*bytes);
  return {};
}

bool SheetInProgress::is_wanted(const Layer& layer) const {
  if (layer.only_with.empty()) return true;
  const auto found = order_.texts.find(layer.only_with);
  return found != order_.texts.end() && !found->second.empty();
}

std::vector<Stamp> SheetInProgress::draw_picture(const PictureLayer& picture) {
  const bool is_placeholder = !placeholders_in(picture.file).empty();
  const std::string named = fill_text(picture.file, order_.texts);
  if (named.empty()) return {};  // an event without a logo
  // A template's own pictures are relative; what a placeholder brings is a path of the event's.
  const std::string path =
      is_placeholder ? named : (std::filesystem::path(loaded_->folder) / named).string();
  if (is_placeholder) note_file(path);
  auto read = read_png(path, limits_);
  if (!read) {
    warnings_.push_back("a picture is missing on the sheet: " + read.error().context);
    return {};
  }
  cv::Mat pixels = std::move(*read);
  premultiply(pixels);
  PixelBox box = to_pixels(picture.box, piece_);
  if (picture.fit == PictureLayer::Fit::Contain) box = fit_inside(size_of(pixels), box, {});
  if (picture.fit == PictureLayer::Fit::Cover)
    pixels = pixels(as_rect(crop_to_fill(size_of(pixels), {box.width, box.height}, {}))).clone();
  // A picture drawn for this density differs by rounding only: take it pixel by pixel, resampling
  // would blur it.
  const bool is_exact =
      std::abs(pixels.cols - box.width) <= 2 && std::abs(pixels.rows - box.height) <= 2;
  if (!is_exact) pixels = resized(pixels, {box.width, box.height});
  fade(pixels, picture.opacity);
  return {trimmed({pixels, {box.x, box.y}})};
}

std::vector<Stamp> SheetInProgress::draw_layer(const Layer& layer) {
  if (const auto* picture = std::get_if<PictureLayer>(&layer.what)) return draw_picture(*picture);
  if (const auto* shape = std::get_if<ShapeLayer>(&layer.what)) return {draw_shape(*shape, piece_)};
  if (const auto* text = std::get_if<TextLayer>(&layer.what)) {
    const std::string words = fill_text(text->text, order_.texts);
    if (words.empty()) return {};
    return {fonts_->draw(*text, words, piece_)};
  }
  if (const auto* qr = std::get_if<QrLayer>(&layer.what)) {
    const std::string words = fill_text(qr->text, order_.texts);
    if (words.empty()) return {};
    Stamp stamp = draw_qr(*qr, words, piece_);
    if (stamp.pixels.empty())
      warnings_.push_back("the QR code is missing on the sheet: its text is too long for its box");
    return {std::move(stamp)};
  }
  return {};
}

void SheetInProgress::draw_still_layers() {
  for (Step& step : steps_)
    if (!step.frame) step.stamps = draw_layer(loaded_->sheet.layers[step.layer]);
}

PixelSize SheetInProgress::largest_slot(int slot) const {
  PixelSize largest;
  for (const Step& step : steps_) {
    const auto* layer = std::get_if<PhotoLayer>(&loaded_->sheet.layers[step.layer].what);
    if (!layer || layer->slot != slot) continue;
    largest.width = std::max(largest.width, step.frame->box.width);
    largest.height = std::max(largest.height, step.frame->box.height);
  }
  return largest;
}

cv::Mat SheetInProgress::fit_to_slot(const Photo& photo, const Step& step,
                                     std::vector<std::string>& warnings) const {
  const auto& layer = std::get<PhotoLayer>(loaded_->sheet.layers[step.layer].what);
  const PixelSize slot{step.frame->box.width, step.frame->box.height};
  const cv::Size size(slot.width, slot.height);
  const cv::Rect crop = as_rect(crop_to_fill(size_of(photo.pixels), slot, layer.anchor));
  cv::Mat picture = resized(photo.pixels(crop), size);
  if (picture.u == photo.pixels.u)
    picture = picture.clone();  // another slot may show it in another look
  if (!backdrop_.empty()) {
    const cv::Rect part = as_rect(crop_to_fill(size_of(backdrop_), slot, {}));
    if (!replace_green(picture, resized(backdrop_(part), size)))
      warnings.emplace_back("no green screen was seen, the photo is shown as it is");
  }
  step.look.apply(picture);
  if (layer.is_mirrored) cv::flip(picture, picture, 1);
  if (layer.rotation_deg != 0)
    picture = turned(picture, step.frame->box, step.frame->area, layer.rotation_deg);
  return picture;
}

PreparedShot SheetInProgress::prepare(int slot, std::span<const std::byte> bytes,
                                      const std::string& file) const {
  // The last shot is decoded while the other core has nothing to do: it can hash meanwhile.
  auto hash = std::async(std::launch::async, [bytes] { return sha256_hex(bytes); });
  const auto photo = decode_photo(bytes, largest_slot(slot), limits_);
  PreparedShot shot;
  if (!photo) {
    shot = placeholder(slot, file, photo.error().context);
  } else {
    shot.slot = slot;
    shot.file = file;
    std::vector<std::string> warnings = photo->warnings;
    for (const Step& step : steps_) {
      const auto* layer = std::get_if<PhotoLayer>(&loaded_->sheet.layers[step.layer].what);
      if (layer && layer->slot == slot)
        shot.pictures[step.layer] = fit_to_slot(*photo, step, warnings);
    }
    for (const std::string& warning : warnings)
      shot.warnings.push_back("shot " + std::to_string(slot) + ": " + warning);
  }
  shot.sha256 = hash.get();
  return shot;
}

PreparedShot SheetInProgress::placeholder(int slot, const std::string& file,
                                          const std::string& why) const {
  PreparedShot shot;
  shot.slot = slot;
  shot.file = file;
  shot.warnings.push_back("shot " + std::to_string(slot) +
                          " cannot be shown, a placeholder stands in its slot: " + why);
  return shot;
}

void SheetInProgress::place(PreparedShot shot) {
  const int slot = shot.slot;
  shots_.insert_or_assign(slot, std::move(shot));
}

void SheetInProgress::paint_band(cv::Mat& canvas, const cv::Range& rows) const {
  const SheetTemplate& sheet = loaded_->sheet;
  canvas.rowRange(rows).setTo(as_bgr(sheet.paper));
  for (const Step& step : steps_) {
    if (!step.frame) {
      for (const Stamp& stamp : step.stamps) blend(canvas, stamp, rows);
      continue;
    }
    blend(canvas, step.frame->underneath, rows);
    const auto& photo = std::get<PhotoLayer>(sheet.layers[step.layer].what);
    const auto shot = shots_.find(photo.slot);
    if (shot != shots_.end() && shot->second.pictures.contains(step.layer)) {
      copy_masked(canvas, shot->second.pictures.at(step.layer), step.frame->mask,
                  step.frame->area.tl(), rows);
    } else {
      const cv::Mat plain(step.frame->area.size(), CV_8UC3, as_bgr(sheet.placeholder));
      copy_masked(canvas, plain, step.frame->mask, step.frame->area.tl(), rows);
    }
  }
}

cv::Mat SheetInProgress::paint() const {
  cv::Mat canvas(piece_.canvas.height, piece_.canvas.width, CV_8UC3);
  const int middle = canvas.rows / 2;
  run_together({[&] {
                  paint_band(canvas, {0, middle});
                },
                [&] {
                  paint_band(canvas, {middle, canvas.rows});
                }});
  return canvas;
}

Result<RenderedSheet> SheetInProgress::finish() {
  const cv::Mat canvas = paint();
  auto made = encode_sheet(canvas, loaded_->sheet, order_.format, piece_);
  if (!made) return made.error();

  made->warnings = warnings_;
  std::vector<RecipeShot> shots;
  for (int slot = 1; slot <= slots(); ++slot) {
    const auto shot = shots_.find(slot);
    if (shot == shots_.end()) {
      made->warnings.push_back("slot " + std::to_string(slot) + " has no photo");
      continue;
    }
    shots.push_back({slot, shot->second.file, shot->second.sha256});
    made->warnings.insert(made->warnings.end(), shot->second.warnings.begin(),
                          shot->second.warnings.end());
  }
  made->recipe = write_recipe(*loaded_, order_, shots, backdrop_sha256_, files_);
  return made;
}

}  // namespace booth::compose
