#include "daemon/cli/setup_dialogue.hpp"

#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>

#include "daemon/runtime/config_table.hpp"

namespace booth::cli {
namespace {

/// What the person types is not shown while this lives; Ctrl-C gives the terminal back, too.
class HiddenTyping {
 public:
  HiddenTyping() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    auto hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    interrupted_ = std::signal(SIGINT, [](int signal) {
      ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
      std::signal(signal, SIG_DFL);
      std::raise(signal);
    });
    ::tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
  }
  ~HiddenTyping() {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    std::signal(SIGINT, interrupted_);
    std::cout << '\n';
  }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

 private:
  static inline ::termios before_{};  // a signal handler reads it
  void (*interrupted_)(int) = SIG_DFL;
};

Error gone_away() {
  return make_error(Errc::Conflict, "no answer: nothing has been changed");
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

Result<std::string> ask(const Shell& shell, const SetupQuestion& question, std::size_t number,
                        const SetupPlace& place) {
  const auto otherwise = question.otherwise(place);
  while (true) {
    shell.say(std::to_string(number) + "/5  " + shell.terminal.paint(Colour::Bold, question.words));
    shell.say_part("     " + (otherwise.empty() ? "" : '[' + otherwise + "] ") + "> ");
    std::string typed;
    if (!std::getline(std::cin, typed)) return gone_away();
    typed = trimmed(typed);
    if (typed.empty()) typed = otherwise;
    const auto fault = question.fault(typed, place);
    if (fault.empty()) return typed;
    shell.say("     " + shell.terminal.paint(Colour::Yellow, "No: " + fault + "."));
  }
}

Result<std::string> ask_secret(const Shell& shell, const std::string& what) {
  const HiddenTyping hidden;  // before the question: people type ahead
  shell.say_part("     " + what + " (not shown; Enter: none, or the one that is here) > ");
  std::string typed;
  if (!std::getline(std::cin, typed)) return gone_away();
  return trimmed(typed);
}

Result<void> ask_secrets(const Shell& shell, SetupAnswers& answers, const SetupPlace& place) {
  const auto cloud = cloud_place(answers.cloud);
  if (!cloud) return {};
  using Secret = std::pair<const char*, std::string SetupAnswers::*>;
  const std::vector<Secret> secrets =
      cloud->kind == "s3" ? std::vector<Secret>{{"Its access key", &SetupAnswers::access_key},
                                                {"Its secret key", &SetupAnswers::secret_key}}
                          : std::vector<Secret>{{"Its token", &SetupAnswers::token}};
  while (true) {
    for (const auto& [what, place_of_it] : secrets) {
      if (!(answers.*place_of_it).empty()) continue;
      auto typed = ask_secret(shell, what);
      if (!typed) return typed.error();
      answers.*place_of_it = std::move(*typed);
    }
    const auto fault = secrets_fault(answers, place);
    if (fault.empty()) return {};
    shell.say("     " + shell.terminal.paint(Colour::Yellow, "No: " + fault + "."));
  }
}

/// What an answer file says goes behind what the command line says.
Result<SetupWishes> with_file(SetupWishes wishes) {
  if (wishes.answers.empty()) return wishes;
  std::ifstream file(wishes.answers);
  if (!file) return make_error(Errc::BadInput, wishes.answers + ": cannot be read");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  ConfigReading reading{.file = wishes.answers};
  auto table = ConfigTable::parse(text, reading);
  const auto take = [&](std::string_view key, std::optional<std::string>& wish) {
    auto said = table.text(key, "");
    if (table.has(key) && !wish) wish = std::move(said);
  };
  take("name", wishes.name);
  take("event", wishes.event);
  take("template", wishes.template_name);
  take("printer", wishes.printer);
  take("cloud", wishes.cloud);
  const auto take_secret = [&](std::string_view key, std::string& wish) {
    auto said = table.secret_file(key);
    if (wish.empty()) wish = std::move(said);
  };
  take_secret("token_file", wishes.token_file);
  take_secret("access_key_file", wishes.access_key_file);
  take_secret("secret_key_file", wishes.secret_key_file);
  wishes.has_test_sheet = table.yes("test_sheet", false) || wishes.has_test_sheet;
  table.finish();
  if (reading.problems.empty()) return wishes;
  std::string problems;
  for (const auto& problem : reading.problems) problems += (problems.empty() ? "" : "\n") + problem;
  return make_error(Errc::BadInput, problems);
}

Result<void> read_secrets(const SetupWishes& wishes, SetupAnswers& answers) {
  const std::vector<std::pair<std::string, std::string SetupAnswers::*>> files{
      {wishes.token_file, &SetupAnswers::token},
      {wishes.access_key_file, &SetupAnswers::access_key},
      {wishes.secret_key_file, &SetupAnswers::secret_key}};
  for (const auto& [file, answer] : files) {
    if (file.empty()) continue;
    auto secret = read_secret(file);
    if (!secret) return secret.error();
    answers.*answer = std::move(*secret);
  }
  return {};
}

const std::optional<std::string>& given(const SetupWishes& wishes, std::string_view key) {
  if (key == "name") return wishes.name;
  if (key == "event") return wishes.event;
  if (key == "template") return wishes.template_name;
  return key == "printer" ? wishes.printer : wishes.cloud;
}

}  // namespace

bool is_person_there() {
  return ::isatty(STDIN_FILENO) == 1;
}

bool says_yes(const Shell& shell, const std::string& question) {
  shell.say_part(question + " [y/N] ");
  std::string typed;
  std::getline(std::cin, typed);
  typed = trimmed(typed);
  return typed == "y" || typed == "yes" || typed == "Y";
}

Result<SetupAnswers> gather_answers(const Shell& shell, const SetupPlace& place) {
  const auto wishes = with_file(shell.arguments.setup);
  if (!wishes) return wishes.error();
  SetupAnswers answers{.has_test_sheet = wishes->has_test_sheet};
  if (const auto read = read_secrets(*wishes, answers); !read) return read.error();
  // Whoever gives a file or says yes to everything is not asked: what is not said stays as it is.
  const bool asks = is_person_there() && wishes->answers.empty() && !shell.arguments.is_confirmed;
  std::size_t number = 0;
  for (const auto& question : setup_questions()) {
    ++number;
    const auto& wish = given(*wishes, question.key);
    if (!wish && asks) {
      auto answer = ask(shell, question, number, place);
      if (!answer) return answer.error();
      answers.*question.answer = std::move(*answer);
      continue;
    }
    answers.*question.answer = wish.value_or(question.otherwise(place));
    if (const auto fault = question.fault(answers.*question.answer, place); !fault.empty())
      return make_error(Errc::BadInput, std::string(question.key) + ": " + fault);
  }
  if (asks)
    if (const auto asked = ask_secrets(shell, answers, place); !asked) return asked.error();
  if (const auto fault = secrets_fault(answers, place); !fault.empty())
    return make_error(Errc::BadInput, "cloud: " + fault);
  return answers;
}

}  // namespace booth::cli
