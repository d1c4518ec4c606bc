#include "tests/drivers/usb_camera/usb_camera.hpp"

#include <stdexcept>

#include <boost/asio/post.hpp>

namespace booth::virtual_camera {
namespace {

UsbIdentity identity_of(const CameraSettings& settings) {
  if (settings.profile == ProfileName::Eos)
    return {"04a9", "3294", "Canon Inc.", "Canon Digital Camera", settings.serial};
  return {"04b0", "0440", "NIKON", "NIKON DSC D7500", settings.serial};
}

}  // namespace

UsbCamera::UsbCamera(boost::asio::io_context& loop, UsbBus& bus, int& next_device,
                     const CameraSettings& settings, PhotoSource& source, int socket)
    : loop_(loop),
      bus_(bus),
      next_device_(next_device),
      identity_(identity_of(settings)),
      socket_(socket),
      engine_(settings, source),
      function_(loop.get_executor(), engine_,
                {.has_answer = [this] { nodes_.back()->pump(); },
                 .has_fallen_off = [this] { fall_off(); }}) {}

void UsbCamera::plug() {
  if (is_plugged_) throw std::invalid_argument("the camera is plugged in already");
  device_ = next_device_++;
  const auto count_programs = [this, device = device_] { return bus_.programs_at(device); };
  nodes_.push_back(std::make_unique<UsbfsNode>(loop_.get_executor(), function_, count_programs));
  bus_.plug(identity_, socket_, device_, nodes_.back()->base());
  is_plugged_ = true;
}

void UsbCamera::unplug() {
  if (!is_plugged_) throw std::invalid_argument("the camera is not plugged in");
  is_plugged_ = false;
  bus_.unplug(socket_);
  nodes_.back()->vanish();
  function_.forget_client();
}

void UsbCamera::fall_off() {
  // Not from within: whoever noticed is still at work with the node.
  boost::asio::post(loop_, [this] {
    if (!is_plugged_) return;
    unplug();
    plug();
  });
}

boost::json::object UsbCamera::describe() const {
  UsbfsNode::Counts sum;
  for (const auto& node : nodes_) {
    sum.claims += node->counts().claims;
    sum.refused_claims += node->counts().refused_claims;
    sum.resets += node->counts().resets;
  }
  boost::json::object answer;
  answer["plugged"] = is_plugged_;
  answer["device"] = device_;
  answer["claims"] = sum.claims;
  answer["refused_claims"] = sum.refused_claims;
  answer["resets"] = sum.resets;
  return answer;
}

Cable UsbCamera::cable() {
  Cable cable;
  cable.drop_client = [this] { fall_off(); };
  const auto also = [&cable](const char* name, const std::function<void()>& act) {
    cable.more[name] = [act] {
      act();
      return boost::json::object();
    };
  };
  also("plug", [this] { plug(); });
  also("unplug", [this] { unplug(); });
  also("hang_until_reset", [this] { nodes_.back()->hang(true); });
  cable.more["usb"] = [this] { return describe(); };
  return cable;
}

}  // namespace booth::virtual_camera
