#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "drivers/gphoto2/gphoto_session.hpp"

// The camera's settings: libgphoto2 calls them widgets. Their names differ per maker, so none is
// required.
namespace booth {
namespace {

std::string number_text(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return std::string(text.data(), end);
}

template <class T>
T value_of(::CameraWidget* widget) {
  T value{};
  gp_widget_get_value(widget, &value);
  return value;
}

std::string value_text(::CameraWidget* widget, ::CameraWidgetType type) {
  switch (type) {
    case GP_WIDGET_RANGE:
      return number_text(value_of<float>(widget));
    case GP_WIDGET_TOGGLE:
    case GP_WIDGET_DATE:
      return std::to_string(value_of<int>(widget));
    default:
      break;
  }
  const char* text = value_of<const char*>(widget);
  return text == nullptr ? "" : text;
}

std::vector<std::string> choices_of(::CameraWidget* widget) {
  std::vector<std::string> choices;
  for (int i = 0; i < gp_widget_count_choices(widget); ++i) {
    const char* choice = nullptr;
    if (gp_widget_get_choice(widget, i, &choice) >= GP_OK && choice != nullptr)
      choices.emplace_back(choice);
  }
  return choices;
}

bool is_leaf(::CameraWidgetType type) {
  return type == GP_WIDGET_TEXT || type == GP_WIDGET_RANGE || type == GP_WIDGET_TOGGLE ||
         type == GP_WIDGET_RADIO || type == GP_WIDGET_MENU || type == GP_WIDGET_DATE;
}

bool has_choices(::CameraWidgetType type) {
  return type == GP_WIDGET_RADIO || type == GP_WIDGET_MENU;
}

::CameraWidgetType type_of(::CameraWidget* widget) {
  ::CameraWidgetType type = GP_WIDGET_WINDOW;
  gp_widget_get_type(widget, &type);
  return type;
}

wire::Setting setting_from(::CameraWidget* widget, ::CameraWidgetType type) {
  const char* name = "";
  const char* label = "";
  int is_read_only = 0;
  gp_widget_get_name(widget, &name);
  gp_widget_get_label(widget, &label);
  gp_widget_get_readonly(widget, &is_read_only);
  wire::Setting setting;
  setting.name = name;
  setting.label = label;
  setting.value = value_text(widget, type);
  setting.is_read_only = is_read_only != 0;
  if (has_choices(type)) setting.choices = choices_of(widget);
  if (type == GP_WIDGET_RANGE) {
    setting.has_range = true;
    gp_widget_get_range(widget, &setting.lowest, &setting.highest, &setting.step);
  }
  return setting;
}

void collect(::CameraWidget* widget, std::vector<wire::Setting>& into) {
  const auto type = type_of(widget);
  if (is_leaf(type)) into.push_back(setting_from(widget, type));
  for (int i = 0; i < gp_widget_count_children(widget); ++i) {
    ::CameraWidget* child = nullptr;
    if (gp_widget_get_child(widget, i, &child) >= GP_OK) collect(child, into);
  }
}

Error refuse(const std::string& name, const std::string& value, const std::string& why) {
  return make_error(Errc::BadInput,
                    "camera setting " + name + " cannot be \"" + value + "\": " + why);
}

Result<void> set_number(::CameraWidget* widget, const std::string& name, const std::string& value) {
  float number = 0;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != value.data() + value.size())
    return refuse(name, value, "not a number");
  float low = 0;
  float high = 0;
  float step = 0;
  gp_widget_get_range(widget, &low, &high, &step);
  if (!(number >= low && number <= high))
    return refuse(name, value, "it goes from " + number_text(low) + " to " + number_text(high));
  gp_widget_set_value(widget, &number);
  return {};
}

Result<void> set_switch(::CameraWidget* widget, const std::string& name, const std::string& value) {
  const int number = value == "1" ? 1 : 0;
  if (value != "0" && value != "1") return refuse(name, value, "it is 0 or 1");
  gp_widget_set_value(widget, &number);
  return {};
}

Result<void> set_value(::CameraWidget* widget, const std::string& name, const std::string& value) {
  const auto type = type_of(widget);
  int is_read_only = 0;
  gp_widget_get_readonly(widget, &is_read_only);
  if (is_read_only != 0) return refuse(name, value, "the camera does not let it be changed");
  if (type == GP_WIDGET_RANGE) return set_number(widget, name, value);
  if (type == GP_WIDGET_TOGGLE) return set_switch(widget, name, value);
  if (has_choices(type)) {
    const auto choices = choices_of(widget);
    std::string listed;
    for (const auto& choice : choices) listed += (listed.empty() ? "" : ", ") + choice;
    if (std::find(choices.begin(), choices.end(), value) == choices.end())
      return refuse(name, value, "it is one of " + listed);
  } else if (type != GP_WIDGET_TEXT) {
    return refuse(name, value, "this kind of setting is not changed from here");
  }
  gp_widget_set_value(widget, value.c_str());
  return {};
}

}  // namespace

Result<CameraWidgetHandle> GphotoSession::widget(const std::string& name) {
  texts_->clear();
  ::CameraWidget* raw = nullptr;
  const int rc = gp_camera_get_single_config(camera_.get(), name.c_str(), &raw, context_.get());
  if (rc == GP_ERROR_BAD_PARAMETERS)
    return make_error(Errc::NotFound, "this camera has no setting " + name);
  if (rc < GP_OK) return failed(rc, "reading a camera setting");
  CameraWidgetHandle found(raw);
  // Canon's part of the driver answers an unknown name with a section of the menu instead of an
  // error.
  if (!is_leaf(type_of(raw)))
    return make_error(Errc::NotFound, "this camera has no setting " + name);
  return found;
}

std::optional<std::string> GphotoSession::text_of(const std::string& name) {
  const auto found = widget(name);
  if (!found) return std::nullopt;
  return value_text(found->get(), type_of(found->get()));
}

Result<std::vector<wire::Setting>> GphotoSession::settings() {
  texts_->clear();
  ::CameraWidget* raw = nullptr;
  if (const int rc = gp_camera_get_config(camera_.get(), &raw, context_.get()); rc < GP_OK)
    return failed(rc, "reading the camera's settings");
  const CameraWidgetHandle root(raw);
  std::vector<wire::Setting> settings;
  collect(root.get(), settings);
  return settings;
}

Result<void> GphotoSession::change_setting(const std::string& name, const std::string& value) {
  const auto found = widget(name);
  if (!found) return found.error();
  if (auto set = set_value(found->get(), name, value); !set) return set;
  if (const int rc =
          gp_camera_set_single_config(camera_.get(), name.c_str(), found->get(), context_.get());
      rc < GP_OK)
    return failed(rc, "changing a camera setting");
  return {};
}

Result<void> GphotoSession::fulfil(const SettingWish& wish) {
  for (const auto name : names_of_setting(wish.name)) {
    const std::string theirs(name);
    const auto found = widget(theirs);
    if (!found && found.error().code == Errc::NotFound) continue;
    if (!found) return found.error();
    const auto type = type_of(found->get());
    auto value = wish.value;
    if (has_choices(type)) value = choice_for(value, choices_of(found->get())).value_or(value);
    // Writing takes a body its time, and after a restart of the driver nothing has changed.
    if (value_text(found->get(), type) == value) return {};
    return change_setting(theirs, value);
  }
  return make_error(Errc::NotFound, "this camera has no such setting");
}

void GphotoSession::apply(const std::vector<std::string>& wishes) {
  for (const auto& text : wishes) {
    const auto wish = parse_setting_wish(text);
    const auto fulfilled =
        wish ? fulfil(*wish) : Result<void>(make_error(Errc::BadInput, "it has no ="));
    if (!fulfilled)
      facts_.warnings.push_back("the preset's " + text +
                                " is not set: " + fulfilled.error().context);
  }
}

void GphotoSession::choose_target(bool has_card_target) {
  // A camera without this setting has only one target.
  (void)change_setting("capturetarget", has_card_target ? "Memory card" : "Internal RAM");
}

void GphotoSession::read_facts() {
  facts_.model = text_of("cameramodel").value_or(chosen_model_);
  facts_.serial = text_of("serialnumber").value_or("");
  facts_.port = chosen_port_;
  const auto offset = clock_offset();
  facts_.has_clock = offset.has_value();
  facts_.clock_offset_ms = offset.value_or(std::chrono::milliseconds{0}).count();
}

}  // namespace booth
