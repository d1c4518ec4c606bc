#!/bin/bash
# The same package under another version, to have something to upgrade to.
#
# usage: other_release.sh DEB VERSION FILE [SCRIPT]     SCRIPT: what its boothd does, for a release that is bad
set -euo pipefail
deb=$1 version=$2 file=$3 script=${4:-}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
dpkg-deb -R "$deb" "$tree"
sed -i "s/^Version: .*/Version: $version/" "$tree/DEBIAN/control"
echo "release $version" >"$tree/usr/lib/boothd/package/RELEASE"
if [[ -n $script ]]; then printf '%s\n' "$script" >"$tree/usr/lib/boothd/package/boothd"; fi
dpkg-deb --root-owner-group -Znone -b "$tree" "$file" >/dev/null
