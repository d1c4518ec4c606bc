#include "daemon/compose/check_template.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "daemon/compose/draw_text.hpp"
#include "daemon/compose/misplaced_layers.hpp"
#include "daemon/compose/png_file.hpp"
#include "daemon/compose/template_file.hpp"
#include "daemon/compose/template_folder.hpp"
#include "daemon/core/layout/fill_text.hpp"

namespace booth::compose {
namespace {

namespace fs = std::filesystem;

/// A phone camera at arm's length reads modules down to about this size; a share URL makes 33
/// modules and quiet zone.
constexpr double kSmallestModuleMm = 0.3;
constexpr int kModulesOfShareUrl = 41;

BoxMm safe_box(const SheetTemplate& sheet) {
  const BoxMm paper = paper_box(sheet);
  return {sheet.safe_mm, sheet.safe_mm, paper.width - 2 * sheet.safe_mm,
          paper.height - 2 * sheet.safe_mm};
}

/// Writes down what only a person looking at the paper would notice.
class Advice {
 public:
  Advice(const std::string& folder, const SheetTemplate& sheet) : folder_(folder), sheet_(sheet) {}

  std::vector<TemplateProblem> give() {
    const auto fonts = Fonts::load(font_folders(folder_));
    for (const Layer& layer : sheet_.layers) {
      if (const auto* text = std::get_if<TextLayer>(&layer.what)) {
        check_words(layer, text->text);
        check_safe(layer);
        if (fonts && !fonts->has_family(text->font))
          add(layer, "font",
              "expected a font of the template's or the shared fonts folder, found \"" +
                  text->font + "\", which is not installed");
      } else if (const auto* qr = std::get_if<QrLayer>(&layer.what)) {
        check_words(layer, qr->text);
        check_safe(layer);
        check_qr(layer, *qr);
      } else if (const auto* picture = std::get_if<PictureLayer>(&layer.what)) {
        check_words(layer, picture->file);
        check_picture(layer, *picture);
      }
      check_condition(layer);
    }
    return std::move(problems_);
  }

 private:
  void add(const Layer& layer, std::string key, std::string message) {
    problems_.push_back({layer.file, layer.line, std::move(key), std::move(message)});
  }

  void check_words(const Layer& layer, const std::string& text) {
    for (const std::string& name : placeholders_in(text)) check_name(layer, "text", name);
  }
  void check_condition(const Layer& layer) {
    if (!layer.only_with.empty()) check_name(layer, "only_with", layer.only_with);
  }
  void check_name(const Layer& layer, const char* key, const std::string& name) {
    static const std::set<std::string> kNames{"event",   "date",      "time",
                                              "session", "share_url", "logo"};
    if (!kNames.contains(name))
      add(layer, key,
          "expected one of event, date, time, session, share_url, logo, found \"" + name + "\"");
  }
  void check_safe(const Layer& layer) {
    const BoxMm safe = safe_box(sheet_);
    if (!is_within(covered_box(layer), safe))
      add(layer, kBoxKeys,
          "expected the layer inside the safe area (" + in_words(safe) + "), found " +
              in_words(covered_box(layer)) + ": the printer may cut it");
  }
  void check_qr(const Layer& layer, const QrLayer& qr) {
    const double module = std::min(qr.box.width, qr.box.height) / kModulesOfShareUrl;
    if (module < kSmallestModuleMm)
      add(layer, "width",
          "expected at least 12.3 mm for a QR code that phones can read, found " +
              std::to_string(std::min(qr.box.width, qr.box.height)).substr(0, 5));
  }
  void check_picture(const Layer& layer, const PictureLayer& picture) {
    if (!placeholders_in(picture.file).empty()) return;
    const auto read = read_png((fs::path(folder_) / picture.file).string(), {});
    if (!read) add(layer, "file", "expected a PNG, found that " + read.error().context);
  }

  const std::string& folder_;
  const SheetTemplate& sheet_;
  std::vector<TemplateProblem> problems_;
};

}  // namespace

std::vector<TemplateProblem> check_template(const std::string& folder) {
  std::error_code failed;
  if (!fs::exists(fs::path(folder) / "template.toml", failed))
    return {{"template.toml", 0, "", "expected this file in " + folder + ", found none"}};
  ParsedTemplate parsed = parse_template(folder);
  // Geometry of a half-read template would only confuse.
  if (!parsed.problems.empty()) return parsed.problems;
  auto problems = missing_pictures(folder, parsed.sheet);
  const auto misplaced = misplaced_layers(parsed.sheet);
  problems.insert(problems.end(), misplaced.begin(), misplaced.end());
  if (!problems.empty()) return problems;
  return Advice(folder, parsed.sheet).give();
}

}  // namespace booth::compose
