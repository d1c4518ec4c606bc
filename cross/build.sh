#!/bin/bash
# Packages for another processor, built on a PC, and tried on an emulated board. `./dev cross` calls it.
#
# usage: build.sh ARCH [update]     ARCH: arm64, armhf
#   update   with the versions of Debian's packages that there are today; they are written to cross/ARCH.packages
#
# Needs root. Two systems are made in build/cross/ARCH, and kept: `builder`, a PC's Debian 12 with the cross compiler and
# the other processor's libraries beside its own; `board`, a Debian 12 of the other processor with what the packages need.
set -euo pipefail
project=$(readlink -f "$(dirname "$(readlink -f "$0")")/..")
fail() { echo "cross: $*" >&2; exit 1; }
say() { printf '\n\033[1m==> %s\033[0m (%s)\n' "$*" "$(date +%T)" >&2; }

arch=${1:-}
case $arch in
  arm64) processor=aarch64 ;;
  armhf) processor=arm ;;
  *) fail 'which processor? arm64 or armhf' ;;
esac
is_update=no
case ${2:-} in
  '') ;;
  update) is_update=yes ;;
  *) fail "no word '$2'; there is: update" ;;
esac
[[ $EUID == 0 ]] || fail 'needs root, for systems of its own (chroot)'
[[ $(dpkg --print-architecture) == amd64 ]] || fail 'builds on amd64; on the board itself ./dev package does'

# Mounts and processes of our own: whatever happens, they go away with us.
if [[ -z ${CROSS_INSIDE:-} ]]; then
  exec env CROSS_INSIDE=1 unshare --mount --pid --fork --kill-child --mount-proc "$(readlink -f "$0")" "$@"
fi

out=$project/build/cross/$arch
pinned=$project/cross/$arch.packages
[[ $is_update == no ]] || touch "$pinned"  # the first time there is none

# --- what is installed ------------------------------------------------------------------------------
tools=(cmake ninja-build pkg-config ccache "crossbuild-essential-$arch" debhelper fakeroot help2man po-debconf qemu-user-static
  libtomlplusplus-dev libcli11-dev doctest-dev)
libraries=(libboost1.81-dev libssl-dev libsystemd-dev libgphoto2-dev libcups2-dev libopencv-core-dev libopencv-imgproc-dev
  libsqlite3-dev libcurl4-openssl-dev libturbojpeg0-dev libpng-dev zlib1g-dev liblcms2-dev libpango1.0-dev libqrencode-dev
  libudev-dev libumockdev-dev)
# What the packages recommend, and the tests ask for.
board_packages=(cups-daemon cups-client cups-ipp-utils printer-driver-gutenprint fonts-dejavu-core fonts-noto-color-emoji
  liblcms2-utils libgs-common libumockdev0 python3-minimal gphoto2)
tests=(core_tests runtime_tests store_tests store_contract_tests store_crash_tests compose_tests guard_tests)

# Without the security updates: the archive forgets their versions with every further one, those of a point release stay.
# shellcheck disable=SC2016  # the words in $() are apt's
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 == "bookworm" && !n++ { print $1 }'
}
# shellcheck disable=SC2016  # the words in ${} are dpkg's
installed() { dpkg-query --admindir="$1/var/lib/dpkg" -W -f='${Package}:${Architecture} ${Version}\n' | LC_ALL=C sort; }
made_of() { echo "$@"; sha256sum <"$pinned"; }

# make_system NAME ARCHITECTURES PACKAGE...: made anew when other packages are asked for, or other versions.
make_system() {
  local system=$out/$1
  shift
  [[ $is_update == yes || $(cat "$system.made-of" 2>/dev/null) != "$(made_of "$@")" ]] || return 0
  say "a Debian 12 for $1 (build/cross/$arch/${system##*/}.log)"
  rm -rf --one-file-system "$system" "$system.made-of"
  local mirror pins=$out/pins include=${*:2}
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || fail 'the apt sources of this machine are not those of Debian 12'
  sed 's/:all / /; s/\(.*\) \(.*\)/Package: \1\nPin: version \2\nPin-Priority: 1001\n/' "$pinned" >"$pins"
  [[ $is_update == no ]] || : >"$pins"
  # shellcheck disable=SC2016  # $1 is the hook's
  mmdebstrap --mode=root --variant=minbase --skip=check/qemu --architectures="$1" --include="${include// /,}" \
    --aptopt='Apt::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --setup-hook="install -D -m 644 '$pins' \"\$1/etc/apt/preferences.d/pinned\"" bookworm "$system" "$mirror" >"$system.log" 2>&1 ||
    { tail -n 20 "$system.log" >&2; fail "no such system; see build/cross/$arch/${system##*/}.log"; }
  [[ $is_update == yes ]] || check_versions "$system"
  made_of "$@" >"$system.made-of"
}

check_versions() {
  local others
  others=$(LC_ALL=C comm -23 <(installed "$1") "$pinned")
  [[ -z $others ]] || fail "Debian does not offer these versions any more; today it has
$others
To take today's: ./dev cross $arch update, and commit cross/$arch.packages when all is well"
}

# --- how programs run there -------------------------------------------------------------------------
# The kernel gives programs of the other processor to the emulator, for as long as this runs; where systemd arranged that
# when Debian's qemu-user-static was installed, nothing is changed.
start_emulator() {
  local registry=/proc/sys/fs/binfmt_misc name=qemu-$processor
  mountpoint -q $registry || mount -t binfmt_misc binfmt_misc $registry || fail 'this kernel has no binfmt_misc'
  [[ ! -e $registry/$name ]] || return 0
  cat /usr/lib/binfmt.d/$name.conf >$registry/register || fail "the kernel does not take $name"
  trap 'echo -1 >/proc/sys/fs/binfmt_misc/qemu-$processor' EXIT
}

mount_into() {
  mountpoint -q "$1/boothd" && return
  mount -t proc proc "$1/proc"
  mount -t tmpfs -o mode=755 tmpfs "$1/dev"
  mount -t tmpfs tmpfs "$1/tmp"
  local device
  for device in null zero full random urandom tty; do
    touch "$1/dev/$device"
    mount --bind "/dev/$device" "$1/dev/$device"
  done
  mkdir -m 1777 "$1/dev/shm"
  ln -s /proc/self/fd "$1/dev/fd"
  mkdir -p "$1/boothd" "$1/ccache"
  mount --bind "$out/boothd" "$1/boothd"
  mount --bind "${CCACHE_DIR:-$HOME/.cache/ccache}" "$1/ccache"
}

# on SYSTEM SCRIPT
on() {
  mount_into "$out/$1"
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive CCACHE_DIR=/ccache \
    BOOTH_TEST_PATIENCE=10 chroot "$out/$1" /bin/bash -euc "cd /boothd; $2" </dev/null
}

# --- the steps --------------------------------------------------------------------------------------
# The sources as they are in the work tree, and nothing of the last time but what was compiled.
copy_sources() {
  mkdir -p "$out/boothd" "${CCACHE_DIR:-$HOME/.cache/ccache}"
  find "$out/boothd" -mindepth 1 -maxdepth 1 ! -name obj -exec rm -rf {} +
  (cd "$project" && git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
    rsync -a --ignore-missing-args --from0 --files-from=- ./ "$out/boothd/")
}

make_packages() {
  say "packages of $arch (build/cross/$arch/package.log)"
  on builder "ln -sfn systemd/debian debian
    rm -f ../boothd*_$arch.*
    DEB_BUILD_OPTIONS='nocheck parallel=$(nproc)' DEB_BUILD_PROFILES='cross nocheck' \
      dpkg-buildpackage --host-arch=$arch --build=binary --no-sign --no-pre-clean --no-check-builddeps" >"$out/package.log" 2>&1 ||
    { tail -n 30 "$out/package.log" >&2; fail 'the packages did not build'; }
  rm -f "$out"/boothd*_"$arch".*
  mv "$out"/builder/boothd*_"$arch".* "$out/"
  lintian --fail-on error,warning --allow-root "$out"/boothd_*_"$arch".changes >&2
  ls -l "$out"/*.deb
}

make_board() {
  local deb depends
  depends=$(for deb in "$out"/boothd{,-demo}_*_"$arch".deb; do dpkg-deb -f "$deb" Depends; done | tr ',' '\n' |
    sed 's/(.*//; s/|.*//; s/ //g' | grep -v '^boothd' | sort -u)
  # shellcheck disable=SC2086  # one word per package
  make_system board "$arch" $depends "${board_packages[@]}"
}

pin_versions() {
  { installed "$out/builder"; installed "$out/board"; } | LC_ALL=C sort -u >"$pinned"
  local system wanted
  for system in builder board; do
    read -r wanted <"$out/$system.made-of"
    made_of "$wanted" >"$out/$system.made-of"
  done
}

run_tests() {
  say "building the tests for $arch (build/cross/$arch/tests.log)"
  # The very objects that are in the packages.
  on builder "cmake -DBOOTH_TESTS=ON obj && ninja -C obj -j $(nproc) ${tests[*]}" >"$out/tests.log" 2>&1 ||
    { tail -n 30 "$out/tests.log" >&2; fail 'the tests do not build'; }
  say 'testing on the board'
  local name failed=()
  for name in "${tests[@]}"; do
    on board "cd /tmp && exec /boothd/obj/tests/$name --no-intro" >"$out/$name.log" 2>&1 || failed+=("$name")
    printf '%-22s%s\n' "$name" "$(grep 'test cases:' "$out/$name.log" || echo 'did not come to its end')"
  done
  [[ ${#failed[@]} == 0 ]] || fail "these failed, see build/cross/$arch/NAME.log: ${failed[*]}"
}

run_demo() {
  say 'installing the packages on the board'
  mkdir -p "$out/board/root/packages"
  cp "$out"/boothd{,-demo}_*_"$arch".deb "$out/board/root/packages/"
  on board 'dpkg -i /root/packages/*.deb && boothd --version && boothctl --version' >"$out/install.log" 2>&1 ||
    { cat "$out/install.log" >&2; fail 'the packages cannot be installed'; }
  local printer
  for printer in dyesub ipp; do
    say "a whole session, printer $printer"
    on board "booth-demo --printer $printer --patience 8 --output /tmp/demo" || fail "the demo failed, printer $printer"
  done
}

[[ -s $pinned || $is_update == yes ]] || fail "no versions are pinned for $arch yet: ./dev cross $arch update"
copy_sources
start_emulator
make_system builder "amd64,$arch" "${tools[@]}" "${libraries[@]/%/:$arch}"
make_packages
make_board
[[ $is_update == no ]] || pin_versions
run_tests
run_demo
