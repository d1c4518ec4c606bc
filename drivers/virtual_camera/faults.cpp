#include "drivers/virtual_camera/faults.hpp"

namespace booth::virtual_camera {

std::optional<OperationFault> strike(std::vector<OperationFault>& faults, std::uint16_t operation) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    OperationFault& fault = faults[i];
    if (fault.operation != 0 && fault.operation != operation) continue;
    if (use_one(fault.skip)) continue;
    OperationFault struck = fault;
    if (fault.times > 0) --fault.times;
    if (fault.times == 0) faults.erase(faults.begin() + static_cast<std::ptrdiff_t>(i));
    return struck;
  }
  return std::nullopt;
}

}  // namespace booth::virtual_camera
