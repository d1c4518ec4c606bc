#!/bin/sh
# Writes the golden pictures anew after a template was changed on purpose: make.sh TRY_RENDER. Look at each before committing!
# Debian packages: graphicsmagick
set -eu
here=$(cd "$(dirname "$0")" && pwd)
templates=$here/../../../daemon/compose/templates
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for template in "$templates"/*/template.toml; do
  folder=$(dirname "$template")
  name=$(basename "$folder")
  slots=$(grep '^slot = ' "$template" | sort -u | wc -l)
  photos=$(find "$templates/samples" -name 'guests-*.jpg' | sort | head -n "$slots")
  # shellcheck disable=SC2086  # the names have no blanks
  "$1" "$folder" "$made/$name.jpg" $photos
  gm convert "$made/$name.share.jpg" -filter Box -resize 960x960 -sampling-factor 1x1 -quality 90 "$here/$name.jpg"
done
