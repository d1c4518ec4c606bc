// Renders a template from the command line without the daemon: try_render TEMPLATE_FOLDER OUT.jpg
// PHOTO... Texts come from the environment: EVENT, DATE, SESSION, SHARE_URL. The share copy is
// written beside as OUT.share.jpg.
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "daemon/compose/render_files.hpp"

namespace {

std::string from_environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

void write(const std::string& path, const booth::Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "try_render TEMPLATE_FOLDER OUT.jpg PHOTO...\n"), 2;
  const auto format = booth::compose::usual_format(argv[1]);
  if (!format) return std::fprintf(stderr, "%s\n", format.error().context.c_str()), 1;
  const std::map<std::string, std::string> texts{
      {"event", from_environment("EVENT", "Anna & Jonas")},
      {"date", from_environment("DATE", "12 June 2027")},
      {"time", "21:47"},
      {"session", from_environment("SESSION", "118")},
      {"share_url", from_environment("SHARE_URL", "https://photos.example.org/s/7fK2mQ9x")}};
  const auto sheet = booth::compose::render_files(argv[1], {argv + 3, argv + argc}, texts, *format);
  if (!sheet) return std::fprintf(stderr, "%s\n", sheet.error().context.c_str()), 1;
  for (const auto& warning : sheet->warnings) std::fprintf(stderr, "%s\n", warning.c_str());
  const std::string out = argv[2];
  write(out, sheet->jpeg);
  write(out.substr(0, out.rfind('.')) + ".share.jpg", sheet->share_jpeg);
  return 0;
}
