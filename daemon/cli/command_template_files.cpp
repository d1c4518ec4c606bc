#include <boost/json.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/template_place.hpp"
#include "daemon/compose/check_template.hpp"
#include "daemon/compose/render_files.hpp"

namespace booth::cli {

ExitCode check_template(Shell& shell) {
  const auto folder = template_folder(shell.arguments);
  if (!folder) return shell.fail(folder.error());
  const auto problems = compose::check_template(*folder);
  // What cannot be loaded cannot be used; the rest of the problems is advice.
  const bool is_usable = compose::usual_format(*folder).has_value();

  if (shell.arguments.is_json) {
    boost::json::array list;
    for (const auto& problem : problems) list.emplace_back(problem.sentence());
    shell.say(boost::json::serialize(
        boost::json::object{{"is_usable", is_usable}, {"problems", std::move(list)}}));
  } else {
    for (const auto& problem : problems) shell.say("  " + harmless(problem.sentence()));
    if (!is_usable) shell.say(shell.terminal.paint(Colour::Red, "The template cannot be used."));
    if (is_usable)
      shell.say(shell.terminal.paint(
          problems.empty() ? Colour::Green : Colour::Yellow,
          problems.empty() ? "The template is fit for a wedding."
                           : "The template can be used; the advice above makes it better."));
  }
  return is_usable ? ExitCode::Ok : ExitCode::Failed;
}

ExitCode preview_template(Shell& shell) {
  const auto& arguments = shell.arguments;
  const auto folder = template_folder(arguments);
  if (!folder) return shell.fail(folder.error());
  const auto photos = arguments.photos.empty() ? compose::sample_photos(*folder) : arguments.photos;
  const auto picture = compose::preview_template(*folder, photos);
  if (!picture) return shell.fail(picture.error());
  if (const auto written = write_file(arguments.output, *picture); !written)
    return shell.fail(written.error());
  if (!arguments.is_json)
    shell.say("Preview " + arguments.output + ", " +
              size_text(static_cast<std::int64_t>(picture->size())) + ".");
  return ExitCode::Ok;
}

}  // namespace booth::cli
