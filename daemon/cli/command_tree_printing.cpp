// Prints, printers, and trying them.
#include "daemon/cli/command_line_setup.hpp"
#include "daemon/cli/command_tree.hpp"

namespace booth::cli {

void CommandTree::add_printer(CLI::App* sub, const char* name) {
  sub->add_option(name, wish_.arguments.printer, "its name; not needed when there is one only");
}

void CommandTree::add_prints() {
  auto* print =
      add(app_, "print", "print a session's sheet; what was printed, what needs a decision",
          print_session,
          "  boothctl print last\n  boothctl print 12 --copies 2\n  boothctl print list\n"
          "  boothctl print confirm 3f9a01bc");
  add_id(print, "SESSION", kSessionId, false);
  add_copies(print, 1);
  add_print_verbs(print);
  auto* reprint = add(*print, "reprint", "print a sheet again, outside of every limit",
                      reprint_session, "  boothctl print reprint 12 --reason \"jammed\"");
  add_id(reprint, "SESSION", kSessionId, true);
  add_copies(reprint, 1);
  reprint->add_option("--reason", wish_.arguments.reason, "why")->required()->type_name("TEXT");
  reprint->add_flag("--gift", wish_.arguments.is_gift, "given away, not in place of another");
  add_printer(reprint, "--printer");
  add_id(add(*print, "ledger", "every sheet of an event, added up", show_ledger,
             "  boothctl print ledger\n  boothctl print ledger anna-and-ben"),
         "EVENT", "slug; otherwise the one that is on", false);

  add_print_verbs(add(app_, "prints", "what was printed, and prints that need a decision",
                      list_prints, "  boothctl prints\n  boothctl prints confirm 3f9a01bc"));
}

void CommandTree::add_print_verbs(CLI::App* group) {
  for (auto* list : {group, add(*group, "list", "prints, newest first", list_prints)}) {
    add_limit(list, 500);
    list->add_flag("--held", wish_.arguments.is_only_stuck, "only those that need a decision");
  }
  for (auto* sub : {add(*group, "show", "one print", show_print),
                    add(*group, "retry", "print it again: the sheet did not come out", retry_print),
                    add(*group, "confirm", "it came out: I saw the sheet", confirm_print),
                    add(*group, "hold", "do not print it yet", hold_print),
                    add(*group, "void", "it came out spoiled", void_print),
                    add(*group, "cancel", "nobody wants it any more", cancel_print)})
    add_id(sub, "PRINT", "last characters of the id", true);
}

void CommandTree::add_tests() {
  auto* test = add(app_, "test", "try the booth's parts before the guests come", nullptr,
                   "  boothctl test shot\n  boothctl test print\n  boothctl test upload");
  add(*test, "shot", "take a photo without a session", shoot);
  add(*test, "print", "print the newest sheet once more", test_print);
  add(*test, "cut", "print two strips: does the printer cut?", test_cut);
  add(*test, "upload", "take a photo and follow it until every place has proved that it holds it",
      test_upload);
}

void CommandTree::add_printers() {
  auto* group =
      add(app_, "printer", "the printers of this booth", list_printers,
          "  boothctl printer\n  boothctl printer resume\n  boothctl printer media dnp 700");
  add(*group, "list", "all of them, with their paper", list_printers);
  for (auto* sub : {add(*group, "status", "everything about one", show_printer),
                    add(*group, "resume", "print again, also after a pause", resume_printer),
                    add(*group, "pause", "give it no new sheet", pause_printer),
                    add(*group, "drain", "as pause, and move what waits elsewhere", drain_printer),
                    add(*group, "maintenance", "leave it alone while I work", maintain_printer),
                    add(*group, "test", "print the newest sheet on it", test_printer)})
    add_printer(sub, "PRINTER");
  auto* media = add(*group, "media", "say how many sheets are loaded", set_printer_media,
                    "  boothctl printer media dnp 700");
  media->add_option("PRINTER", wish_.arguments.printer, "its name")->required();
  media->add_option("SHEETS", wish_.arguments.sheets, "that are left on the roll")
      ->required()
      ->check(CLI::Range(0, 10'000));
  add_printer_setup(wish_, *group);
}

}  // namespace booth::cli
