#!/bin/bash
# A machine on which nothing was ever installed: a minimal Debian 12 in a folder, the last commit cloned into it, and
# there ./dev demo and ./dev test. Proves that ./dev names every package that is needed.
#
# usage: fresh_machine.sh [--keep] [WORD]...       words of ./dev; without any: demo, test
#   --keep   leave the folder for a look inside (chroot FOLDER); it is several gigabytes
#
# Needs root and debootstrap; takes half an hour on two cores. Packages come from where this machine's apt gets them.
# FRESH_CACHE names a folder in which downloaded packages and compiled objects stay from run to run.
set -euo pipefail
source_dir=$(dirname "$(readlink -f "$0")")/../..
source_dir=$(readlink -f "$source_dir")

skip() { echo "skipped: $*"; exit 77; }
[[ $EUID == 0 ]] || skip 'needs root'
command -v debootstrap >/dev/null || skip 'debootstrap is not installed'

# A mount and process namespace of our own: whatever happens, mounts and processes go away with it.
if [[ -z ${FRESH_INSIDE:-} ]]; then
  exec env FRESH_INSIDE=1 unshare --mount --pid --fork --kill-child "$(readlink -f "$0")" "$@"
fi

is_kept=no
if [[ ${1:-} == --keep ]]; then
  is_kept=yes
  shift
fi
words=("$@")
[[ ${#words[@]} -gt 0 ]] || words=(demo test)

# The machine's own Debian sources, one "URI SUITE COMPONENT" per line.
# shellcheck disable=SC2016  # the words in $() are apt's
sources=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
  grep ' bookworm[^ ]* main$' | sort -u)
mirror=$(awk '$2 == "bookworm" { print $1; exit }' <<<"$sources")
[[ -n $mirror ]] || skip 'the apt sources of this machine are not those of Debian 12'

root=$(mktemp -d "${TMPDIR:-/tmp}/booth-fresh-XXXXXX")
chmod 755 "$root"  # it becomes "/" for the machine's ordinary users, too
cleanup() {
  umount -R "$root/proc" "$root/dev" "$root/var/cache/apt/archives" "$root/root/.cache/ccache" 2>/dev/null || true
  if [[ $is_kept == yes ]]; then
    echo "kept: $root"
  elif ! grep -q " $root/" /proc/self/mounts; then  # never delete through a mount
    rm -rf --one-file-system "$root"
  fi
}
trap cleanup EXIT

step() { printf '\n=== %s (%s)\n' "$*" "$(date -u +%T)"; }

step 'minimal Debian 12'
cache=()
if [[ -n ${FRESH_CACHE:-} ]]; then
  mkdir -p "$FRESH_CACHE/debootstrap" "$FRESH_CACHE/apt/partial" "$FRESH_CACHE/ccache"
  cache=(--cache-dir="$(readlink -f "$FRESH_CACHE/debootstrap")")
fi
debootstrap --variant=minbase "${cache[@]}" bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
  tail -20 "$root.log"
  exit 1
}
rm -f "$root.log"
awk '{ print "deb", $1, $2, $3 }' <<<"$sources" >"$root/etc/apt/sources.list"
apt-config dump Acquire | grep -i proxy >"$root/etc/apt/apt.conf.d/90proxy" || true
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"

mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -m 1777 "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
if [[ -n ${FRESH_CACHE:-} ]]; then
  mkdir -p "$root/root/.cache/ccache"
  mount --bind "$FRESH_CACHE/apt" "$root/var/cache/apt/archives"
  mount --bind "$FRESH_CACHE/ccache" "$root/root/.cache/ccache"
fi

step 'clone of the last commit'
git -c safe.directory='*' clone -q --no-hardlinks "$source_dir" "$root/root/boothd"
for tool in sudo git python3 gcc cmake; do
  if [[ -x $root/usr/bin/$tool ]]; then echo "this machine is not fresh: it has $tool"; exit 1; fi
done

for word in "${words[@]}"; do
  step "./dev $word"
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin CI=true LANG=C.UTF-8 \
    chroot "$root" /bin/bash -c "cd /root/boothd && exec ./dev $word" </dev/null
done
step 'done'
