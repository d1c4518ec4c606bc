#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace booth {

/// A rectangle on the trimmed paper. Unit millimetres, origin at its top left corner as one looks
/// at the sheet, y down. May reach over the paper's edge: into the bleed.
struct BoxMm {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  bool operator==(const BoxMm&) const = default;
};

/// sRGB, straight alpha.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  std::uint8_t alpha = 255;
  bool operator==(const Colour&) const = default;
};

/// Which part survives when a photo or a text does not fit its box: 0 keeps the left or top, 1 the
/// right or bottom.
struct Anchor {
  double x = 0.5;
  double y = 0.5;
  bool operator==(const Anchor&) const = default;
};

struct Border {
  double width_mm = 0;  ///< drawn around the photo, outside its box
  Colour colour{255, 255, 255, 255};
};

struct Shadow {
  double dx_mm = 0;
  double dy_mm = 0;
  double blur_mm = 0;  ///< distance over which the edge fades
  Colour colour{0, 0, 0, 0};
};

/// Where one photo goes. The photo fills the box; what does not fit is cropped.
struct PhotoLayer {
  int slot = 1;             ///< 1 for the first photo; two layers may show the same one
  BoxMm box;                ///< before rotation, which turns about the box's centre
  double rotation_deg = 0;  ///< clockwise
  Anchor anchor;
  double corner_radius_mm = 0;
  Border border;
  Shadow shadow;
  bool is_mirrored = false;
  std::string look;  ///< empty: as the event or the guest wants it
};

/// A PNG of the template's folder: background, overlay, logo.
struct PictureLayer {
  std::string file;  ///< relative to the template's folder; may be a placeholder such as "{logo}"
  BoxMm box;
  enum class Fit { Stretch, Contain, Cover } fit = Fit::Stretch;
  double opacity = 1;
};

struct ShapeLayer {
  BoxMm box;
  Colour fill{0, 0, 0, 0};
  double corner_radius_mm = 0;
  double line_mm = 0;  ///< an outline inside the box; 0 = none
  Colour line_colour;
};

struct TextLayer {
  std::string text;  ///< with placeholders: {event} {date} {time} {session} {share_url}
  BoxMm box;
  std::string font = "EB Garamond";  ///< family and style as Pango names them: "EB Garamond Italic"
  double size_mm = 5;                ///< of the em square; made smaller until the text fits its box
  double smallest_mm = 1.5;          ///< never smaller than this; the rest ends in an ellipsis
  Colour colour;
  Anchor anchor;            ///< position in the box: x 0 left, 0.5 centre, 1 right
  double rotation_deg = 0;  ///< clockwise about the box's centre
  double letter_spacing_mm = 0;
  bool is_upper_case = false;
  int lines = 1;  ///< at most so many; more than one wraps at words
};

struct QrLayer {
  std::string text = "{share_url}";
  BoxMm box;  ///< quiet zone included
  Colour dark;
  Colour light{255, 255, 255, 255};
};

struct Layer {
  std::variant<PhotoLayer, PictureLayer, ShapeLayer, TextLayer, QrLayer> what;
  std::string only_with;  ///< name of a text; the layer is left out when that text is empty
  int line = 0;           ///< of template.toml, for messages
  std::string file;       ///< "template.toml" or what it includes
};

enum class Orientation { Portrait, Landscape };

/// A medium as the guest holds it, after all cuts.
struct Medium {
  std::string name;     ///< "4x6"; what TemplateSummary and PrintFormat call it
  double width_mm = 0;  ///< portrait; of one piece
  double height_mm = 0;
  int pieces = 1;  ///< cut out of one sheet, side by side in portrait: 2 for strips
};

/// How sheets of one kind look. Geometry and words only; pictures and fonts stay in their files.
struct SheetTemplate {
  std::string title;
  Medium medium;
  Orientation orientation = Orientation::Portrait;
  double safe_mm = 4;  ///< nothing that matters stands closer to the cut
  Colour paper{255, 255, 255, 255};
  Colour placeholder{216, 212, 206, 255};  ///< fills a slot whose photo is missing or damaged
  std::string look;                        ///< for every photo that has none of its own
  std::string
      backdrop;  ///< a picture of the folder that takes the place of a green screen; empty: none
  std::vector<Layer> layers;  ///< first is drawn first
};

/// Photos the template wants: the highest slot number.
int slot_count(const SheetTemplate& sheet);

/// Width and height of one piece as one looks at it, in millimetres; x and y are 0.
BoxMm paper_box(const SheetTemplate& sheet);

/// The paper and the bleed around it that every known printer stays within: what backgrounds must
/// cover.
BoxMm bleed_box(const SheetTemplate& sheet);

/// The box that the layer draws in, before rotation.
const BoxMm& box_of(const Layer& layer);

/// @returns nullopt for a medium that no template can be made for
std::optional<Medium> find_medium(const std::string& name);

/// All media, for messages: "2x6x2, 4x6, ...".
std::string known_media();

}  // namespace booth
