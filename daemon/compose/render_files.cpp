#include "daemon/compose/render_files.hpp"

#include <exception>
#include <filesystem>
#include <functional>

#include "daemon/compose/read_file.hpp"
#include "daemon/compose/run_together.hpp"
#include "daemon/compose/sheet_in_progress.hpp"
#include "daemon/compose/template_file.hpp"
#include "daemon/core/print/print_format.hpp"

namespace booth::compose {
namespace {

PreparedShot prepare_file(const SheetInProgress& sheet, int slot, const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  const auto bytes = read_file(path, PictureLimits{}.file_bytes);
  if (!bytes) return sheet.placeholder(slot, name, bytes.error().context);
  return sheet.prepare(slot, *bytes, name);
}

Result<RenderedSheet> render(const std::string& template_folder,
                             const std::vector<std::string>& photos,
                             const std::map<std::string, std::string>& texts,
                             const PrintFormat& format, const RenderChoices& choices) {
  auto loaded = load_template(template_folder);
  if (!loaded) return loaded.error();
  const auto shared = std::make_shared<const LoadedTemplate>(std::move(*loaded));
  auto fonts = Fonts::load(font_folders(shared->folder));
  if (!fonts) return fonts.error();
  SheetOrder order{SheetId(), shared->name, format, texts, choices.look, choices.backdrop};
  auto sheet = SheetInProgress::begin(shared, std::make_shared<const Fonts>(std::move(*fonts)),
                                      std::move(order));
  if (!sheet) return sheet.error();
  if (static_cast<int>(photos.size()) > sheet->slots())
    return make_error(Errc::BadInput, "the template \"" + shared->sheet.title + "\" has " +
                                          std::to_string(sheet->slots()) + " slots, but " +
                                          std::to_string(photos.size()) + " photos were given");

  std::vector<PreparedShot> shots(photos.size());
  std::vector<std::function<void()>> tasks;
  // The still layers touch nothing that `prepare` reads, so they are one task among the photos.
  tasks.emplace_back([&] { sheet->draw_still_layers(); });
  for (std::size_t i = 0; i < photos.size(); ++i)
    tasks.emplace_back(
        [&, i] { shots[i] = prepare_file(*sheet, static_cast<int>(i) + 1, photos[i]); });
  run_together(tasks);
  for (PreparedShot& shot : shots) sheet->place(std::move(shot));
  return sheet->finish();
}

}  // namespace

Result<RenderedSheet> render_files(const std::string& template_folder,
                                   const std::vector<std::string>& photos,
                                   const std::map<std::string, std::string>& texts,
                                   const PrintFormat& format, const RenderChoices& choices) {
  try {
    return render(template_folder, photos, texts, format, choices);
  } catch (const std::exception& e) {
    // OpenCV reports its own misuse and lack of memory by exceptions.
    return make_error(Errc::Internal, std::string("the sheet could not be made: ") + e.what());
  }
}

Result<PrintFormat> usual_format(const std::string& template_folder) {
  const ParsedTemplate parsed = parse_template(template_folder);
  if (!parsed.problems.empty())
    return make_error(Errc::BadInput, template_folder + "/" + parsed.problems.front().sentence());
  return default_format(parsed.sheet.medium.name);
}

}  // namespace booth::compose
