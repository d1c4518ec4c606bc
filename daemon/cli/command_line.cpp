#include "daemon/cli/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace booth::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, 1 the booth tried and failed, 2 wrong command line, 3 no booth answers,\n"
    "            4 no such thing, 5 not at this moment, 6 not allowed.\n"
    "Every command takes --json for scripts. `boothctl COMMAND --help` shows examples.";

constexpr const char* kSessionId = "number as on the sheet, last characters of the id, or \"last\"";

using Command = ExitCode (*)(Shell&);

/// Builds CLI11's tree of commands, all of them filling one Arguments.
class Tree {
 public:
  explicit Tree(Wish& wish)
      : wish_(wish), app_("The photo booth at one glance and one command.", "boothctl") {
    app_.footer(kFooter);
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_version_flag("--version", BOOTH_VERSION);
    app_.add_option("--socket", wish_.arguments.socket_path, "where boothd listens")
        ->envname("BOOTHD_SOCKET")
        ->capture_default_str()
        ->type_name("PATH");
    app_.add_flag("--json", wish_.arguments.is_json, "the booth's own answer as one line of JSON");
    add_sessions();
    add_prints();
    add_uploads();
    add_camera();
    add_looking();
    add_render();
  }

  CLI::App& app() { return app_; }

 private:
  CLI::App* add(CLI::App& parent, const char* name, const char* what, Command command,
                const std::string& examples = "") {
    auto* sub = parent.add_subcommand(name, what);
    sub->fallthrough();
    if (!examples.empty()) sub->footer("Examples:\n" + examples);
    // A group such as `prints` is a command of its own only when none of its own commands was
    // named.
    if (command)
      sub->callback([this, sub, command] {
        if (sub->get_subcommands().empty()) wish_.command = command;
      });
    else
      sub->require_subcommand(1);
    return sub;
  }

  void add_id(CLI::App* sub, const char* name, const char* what, bool is_required) {
    sub->add_option(name, wish_.arguments.id, what)->required(is_required);
  }
  void add_limit(CLI::App* sub, int most) {
    sub->add_option("--limit", wish_.arguments.limit, "how many, newest first")
        ->check(CLI::Range(1, most))
        ->capture_default_str()
        ->type_name("N");
  }
  void add_copies(CLI::App* sub, int least) {
    sub->add_option("--copies", wish_.arguments.copies, "how many prints")
        ->check(CLI::Range(least, 20))
        ->type_name("N");
  }

  void add_sessions() {
    auto* group = add(
        app_, "session", "start, watch and stop sessions", nullptr,
        "  boothctl session start --copies 2\n  boothctl session show\n  boothctl session show 12");
    auto* start =
        add(*group, "start", "begin a session, as the button does", start_session,
            "  boothctl session start\n  boothctl session start --template classic-4x6 --copies 0");
    start->add_option("--template", wish_.arguments.template_name, "instead of the event's own")
        ->type_name("NAME");
    add_copies(start, 0);
    add_id(add(*group, "show", "one session: photos, sheet, prints, uploads", show_session,
               "  boothctl session show          the newest one\n  boothctl session show 12       "
               "number 12"),
           "SESSION", kSessionId, false);
    add_limit(add(*group, "list", "sessions, newest first", list_sessions,
                  "  boothctl session list --limit 50"),
              500);
    add_id(add(*group, "cancel", "stop a running session; its photos are kept", cancel_session,
               "  boothctl session cancel last"),
           "SESSION", kSessionId, true);
    add(app_, "shoot", "take a photo now: of the running session, or a test shot", shoot,
        "  boothctl shoot");
  }

  void add_prints() {
    auto* print = add(app_, "print", "print a session's sheet again", print_session,
                      "  boothctl print last\n  boothctl print 12 --copies 2");
    add_id(print, "SESSION", kSessionId, true);
    add_copies(print, 1);

    auto* group = add(app_, "prints", "what was printed, and prints that need a decision",
                      list_prints, "  boothctl prints\n  boothctl prints confirm 3f9a01bc");
    add_limit(group, 500);
    add_limit(add(*group, "list", "prints, newest first", list_prints), 500);
    add_id(add(*group, "show", "one print", show_print), "PRINT", "last characters of the id",
           true);
    add_id(add(*group, "retry", "print it again: the sheet did not come out", retry_print), "PRINT",
           "last characters of the id", true);
    add_id(add(*group, "confirm", "it came out: I saw the sheet", confirm_print), "PRINT",
           "last characters of the id", true);
    add_id(add(*group, "cancel", "nobody wants it any more", cancel_print), "PRINT",
           "last characters of the id", true);
  }

  void add_uploads() {
    auto* group = add(app_, "uploads", "what is on its way to the cloud", list_uploads,
                      "  boothctl uploads --limit 100\n  boothctl uploads retry 77ab01cd");
    add_limit(group, 500);
    add_limit(add(*group, "list", "uploads, newest first", list_uploads), 500);
    add_id(add(*group, "retry", "try one again that the server refused", retry_upload), "UPLOAD",
           "last characters of the id", true);
  }

  void add_camera() {
    auto* config = add(*add(app_, "camera", "the camera's settings", nullptr), "config",
                       "settings of the camera", nullptr,
                       "  boothctl camera config list\n  boothctl camera config set iso 400");
    add(*config, "list", "every setting with its choices", list_camera_settings);
    auto* set = add(*config, "set", "change one setting", set_camera_setting,
                    "  boothctl camera config set iso 400");
    set->add_option("SETTING", wish_.arguments.name, "as listed")->required();
    set->add_option("VALUE", wish_.arguments.value, "one of its choices")->required();
    auto* live = add(app_, "live", "save one picture of the live view", save_live_frame,
                     "  boothctl live --output now.jpg");
    live->add_option("--output,-o", wish_.arguments.output, "JPEG file to write")
        ->required()
        ->type_name("FILE");
  }

  void add_looking() {
    add(app_, "status", "everything on one screen: start here", show_status,
        "  boothctl status\n  boothctl status --json");
    add(*add(app_, "template", "sheet templates", nullptr), "list", "templates that can be used",
        list_templates);
    auto* facts = add(app_, "facts", "the log of what happened, oldest first", list_facts,
                      "  boothctl facts --limit 50\n  boothctl facts --after 1200 --json");
    facts->add_option("--after", wish_.arguments.after, "only facts behind this number")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
    facts->add_option("--limit", wish_.arguments.limit, "how many")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->type_name("N");
  }

  void add_render() {
    auto* render_sheet =
        add(app_, "render", "make a sheet from photo files, without a booth", render,
            "  boothctl render classic-4x6 a.jpg b.jpg c.jpg d.jpg --output sheet.jpg\n"
            "  boothctl render ./my-template a.jpg -o sheet.jpg --event \"Anna & Ben\"");
    auto& arguments = wish_.arguments;
    render_sheet
        ->add_option("TEMPLATE", arguments.template_name,
                     "folder, or name of an installed template")
        ->required();
    render_sheet->add_option("PHOTO", arguments.photos,
                             "JPEG files, one per slot; missing ones leave placeholders");
    render_sheet->add_option("--output,-o", arguments.output, "JPEG file to write")
        ->required()
        ->type_name("FILE");
    render_sheet->add_option("--event", arguments.event_title, "title on the sheet")
        ->type_name("TEXT");
    render_sheet
        ->add_option("--text", arguments.texts, "other text of the template, may be repeated")
        ->type_name("KEY=VALUE")
        ->take_all()
        ->allow_extra_args(false);
    render_sheet
        ->add_option("--templates", arguments.template_directory, "where templates are installed")
        ->envname("BOOTHD_TEMPLATES")
        ->capture_default_str()
        ->type_name("DIR");
  }

  Wish& wish_;
  CLI::App app_;
};

}  // namespace

Wish read_command_line(int argc, char** argv) {
  Wish wish;
  Tree tree(wish);
  try {
    tree.app().parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    // Help and the version come this way too, with code 0.
    wish.exit_code = tree.app().exit(stop) == 0 ? 0 : static_cast<int>(ExitCode::Usage);
    wish.command = nullptr;
  }
  return wish;
}

}  // namespace booth::cli
