// `boothctl setup` on a file system of its own, without printers and without a booth: questions,
// answers, files. What it starts and prints is in tests/system/setup_test.cpp.
#include <sys/stat.h>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/cli/setup_answers.hpp"
#include "tests/cli/new_machine.hpp"
#include "tests/support/typed_program.hpp"

namespace booth::cli {
namespace {

using testing::TypedProgram;

constexpr auto kAnswers =
    "name = \"booth 7\"\nevent = \"Anna & Ben\"\nprinter = \"none\"\n"
    "cloud = \"s3 https://s3.example.org photos eu-central-1\"\n";

}  // namespace

TEST_SUITE("cli/setup") {
  TEST_CASE("an answer file makes a booth, and the same file again changes not one byte") {
    const NewMachine machine;
    const auto answers =
        machine.file("answers.toml",
                     kAnswers + ("access_key_file = \"" + machine.file("a", "AKIA\n") +
                                 "\"\nsecret_key_file = \"" + machine.file("s", "shh\n") + "\"\n"));
    const auto shown = machine.set_up({"--answers", answers});
    INFO(shown.err);
    CHECK(has(shown.out, "+ name = \"booth 7\""));
    CHECK(has(shown.out, "Nothing has been changed yet: add --yes"));
    CHECK_FALSE(has(shown.out, "shh"));
    CHECK_FALSE(fs::exists(machine.config()));

    const auto first = machine.set_up({"--answers", answers, "--yes"});
    CHECK(has(first.out, "configuration  done"));
    const auto text = NewMachine::text_of(machine.config());
    CHECK(has(text, "slug = \"anna-ben\"\ntitle = \"Anna & Ben\"\ntemplate = \"classic-4x6\""));
    CHECK(has(text, "access_key_file = \"credential:s3-access-key\""));
    CHECK_FALSE(has(text, "shh"));
    CHECK(NewMachine::text_of(machine.credential("s3-secret-key")) == "shh\n");
    struct stat secret {};
    REQUIRE(::stat(machine.credential("s3-secret-key").c_str(), &secret) == 0);
    CHECK((secret.st_mode & 0777) == 0600);

    const auto before = state_of(machine.root());
    const auto again = machine.set_up({"--answers", answers, "--yes"});
    CHECK(has(again.out, "Nothing was changed"));
    CHECK(has(again.out, "configuration  as it was"));
    CHECK(state_of(machine.root()) == before);
  }

  TEST_CASE("every bad answer gets a sentence, and changes nothing") {
    const NewMachine machine;
    const auto before = state_of(machine.root());
    const auto open = machine.file("open", "token\n", 0644);
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{}, "event: the event's title is needed"},
        {{"--event", "!!!"}, "needs a letter from a to z or a digit"},
        {{"--event", "a\x1b[2J"}, "may not have control characters"},
        {{"--event", "x", "--name", ""}, "the booth's name is needed"},
        {{"--event", "x", "--template", "unheard"}, "no template is called \"unheard\""},
        {{"--event", "x", "--template", "../classic-4x6"}, "is the name of a folder in"},
        {{"--event", "x", "--printer", "lp0"}, "a printer is `found`"},
        {{"--event", "x", "--cloud", "ftp://x"}, "found \"ftp://x\""},
        {{"--event", "x", "--cloud", "http://photos.example.org/"}, "expected https"},
        {{"--event", "x", "--cloud", "s3 https://x"}, "BUCKET REGION"},
        {{"--event", "x", "--cloud", "s3 https://x b r"}, "needs an access key and a secret key"},
        {{"--answers", machine.file("bad.toml", "evnt = \"x\"\n")}, "bad.toml:1:8: evnt"},
        {{"--answers", machine.file("no.toml", "event = \n")}, "no.toml:1"},
        {{"--answers", machine.file("open.toml", "event = \"x\"\ntoken_file = \"" + open + "\"\n")},
         "a secret that others cannot read"}};
    for (const auto& one : cases) {
      auto words = one.first;
      words.emplace_back("--yes");
      const auto refused = machine.set_up(words);
      CAPTURE(one.second);
      INFO(refused.err);
      CHECK(refused.exit_code == 2);
      CHECK(has(refused.err, one.second));
      CHECK(state_of(machine.root()) == before);
    }
  }

  TEST_CASE("a person answers five questions, is asked again, and sees no secret") {
    const NewMachine machine;
    TypedProgram setup(machine.words({"--printer", "none"}));
    REQUIRE(setup.says("1/5"));
    setup.type("Booth 7\n");
    REQUIRE(setup.says("2/5"));
    setup.type("\n");
    REQUIRE(setup.says("No: the event's title is needed"));
    setup.type("Anna & Ben\n");
    REQUIRE(setup.says("3/5"));
    REQUIRE(setup.says("[classic-4x6]"));
    setup.type("clasic\n");
    REQUIRE(setup.says("installed in"));
    setup.type("\n");
    REQUIRE(setup.says("5/5"));
    setup.type("https://photos.example.org/up\n");
    REQUIRE(setup.says("Its token (not shown"));
    REQUIRE(setup.says("> "));
    CHECK_FALSE(setup.is_typing_shown());
    setup.type("top-secret\n");
    REQUIRE(setup.says("Change this? [y/N]"));
    CHECK(setup.is_typing_shown());
    CHECK_FALSE(fs::exists(machine.config()));
    setup.type("y\n");
    REQUIRE(setup.says("Print a test sheet?"));
    setup.type("n\n");
    CHECK(setup.says("configuration"));
    setup.exit_code();
    CHECK_FALSE(has(setup.screen(), "top-secret"));
    CHECK(NewMachine::text_of(machine.credential("cloud-token")) == "top-secret\n");
    CHECK(has(NewMachine::text_of(machine.config()), "token_file = \"credential:cloud-token\""));

    // Enter, five times: everything stays as it is.
    const auto before = state_of(machine.root());
    TypedProgram again(machine.words({"--printer", "none"}));
    for (const auto* question : {"1/5", "2/5", "3/5", "5/5"}) {
      REQUIRE(again.says(question));
      REQUIRE(again.says("> "));
      again.type("\n");
    }
    REQUIRE(again.says("Print a test sheet?"));
    again.type("\n");
    CHECK(again.says("Nothing was changed"));
    again.exit_code();
    CHECK(state_of(machine.root()) == before);
  }

  TEST_CASE("with --yes nobody is asked, on a terminal either") {
    const NewMachine machine;
    TypedProgram setup(machine.words({"--printer", "none", "--event", "x", "--yes"}));
    CHECK(setup.says("configuration"));
    setup.exit_code();
    CHECK_FALSE(has(setup.screen(), "1/5"));
    CHECK(has(NewMachine::text_of(machine.config()), "title = \"x\""));
  }

  TEST_CASE("whoever goes away in the middle has changed nothing") {
    const NewMachine machine;
    const auto before = state_of(machine.root());
    for (const std::string last : {"\x03", "\x04"}) {
      TypedProgram setup(machine.words({"--printer", "none", "--event", "x"}));
      REQUIRE(setup.says("1/5"));
      setup.type("Booth 7\n");
      REQUIRE(setup.says("3/5"));
      REQUIRE(setup.says("> "));
      setup.type(last);
      CHECK(setup.exit_code() != 0);
      CHECK(state_of(machine.root()) == before);
    }
    TypedProgram hidden(machine.words({"--printer", "none", "--event", "x", "--name", "b",
                                       "--template", "classic-4x6", "--cloud", "https://x"}));
    REQUIRE(hidden.says("Its token (not shown"));
    REQUIRE(hidden.says("> "));
    hidden.type("\x03");
    CHECK(hidden.exit_code() == 128 + SIGINT);
    CHECK(state_of(machine.root()) == before);
  }

  TEST_CASE("a file that somebody wrote by hand keeps its other keys and comments") {
    const NewMachine machine;
    const std::string by_hand =
        "# ours\n[booth]\nname = \"old\" # on the door\n\n[event]\nslug = \"ball\"\n"
        "template = \"classic-4x6\"\n\n[session]\nfirst_countdown_s = 9 # slow guests\n\n"
        "[[target]]\nname = \"mine\"\nkind = \"put\"\nurl = \"https://old.example\"\n"
        "upload_kib_per_s = 500\n";
    std::ofstream(machine.config()) << by_hand;
    const auto changed = machine.set_up(
        {"--printer", "none", "--name", "new", "--cloud", "https://new.example/", "--yes"});
    INFO(changed.err);
    auto wanted = by_hand;
    wanted.replace(wanted.find("old\" #"), 3, "new");
    wanted.replace(wanted.find("https://old.example"), 19, "https://new.example/");
    const auto text = NewMachine::text_of(machine.config());
    CHECK(text.substr(0, wanted.size()) == wanted);
    CHECK(text.substr(wanted.size()) == "\n[templates]\ndirectory = \"" BOOTH_SOURCE_DIR
                                        "/daemon/compose/templates\"\n");
  }

  TEST_CASE("a file that cannot be changed, or would be refused, stays and is named") {
    const NewMachine machine;
    const std::vector<std::pair<std::string, std::string>> cases{
        {"booth = { name = \"a\" }\n[event]\nslug = \"e\"\ntemplate = \"classic-4x6\"\n",
         "booth.name is written in a way that is left alone here"},
        {"[event]\nslug = \"e\"\ntemplate = \"classic-4x6\"\ncopies = 99\n",
         "mend it by hand, or move it away"},
        {"[[target]]\nname = \"a\"\nkind = \"put\"\nurl = \"https://a\"\n[[target]]\nname = \"b\"\n"
         "kind = \"put\"\nurl = \"https://b\"\n[event]\nslug = \"e\"\ntemplate = \"classic-4x6\"\n",
         "there are several places"},
        {"[[target]]\nname = \"a\"\nkind = \"put\"\nurl = \"https://a\"\ntoken_file = "
         "\"credential:cloud-token\"\n[event]\nslug = \"e\"\ntemplate = \"classic-4x6\"\n",
         "needs a token of its own"}};
    machine.file("etc/boothd/credentials/cloud-token", "t\n");
    for (const auto& one : cases) {
      std::ofstream(machine.config(), std::ios::trunc) << one.first;
      const auto before = state_of(machine.root());
      const auto refused = machine.set_up(
          {"--printer", "none", "--name", "new", "--cloud", "https://new.example", "--yes"});
      CAPTURE(one.second);
      INFO(refused.err);
      CHECK(refused.exit_code != 0);
      CHECK(has(refused.err, one.second));
      CHECK(state_of(machine.root()) == before);
    }
  }

  TEST_CASE("another kind of place takes what only the old one knew along") {
    const NewMachine machine;
    const auto key = machine.file("key", "k\n");
    const std::vector<std::string> common{"--printer", "none", "--event", "x", "--yes", "--cloud"};
    auto s3 = common;
    s3.insert(s3.end(),
              {"s3 https://s3.example b r", "--access-key-file", key, "--secret-key-file", key});
    machine.set_up(s3);
    REQUIRE(has(NewMachine::text_of(machine.config()), "bucket = \"b\""));
    auto tus = common;
    tus.emplace_back("tus https://tus.example/files/");
    const auto changed = machine.set_up(tus);
    INFO(changed.err);
    const auto text = NewMachine::text_of(machine.config());
    CHECK(has(text, "kind = \"tus\"\nurl = \"https://tus.example/files/\"\n"));
    for (const auto* gone : {"bucket", "region", "access_key", "secret_key"})
      CHECK_FALSE(has(text, gone));
  }

  TEST_CASE("each step fails alone and is named, as words and as JSON") {
    const NewMachine machine;
    const auto done = machine.set_up({"--event", "x", "--yes", "--test-sheet", "--json"});
    CHECK(done.exit_code == 1);
    const auto report = boost::json::parse(done.out);
    std::map<std::string, std::string> outcomes;
    for (const auto& step : report.at("steps").as_array())
      outcomes[std::string(step.at("step").as_string())] =
          std::string(step.at("outcome").as_string());
    CHECK(outcomes["printers"] == "failed");  // no CUPS below this root
    CHECK(outcomes["configuration"] == "done");
    CHECK(outcomes["service"] == "left out");
    CHECK(outcomes["test sheet"] == "left out");
    CHECK_FALSE(report.at("is_good").as_bool());
    CHECK(fs::exists(machine.config()));
  }

  TEST_CASE("a disk that takes nothing leaves the old configuration whole") {
    const NewMachine machine;
    machine.set_up({"--printer", "none", "--event", "x", "--yes"});
    const auto before = NewMachine::text_of(machine.config());
    // Where the new text would be written first, there is a folder.
    fs::create_directories(machine.config().string() + ".part/in the way");
    const auto failed = machine.set_up({"--printer", "none", "--event", "y", "--yes"});
    CHECK(failed.exit_code == 1);
    CHECK(has(failed.out, "configuration  failed"));
    CHECK(NewMachine::text_of(machine.config()) == before);
  }

  TEST_CASE("titles become names of files that every system takes") {
    CHECK(slug_of("Anna & Ben") == "anna-ben");
    CHECK(slug_of("  Größe-Übung, 2026! ") == "groesse-uebung-2026");
    CHECK(slug_of("Été à Málaga") == "ete-a-malaga");
    CHECK(slug_of("結婚") == "");
    CHECK(slug_of(std::string(200, 'x')).size() == 64);
  }
}

}  // namespace booth::cli
