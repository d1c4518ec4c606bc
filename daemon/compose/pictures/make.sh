#!/bin/sh
# Draws templates.jpg and strip-cut.jpg anew after a template was changed: make.sh TRY_RENDER. Look at them before committing!
# Debian packages: graphicsmagick
set -eu
here=$(cd "$(dirname "$0")" && pwd)
templates=$here/../templates
program=$(readlink -f "$1")
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for template in "$templates"/*/template.toml; do
  folder=$(dirname "$template")
  name=$(basename "$folder")
  slots=$(grep '^slot = ' "$template" | sort -u | wc -l)
  photos=$(find "$templates/samples" -name 'guests-*.jpg' | sort | head -n "$slots")
  # shellcheck disable=SC2086  # the names have no blanks
  "$program" "$folder" "$made/$name.jpg" $photos
  gm convert "$made/$name.share.jpg" -resize 376x376 -bordercolor '#cfcbc4' -border 1 \
    -background '#eceae6' -gravity center -extent 400x400 "$made/$name.png"
done
cd "$made"
gm convert classic-4x6.png duo-4x6.png gallery-5x7.png +append top.png
gm convert grand-6x8.png square-6x6.png strip-2x6.png +append bottom.png
gm convert top.png bottom.png -append -strip -quality 86 "$here/templates.jpg"

# The printed sheet with the cut that the printer makes, in its exact middle.
gm convert "$made/strip-2x6.jpg" -resize 640x952! -fill none -stroke white -draw 'stroke-dasharray 8 6 line 320,0 320,952' \
  -strip -quality 86 "$here/strip-cut.jpg"
