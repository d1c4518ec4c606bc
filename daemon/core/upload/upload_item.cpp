#include "daemon/core/upload/upload_item.hpp"

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<UploadState, 5> kStates{
    {"waiting", "sending", "confirming", "synced", "parked"}};
constexpr EnumText<UploadClass, 4> kClasses{{"share_copy", "facts", "sheet", "original"}};

}  // namespace

std::string_view to_string(UploadState state) {
  return kStates.word(state);
}
std::optional<UploadState> upload_state_from(std::string_view text) {
  return kStates.value(text);
}
std::string_view to_string(UploadClass kind) {
  return kClasses.word(kind);
}
std::optional<UploadClass> upload_class_from(std::string_view text) {
  return kClasses.value(text);
}

}  // namespace booth
