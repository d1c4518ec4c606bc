#include <algorithm>
#include <utility>

#include "daemon/runtime/device_holder.hpp"
#include "drivers/gphoto2/driver_links.hpp"
#include "drivers/gphoto2/gphoto_session.hpp"
#include "drivers/gphoto2/usb_device.hpp"

// Finding and opening a camera; what an open one can do is in gphoto_session.cpp.
namespace booth {
namespace {

constexpr const char* kAuto = "auto";

bool is_wanted(const std::string& value) {
  return !value.empty() && value != kAuto;
}

/// Calls from C: they must not throw.
void keep_context_error(GPContext*, const char* text, void* texts) {
  static_cast<GphotoTexts*>(texts)->add(text);
}
void keep_log_error(GPLogLevel, const char*, const char* text, void* texts) {
  static_cast<GphotoTexts*>(texts)->add(text);
}

Result<AbilitiesListHandle> load_abilities(GPContext* context) {
  ::CameraAbilitiesList* raw = nullptr;
  if (gp_abilities_list_new(&raw) < GP_OK)
    return make_error(Errc::Internal, "libgphoto2: no abilities list");
  AbilitiesListHandle abilities(raw);
  if (gp_abilities_list_load(raw, context) < GP_OK || gp_abilities_list_count(raw) <= 0)
    return make_error(Errc::Unsupported,
                      "libgphoto2 has no camera drivers: is libgphoto2-6 installed whole?");
  return abilities;
}

/// What is plugged in: model and USB port of each.
Result<std::vector<CameraPlace>> detect(AbilitiesListHandle& abilities, PortInfoListHandle& ports,
                                        GPContext* context) {
  ::CameraList* raw = nullptr;
  if (gp_list_new(&raw) < GP_OK) return make_error(Errc::Internal, "libgphoto2: no list");
  CameraListHandle list(raw);
  if (gp_abilities_list_detect(abilities.get(), ports.get(), raw, context) < GP_OK)
    return make_error(Errc::NoCamera, "looking for USB cameras failed");
  std::vector<CameraPlace> found;
  for (int i = 0; i < gp_list_count(raw); ++i) {
    const char* model = nullptr;
    const char* port = nullptr;
    if (gp_list_get_name(raw, i, &model) >= GP_OK && gp_list_get_value(raw, i, &port) >= GP_OK)
      found.push_back({model, port});
  }
  return found;
}

/// Where the wanted camera may be, the likeliest first.
Result<std::vector<CameraPlace>> find_places(const wire::Open& wanted,
                                             AbilitiesListHandle& abilities,
                                             PortInfoListHandle& ports, GPContext* context) {
  if (is_wanted(wanted.port)) {
    const char* generic =
        wanted.port.starts_with("ptpip:") ? "PTP/IP Camera" : "USB PTP Class Camera";
    return std::vector<CameraPlace>{
        {is_wanted(wanted.model) ? wanted.model : generic, wanted.port}};
  }
  auto places = detect(abilities, ports, context);
  if (!places) return places;
  const auto is_other = [&wanted](const CameraPlace& place) {
    return is_wanted(wanted.model) && place.model != wanted.model;
  };
  std::erase_if(*places, is_other);
  if (places->empty())
    return make_error(Errc::NoCamera,
                      "no " + (is_wanted(wanted.model) ? wanted.model : std::string("camera")) +
                          " is connected by USB");
  return places;
}

std::string who_holds(const std::string& node) {
  const auto search = find_device_holder(node);
  if (search.holder) return search.holder->text() + ", holds the camera";
  return search.has_seen_all ? "another program holds the camera"
                             : "another user's program holds the camera; `sudo boothctl doctor` "
                               "on the booth names it";
}

Error not_connected(const std::string& wanted, const std::string& there) {
  return make_error(Errc::NoCamera, "the camera with serial number " + wanted +
                                        " is not connected; there is one with " + there);
}

/// The body that shows the wanted serial number goes first, so that no other one is opened, which
/// somebody else may be about to use. Bodies that show none can only be asked by opening them.
void put_wanted_first(std::vector<CameraPlace>& places, const std::string& serial) {
  const auto shows_it = [&serial](const CameraPlace& place) {
    return is_same_serial(usb_serial(place.port), serial);
  };
  std::stable_partition(places.begin(), places.end(), shows_it);
}

}  // namespace

Result<GphotoSession> GphotoSession::open(const wire::Open& wanted) {
  const bool has_usual_port = !is_wanted(wanted.port) || wanted.port.starts_with("usb:") ||
                              wanted.port.starts_with("ptpip:");
  if (!has_usual_port) (void)use_all_drivers();
  auto opened = open_with_loaded_drivers(wanted);
  if (opened) return opened;
  // Few drivers are loaded first. What they do not know, one of the others may.
  const auto code = opened.error().code;
  const bool is_unknown = code == Errc::BadInput || code == Errc::Unsupported ||
                          (code == Errc::NoCamera && !is_wanted(wanted.port));
  if (is_unknown && use_all_drivers()) return open_with_loaded_drivers(wanted);
  return opened;
}

Result<GphotoSession> GphotoSession::open_with_loaded_drivers(const wire::Open& wanted) {
  GphotoSession finder;
  if (auto made = finder.make_context(); !made) return made.error();
  auto abilities = load_abilities(finder.context_.get());
  if (!abilities) return abilities.error();
  auto places = find_places(wanted, *abilities, finder.ports_, finder.context_.get());
  if (!places) return places.error();
  if (!wanted.serial.empty()) put_wanted_first(*places, wanted.serial);

  Error refusal;
  for (const auto& place : *places) {
    GphotoSession session;
    if (auto made = session.make_context(); !made) return made.error();
    if (auto connected = session.connect(place, *abilities, wanted.resets_usb); !connected) {
      const auto shown = usb_serial(place.port);
      if (wanted.serial.empty() || shown.empty()) {
        refusal = connected.error();
      } else if (is_same_serial(shown, wanted.serial)) {
        return connected.error();  // nobody else can be the one that is wanted
      } else {
        refusal = not_connected(wanted.serial, shown);
      }
      continue;
    }
    session.choose_target(wanted.has_card_target);
    session.read_facts();
    const auto& serial = session.facts_.serial;
    if (wanted.serial.empty() || is_same_serial(serial, wanted.serial)) {
      session.apply(wanted.settings);
      return session;
    }
    refusal = not_connected(wanted.serial, serial);
  }
  return refusal;
}

Result<void> GphotoSession::make_context() {
  texts_ = std::make_unique<GphotoTexts>();
  context_.reset(gp_context_new());
  if (!context_) return make_error(Errc::Internal, "libgphoto2: no context");
  gp_context_set_error_func(context_.get(), &keep_context_error, texts_.get());
  // No cancel function: it is never asked where the driver hangs, and where it is asked it loses
  // the shot.
  log_id_ = gp_log_add_func(GP_LOG_ERROR, &keep_log_error, texts_.get());

  ::GPPortInfoList* ports = nullptr;
  if (gp_port_info_list_new(&ports) < GP_OK)
    return make_error(Errc::Internal, "libgphoto2: no port list");
  ports_.reset(ports);
  if (const int rc = gp_port_info_list_load(ports); rc < GP_OK)
    return failed(rc, "loading port drivers");

  ::Camera* camera = nullptr;
  if (gp_camera_new(&camera) < GP_OK)
    return make_error(Errc::Internal, "libgphoto2: no camera object");
  camera_.reset(camera);
  return {};
}

Result<void> GphotoSession::connect(const CameraPlace& place, AbilitiesListHandle& abilities,
                                    bool resets_usb) {
  if (auto used = use_model(place.model, abilities); !used) return used;
  if (auto used = use_port(place.port); !used) return used;
  if (resets_usb)
    if (auto reset = reset_usb_port(); !reset) return reset;

  texts_->clear();
  // Otherwise the driver tells for two seconds what it read before: a clock would not go on.
  set_driver_option("cachetime", "0");
  if (const int rc = gp_camera_init(camera_.get(), context_.get()); rc < GP_OK) {
    auto error = failed(rc, "opening the camera");
    if (error.code == Errc::CameraClaimed) {
      error.context = who_holds(usb_device_path(chosen_port_));
    } else if (error.code == Errc::Io || error.code == Errc::Busy) {
      // An unspecified error while opening is, to everybody above, a camera that is not there.
      error.code = Errc::NoCamera;
    }
    return error;
  }
  is_open_ = true;
  return {};
}

Result<void> GphotoSession::use_model(const std::string& model, AbilitiesListHandle& abilities) {
  const int index = gp_abilities_list_lookup_model(abilities.get(), model.c_str());
  if (index < GP_OK)
    return make_error(Errc::BadInput, "libgphoto2 knows no camera model \"" + model + "\"");
  ::CameraAbilities found{};
  if (gp_abilities_list_get_abilities(abilities.get(), index, &found) < GP_OK ||
      gp_camera_set_abilities(camera_.get(), found) < GP_OK)
    return make_error(Errc::Internal, "libgphoto2 does not take its own camera model " + model);
  chosen_model_ = model;
  return {};
}

Result<void> GphotoSession::use_port(const std::string& path) {
  const int index = gp_port_info_list_lookup_path(ports_.get(), path.c_str());
  if (index < GP_OK) return make_error(Errc::NoCamera, "there is no port \"" + path + "\" now");
  ::GPPortInfo port{};
  if (gp_port_info_list_get_info(ports_.get(), index, &port) < GP_OK ||
      gp_camera_set_port_info(camera_.get(), port) < GP_OK)
    return make_error(Errc::BadInput, "libgphoto2 cannot use the port \"" + path + "\"");
  chosen_port_ = path;
  return {};
}

Result<void> GphotoSession::reset_usb_port() {
  if (!chosen_port_.starts_with("usb:")) return {};
  const int index = gp_port_info_list_lookup_path(ports_.get(), chosen_port_.c_str());
  ::GPPortInfo found{};
  ::GPPort* raw = nullptr;
  if (index < GP_OK || gp_port_info_list_get_info(ports_.get(), index, &found) < GP_OK ||
      gp_port_new(&raw) < GP_OK)
    return make_error(Errc::NoCamera, "there is no port \"" + chosen_port_ + "\" to reset");
  PortHandle port(raw);
  int rc = gp_port_set_info(raw, found);
  if (rc >= GP_OK) rc = gp_port_open(raw);
  if (rc >= GP_OK) rc = gp_port_reset(raw);
  // The reset itself may make the camera vanish and come back under another number; the next worker
  // finds it.
  if (rc < GP_OK) return failed(rc, "resetting the USB port");
  return {};
}

}  // namespace booth
