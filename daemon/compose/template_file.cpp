#include "daemon/compose/template_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "daemon/compose/read_layer.hpp"
#include "daemon/compose/toml_reader.hpp"

namespace booth::compose {
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{256} * 1024;
constexpr std::size_t kMostLayers = 200;

/// One file with all that it includes, read into one template.
class TemplateReading {
 public:
  TemplateReading(std::string folder, bool may_include)
      : folder_(std::move(folder)), may_include_(may_include) {}

  void read_file(const std::string& file);
  void read_text(const std::string& toml, const std::string& file);
  ParsedTemplate finish(const std::string& file);

 private:
  void read_root(const toml::table& root, const std::string& file);
  void read_include(TomlReader& reader);
  void read_paper(TomlReader& reader);
  void read_layer(const toml::table& table, const std::string& file);
  void note(const std::string& file, int line, std::string key, std::string message) {
    parsed_.problems.push_back({file, line, std::move(key), std::move(message)});
  }

  std::string folder_;
  bool may_include_;
  ParsedTemplate parsed_;
  std::vector<std::string> open_files_;
  bool has_medium_ = false;
};

void TemplateReading::read_file(const std::string& file) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::path(folder_) / file;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed)
    return note(file, 0, "",
                "expected a readable file in " + folder_ + ", found " + failed.message());
  if (size > kLargestFile)
    return note(file, 0, "", "expected at most 256 KiB, found " + std::to_string(size) + " bytes");
  std::ifstream in(path, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  if (!in) return note(file, 0, "", "expected a readable file, found that reading failed");
  read_text(content.str(), file);
}

void TemplateReading::read_text(const std::string& toml, const std::string& file) {
  open_files_.push_back(file);
  try {
    const toml::table root = parse_toml(toml, file);
    read_root(root, file);
  } catch (const toml::parse_error& e) {
    note(file, static_cast<int>(e.source().begin.line), "",
         "expected TOML, found: " + std::string(e.description()));
  }
  open_files_.pop_back();
}

void TemplateReading::read_include(TomlReader& reader) {
  const std::string include = reader.text("include", "");
  if (include.empty()) return;
  if (!may_include_ || !is_inside_folder(include))
    return reader.problem("include", "a file inside the template's folder", "\"" + include + "\"");
  if (std::find(open_files_.begin(), open_files_.end(), include) != open_files_.end()) {
    std::string loop;
    for (const std::string& file : open_files_) loop += file + " -> ";
    return reader.problem("include", "a file that is not being read already",
                          "the loop " + loop + include);
  }
  if (open_files_.size() >= 8)
    return reader.problem("include", "at most 8 files within each other", "more");
  read_file(include);
}

void TemplateReading::read_paper(TomlReader& reader) {
  SheetTemplate& sheet = parsed_.sheet;
  sheet.title = reader.text("title", sheet.title);
  if (reader.has("medium")) {
    const std::string name = reader.text("medium", "");
    const auto medium = find_medium(name);
    if (medium)
      sheet.medium = *medium;
    else if (!name.empty())
      reader.problem("medium", "one of " + known_media(), "\"" + name + "\"");
    has_medium_ = true;
  }
  reader.text("medium", "");
  const double landscape = sheet.orientation == Orientation::Landscape ? 1 : 0;
  sheet.orientation = reader.word("orientation", landscape, {{"portrait", 0}, {"landscape", 1}}) > 0
                          ? Orientation::Landscape
                          : Orientation::Portrait;
  sheet.safe_mm = reader.number("safe", sheet.safe_mm, 0, 30);
  sheet.paper = reader.colour("paper", sheet.paper);
  sheet.paper.alpha = 255;
  sheet.placeholder = reader.colour("placeholder", sheet.placeholder);
  if (reader.has("look")) sheet.look = read_look(reader);
  sheet.backdrop = reader.text("backdrop", sheet.backdrop);
  if (!sheet.backdrop.empty() && !is_inside_folder(sheet.backdrop))
    reader.problem("backdrop", "a file inside the template's folder", "\"" + sheet.backdrop + "\"");
}

void TemplateReading::read_layer(const toml::table& table, const std::string& file) {
  TomlReader reader(table, file, parsed_.problems);
  auto layer = compose::read_layer(reader, bleed_box(parsed_.sheet), parsed_.problems);
  if (layer) parsed_.sheet.layers.push_back(std::move(*layer));
}

void TemplateReading::read_root(const toml::table& root, const std::string& file) {
  TomlReader reader(root, file, parsed_.problems);
  read_include(reader);
  read_paper(reader);
  if (const toml::array* layers = reader.array_of_tables("layer")) {
    for (const toml::node& node : *layers) {
      if (parsed_.sheet.layers.size() >= kMostLayers) {
        reader.problem("layer", "at most " + std::to_string(kMostLayers) + " layers", "more");
        break;
      }
      read_layer(*node.as_table(), file);
    }
  }
  reader.finish();
}

ParsedTemplate TemplateReading::finish(const std::string& file) {
  const SheetTemplate& sheet = parsed_.sheet;
  if (parsed_.problems.empty()) {
    if (!has_medium_)
      note(file, 1, "medium", "expected one of " + known_media() + ", found nothing");
    if (sheet.title.empty()) note(file, 1, "title", "expected a title for people, found nothing");
    const int slots = slot_count(sheet);
    if (slots == 0)
      note(file, 1, "layer", "expected at least one layer of kind \"photo\", found none");
    for (int slot = 1; slot <= slots; ++slot) {
      const auto shows_slot = [&](const Layer& layer) {
        const auto* photo = std::get_if<PhotoLayer>(&layer.what);
        return photo && photo->slot == slot;
      };
      if (std::none_of(sheet.layers.begin(), sheet.layers.end(), shows_slot))
        note(file, 1, "slot",
             "expected slots 1 to " + std::to_string(slots) +
                 " without a gap, found none numbered " + std::to_string(slot));
    }
  }
  return std::move(parsed_);
}

}  // namespace

ParsedTemplate parse_template(const std::string& folder) {
  TemplateReading reading(folder, true);
  reading.read_file("template.toml");
  return reading.finish("template.toml");
}

ParsedTemplate parse_template_text(const std::string& toml, const std::string& file) {
  TemplateReading reading("", false);
  reading.read_text(toml, file);
  return reading.finish(file);
}

bool is_inside_folder(const std::string& path) {
  const std::filesystem::path relative(path);
  if (path.empty() || relative.is_absolute()) return false;
  return std::none_of(relative.begin(), relative.end(),
                      [](const std::filesystem::path& part) { return part == ".."; });
}

}  // namespace booth::compose
