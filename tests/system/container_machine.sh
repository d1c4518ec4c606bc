# shellcheck shell=bash
# The machine of installed_booth.sh as a container: a minimal Debian 12 with a real systemd, in a second.
# Sourced; needs root, debootstrap and systemd-container. FRESH_CACHE keeps downloads.

for tool in debootstrap systemd-nspawn unshare; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done
# A mount and process namespace of our own: whatever happens, mounts and processes go away with it.
if [[ -z ${INSTALLED_INSIDE:-} ]]; then
  exec env INSTALLED_INSIDE=1 unshare --mount --pid --fork --kill-child --mount-proc "$(readlink -f "$0")" "$@"
fi
container=''
# shellcheck disable=SC2034  # installed_booth.sh cuts as late as that
upgrade_seconds=4  # what an upgrade takes at most

# make_machine FOLDER PACKAGE...: its files are FOLDER's "root"; FOLDER's "packages" are /packages in it.
make_machine() {
  root=$1/root
  : "${log:?a file for what programs say}"
  shift
  # shellcheck disable=SC2016  # the words in $() are apt's
  mapfile -t mirrors < <(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 == "bookworm" { print $1 }')
  [[ -n ${mirrors[0]:-} ]] || skip 'the apt sources of this machine are not those of Debian 12'
  local cache=()
  if [[ -n ${FRESH_CACHE:-} ]]; then
    mkdir -p "$FRESH_CACHE/debootstrap"
    cache=(--cache-dir="$(readlink -f "$FRESH_CACHE/debootstrap")")
  fi
  mkdir "$root"
  chmod 755 "$root"
  debootstrap --variant=minbase --include=systemd-sysv,dbus,udev,libpam-systemd "${cache[@]}" bookworm "$root" "${mirrors[0]}" \
    >"$log" 2>&1 || fail 'debootstrap'
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  cp /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || true
  cp -r /etc/apt/sources.list.d "$root/etc/apt/" 2>/dev/null || true
  apt-config dump Acquire | grep -i proxy >"$root/etc/apt/apt.conf.d/90proxy" || true
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  chroot "$root" apt-get -q update >"$log" 2>&1 || fail 'apt-get update'
  chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" >"$log" 2>&1 ||
    fail 'apt-get install'
  rm "$root/usr/sbin/policy-rc.d"
  mv "${root%/root}/packages" "$root/packages"
}

boot() {
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn -q -D "$root" --register=no --keep-unit --console=pipe \
    --private-network --kill-signal=SIGKILL -b </dev/null >"$log" 2>&1 &
  nspawn=$!
  local tries
  for tries in $(seq 600); do
    container=$(pgrep -P $nspawn 2>/dev/null | head -1 || true)
    if [[ -n $container ]] && inside systemctl is-system-running --wait >/dev/null 2>&1; then return; fi
    # "degraded" is running, too: some unit of the distribution dislikes containers.
    if [[ -n $container ]] && [[ $(inside systemctl is-system-running 2>/dev/null) == degraded ]]; then return; fi
    kill -0 $nspawn 2>/dev/null || break
    sleep 0.1
  done
  fail "the machine does not boot ($tries tries)"
}

inside() {
  nsenter -t "$container" -m -u -i -n -p -C env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_PAGER=cat \
    DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 "$@"
}

put() { cat >"$root$1"; }  # put FILE: its text is on stdin

pull_the_plug() {
  [[ -z $container ]] || kill -9 "$container" 2>/dev/null || true
  [[ -z ${nspawn:-} ]] || wait "$nspawn" 2>/dev/null || true
  container=''
}
