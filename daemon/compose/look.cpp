#include "daemon/compose/look.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <variant>

#include "daemon/compose/cube_lut.hpp"
#include "daemon/compose/smooth_skin.hpp"
#include "daemon/compose/template_file.hpp"
#include "daemon/compose/tone_look.hpp"

namespace booth::compose {
namespace {

constexpr const char* kSmooth = "smooth";

bool is_cube(const std::string& name) {
  return std::filesystem::path(name).extension() == ".cube" && is_inside_folder(name);
}

std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> parts;
  std::istringstream in(names);
  for (std::string part; std::getline(in, part, '+');) parts.push_back(part);
  return parts;
}

Result<CubeLut> find_cube(const std::string& name, const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    const auto path = std::filesystem::path(folder) / name;
    std::error_code failed;
    if (std::filesystem::is_regular_file(path, failed)) return read_cube_lut(path.string());
  }
  return make_error(Errc::NotFound, "the look \"" + name + "\" is in no folder of looks");
}

}  // namespace

struct Look::Step {
  struct Smooth {};
  std::variant<Smooth, ToneLook, CubeLut> what;
};

Result<Look> Look::load(const std::string& names, const std::vector<std::string>& folders) {
  Look look;
  for (const std::string& name : split(names)) {
    if (name == kSmooth) {
      look.steps_.push_back(std::make_shared<const Step>(Step{Step::Smooth{}}));
    } else if (auto tone = tone_look(name)) {
      look.steps_.push_back(std::make_shared<const Step>(Step{std::move(*tone)}));
    } else if (is_cube(name)) {
      auto cube = find_cube(name, folders);
      if (!cube) return cube.error();
      look.steps_.push_back(std::make_shared<const Step>(Step{std::move(*cube)}));
    } else {
      return make_error(Errc::BadInput,
                        "look: expected one of " + known_looks() + ", found \"" + name + "\"");
    }
  }
  return look;
}

void Look::apply(cv::Mat& photo) const {
  for (const auto& step : steps_) {
    if (const auto* tone = std::get_if<ToneLook>(&step->what)) tone->apply(photo);
    if (const auto* cube = std::get_if<CubeLut>(&step->what)) cube->apply(photo);
    if (std::holds_alternative<Step::Smooth>(step->what)) smooth_skin(photo);
  }
}

bool is_look(const std::string& names) {
  const auto parts = split(names);
  return !parts.empty() && std::all_of(parts.begin(), parts.end(), [](const std::string& name) {
    return name == kSmooth || is_cube(name) || tone_look(name).has_value();
  });
}

std::string known_looks() {
  std::string names;
  for (const std::string& name : tone_look_names()) names += name + ", ";
  return names + kSmooth + ", a .cube file, or several joined by +";
}

}  // namespace booth::compose
