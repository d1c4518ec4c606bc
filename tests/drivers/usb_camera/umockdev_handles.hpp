#pragma once

#include <memory>

#include <umockdev.h>

namespace booth::virtual_camera {

struct ObjectUnref {
  void operator()(gpointer object) const noexcept { g_object_unref(object); }
};
struct IoctlDataUnref {
  void operator()(::UMockdevIoctlData* data) const noexcept { umockdev_ioctl_data_unref(data); }
};
struct ErrorFree {
  void operator()(::GError* error) const noexcept { g_error_free(error); }
};
struct TextFree {
  void operator()(gchar* text) const noexcept { g_free(text); }
};

using TestbedHandle = std::unique_ptr<::UMockdevTestbed, ObjectUnref>;
using IoctlBaseHandle = std::unique_ptr<::UMockdevIoctlBase, ObjectUnref>;
using IoctlClientHandle = std::unique_ptr<::UMockdevIoctlClient, ObjectUnref>;
using IoctlDataHandle = std::unique_ptr<::UMockdevIoctlData, IoctlDataUnref>;
using ErrorHandle = std::unique_ptr<::GError, ErrorFree>;
using TextHandle = std::unique_ptr<gchar, TextFree>;

}  // namespace booth::virtual_camera
