#pragma once

#include <memory>

#include <fontconfig/fontconfig.h>
#include <glib-object.h>
#include <pango/pango.h>

namespace booth::compose {

struct GObjectUnref {
  void operator()(void* object) const noexcept { g_object_unref(object); }
};
using FontMapHandle = std::unique_ptr<PangoFontMap, GObjectUnref>;
using ContextHandle = std::unique_ptr<PangoContext, GObjectUnref>;
using LayoutHandle = std::unique_ptr<PangoLayout, GObjectUnref>;

struct FontDescriptionFree {
  void operator()(PangoFontDescription* font) const noexcept { pango_font_description_free(font); }
};
using FontDescriptionHandle = std::unique_ptr<PangoFontDescription, FontDescriptionFree>;

struct AttributesUnref {
  void operator()(PangoAttrList* list) const noexcept { pango_attr_list_unref(list); }
};
using AttributesHandle = std::unique_ptr<PangoAttrList, AttributesUnref>;

struct FontConfigDestroy {
  void operator()(FcConfig* config) const noexcept { FcConfigDestroy(config); }
};
using FontConfigHandle = std::unique_ptr<FcConfig, FontConfigDestroy>;

struct GFree {
  void operator()(void* memory) const noexcept { g_free(memory); }
};

}  // namespace booth::compose
