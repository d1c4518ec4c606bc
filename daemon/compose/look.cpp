#include "daemon/compose/look.hpp"

#include <filesystem>
#include <sstream>
#include <variant>

#include "daemon/compose/cube_lut.hpp"
#include "daemon/compose/smooth_skin.hpp"
#include "daemon/compose/tone_look.hpp"
#include "daemon/core/layout/look_name.hpp"

namespace booth::compose {
namespace {

constexpr const char* kSmooth = "smooth";

std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> parts;
  std::istringstream in(names);
  for (std::string part; std::getline(in, part, '+');) parts.push_back(part);
  return parts;
}

Result<std::string> find_cube(const std::string& name, const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    const auto path = std::filesystem::path(folder) / name;
    std::error_code failed;
    if (std::filesystem::is_regular_file(path, failed)) return path.string();
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
    } else if (is_look(name)) {
      const auto path = find_cube(name, folders);
      if (!path) return path.error();
      auto cube = read_cube_lut(*path);
      if (!cube) return cube.error();
      look.files_.push_back(*path);
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

}  // namespace booth::compose
