#pragma once

#include <memory>

#include <cups/cups.h>
#include <cups/raster.h>

namespace booth {

struct HttpClose {
  void operator()(::http_t* http) const noexcept { httpClose(http); }
};
using HttpHandle = std::unique_ptr<::http_t, HttpClose>;

struct IppDelete {
  void operator()(::ipp_t* message) const noexcept { ippDelete(message); }
};
using IppHandle = std::unique_ptr<::ipp_t, IppDelete>;

struct RasterClose {
  void operator()(::cups_raster_t* raster) const noexcept { cupsRasterClose(raster); }
};
using RasterHandle = std::unique_ptr<::cups_raster_t, RasterClose>;

/// The name=value list of libcups, which has two parts to keep in step.
class CupsOptions {
 public:
  CupsOptions() = default;
  ~CupsOptions() { cupsFreeOptions(count_, options_); }
  CupsOptions(const CupsOptions&) = delete;
  CupsOptions& operator=(const CupsOptions&) = delete;

  void add(const char* name, const char* value) {
    count_ = cupsAddOption(name, value, count_, &options_);
  }
  int count() const { return count_; }
  ::cups_option_t* get() const { return options_; }

 private:
  int count_ = 0;
  ::cups_option_t* options_ = nullptr;
};

}  // namespace booth
