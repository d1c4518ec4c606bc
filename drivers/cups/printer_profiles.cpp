#include "drivers/cups/printer_profiles.hpp"

#include <algorithm>
#include <array>

namespace booth {
namespace {

// Sizes are the drivers' own (Gutenprint 5.3.4): a page of exactly this many pixels reaches the
// printer unscaled. "w288h432" and "w288h432-div2" share their dimensions, so a size must be asked
// for by name, never by its millimetres.
// clang-format off
constexpr std::array kDs620{
    PageSizeRow{"4x6",   "w288h432",      1240, 1844}, PageSizeRow{"2x6x2", "w288h432-div2", 1240, 1844},
    PageSizeRow{"2x6",   "w144h432",       620, 1844}, PageSizeRow{"5x7",   "w360h504",      1548, 2138},
    PageSizeRow{"6x8",   "w432h576",      1844, 2436}, PageSizeRow{"4x6x2", "w432h576-div2", 1844, 2498}};
constexpr std::array kDs40{
    PageSizeRow{"4x6",   "w288h432",      1240, 1844}, PageSizeRow{"2x6x2", "w288h432-div2", 1240, 1844},
    PageSizeRow{"5x7",   "w360h504",      1548, 2138}, PageSizeRow{"6x8",   "w432h576",      1844, 2436}};
constexpr std::array kQw410{PageSizeRow{"4x6", "w288h432", 1266, 1836}};
constexpr std::array kCw01{
    PageSizeRow{"4x6",   "w288h432",      1380, 2038}, PageSizeRow{"5x7",   "w360h504",      1710, 2380},
    PageSizeRow{"6x8",   "w432h576",      2038, 3017}};
constexpr std::array kD70{
    PageSizeRow{"4x6",   "w288h432",      1228, 1864}, PageSizeRow{"2x6x2", "w288h432-div2", 1228, 1864},
    PageSizeRow{"5x7",   "w360h504",      1568, 2128}, PageSizeRow{"6x8",   "w432h576",      1864, 2422}};
constexpr std::array kK60{
    PageSizeRow{"4x6",   "w288h432",      1218, 1864}, PageSizeRow{"2x6x2", "w288h432-div2", 1218, 1864},
    PageSizeRow{"5x7",   "w360h504",      1568, 2128}, PageSizeRow{"6x8",   "w432h576",      1864, 2422}};
constexpr std::array kD90{
    PageSizeRow{"4x6",   "w288h432",      1226, 1852}, PageSizeRow{"2x6x2", "w288h432-div2", 1226, 1852},
    PageSizeRow{"2x6",   "w144h432",       625, 1852}, PageSizeRow{"5x7",   "w360h504",      1550, 2128},
    PageSizeRow{"6x8",   "w432h576",      1852, 2428}};
constexpr std::array kCpM1{
    PageSizeRow{"4x6",   "w288h432",      1232, 1852}, PageSizeRow{"2x6x2", "w288h432-div2", 1232, 1852},
    PageSizeRow{"2x6",   "w144h432",       631, 1852}, PageSizeRow{"5x7",   "w360h504",      1550, 2134},
    PageSizeRow{"6x8",   "w432h576",      1852, 2434}};
constexpr std::array kP525{
    PageSizeRow{"4x6",   "w288h432",      1240, 1844}, PageSizeRow{"2x6x2", "w288h432-div2", 1248, 1844},
    PageSizeRow{"5x7",   "w360h504",      1548, 2140}, PageSizeRow{"6x8",   "w432h576",      1844, 2434}};
constexpr std::array kS2145{
    PageSizeRow{"4x6",   "w288h432",      1240, 1844}, PageSizeRow{"2x6x2", "w288h432-div2", 1240, 1844},
    PageSizeRow{"2x6",   "w144h432",       634, 1844}, PageSizeRow{"5x7",   "w360h504",      1548, 2140},
    PageSizeRow{"6x8",   "w432h576",      1844, 2434}};
constexpr std::array kKodak6850{
    PageSizeRow{"4x6",   "w288h432",      1240, 1844}, PageSizeRow{"2x6x2", "w288h432-div2", 1282, 1844},
    PageSizeRow{"2x6",   "w144h432",       636, 1844}, PageSizeRow{"5x7",   "w360h504",      1548, 2140},
    PageSizeRow{"6x8",   "w432h576",      1844, 2434}};
constexpr std::array kUpDr200{
    PageSizeRow{"4x6",   "w288h432",      1382, 2048}, PageSizeRow{"2x6x2", "w288h432-div2", 1382, 2048},
    PageSizeRow{"5x7",   "w360h504",      1728, 2380}, PageSizeRow{"6x8",   "w432h576",      2048, 2724}};
constexpr std::array kUpCr10{
    PageSizeRow{"4x6",   "w288h432",      1248, 1848}, PageSizeRow{"5x7",   "w360h504",      1536, 2148}};
// A Selphy postcard is 100 x 148 mm: booths call it 4x6 all the same.
constexpr std::array kSelphy{PageSizeRow{"4x6", "Postcard", 1248, 1872}};
constexpr std::array kDriverless{
    PageSizeRow{"4x6",   "na_index-4x6_4x6in", 1200, 1800}, PageSizeRow{"5x7", "na_5x7_5x7in", 1500, 2100}};

constexpr std::array kGlossy{PpdOption{"StpLaminate", "Glossy"}, PpdOption{"StpColorCorrection", "None"}};
constexpr std::array kCoated{PpdOption{"StpLaminate", "Coated"}, PpdOption{"StpColorCorrection", "None"}};
constexpr std::array kPlain{PpdOption{"StpColorCorrection", "None"}};
// Without StpBorderless the driver shrinks the picture and prints a white frame.
constexpr std::array kBorderless{PpdOption{"StpBorderless", "True"}, PpdOption{"StpColorCorrection", "None"}};
constexpr std::array kIppFill{PpdOption{"print-scaling", "fill"}, PpdOption{"print-quality", "5"}};

// DNP and Citizen printers have two page buffers. A Selphy hangs when a second sheet comes too early.
constexpr int kTwoBuffers = 2;
constexpr auto kRaster = PageDelivery::CupsRaster;
constexpr auto kIpp = PageDelivery::Driverless;
constexpr std::array kProfiles{
    PrinterProfile{"dnp-ds620",         "DNP DS620",              kRaster, 300, kDs620,     kGlossy, kTwoBuffers},
    PrinterProfile{"dnp-ds40",          "DNP DS40",               kRaster, 300, kDs40,      kGlossy, kTwoBuffers},
    PrinterProfile{"dnp-dsrx1",         "DNP DS-RX1",             kRaster, 300, kDs40,      kGlossy, kTwoBuffers},
    PrinterProfile{"dnp-qw410",         "DNP QW410",              kRaster, 300, kQw410,     kGlossy, kTwoBuffers},
    PrinterProfile{"citizen-cx-02",     "Citizen CX-02",          kRaster, 300, kDs620,     kGlossy, kTwoBuffers},
    PrinterProfile{"citizen-cy",        "Citizen CY",             kRaster, 300, kDs40,      kGlossy, kTwoBuffers},
    PrinterProfile{"citizen-cw-01",     "Citizen CW-01",          kRaster, 334, kCw01,      kPlain, kTwoBuffers},
    PrinterProfile{"mitsubishi-d70dw",  "Mitsubishi CP-D70DW",    kRaster, 300, kD70,       kGlossy},
    PrinterProfile{"mitsubishi-k60dw",  "Mitsubishi CP-K60DW",    kRaster, 300, kK60,       kGlossy},
    PrinterProfile{"mitsubishi-d90dw",  "Mitsubishi CP-D90DW",    kRaster, 300, kD90,       kGlossy},
    PrinterProfile{"mitsubishi-cpm1",   "Mitsubishi CP-M1",       kRaster, 300, kCpM1,      kGlossy},
    PrinterProfile{"hiti-p720l",        "HiTi P720L",             kRaster, 300, kP525,      kGlossy},
    PrinterProfile{"hiti-p525l",        "HiTi P525L",             kRaster, 300, kP525,      kGlossy},
    PrinterProfile{"sinfonia-chcs2145", "Sinfonia CS2145",        kRaster, 300, kS2145,     kGlossy},
    PrinterProfile{"sinfonia-chcs6145", "Sinfonia CS6145",        kRaster, 300, kS2145,     kGlossy},
    PrinterProfile{"kodak-6850",        "Kodak 6850",             kRaster, 300, kKodak6850, kCoated},
    PrinterProfile{"kodak-305",         "Kodak 305",              kRaster, 300, kK60,       kGlossy},
    PrinterProfile{"fujifilm-ask-300",  "Fuji ASK-300",           kRaster, 300, kD70,       kGlossy},
    PrinterProfile{"sony-updr200",      "Sony UP-DR200",          kRaster, 334, kUpDr200,   kGlossy},
    PrinterProfile{"sony-upcr10l",      "Sony UP-CR10L",          kRaster, 300, kUpCr10,    kPlain},
    PrinterProfile{"canon-cp910",       "Canon Selphy CP910",     kRaster, 300, kSelphy,    kBorderless},
    PrinterProfile{"canon-cp1300",      "Canon Selphy CP1300",    kRaster, 300, kSelphy,    kBorderless},
    PrinterProfile{"driverless",        "IPP Everywhere printer", kIpp,    300, kDriverless, kIppFill},
};
// clang-format on

}  // namespace

std::span<const PrinterProfile> all_profiles() {
  return kProfiles;
}

const PrinterProfile* find_profile(std::string_view key) {
  const auto found =
      std::find_if(kProfiles.begin(), kProfiles.end(),
                   [key](const PrinterProfile& profile) { return profile.key == key; });
  return found == kProfiles.end() ? nullptr : &*found;
}

const PageSizeRow* find_page_size(const PrinterProfile& profile, std::string_view medium) {
  for (const auto& row : profile.page_sizes)
    if (row.medium == medium) return &row;
  return nullptr;
}

Result<PrintFormat> format_of(const PrinterProfile& profile, const std::string& medium) {
  if (const auto* const row = find_page_size(profile, medium)) {
    return PrintFormat{.medium = medium,
                       .width_px = row->width_px,
                       .height_px = row->height_px,
                       .dpi = profile.dpi};
  }
  std::string known;
  for (const auto& row : profile.page_sizes)
    known += (known.empty() ? "" : ", ") + std::string(row.medium);
  return make_error(Errc::Unsupported, std::string(profile.title) + " cannot print \"" + medium +
                                           "\"; it can print " + known);
}

}  // namespace booth
