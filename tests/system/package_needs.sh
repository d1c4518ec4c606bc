#!/bin/bash
# Debian's packages that ours depend on, one name per line.
#
# usage: package_needs.sh DEB...
set -euo pipefail
for deb in "$@"; do dpkg-deb -f "$deb" Depends; done | tr ',' '\n' | sed 's/(.*//; s/|.*//; s/ //g' | grep -v '^boothd' | sort -u
