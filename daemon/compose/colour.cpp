#include "daemon/compose/colour.hpp"

#include <array>
#include <cstdlib>

#include <opencv2/imgproc.hpp>

#include "daemon/compose/colour_handles.hpp"
#include "daemon/compose/read_file.hpp"

namespace booth::compose {
namespace {

constexpr cmsUInt32Number kIntent = INTENT_PERCEPTUAL;

/// Adobe RGB (1998): primaries and gamma from its specification, section 4.3.
ProfileHandle adobe_rgb() {
  const cmsCIExyY white{0.3127, 0.3290, 1.0};
  const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1.0}, {0.21, 0.71, 1.0}, {0.15, 0.06, 1.0}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.19921875);
  std::array<cmsToneCurve*, 3> curves{curve, curve, curve};
  ProfileHandle profile(cmsCreateRGBProfile(&white, &primaries, curves.data()));
  cmsFreeToneCurve(curve);
  return profile;
}

struct PixelKind {
  cmsUInt32Number lcms_format;
  cmsColorSpaceSignature space;
  const char* name;
};

PixelKind kind_of(const cv::Mat& pixels) {
  if (pixels.type() == CV_8UC1) return {TYPE_GRAY_8, cmsSigGrayData, "grey"};
  if (pixels.type() == CV_8UC4) return {TYPE_CMYK_8_REV, cmsSigCmykData, "CMYK"};
  return {TYPE_BGR_8, cmsSigRgbData, "RGB"};
}

/// Without a profile: grey is sRGB grey, and ink is simply the opposite of light.
cv::Mat without_profile(const cv::Mat& pixels) {
  cv::Mat bgr;
  if (pixels.type() == CV_8UC3) return pixels;
  if (pixels.type() == CV_8UC1) {
    cv::cvtColor(pixels, bgr, cv::COLOR_GRAY2BGR);
    return bgr;
  }
  std::array<cv::Mat, 4> inks;
  cv::split(pixels, inks.data());
  std::array<cv::Mat, 3> light;
  for (std::size_t i = 0; i < 3; ++i) cv::multiply(inks[i], inks[3], light[2 - i], 1.0 / 255);
  cv::merge(light.data(), light.size(), bgr);
  return bgr;
}

/// True when the transform moves no colour of a coarse grid by more than one step: the photo is
/// sRGB already.
bool changes_nothing(cmsHTRANSFORM transform) {
  std::array<std::uint8_t, 3 * 125> grid{};
  std::array<std::uint8_t, 3 * 125> moved{};
  for (std::size_t i = 0; i < 125; ++i) {
    const std::array<std::size_t, 3> step{i % 5, i / 5 % 5, i / 25};
    for (std::size_t c = 0; c < 3; ++c)
      grid[i * 3 + c] = static_cast<std::uint8_t>(step[c] * 255 / 4);
  }
  cmsDoTransform(transform, grid.data(), moved.data(), 125);
  for (std::size_t i = 0; i < grid.size(); ++i)
    if (std::abs(int{grid[i]} - int{moved[i]}) > 1) return false;
  return true;
}

cv::Mat transformed(const cv::Mat& pixels, cmsHTRANSFORM transform) {
  cv::Mat bgr(pixels.size(), CV_8UC3);
  cmsDoTransformLineStride(
      transform, pixels.data, bgr.data, static_cast<cmsUInt32Number>(pixels.cols),
      static_cast<cmsUInt32Number>(pixels.rows), static_cast<cmsUInt32Number>(pixels.step),
      static_cast<cmsUInt32Number>(bgr.step), 0, 0);
  return bgr;
}

}  // namespace

Result<SrgbPicture> to_srgb(cv::Mat pixels, const ColourSource& source) {
  const PixelKind kind = kind_of(pixels);
  SrgbPicture made;
  ProfileHandle profile;
  if (!source.icc.empty()) {
    profile.reset(
        cmsOpenProfileFromMem(source.icc.data(), static_cast<cmsUInt32Number>(source.icc.size())));
    if (!profile) made.warning = "its colour profile is damaged and was ignored";
  } else if (source.is_adobe_rgb && kind.space == cmsSigRgbData) {
    profile = adobe_rgb();
  }
  if (profile && cmsGetColorSpace(profile.get()) != kind.space) {
    made.warning = std::string("its colour profile is not for ") + kind.name + " and was ignored";
    profile.reset();
  }
  if (!profile) {
    made.pixels = without_profile(pixels);
    return made;
  }

  const ProfileHandle srgb(cmsCreate_sRGBProfile());
  const TransformHandle transform(
      cmsCreateTransform(profile.get(), kind.lcms_format, srgb.get(), TYPE_BGR_8, kIntent, 0));
  if (!transform) {
    made.warning = "its colour profile cannot be used and was ignored";
    made.pixels = without_profile(pixels);
  } else if (kind.space == cmsSigRgbData && changes_nothing(transform.get())) {
    made.pixels = pixels;
  } else {
    made.pixels = transformed(pixels, transform.get());
  }
  return made;
}

Result<void> to_printer_colours(RgbImage& image, const std::string& icc_path) {
  constexpr std::size_t kLargestProfile = 16 * 1024 * 1024;
  const auto bytes = read_file(icc_path, kLargestProfile);
  if (!bytes) return bytes.error();
  const ProfileHandle printer(
      cmsOpenProfileFromMem(bytes->data(), static_cast<cmsUInt32Number>(bytes->size())));
  if (!printer || cmsGetColorSpace(printer.get()) != cmsSigRgbData)
    return make_error(Errc::BadInput, icc_path + ": expected an ICC profile of an RGB printer");
  const ProfileHandle srgb(cmsCreate_sRGBProfile());
  const TransformHandle transform(cmsCreateTransform(srgb.get(), TYPE_RGB_8, printer.get(),
                                                     TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
                                                     cmsFLAGS_BLACKPOINTCOMPENSATION));
  if (!transform)
    return make_error(Errc::BadInput, icc_path + ": the profile cannot be printed with");
  const auto pixels =
      static_cast<std::size_t>(image.size.width) * static_cast<std::size_t>(image.size.height);
  cmsDoTransform(transform.get(), image.rgb.data(), image.rgb.data(),
                 static_cast<cmsUInt32Number>(pixels));
  return {};
}

}  // namespace booth::compose
