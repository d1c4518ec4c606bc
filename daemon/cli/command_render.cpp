#include <cstdlib>
#include <ctime>
#include <fstream>

#include <boost/json.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/template_place.hpp"
#include "daemon/compose/render_files.hpp"

namespace booth::cli {
namespace {

std::string today() {
  const auto now = std::time(nullptr);
  std::tm parts{};
  ::localtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%d.%m.%Y", &parts);
  return text;
}

std::map<std::string, std::string> texts_of(const Arguments& arguments) {
  std::map<std::string, std::string> texts{{"date", today()}, {"session", "1"}};
  if (!arguments.event_title.empty()) texts["event"] = arguments.event_title;
  for (const auto& pair : arguments.texts) {
    const auto equals = pair.find('=');
    texts[pair.substr(0, equals)] = equals == std::string::npos ? "" : pair.substr(equals + 1);
  }
  return texts;
}

}  // namespace

ExitCode render(Shell& shell) {
  const auto& arguments = shell.arguments;
  const auto folder = template_folder(arguments);
  if (!folder) return shell.fail(folder.error());
  const auto format = compose::usual_format(*folder);
  if (!format) return shell.fail(format.error());
  const compose::RenderChoices choices{arguments.look.value_or(""),
                                       arguments.backdrop.value_or("")};
  const auto sheet =
      compose::render_files(*folder, arguments.photos, texts_of(arguments), *format, choices);
  if (!sheet) return shell.fail(sheet.error());
  if (const auto written = write_file(arguments.output, sheet->jpeg); !written)
    return shell.fail(written.error());

  const auto size = static_cast<std::int64_t>(sheet->jpeg.size());
  if (arguments.is_json) {
    shell.say(boost::json::serialize(boost::json::object{
        {"output", arguments.output},
        {"width_px", sheet->size.width},
        {"height_px", sheet->size.height},
        {"size_bytes", size},
        {"warnings", boost::json::value_from(sheet->warnings)},
    }));
    return ExitCode::Ok;
  }
  shell.say("Sheet " + arguments.output + ": " + std::to_string(sheet->size.width) + " x " +
            std::to_string(sheet->size.height) + " pixels, " + size_text(size) + ".");
  for (const auto& warning : sheet->warnings)
    shell.say(shell.terminal.paint(Colour::Yellow, "Note: ") + harmless(warning));
  return ExitCode::Ok;
}

}  // namespace booth::cli
