#include "daemon/compose/opencv_sheet_renderer.hpp"

#include <exception>
#include <filesystem>
#include <list>
#include <utility>

#include "daemon/compose/colour.hpp"
#include "daemon/compose/offered_choices.hpp"
#include "daemon/compose/read_file.hpp"
#include "daemon/compose/remake_sheet.hpp"
#include "daemon/compose/sheet_in_progress.hpp"
#include "daemon/compose/template_file.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {

using namespace compose;

namespace {

TemplateSummary summary_of(const LoadedTemplate& loaded) {
  return {loaded.name, loaded.sheet.title, loaded.sheet.medium.name, slot_count(loaded.sheet),
          loaded.hash};
}

/// OpenCV reports its own misuse and lack of memory by exceptions; no guest's photo may end the
/// daemon.
template <class Call>
auto without_exceptions(const Call& call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::exception& e) {
    return make_error(Errc::Internal, std::string("the sheet could not be made: ") + e.what());
  }
}

}  // namespace

class OpenCvSheetRenderer::Workshop {
 public:
  explicit Workshop(SheetRendererOptions options) : options_(std::move(options)) {}

  Result<std::vector<TemplateSummary>> templates();
  Result<TemplateSummary> find_template(const std::string& name);
  Result<void> begin(SheetOrder order);
  Result<void> place(const SheetId& id, int slot, const std::string& path);
  Result<RenderedSheet> finish(const SheetId& id);
  void abandon(const SheetId& id) {
    sheets_.remove_if([&](const OpenSheet& sheet) { return sheet.id == id; });
  }
  OfferedChoices choices() const {
    return offered_choices(options_.template_directory, options_.backdrop_directory);
  }
  Result<void> check(const std::string& template_name, const std::string& look,
                     const std::string& backdrop) const;
  Result<RenderedSheet> remake(const std::string& recipe, const std::map<int, std::string>& shots);
  Result<RgbImage> read_sheet(const std::string& path, const std::string& icc_profile);

 private:
  struct OpenSheet {
    SheetId id;
    SheetInProgress sheet;
  };

  std::string folder_of(const std::string& name) const {
    return (std::filesystem::path(options_.template_directory) / name).string();
  }
  SheetInProgress* find(const SheetId& id);
  Result<std::shared_ptr<const Fonts>> fonts_for(const LoadedTemplate& loaded);

  SheetRendererOptions options_;
  std::list<OpenSheet> sheets_;  ///< oldest first
  // Loading fonts costs as much as decoding a photo; they change only with the template.
  // Shared between this cache and the sheets that still draw with them.
  std::string fonts_hash_;
  std::shared_ptr<const Fonts> fonts_;
};

Result<std::vector<TemplateSummary>> OpenCvSheetRenderer::Workshop::templates() {
  std::vector<TemplateSummary> summaries;
  for (const std::string& folder : template_folders(options_.template_directory)) {
    const auto loaded = load_template(folder);
    if (loaded)
      summaries.push_back(summary_of(*loaded));
    else
      log::warn("template_set_aside", {{"folder", folder}, {"cause", loaded.error().context}});
  }
  return summaries;
}

Result<TemplateSummary> OpenCvSheetRenderer::Workshop::find_template(const std::string& name) {
  if (!is_inside_folder(name))
    return make_error(Errc::NotFound, "no template is called \"" + name + "\"");
  const auto loaded = load_template(folder_of(name));
  if (!loaded) return loaded.error();
  return summary_of(*loaded);
}

SheetInProgress* OpenCvSheetRenderer::Workshop::find(const SheetId& id) {
  for (OpenSheet& open : sheets_)
    if (open.id == id) return &open.sheet;
  return nullptr;
}

Result<std::shared_ptr<const Fonts>> OpenCvSheetRenderer::Workshop::fonts_for(
    const LoadedTemplate& loaded) {
  if (!fonts_ || fonts_hash_ != loaded.hash) {
    auto fonts = Fonts::load(font_folders(loaded.folder));
    if (!fonts) return fonts.error();
    fonts_ = std::make_shared<const Fonts>(std::move(*fonts));
    fonts_hash_ = loaded.hash;
  }
  return fonts_;
}

Result<void> OpenCvSheetRenderer::Workshop::begin(SheetOrder order) {
  if (!is_inside_folder(order.template_name))
    return make_error(Errc::NotFound, "no template is called \"" + order.template_name + "\"");
  auto loaded = load_template(folder_of(order.template_name));
  if (!loaded) return loaded.error();
  const auto shared = std::make_shared<const LoadedTemplate>(std::move(*loaded));
  auto fonts = fonts_for(*shared);
  if (!fonts) return fonts.error();
  if (!order.backdrop.empty()) {
    auto path = find_backdrop(options_.backdrop_directory, order.backdrop);
    if (!path) return path.error();
    order.backdrop = std::move(*path);
  }
  const SheetId id = order.sheet;
  auto sheet = SheetInProgress::begin(shared, *fonts, std::move(order));
  if (!sheet) return sheet.error();
  sheet->draw_still_layers();

  abandon(id);  // begun twice: the newer one counts
  while (!sheets_.empty() && sheets_.size() >= options_.most_open_sheets) {
    log::note("sheet_forgotten",
              {{"sheet", sheets_.front().id.str()}, {"cause", "never finished"}});
    sheets_.pop_front();
  }
  sheets_.push_back({id, std::move(*sheet)});
  return {};
}

Result<void> OpenCvSheetRenderer::Workshop::place(const SheetId& id, int slot,
                                                  const std::string& path) {
  SheetInProgress* sheet = find(id);
  if (!sheet) return make_error(Errc::NotFound, "no sheet " + id.str() + " was begun");
  if (slot < 0 || slot >= sheet->slots())
    return make_error(Errc::BadInput, "the template \"" + sheet->loaded().sheet.title + "\" has " +
                                          std::to_string(sheet->slots()) + " slots, there is no " +
                                          std::to_string(slot + 1));
  const int number = slot + 1;  // templates count from 1, as people do
  const std::string name = std::filesystem::path(path).filename().string();
  const auto bytes = read_file(path, PictureLimits{}.file_bytes);
  // A photo that cannot be read costs its slot, not the guests' sheet.
  auto shot = bytes ? sheet->prepare(number, *bytes, name)
                    : sheet->placeholder(number, name, bytes.error().context);
  const auto broken = shot.pictures.empty() ? shot.warnings.front() : std::string();
  sheet->place(std::move(shot));
  if (!broken.empty()) return make_error(Errc::Corrupt, broken);
  return {};
}

Result<RenderedSheet> OpenCvSheetRenderer::Workshop::finish(const SheetId& id) {
  SheetInProgress* sheet = find(id);
  if (!sheet) return make_error(Errc::NotFound, "no sheet " + id.str() + " was begun");
  auto made = sheet->finish();
  abandon(id);
  return made;
}

Result<void> OpenCvSheetRenderer::Workshop::check(const std::string& template_name,
                                                  const std::string& look,
                                                  const std::string& backdrop) const {
  if (!is_inside_folder(template_name))
    return make_error(Errc::NotFound, "no template is called \"" + template_name + "\"");
  return compose::check_choices(folder_of(template_name), options_.backdrop_directory, look,
                                backdrop);
}

Result<RenderedSheet> OpenCvSheetRenderer::Workshop::remake(
    const std::string& recipe, const std::map<int, std::string>& shots) {
  std::map<int, std::string> by_number;  // templates count from 1, as people do
  for (const auto& shot : shots) by_number[shot.first + 1] = shot.second;
  return compose::remake_sheet(recipe, options_.template_directory, by_number);
}

Result<RgbImage> OpenCvSheetRenderer::Workshop::read_sheet(const std::string& path,
                                                           const std::string& icc_profile) {
  const auto bytes = read_file(path, PictureLimits{}.file_bytes);
  if (!bytes) return bytes.error();
  auto image = decode_sheet(*bytes, PictureLimits{});
  if (!image) return make_error(image.error().code, path + ": " + image.error().context);
  if (icc_profile.empty()) return image;
  if (const auto converted = to_printer_colours(*image, icc_profile); !converted)
    return converted.error();
  return image;
}

OpenCvSheetRenderer::OpenCvSheetRenderer(SheetRendererOptions options)
    : workshop_(std::make_unique<Workshop>(std::move(options))) {}

OpenCvSheetRenderer::~OpenCvSheetRenderer() = default;

boost::asio::awaitable<Result<std::vector<TemplateSummary>>> OpenCvSheetRenderer::templates() {
  auto list = [this] { return without_exceptions([&] { return workshop_->templates(); }); };
  co_return co_await run_blocking(thread_, list);
}

boost::asio::awaitable<Result<TemplateSummary>> OpenCvSheetRenderer::find_template(
    std::string name) {
  auto load = [&] { return without_exceptions([&] { return workshop_->find_template(name); }); };
  co_return co_await run_blocking(thread_, load);
}

boost::asio::awaitable<Result<void>> OpenCvSheetRenderer::begin_sheet(SheetOrder order) {
  auto begin = [&] {
    return without_exceptions([&] { return workshop_->begin(std::move(order)); });
  };
  co_return co_await run_blocking(thread_, begin);
}

boost::asio::awaitable<Result<void>> OpenCvSheetRenderer::place_shot(SheetId sheet, int slot,
                                                                     std::string path) {
  auto place = [&] {
    return without_exceptions([&] { return workshop_->place(sheet, slot, path); });
  };
  co_return co_await run_blocking(thread_, place);
}

boost::asio::awaitable<Result<RenderedSheet>> OpenCvSheetRenderer::finish_sheet(SheetId sheet) {
  auto finish = [&] { return without_exceptions([&] { return workshop_->finish(sheet); }); };
  co_return co_await run_blocking(thread_, finish);
}

boost::asio::awaitable<Result<void>> OpenCvSheetRenderer::abandon_sheet(SheetId sheet) {
  auto abandon = [&] {
    workshop_->abandon(sheet);
    return Result<void>();
  };
  co_return co_await run_blocking(thread_, abandon);
}

boost::asio::awaitable<Result<OfferedChoices>> OpenCvSheetRenderer::choices() {
  auto list = [this] { return Result<OfferedChoices>(workshop_->choices()); };
  co_return co_await run_blocking(thread_, list);
}

boost::asio::awaitable<Result<void>> OpenCvSheetRenderer::check_choices(std::string template_name,
                                                                        std::string look,
                                                                        std::string backdrop) {
  auto check = [&] {
    return without_exceptions([&] { return workshop_->check(template_name, look, backdrop); });
  };
  co_return co_await run_blocking(thread_, check);
}

boost::asio::awaitable<Result<RenderedSheet>> OpenCvSheetRenderer::remake_sheet(
    std::string recipe, std::map<int, std::string> shots) {
  auto make = [&] { return without_exceptions([&] { return workshop_->remake(recipe, shots); }); };
  co_return co_await run_blocking(thread_, make);
}

boost::asio::awaitable<Result<RgbImage>> OpenCvSheetRenderer::read_sheet(std::string path,
                                                                         std::string icc_profile) {
  auto read = [&] {
    return without_exceptions([&] { return workshop_->read_sheet(path, icc_profile); });
  };
  co_return co_await run_blocking(thread_, read);
}

}  // namespace booth
