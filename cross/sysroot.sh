#!/bin/bash
# Headers and libraries of Debian 12 for another processor, from Debian's packages; nothing of them is run.
#
# usage: sysroot.sh ARCHITECTURE FOLDER PACKAGE...
#
# The folder is kept until other packages are asked for; FOLDER/packages names every package with its version.
set -euo pipefail
architecture=$1
folder=$2
shift 2
case $architecture in
  arm64) triplet=aarch64-linux-gnu ;;
  armhf) triplet=arm-linux-gnueabihf ;;
  *) echo "sysroot.sh: no architecture '$architecture'; there are: arm64, armhf" >&2; exit 2 ;;
esac
[[ ! -f $folder/wanted || $(cat "$folder/wanted") != "$*" ]] || exit 0

rm -rf "$folder" "$folder.new"
mkdir -p "$(dirname "$folder")"
include=$(printf ',%s' libstdc++-12-dev libc6-dev "$@")
# shellcheck disable=SC2016  # $1 is the hook's
mmdebstrap --arch="$architecture" --variant=extract --include="${include#,}" \
  --extract-hook='ls "$1/var/cache/apt/archives" | grep "\.deb$" >"$1/packages"' bookworm "$folder.new" >"$folder.log" 2>&1 ||
  { tail -n 20 "$folder.log" >&2; exit 1; }
# Links to / would lead out of the sysroot.
find "$folder.new" -lname '/*' -print0 | while IFS= read -r -d '' link; do
  ln -sfnr "$folder.new$(readlink "$link")" "$link"
done
# What Debian's alternatives would have linked when the packages are configured.
for library in blas lapack; do
  ln -sfn "$library/lib$library.so.3" "$folder.new/usr/lib/$triplet/lib$library.so.3"
done
echo "$*" >"$folder.new/wanted"
mv "$folder.new" "$folder"
