#include "drivers/demo/demo_options.hpp"

#include <map>
#include <string>

#include <CLI/CLI.hpp>

namespace booth::demo {

std::optional<int> read_options(int argc, char** argv, DemoOptions& options) {
  CLI::App app(
      "Runs one whole photo booth session without any hardware: the real libgphoto2 shoots a "
      "virtual camera, the real "
      "CUPS prints, a real web server takes the uploads. Exit status 0 only if everything came out "
      "right.");
  const std::map<std::string, PrinterKind> printers{{"dyesub", PrinterKind::DyeSub},
                                                    {"ipp", PrinterKind::Ipp}};
  app.add_option("--printer", options.printer,
                 "dyesub: DNP DS620 through Gutenprint, no hardware (default); ipp: ippeveprinter")
      ->transform(CLI::CheckedTransformer(printers).description(""))
      ->option_text("dyesub|ipp");
  app.add_option("--photos", options.photos,
                 "folder with JPEG files that the camera shoots; it draws its own without")
      ->check(CLI::ExistingDirectory)
      ->option_text("DIR");
  app.add_option("--output", options.output,
                 "where sheet, printer bytes and logs go; the last one counts")
      ->option_text("DIR")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.add_option("--patience", options.patience,
                 "every deadline so many times as long, for a slow or busy machine")
      ->check(CLI::Range(1, 8))  // the camera would get deadlines that a configuration may not have
      ->option_text("TIMES");
  app.add_flag("--keep", options.is_kept,
               "leave all of it running until Ctrl-C, to play with boothctl");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    return app.exit(end);
  }
  return std::nullopt;
}

}  // namespace booth::demo
