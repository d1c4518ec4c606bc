#include "daemon/cli/setup_work.hpp"

#include <algorithm>
#include <sstream>

#include "daemon/runtime/replace_file.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;
using Outcome = SetupStep::Outcome;

constexpr mode_t kSecretMode = 0600;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream all(text);
  for (std::string line; std::getline(all, line);) lines.push_back(line);
  return lines;
}

/// "- " and "+ " lines by the longest common subsequence; files of a few hundred lines.
std::vector<std::string> difference(const std::string& before, const std::string& after) {
  const auto old_lines = lines_of(before);
  const auto new_lines = lines_of(after);
  const auto width = new_lines.size() + 1;
  std::vector<std::size_t> common((old_lines.size() + 1) * width);
  for (auto i = old_lines.size(); i-- > 0;)
    for (auto j = new_lines.size(); j-- > 0;)
      common[i * width + j] = old_lines[i] == new_lines[j] ? common[(i + 1) * width + j + 1] + 1
                                                           : std::max(common[(i + 1) * width + j],
                                                                      common[i * width + j + 1]);
  std::vector<std::string> shown;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < old_lines.size() || j < new_lines.size()) {
    const bool is_same =
        i < old_lines.size() && j < new_lines.size() && old_lines[i] == new_lines[j];
    if (is_same) {
      ++i, ++j;
    } else if (j == new_lines.size() ||
               (i < old_lines.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      shown.push_back("  - " + old_lines[i++]);
    } else {
      shown.push_back("  + " + new_lines[j++]);
    }
  }
  return shown;
}

/// Takes boothd.toml out of the plan for the printers: it is written once, with everything in it.
std::string without_config(setup::SetupPlan& plan, const SetupPlace& place, std::string text) {
  const auto is_config = [&](const setup::FileChange& change) {
    return change.path == place.config();
  };
  const auto change = std::find_if(plan.files.begin(), plan.files.end(), is_config);
  std::erase_if(plan.notes, [](const auto& note) { return note.starts_with("Then restart"); });
  if (change == plan.files.end()) return text;
  text = change->content;
  plan.files.erase(change);
  return text;
}

SetupStep set_up_printers(const SetupWork& work) {
  if (!work.printer_trouble.empty()) return {"printers", Outcome::Failed, work.printer_trouble};
  if (!work.printers)
    return {"printers", Outcome::Skipped, "none wanted; sheets are made and not printed"};
  std::string notes;
  for (const auto& note : work.printers->notes) notes += (notes.empty() ? "" : " ") + note;
  if (work.printers->is_empty())
    return {"printers", notes.empty() ? Outcome::Unchanged : Outcome::Skipped, notes};
  const auto done = setup::carry_out(work.printer_options, *work.printers);
  if (!done) return {"printers", Outcome::Failed, done.error().context};
  std::string queues;
  for (const auto& queue : work.printers->queues)
    queues += (queues.empty() ? "" : ", ") + queue.queue;
  return {"printers", Outcome::Done, queues.empty() ? notes : queues};
}

SetupStep write_secrets(const SetupWork& work, const SetupPlace& place) {
  if (work.secrets.empty()) return {"secrets", Outcome::Unchanged, ""};
  std::error_code failed;
  fs::create_directories(place.credentials(), failed);
  fs::permissions(place.credentials(), fs::perms(0700), failed);
  std::string names;
  for (const auto& [name, secret] : work.secrets) {
    const auto written = replace_file(place.credentials() / name, secret + '\n', kSecretMode);
    if (!written) return {"secrets", Outcome::Failed, written.error().context};
    names += (names.empty() ? "" : ", ") + name;
  }
  return {"secrets", Outcome::Done, names + " in " + place.credentials().string()};
}

SetupStep write_config(const SetupWork& work, const SetupPlace& place, bool has_printers) {
  const auto& text = has_printers ? work.after : work.without_printers;
  if (text == work.before) return {"configuration", Outcome::Unchanged, ""};
  const auto written = replace_file(place.config(), text);
  if (!written) return {"configuration", Outcome::Failed, written.error().context};
  return {"configuration", Outcome::Done, place.config().string()};
}

}  // namespace

Result<SetupWork> plan_work(const SetupAnswers& answers, const SetupPlace& place,
                            const setup::SetupOptions& printer_options) {
  SetupWork work{.printer_options = printer_options,
                 .before = setup::text_of(place.config()),
                 .secrets = new_secrets(answers, place)};
  auto text = text_with(answers, place, work.before);
  if (!text) return text.error();
  work.without_printers = *text;
  work.after = *text;
  if (answers.printer != "none") {
    work.printer_options.boothd_toml = *text;
    if (answers.printer != "found") work.printer_options.device = answers.printer;
    auto plan = setup::plan_setup(work.printer_options);
    if (plan) {
      work.after = without_config(*plan, place, *text);
      work.printers = std::move(*plan);
    } else {
      work.printer_trouble = plan.error().context;
    }
  }
  for (const auto* outcome : {&work.without_printers, &work.after}) {
    if (*outcome == work.before) continue;
    if (const auto good = check_text(place, *outcome, work.secrets); !good) return good.error();
  }
  return work;
}

std::vector<std::string> in_words(const SetupWork& work, const SetupPlace& place) {
  std::vector<std::string> lines;
  if (work.printers) lines = setup::in_words(*work.printers);
  for (const auto& [name, secret] : work.secrets) {
    lines.push_back((place.credentials() / name).string());
    lines.emplace_back("  + another secret, for root alone");
  }
  if (work.after == work.before) return lines;
  lines.push_back(place.config().string());
  for (auto& line : difference(work.before, work.after)) lines.push_back(std::move(line));
  return lines;
}

SetupSteps carry_out(const SetupWork& work, const SetupPlace& place) {
  SetupSteps steps{set_up_printers(work)};
  const bool has_printers = steps.back().outcome != Outcome::Failed;
  steps.push_back(write_secrets(work, place));
  if (steps.back().outcome == Outcome::Failed)
    steps.push_back({"configuration", Outcome::Skipped, "its secrets could not be written"});
  else
    steps.push_back(write_config(work, place, has_printers));
  return steps;
}

}  // namespace booth::cli
