#include "daemon/cli/setup_answers.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

#include "daemon/cli/people_text.hpp"
#include "daemon/cli/template_place.hpp"
#include "daemon/compose/render_files.hpp"
#include "daemon/runtime/config_url.hpp"

namespace booth::cli {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestTitle = 100;
constexpr std::size_t kLongestSlug = 64;
constexpr std::string_view kCloudForms =
    "a place is `https://...`, `tus https://...`, `s3 https://... BUCKET REGION` or `none`";

/// What Latin letters with marks become in a file name.
struct Plain {
  std::string_view letter;
  std::string_view plain;
};
constexpr std::array kPlain{Plain{"ä", "ae"}, Plain{"ö", "oe"}, Plain{"ü", "ue"}, Plain{"Ä", "ae"},
                            Plain{"Ö", "oe"}, Plain{"Ü", "ue"}, Plain{"ß", "ss"}, Plain{"é", "e"},
                            Plain{"è", "e"},  Plain{"ê", "e"},  Plain{"à", "a"},  Plain{"á", "a"},
                            Plain{"â", "a"},  Plain{"ç", "c"},  Plain{"ñ", "n"},  Plain{"ó", "o"},
                            Plain{"ô", "o"},  Plain{"í", "i"},  Plain{"ú", "u"},  Plain{"ø", "o"},
                            Plain{"å", "a"},  Plain{"É", "e"},  Plain{"Ø", "o"},  Plain{"Å", "a"}};

std::string text_fault(std::string_view what, const std::string& text, std::size_t most) {
  if (text.empty()) return std::string(what) + " is needed: it may not be empty";
  if (harmless(text) != text) return std::string(what) + " may not have control characters";
  if (text.size() > most)
    return std::string(what) + " may have at most " + std::to_string(most) + " bytes";
  return "";
}

std::string name_here(const SetupPlace& place) {
  if (place.current) return place.current->booth.name;
  std::array<char, kLongestName + 1> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "booth";
}
std::string name_fault(const std::string& name, const SetupPlace&) {
  return text_fault("the booth's name", name, kLongestName);
}

std::string event_here(const SetupPlace& place) {
  return place.current ? place.current->event.title : "";
}
std::string event_fault(const std::string& title, const SetupPlace&) {
  if (auto fault = text_fault("the event's title", title, kLongestTitle); !fault.empty())
    return fault;
  return slug_of(title).empty()
             ? "the event's title needs a letter from a to z or a digit, for names of files"
             : "";
}

std::string template_here(const SetupPlace& place) {
  return place.current ? place.current->event.template_name : "classic-4x6";
}
std::string template_fault(const std::string& name, const SetupPlace& place) {
  Arguments arguments;
  arguments.template_name = name;
  arguments.template_directory = place.templates;
  if (name.find('/') != std::string::npos || name.starts_with('.') || name.empty())
    return "a template is the name of a folder in " + place.templates;
  const auto folder = template_folder(arguments);
  if (!folder) return folder.error().context;
  const auto format = compose::usual_format(*folder);
  return format ? "" : format.error().context;
}

std::string printer_here(const SetupPlace&) {
  return "found";
}
std::string printer_fault(const std::string& answer, const SetupPlace&) {
  const bool is_device = answer.find("://") != std::string::npos &&
                         answer.find_first_of(" '\"\\") == std::string::npos;
  if (answer == "found" || answer == "none" || is_device) return "";
  return "a printer is `found` (all that are plugged in), `none`, or an address such as "
         "`ipp://192.168.0.7/ipp/print`";
}

std::string cloud_here(const SetupPlace& place) {
  if (!place.current || place.current->targets.empty()) return "none";
  return "keep";
}
std::string cloud_fault(const std::string& answer, const SetupPlace& place) {
  const auto count = place.current ? place.current->targets.size() : 0;
  if (answer == "keep" || (answer == "none" && count == 0)) return "";
  if (answer == "none")
    return "uploads may still wait for the place that is there: take its [[target]] out of " +
           place.config().string() + " by hand";
  if (count > 1)
    return "there are several places in " + place.config().string() + ": change them by hand";
  const auto cloud = cloud_place(answer);
  return cloud ? "" : cloud.error().context;
}

constexpr std::array kQuestions{
    SetupQuestion{"name", "What is this booth called?", &SetupAnswers::name, name_here, name_fault},
    SetupQuestion{"event", "What is the event called? It stands on the sheets.",
                  &SetupAnswers::event, event_here, event_fault},
    SetupQuestion{"template", "Which template have its sheets?", &SetupAnswers::template_name,
                  template_here, template_fault},
    SetupQuestion{"printer", "Which printer? (found, none, or its address: ipp://...)",
                  &SetupAnswers::printer, printer_here, printer_fault},
    SetupQuestion{"cloud",
                  "Where do photos go? (https://..., tus https://..., s3 https://... BUCKET "
                  "REGION, or none)",
                  &SetupAnswers::cloud, cloud_here, cloud_fault}};

}  // namespace

const Config::Target* SetupPlace::target() const {
  return current && current->targets.size() == 1 ? &current->targets.front() : nullptr;
}

bool SetupPlace::has_secret(const std::string& name) const {
  struct stat found {};
  return ::stat((credentials() / name).c_str(), &found) == 0 && found.st_size > 0;
}

std::span<const SetupQuestion> setup_questions() {
  return kQuestions;
}

Result<CloudPlace> cloud_place(const std::string& answer) {
  std::istringstream text(answer);
  std::vector<std::string> words;
  for (std::string word; text >> word;) words.push_back(word);
  if (!words.empty() && words.front().find("://") != std::string::npos)
    words.insert(words.begin(), "put");
  const bool is_s3 = !words.empty() && words.front() == "s3";
  const bool is_known = !words.empty() && (is_s3 || words[0] == "put" || words[0] == "tus");
  if (!is_known || words.size() != (is_s3 ? 4U : 2U))
    return make_error(Errc::BadInput, std::string(kCloudForms));
  ConfigReading reading;
  auto table = ConfigTable::parse("", reading);
  check_url(table, "the address", words[1]);
  if (!reading.problems.empty())
    return make_error(Errc::BadInput, reading.problems.front().substr(2));  // ": ", of no file
  if (!is_s3) return CloudPlace{words[0], words[1], "", ""};
  return CloudPlace{words[0], words[1], words[2], words[3]};
}

std::string secrets_fault(const SetupAnswers& answers, const SetupPlace& place) {
  const auto cloud = cloud_place(answers.cloud);
  if (!cloud) return "";
  const auto* target = place.target();
  const bool is_other = !target || target->url != cloud->url || target->kind != cloud->kind;
  if (cloud->kind == "s3") {
    const bool has_keys = !answers.access_key.empty() && !answers.secret_key.empty();
    const bool has_old = !is_other || (!target && place.has_secret("s3-access-key") &&
                                       place.has_secret("s3-secret-key"));
    return has_keys || has_old ? "" : "a place of kind s3 needs an access key and a secret key";
  }
  // The token of one server is nothing that another one should see.
  const bool has_old_token = target && !target->token_file.empty();
  return is_other && has_old_token && answers.token.empty()
             ? "the place is another one now: it needs a token of its own"
             : "";
}

std::string slug_of(std::string_view title) {
  std::string slug;
  while (!title.empty()) {
    std::string piece(title.substr(0, 1));
    const auto* known = std::find_if(kPlain.begin(), kPlain.end(), [&](const Plain& plain) {
      return title.starts_with(plain.letter);
    });
    const char c = title.front();
    if (known != kPlain.end())
      piece = known->plain;
    else if (c >= 'A' && c <= 'Z')
      piece = static_cast<char>(c - 'A' + 'a');
    else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
      piece = slug.empty() || slug.ends_with('-') ? "" : "-";
    title.remove_prefix(known != kPlain.end() ? known->letter.size() : 1);
    if (slug.size() + piece.size() <= kLongestSlug) slug += piece;
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

}  // namespace booth::cli
