#include "daemon/compose/draw_text.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <strings.h>

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "daemon/compose/cairo_handles.hpp"
#include "daemon/compose/pango_handles.hpp"

namespace booth::compose {
namespace {

std::string upper_case(const std::string& text) {
  const std::unique_ptr<char, GFree> upper(
      g_utf8_strup(text.data(), static_cast<gssize>(text.size())));
  return upper.get();
}

/// Guests' names come from anywhere: Pango wants valid UTF-8, and fitting a whole novel would take
/// minutes.
std::string clean(const std::string& text) {
  constexpr std::size_t kMostBytes = 2000;
  const auto length = static_cast<gssize>(std::min(text.size(), kMostBytes));
  const std::unique_ptr<char, GFree> valid(g_utf8_make_valid(text.data(), length));
  return valid.get();
}

ContextHandle make_context(PangoFontMap* map) {
  ContextHandle context(pango_font_map_create_context(map));
  cairo_font_options_t* options = cairo_font_options_create();
  // At 300 dpi hinting only bends letters; without it the same text looks the same at every size.
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options);
  pango_cairo_context_set_resolution(context.get(), 72);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  cairo_font_options_destroy(options);
  return context;
}

/// Arabic and its kin join their letters; space between would tear words apart.
bool is_joined(const char* text) {
  for (const char* at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    const GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(at));
    if (script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_SYRIAC ||
        script == G_UNICODE_SCRIPT_MONGOLIAN || script == G_UNICODE_SCRIPT_DEVANAGARI)
      return true;
  }
  return false;
}

struct TextFrame {
  double width;  ///< pixels
  double height;
  double pixels_per_mm;
};

void set_size(PangoLayout* layout, const TextLayer& layer, double size_mm, const TextFrame& frame) {
  const FontDescriptionHandle font(pango_font_description_from_string(layer.font.c_str()));
  pango_font_description_set_absolute_size(font.get(), size_mm * frame.pixels_per_mm * PANGO_SCALE);
  pango_layout_set_font_description(layout, font.get());
  if (layer.letter_spacing_mm != 0 && !is_joined(pango_layout_get_text(layout))) {
    // Spacing shrinks together with the letters.
    const double spacing = layer.letter_spacing_mm * size_mm / layer.size_mm * frame.pixels_per_mm;
    const AttributesHandle attributes(pango_attr_list_new());
    pango_attr_list_insert(
        attributes.get(),
        pango_attr_letter_spacing_new(static_cast<int>(std::lround(spacing * PANGO_SCALE))));
    pango_layout_set_attributes(layout, attributes.get());
  }
}

bool fits(PangoLayout* layout, int lines, const TextFrame& frame) {
  PangoRectangle ink;
  PangoRectangle logical;
  pango_layout_get_extents(layout, &ink, &logical);
  const double width = static_cast<double>(logical.width) / PANGO_SCALE;
  const double ink_height = static_cast<double>(ink.height) / PANGO_SCALE;
  return width <= frame.width + 0.5 && ink_height <= frame.height + 0.5 &&
         pango_layout_get_line_count(layout) <= lines;
}

/// Largest size, in steps of three per cent, at which the text fits its box; below `smallest` it
/// ends in an ellipsis.
void fit_to_box(PangoLayout* layout, const TextLayer& layer, const TextFrame& frame) {
  const int width = static_cast<int>(frame.width * PANGO_SCALE);
  if (layer.lines > 1) {
    pango_layout_set_width(layout, width);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
  }
  for (double size = layer.size_mm; size >= layer.smallest_mm; size *= 0.97) {
    set_size(layout, layer, size, frame);
    if (fits(layout, layer.lines, frame)) return;
  }
  set_size(layout, layer, layer.smallest_mm, frame);
  pango_layout_set_width(layout, width);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height(layout, -layer.lines);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
}

LayoutHandle lay_out(PangoContext* context, const TextLayer& layer, const std::string& text,
                     const TextFrame& frame) {
  LayoutHandle layout(pango_layout_new(context));
  const std::string shown = layer.is_upper_case ? upper_case(clean(text)) : clean(text);
  pango_layout_set_text(layout.get(), shown.c_str(), -1);
  pango_layout_set_single_paragraph_mode(layout.get(), layer.lines == 1);
  pango_layout_set_auto_dir(layout.get(), TRUE);
  fit_to_box(layout.get(), layer, frame);
  // Centred text is centred per line; left and right mean the box's sides, whatever the script's
  // direction.
  PangoAlignment alignment = PANGO_ALIGN_CENTER;
  const bool is_right_to_left = pango_layout_get_direction(layout.get(), 0) == PANGO_DIRECTION_RTL;
  if (layer.anchor.x == 0) alignment = is_right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
  if (layer.anchor.x == 1) alignment = is_right_to_left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
  pango_layout_set_alignment(layout.get(), alignment);
  return layout;
}

bool shares_family(FcPattern* a, FcPattern* b) {
  FcChar8* name = nullptr;
  for (int i = 0; FcPatternGetString(a, FC_FAMILY, i, &name) == FcResultMatch; ++i) {
    FcChar8* other = nullptr;
    for (int j = 0; FcPatternGetString(b, FC_FAMILY, j, &other) == FcResultMatch; ++j)
      if (FcStrCmpIgnoreCase(name, other) == 0) return true;
  }
  return false;
}

/// Takes the machine's fonts out that are named like one of the template's: another version of the
/// same family, or another cut of it, would make the same template look different on another
/// machine.
void prefer_own_fonts(FcConfig* config) {
  const FcFontSet* own = FcConfigGetFonts(config, FcSetApplication);
  FcFontSet* machine = FcConfigGetFonts(config, FcSetSystem);
  if (!own || !machine) return;
  const auto is_replaced = [&](FcPattern* font) {
    return std::any_of(own->fonts, own->fonts + own->nfont,
                       [&](FcPattern* o) { return shares_family(o, font); });
  };
  FcPattern** const end = machine->fonts + machine->nfont;
  FcPattern** const kept = std::stable_partition(
      machine->fonts, end, [&](FcPattern* font) { return !is_replaced(font); });
  std::for_each(kept, end, FcPatternDestroy);
  machine->nfont = static_cast<int>(kept - machine->fonts);
}

}  // namespace

struct Fonts::Parts {
  // Destroyed in reverse: the map first, which holds a reference to the configuration.
  FontConfigHandle config;
  FontMapHandle map;
};

Fonts::Fonts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Fonts::~Fonts() = default;
Fonts::Fonts(Fonts&&) noexcept = default;
Fonts& Fonts::operator=(Fonts&&) noexcept = default;

Result<Fonts> Fonts::load(const std::vector<std::string>& folders) {
  auto parts = std::make_unique<Parts>();
  parts->config.reset(FcInitLoadConfigAndFonts());
  if (!parts->config)
    return make_error(Errc::Internal, "fontconfig could not start: is it installed?");
  for (const std::string& folder : folders)
    FcConfigAppFontAddDir(parts->config.get(), reinterpret_cast<const FcChar8*>(folder.c_str()));
  prefer_own_fonts(parts->config.get());
  parts->map.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  if (!parts->map) return make_error(Errc::Internal, "Pango has no FreeType fonts on this machine");
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(parts->map.get()), parts->config.get());
  return Fonts(std::move(parts));
}

bool Fonts::has_family(const std::string& font) const {
  const FontDescriptionHandle wanted(pango_font_description_from_string(font.c_str()));
  const char* name = pango_font_description_get_family(wanted.get());
  if (!name) return false;
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(parts_->map.get(), &families, &count);
  const std::unique_ptr<PangoFontFamily*, GFree> owned(families);
  return std::any_of(families, families + count, [&](PangoFontFamily* family) {
    return strcasecmp(pango_font_family_get_name(family), name) == 0;
  });
}

Stamp Fonts::draw(const TextLayer& layer, const std::string& text,
                  const PiecePlacement& piece) const {
  const PixelBox box = to_pixels(layer.box, piece);
  const TextFrame frame{static_cast<double>(box.width), static_cast<double>(box.height),
                        piece.pixels_per_mm};
  const ContextHandle context = make_context(parts_->map.get());
  const LayoutHandle layout = lay_out(context.get(), layer, text, frame);

  PangoRectangle ink;
  PangoRectangle logical;
  pango_layout_get_extents(layout.get(), &ink, &logical);
  const double width = static_cast<double>(logical.width) / PANGO_SCALE;
  const double height = static_cast<double>(logical.height) / PANGO_SCALE;
  const double x = (frame.width - width) * layer.anchor.x - frame.width / 2;
  double y = (frame.height - height) * layer.anchor.y - frame.height / 2;
  // The line's height differs from font to font; what is really drawn must stay in the box.
  const double ink_top = y + static_cast<double>(ink.y - logical.y) / PANGO_SCALE;
  const double ink_bottom = ink_top + static_cast<double>(ink.height) / PANGO_SCALE;
  y += std::max(0.0, -frame.height / 2 - ink_top) - std::max(0.0, ink_bottom - frame.height / 2);

  // Swashes reach out of the box by up to an em; a rotated box needs its turned size.
  const int margin = static_cast<int>(std::ceil(layer.size_mm * piece.pixels_per_mm));
  const PixelSize turned = turned_size({box.width, box.height}, layer.rotation_deg);
  Stamp stamp;
  stamp.pixels = cv::Mat::zeros(turned.height + 2 * margin, turned.width + 2 * margin, CV_8UC4);
  const double centre_x = box.x + box.width / 2.0;
  const double centre_y = box.y + box.height / 2.0;
  stamp.at = {static_cast<int>(std::floor(centre_x - stamp.pixels.cols / 2.0)),
              static_cast<int>(std::floor(centre_y - stamp.pixels.rows / 2.0))};
  {
    MatPainter painter(stamp.pixels);
    painter.set_colour(layer.colour);
    cairo_translate(painter.get(), centre_x - stamp.at.x, centre_y - stamp.at.y);
    cairo_rotate(painter.get(), layer.rotation_deg * std::numbers::pi / 180);
    cairo_translate(painter.get(), x - static_cast<double>(logical.x) / PANGO_SCALE,
                    y - static_cast<double>(logical.y) / PANGO_SCALE);
    pango_cairo_show_layout(painter.get(), layout.get());
  }
  return trimmed(std::move(stamp));
}

}  // namespace booth::compose
