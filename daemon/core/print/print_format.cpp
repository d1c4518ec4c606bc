#include "daemon/core/print/print_format.hpp"

namespace booth {

PrintFormat default_format(const std::string& medium) {
  PrintFormat format;
  format.medium = medium;
  if (medium == "5x7") {
    format.width_px = 1548;
    format.height_px = 2138;
  } else if (medium == "6x8") {
    format.width_px = 1844;
    format.height_px = 2436;
  } else if (medium == "6x6") {
    format.width_px = 1844;
    format.height_px = 1836;
  } else if (medium == "2x6") {
    format.width_px = 620;
    format.height_px = 1844;
  }
  return format;
}

}  // namespace booth
