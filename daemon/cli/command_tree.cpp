#include "daemon/cli/command_tree.hpp"

#include "daemon/cli/exit_code.hpp"

namespace booth::cli {
CommandTree::CommandTree(Wish& wish)
    : wish_(wish), app_("The photo booth at one glance and one command.", "boothctl") {
  app_.footer(kExitCodesInWords);
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.set_version_flag("--version", BOOTH_VERSION);
  app_.add_option("--socket", wish_.arguments.socket_path, "where boothd listens")
      ->envname("BOOTHD_SOCKET")
      ->capture_default_str()
      ->type_name("PATH");
  app_.add_flag("--json", wish_.arguments.is_json, "the booth's own answer as one line of JSON");
  add_looking();
  add_sessions();
  add_prints();
  add_tests();
  add_printers();
  add_uploads();
  add_sync();
  add_camera();
  add_templates();
  add_render();
  add_events();
  add_operating();
  add_machine_texts();
}

CLI::App* CommandTree::add(CLI::App& parent, const char* name, const char* what, Command command,
                           const std::string& examples) {
  auto* sub = parent.add_subcommand(name, what);
  sub->fallthrough();
  // Said also when there are none: otherwise CLI11 repeats the parent's.
  sub->footer(examples.empty() ? "" : "Examples:\n" + examples);
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

void CommandTree::add_id(CLI::App* sub, const char* name, const char* what, bool is_required) {
  sub->add_option(name, wish_.arguments.id, what)->required(is_required);
}
void CommandTree::add_limit(CLI::App* sub, int most) {
  sub->add_option("--limit", wish_.arguments.limit, "how many, newest first")
      ->check(CLI::Range(1, most))
      ->capture_default_str()
      ->type_name("N");
}
void CommandTree::add_choices(CLI::App* sub) {
  sub->add_option("--look", wish_.arguments.look, "of `boothctl session looks`, joined by +")
      ->type_name("NAMES");
  sub->add_option("--backdrop", wish_.arguments.backdrop, "in place of a green screen")
      ->type_name("NAME");
}
void CommandTree::add_copies(CLI::App* sub, int least) {
  sub->add_option("--copies", wish_.arguments.copies, "how many prints")
      ->check(CLI::Range(least, 20))
      ->type_name("N");
}

void CommandTree::add_sessions() {
  auto* group = add(
      app_, "session", "start, watch and stop sessions", nullptr,
      "  boothctl session start --copies 2\n  boothctl session show\n  boothctl session show 12");
  auto* start =
      add(*group, "start", "begin a session, as the button does", start_session,
          "  boothctl session start\n  boothctl session start --template classic-4x6 --copies 0");
  start->add_option("--template", wish_.arguments.template_name, "instead of the event's own")
      ->type_name("NAME");
  add_copies(start, 0);
  add_choices(start);
  auto* change =
      add(*group, "change", "another look or backdrop before the sheet is made", change_session,
          "  boothctl session change last --look bw\n"
          "  boothctl session change 12 --look smooth+warm --backdrop beach.jpg");
  add_id(change, "SESSION", kSessionId, true);
  add_choices(change);
  add(*group, "looks", "looks and backdrops to choose from", list_looks);
  auto* again = add(*group, "render", "make a session's sheet again, byte for byte", remake_sheet,
                    "  boothctl session render 12 --output sheet.jpg");
  add_id(again, "SESSION", kSessionId, true);
  add_output(again);
  start->add_flag("--test", wish_.arguments.is_test, "also while the event is closed or full");
  add_id(add(*group, "show", "one session: photos, sheet, prints, uploads", show_session,
             "  boothctl session show          the newest one\n  boothctl session show 12       "
             "number 12"),
         "SESSION", kSessionId, false);
  add_limit(add(*group, "list", "sessions, newest first", list_sessions,
                "  boothctl session list --limit 50"),
            500);
  auto* retake = add(*group, "retake", "take one photo of the running session again", retake_photo,
                     "  boothctl session retake 2          photo 2 of the running session");
  retake->add_option("PHOTO", wish_.arguments.photo, "counted from 1")
      ->required()
      ->check(CLI::Range(1, 100));
  add_id(retake, "SESSION", kSessionId, false);
  add_id(add(*group, "share", "the link to its pictures, as a QR code too", share_session,
             "  boothctl session share             the newest one\n  boothctl session share 12"),
         "SESSION", kSessionId, false);
  add_id(add(*group, "cancel", "stop a running session; its photos are kept", cancel_session,
             "  boothctl session cancel last"),
         "SESSION", kSessionId, true);
  add_id(add(*group, "forget", "remove its pictures and contacts here and in the cloud",
             forget_session, "  boothctl session forget 12"),
         "SESSION", kSessionId, true);
  add_id(add(*group, "erasures", "what the cloud deleted of a forgotten session, and the proof",
             list_erasures),
         "SESSION", kSessionId, true);
  add(app_, "shoot", "take a photo now: of the running session, or a test shot", shoot,
      "  boothctl shoot");
}

void CommandTree::add_camera() {
  auto* camera = add(app_, "camera", "the camera's settings and its shutter lag", nullptr);
  auto* config = add(*camera, "config", "settings of the camera", nullptr,
                     "  boothctl camera config list\n  boothctl camera config set iso 400");
  auto* list = add(*config, "list", "every setting with its choices", list_camera_settings);
  auto* set = add(*config, "set", "change one setting", set_camera_setting,
                  "  boothctl camera config set iso 400");
  set->add_option("SETTING", wish_.arguments.name, "as listed")->required();
  set->add_option("VALUE", wish_.arguments.value, "one of its choices")->required();
  auto* calibrate = add(*camera, "calibrate",
                        "measure how late it exposes, so that it exposes when guests see zero",
                        calibrate_camera, "  boothctl camera calibrate");
  for (auto* sub : {list, set, calibrate})
    sub->add_option("--camera", wish_.arguments.camera,
                    "its name in the configuration, where there are several")
        ->type_name("NAME");
  auto* live = add(app_, "live", "save one picture of the live view", save_live_frame,
                   "  boothctl live --output now.jpg");
  add_output(live);
}

void CommandTree::add_looking() {
  auto* status = add(app_, "status", "everything on one screen: start here", show_status,
                     "  boothctl status\n  boothctl status --watch\n  boothctl status --json");
  status->add_flag("--watch,-w", wish_.arguments.is_watching, "again every second, until Ctrl-C");
  add(app_, "doctor",
      "what is wrong here, and exactly what to do; ends with 1 when something is broken",
      run_doctor, "  boothctl doctor\n  boothctl doctor --json");
  auto* facts = add(app_, "facts", "the log of what happened, newest last", list_facts,
                    "  boothctl facts --limit 50\n  boothctl facts --follow\n"
                    "  boothctl facts --after 1200 --json");
  facts->add_flag("--follow,-f", wish_.arguments.is_following,
                  "go on with what happens, until Ctrl-C");
  facts
      ->add_option("--type", wish_.arguments.type, "only types that begin so: print., alarm.raised")
      ->type_name("TEXT");
  facts->add_option("--subject", wish_.arguments.id, "only about this: last characters of the id")
      ->type_name("ID");
  facts->add_option("--after", wish_.arguments.after, "only facts behind this number")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  facts->add_option("--limit", wish_.arguments.limit, "how many")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->type_name("N");
}

void CommandTree::add_render() {
  auto* render_sheet =
      add(app_, "render", "make a sheet from photo files, without a booth", render,
          "  boothctl render classic-4x6 a.jpg b.jpg c.jpg d.jpg --output sheet.jpg\n"
          "  boothctl render ./my-template a.jpg -o sheet.jpg --event \"Anna & Ben\"");
  auto& arguments = wish_.arguments;
  add_template_place(render_sheet);
  render_sheet->add_option("PHOTO", arguments.photos,
                           "JPEG files, one per slot; missing ones leave placeholders");
  add_output(render_sheet);
  add_choices(render_sheet);
  render_sheet->add_option("--event", arguments.event_title, "title on the sheet")
      ->type_name("TEXT");
  render_sheet->add_option("--text", arguments.texts, "other text of the template, may be repeated")
      ->type_name("KEY=VALUE")
      ->take_all()
      ->allow_extra_args(false);
}

void CommandTree::add_templates() {
  auto* group = add(app_, "template", "sheet templates", nullptr);
  add(*group, "list", "templates that the booth can use", list_templates);
  auto* check =
      add(*group, "check", "what is wrong with a template, with file and line; needs no booth",
          check_template, "  boothctl template check ./my-template");
  auto* preview =
      add(*group, "preview", "draw a template with sample photos; needs no booth", preview_template,
          "  boothctl template preview classic-4x6 --output preview.jpg");
  for (auto* sub : {check, preview}) add_template_place(sub);
  preview->add_option("PHOTO", wish_.arguments.photos, "instead of the sample photos");
  add_output(preview);
}

void CommandTree::add_template_place(CLI::App* sub) {
  auto& arguments = wish_.arguments;
  sub->add_option("TEMPLATE", arguments.template_name, "folder, or name of an installed template")
      ->required();
  sub->add_option("--templates", arguments.template_directory, "where templates are installed")
      ->envname("BOOTHD_TEMPLATES")
      ->capture_default_str()
      ->type_name("DIR");
}

void CommandTree::add_output(CLI::App* sub) {
  sub->add_option("--output,-o", wish_.arguments.output, "JPEG file to write")
      ->required()
      ->type_name("FILE");
}

void CommandTree::add_machine_texts() {
  auto* completion = add(app_, "completion", "completion for a shell", print_completion,
                         "  boothctl completion bash > /etc/bash_completion.d/boothctl");
  completion->add_option("SHELL", wish_.arguments.name, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  add(app_, "manual", "the manual page, for man", print_manual,
      "  boothctl manual > /usr/share/man/man1/boothctl.1");
}

}  // namespace booth::cli
