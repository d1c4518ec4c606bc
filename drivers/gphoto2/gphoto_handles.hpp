#pragma once

#include <memory>

#include <gphoto2/gphoto2.h>

namespace booth {

/// Every owner of a libgphoto2 object. The library's own names are kept.
struct CameraUnref {
  void operator()(::Camera* camera) const noexcept { gp_camera_unref(camera); }
};
struct CameraFileUnref {
  void operator()(::CameraFile* file) const noexcept { gp_file_unref(file); }
};
struct CameraWidgetUnref {
  void operator()(::CameraWidget* widget) const noexcept { gp_widget_unref(widget); }
};
struct CameraListUnref {
  void operator()(::CameraList* list) const noexcept { gp_list_unref(list); }
};
struct AbilitiesListFree {
  void operator()(::CameraAbilitiesList* list) const noexcept { gp_abilities_list_free(list); }
};
struct PortInfoListFree {
  void operator()(::GPPortInfoList* list) const noexcept { gp_port_info_list_free(list); }
};
struct PortFree {
  void operator()(::GPPort* port) const noexcept { gp_port_free(port); }
};
struct ContextUnref {
  void operator()(::GPContext* context) const noexcept { gp_context_unref(context); }
};

using CameraHandle = std::unique_ptr<::Camera, CameraUnref>;
using CameraFileHandle = std::unique_ptr<::CameraFile, CameraFileUnref>;
using CameraWidgetHandle = std::unique_ptr<::CameraWidget, CameraWidgetUnref>;
using CameraListHandle = std::unique_ptr<::CameraList, CameraListUnref>;
using AbilitiesListHandle = std::unique_ptr<::CameraAbilitiesList, AbilitiesListFree>;
using PortInfoListHandle = std::unique_ptr<::GPPortInfoList, PortInfoListFree>;
using PortHandle = std::unique_ptr<::GPPort, PortFree>;
using ContextHandle = std::unique_ptr<::GPContext, ContextUnref>;

}  // namespace booth
