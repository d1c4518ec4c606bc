#include "daemon/cli/plain_tree.hpp"

namespace booth::cli {
namespace {

CommandNode::Option plain(const CLI::Option& option) {
  CommandNode::Option plain;
  plain.is_argument = option.get_positional();
  if (plain.is_argument) plain.names.push_back(option.get_name(true));
  for (const auto& name : option.get_lnames()) plain.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) plain.names.push_back("-" + name);
  plain.value = option.get_items_expected_max() > 0 ? option.get_type_name() : "";
  plain.what = option.get_description();
  plain.variable = option.get_envname();
  plain.is_required = option.get_required();
  return plain;
}

}  // namespace

CommandNode plain(const CLI::App& app) {
  CommandNode node;
  node.name = app.get_name();
  node.what = app.get_description();
  node.examples = app.get_footer();
  for (const auto* option : app.get_options()) node.options.push_back(plain(*option));
  for (const auto* sub : app.get_subcommands({})) node.commands.push_back(plain(*sub));
  return node;
}

}  // namespace booth::cli
