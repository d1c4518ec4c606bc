#!/bin/bash
# Makes the virtual booth PC's disk where it is not there yet, and pulls its plug: ./dev test powercut.
#
# usage: run.sh PACKAGES FOLDER [OPTION]...     PACKAGES: where ./dev package left them; FOLDER: keeps the disk;
#                                               the options are power_cuts.py's
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
packages=$1
folder=$2
shift 2
[[ $EUID == 0 ]] || { echo 'skipped: needs root, to put Debian together'; exit 77; }

mapfile -t needs < <("$here/../../system/package_needs.sh" "$packages"/boothd_*_amd64.deb "$packages"/boothd-demo_*_amd64.deb)
echo "Debian in a virtual machine ($folder.log)" >&2
mkdir -p "$(dirname "$folder")"
"$here/image.sh" "$folder" "${needs[@]}" 2>"$folder.log" || { cat "$folder.log" >&2; exit 1; }
exec "$here/power_cuts.py" "$packages" "$folder" "$@"
