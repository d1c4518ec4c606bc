#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/compose/stamp.hpp"
#include "daemon/core/layout/place_shots.hpp"
#include "daemon/core/result.hpp"

namespace booth::compose {

/// The fonts that a template may use: its own first, then the shared ones beside all templates,
/// then the machine's, which are there for scripts and emoji that the others lack.
///
/// Pango's font maps are not safe to share between threads: one object, one thread at a time.
class Fonts {
 public:
  /// @param folders  with .ttf and .otf files; missing ones are skipped
  /// @returns Internal when fontconfig cannot start at all
  static Result<Fonts> load(const std::vector<std::string>& folders);
  ~Fonts();
  Fonts(Fonts&&) noexcept;
  Fonts& operator=(Fonts&&) noexcept;

  /// True when the family in a description such as "EB Garamond Italic 12" is really there.
  bool has_family(const std::string& font) const;

  /// @returns an empty stamp when nothing shows
  Stamp draw(const TextLayer& layer, const std::string& text, const PiecePlacement& piece) const;

 private:
  struct Parts;
  explicit Fonts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace booth::compose
