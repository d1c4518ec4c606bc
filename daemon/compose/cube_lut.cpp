#include "daemon/compose/cube_lut.hpp"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>

#include "daemon/compose/read_file.hpp"

namespace booth::compose {
namespace {

constexpr std::size_t kLargestFile = 16 * 1024 * 1024;
constexpr int kLargestSize = 65;

Error wrong(const std::string& file, int line, const std::string& expected,
            const std::string& found) {
  return make_error(Errc::Corrupt, file + ":" + std::to_string(line) + ": expected " + expected +
                                       ", found " + found);
}

/// Three numbers and nothing else; the C locale, so that a comma is never a decimal point.
bool read_triple(std::istringstream& in, std::array<float, 3>& triple) {
  std::string rest;
  return in >> triple[0] >> triple[1] >> triple[2] && !(in >> rest) &&
         std::all_of(triple.begin(), triple.end(), [](float v) { return std::isfinite(v); });
}

/// One position on an axis: the lower point and how far it is to the next.
struct AxisPoint {
  int lower = 0;
  float rest = 0;
};

std::array<AxisPoint, 256> axis_points(const CubeLut& lut, std::size_t channel) {
  std::array<AxisPoint, 256> table;
  const float range = lut.domain_max[channel] - lut.domain_min[channel];
  for (int i = 0; i < 256; ++i) {
    const float value = (static_cast<float>(i) / 255.0F - lut.domain_min[channel]) / range;
    const float at = std::clamp(value, 0.0F, 1.0F) * static_cast<float>(lut.size - 1);
    const int lower = std::min(static_cast<int>(at), lut.size - 2);
    table[static_cast<std::size_t>(i)] = {lower, at - static_cast<float>(lower)};
  }
  return table;
}

}  // namespace

void CubeLut::apply(cv::Mat& photo) const {
  const auto red = axis_points(*this, 0);
  const auto green = axis_points(*this, 1);
  const auto blue = axis_points(*this, 2);
  const std::array<std::size_t, 3> stride{
      1, static_cast<std::size_t>(size),
      static_cast<std::size_t>(size) * static_cast<std::size_t>(size)};
  for (int y = 0; y < photo.rows; ++y) {
    auto* row = photo.ptr<cv::Vec3b>(y);
    for (int x = 0; x < photo.cols; ++x) {
      cv::Vec3b& pixel = row[x];
      const std::array<AxisPoint, 3> at{red[pixel[2]], green[pixel[1]], blue[pixel[0]]};
      // Tetrahedral: walk from the lower corner along the axes, the largest rest first. Keeps greys
      // grey.
      std::array<std::size_t, 3> axis{0, 1, 2};
      if (at[axis[0]].rest < at[axis[1]].rest) std::swap(axis[0], axis[1]);
      if (at[axis[1]].rest < at[axis[2]].rest) std::swap(axis[1], axis[2]);
      if (at[axis[0]].rest < at[axis[1]].rest) std::swap(axis[0], axis[1]);
      std::size_t corner = static_cast<std::size_t>(at[0].lower) * stride[0] +
                           static_cast<std::size_t>(at[1].lower) * stride[1] +
                           static_cast<std::size_t>(at[2].lower) * stride[2];
      float weight = 1 - at[axis[0]].rest;
      std::array<float, 3> sum{};
      for (std::size_t step = 0;; ++step) {
        for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * points[corner][c];
        if (step == 3) break;
        corner += stride[axis[step]];
        weight = at[axis[step]].rest - (step < 2 ? at[axis[step + 1]].rest : 0);
      }
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<std::uint8_t>(sum[static_cast<std::size_t>(2 - c)] * 255);
    }
  }
}

Result<CubeLut> parse_cube_lut(const std::string& text, const std::string& file) {
  CubeLut lut;
  std::istringstream lines(text);
  std::string line;
  int number = 0;
  std::size_t wanted = 0;
  while (std::getline(lines, line)) {
    ++number;
    std::istringstream in(line);
    in.imbue(std::locale::classic());
    std::string key;
    if (!(in >> key) || key[0] == '#' || key == "TITLE") continue;
    if (key == "LUT_3D_SIZE") {
      if (!(in >> lut.size) || lut.size < 2 || lut.size > kLargestSize)
        return wrong(file, number, "a size from 2 to 65", line);
      wanted = static_cast<std::size_t>(lut.size * lut.size) * static_cast<std::size_t>(lut.size);
      lut.points.reserve(wanted);
    } else if (key == "DOMAIN_MIN" || key == "DOMAIN_MAX") {
      if (!read_triple(in, key == "DOMAIN_MIN" ? lut.domain_min : lut.domain_max))
        return wrong(file, number, "three numbers", line);
    } else {
      std::istringstream point(line);
      point.imbue(std::locale::classic());
      std::array<float, 3> rgb{};
      if (wanted == 0)
        return wrong(file, number, "LUT_3D_SIZE before the points", line.substr(0, 60));
      if (!read_triple(point, rgb)) return wrong(file, number, "three numbers", line.substr(0, 60));
      if (lut.points.size() == wanted)
        return wrong(file, number, std::to_string(wanted) + " points", "more");
      lut.points.push_back(rgb);
    }
  }
  if (wanted == 0 || lut.points.size() != wanted)
    return wrong(file, number, wanted == 0 ? "LUT_3D_SIZE" : std::to_string(wanted) + " points",
                 std::to_string(lut.points.size()) + " points");
  for (std::size_t c = 0; c < 3; ++c)
    if (lut.domain_max[c] - lut.domain_min[c] < 1e-6F)
      return wrong(file, number, "DOMAIN_MAX above DOMAIN_MIN", "the same or less");
  return lut;
}

Result<CubeLut> read_cube_lut(const std::string& path) {
  const auto bytes = read_file(path, kLargestFile);
  if (!bytes) return bytes.error();
  return parse_cube_lut(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()),
                        path);
}

}  // namespace booth::compose
