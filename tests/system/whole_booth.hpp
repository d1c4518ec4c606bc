#pragma once

#include <string>

#include <boost/json.hpp>

#include "drivers/demo/demo_booth.hpp"

namespace booth::demo {

/// All parts on, the cloud connected, countdowns of a tenth of a second, the camera ready.
class WholeBooth {
 public:
  WholeBooth();
  ~WholeBooth();

  DemoBooth& parts() { return booth_; }
  void wait_for_camera() const;

  /// Presses the button. @returns the session's id
  std::string begin_session() const;
  /// What the API says about a session; nothing while the daemon is away.
  boost::json::object session(const std::string& id) const;
  std::string state_of(const std::string& id) const;
  std::size_t shots_of(const std::string& id) const;

  /// Checks that the session ends with four photos, one sheet, one print with proof, and every byte
  /// in the cloud.
  void check_everything_comes_out(const std::string& id) const;

 private:
  int times_started(const std::string& print_id) const;

  DemoBooth booth_;
};

}  // namespace booth::demo
