// `boothctl event`: bookings.
#include "daemon/cli/command_tree.hpp"

namespace booth::cli {

void CommandTree::add_event_changes(CLI::App* sub) {
  auto& arguments = wish_.arguments;
  auto& event = arguments.event;
  sub->add_option("--title", arguments.event_title, "stands on the sheets")->type_name("TEXT");
  sub->add_option("--template", arguments.template_name, "when nobody chooses")->type_name("NAME");
  sub->add_option("--templates", event.templates,
                  "guests may choose these too; \"\" = all that are installed")
      ->type_name("A,B");
  add_copies(sub, 0);
  sub->add_option("--opens", event.opens, "no sessions before; \"none\" = open from the start")
      ->type_name("TIME");
  sub->add_option("--closes", event.closes, "no sessions after; \"none\" = until it is closed")
      ->type_name("TIME");
  const auto add_most = [sub](const char* name, std::optional<int>& most, const char* what) {
    sub->add_option(name, most, what)->check(CLI::Range(0, 1'000'000))->type_name("N");
  };
  add_most("--most-sessions", event.most_sessions, "of the whole event; 0 = no limit");
  add_most("--most-prints", event.most_prints, "of the whole event; 0 = no limit");
  add_most("--most-prints-per-session", event.most_prints_per_session, "of one session");
  add_most("--keep-days", event.keep_days,
           "pictures stay on the booth for so long; 0 = as the booth is configured");
  sub->add_option("--targets", event.targets, "where pictures go; \"\" = every configured place")
      ->type_name("A,B");
  sub->add_option("--feature", event.features,
                  "print, retake, share, choose_template or choose_look; may be repeated")
      ->type_name("NAME=on|off")
      ->take_all()
      ->allow_extra_args(false);
}

void CommandTree::add_events() {
  auto* group =
      add(app_, "event", "events (bookings): what is agreed, and which one is active", list_events,
          "  boothctl event\n  boothctl event create party --template strip-2x6\n"
          "  boothctl event select party");
  auto& arguments = wish_.arguments;
  const auto add_slug = [&](CLI::App* sub, bool is_required) {
    sub->add_option("EVENT", arguments.name, "slug; without it the active event")
        ->required(is_required);
  };
  const auto add_version = [&](CLI::App* sub) {
    sub->add_option("--version-number", arguments.event.version, "instead of the newest version")
        ->check(CLI::Range(1, 1'000'000))
        ->type_name("N");
  };
  add_limit(add(*group, "list", "all events; * is active, > waits for the end of the session",
                list_events),
            500);
  auto* show = add(*group, "show", "everything that is agreed about one event", show_event,
                   "  boothctl event show\n  boothctl event show party --version-number 1");
  add_slug(show, false);
  add_version(show);
  auto* create = add(*group, "create", "a new event", create_event,
                     "  boothctl event create anna-und-ben --title \"Anna & Ben\" \\\n"
                     "      --template classic-4x6 --opens \"2026-12-05 14:00\" --most-prints 400");
  add_slug(create, true);
  add_event_changes(create);
  auto* edit = add(*group, "edit", "change an event: a new version of it", edit_event,
                   "  boothctl event edit --copies 2\n"
                   "  boothctl event edit party --feature retake=off --closes none");
  add_slug(edit, false);
  add_event_changes(edit);
  auto* select = add(*group, "select", "use an event, at once or when the session has ended",
                     select_event, "  boothctl event select party");
  add_slug(select, true);
  add_version(select);
  add(*group, "revert", "back to the event and version that were active before", revert_event,
      "  boothctl event revert");
  add_slug(add(*group, "close", "no further sessions; uploads go on", close_event,
               "  boothctl event close party"),
           false);
  add_slug(add(*group, "open", "sessions again", open_event, "  boothctl event open party"), false);
}

}  // namespace booth::cli
