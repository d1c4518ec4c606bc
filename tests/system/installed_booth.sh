#!/bin/bash
# A booth PC from the packages: a minimal Debian 12 with a real systemd in a container, where the packages are installed, a
# session is shot and printed, the plug is pulled in the middle of upgrades, a bad release is named and taken back, and at
# the end all is removed and purged.
#
# usage: installed_booth.sh FOLDER [CUTS]     FOLDER: where ./dev package left the packages; CUTS: power cuts (default 6)
#
# Needs root, debootstrap, systemd-container and dpkg-deb; without them it is skipped. FRESH_CACHE keeps downloads.
set -euo pipefail
skip() { echo "skipped: $*"; exit 77; }
fail() { echo "FAILED: $*" >&2; [[ ! -s ${root:-/nowhere}.log ]] || tail -n 25 "$root.log" >&2; exit 1; }
[[ $EUID == 0 ]] || skip 'needs root'
for tool in debootstrap systemd-nspawn dpkg-deb unshare; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done
if [[ -z ${INSTALLED_INSIDE:-} ]]; then
  exec env INSTALLED_INSIDE=1 unshare --mount --pid --fork --kill-child --mount-proc "$(readlink -f "$0")" "$@"
fi

packages=$(readlink -f "${1:?the folder of the packages}")
cuts=${2:-6}
boothd_deb=$(ls "$packages"/boothd_*.deb)
demo_deb=$(ls "$packages"/boothd-demo_*.deb)
root=$(mktemp -d "${TMPDIR:-/tmp}/booth-installed-XXXXXX")
chmod 755 "$root"
container=''
cleanup() {
  [[ -z $container ]] || kill -9 "$container" 2>/dev/null || true
  rm -rf --one-file-system "$root" "$root.log" 2>/dev/null || true
}
trap cleanup EXIT
step() { printf '\n=== %s (%s)\n' "$*" "$(date -u +%T)"; }

# --- the machine ------------------------------------------------------------------------------------
boot() {
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn -q -D "$root" --register=no --keep-unit --console=pipe \
    --private-network --kill-signal=SIGKILL -b </dev/null >"$root.log" 2>&1 &
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
pull_the_plug() {
  kill -9 "$container"
  wait $nspawn 2>/dev/null || true
  container=''
}
# until_true SECONDS COMMAND...: asks again until it is true.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}
booth_is_ready() { inside systemctl is-active --quiet boothd && inside boothctl status; }
running_release() { inside readlink /usr/lib/boothd/current | sed 's|releases/||'; }

step 'a minimal Debian 12 with systemd and CUPS'
# shellcheck disable=SC2016  # the words in $() are apt's
mapfile -t mirrors < <(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 == "bookworm" { print $1 }')
[[ -n ${mirrors[0]:-} ]] || skip 'the apt sources of this machine are not those of Debian 12'
cache=()
if [[ -n ${FRESH_CACHE:-} ]]; then
  mkdir -p "$FRESH_CACHE/debootstrap"
  cache=(--cache-dir="$(readlink -f "$FRESH_CACHE/debootstrap")")
fi
debootstrap --variant=minbase --include=systemd-sysv,dbus,udev,libpam-systemd "${cache[@]}" bookworm "$root" "${mirrors[0]}" \
  >"$root.log" 2>&1 || fail 'debootstrap'
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || true
cp -r /etc/apt/sources.list.d "$root/etc/apt/" 2>/dev/null || true
apt-config dump Acquire | grep -i proxy >"$root/etc/apt/apt.conf.d/90proxy" || true
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
# What the packages need comes now; the packages themselves are installed by dpkg in the running machine.
needs=$(for deb in "$boothd_deb" "$demo_deb"; do dpkg-deb -f "$deb" Depends; done | tr ',' '\n' | sed 's/(.*//; s/|.*//; s/ //g' |
  grep -v '^boothd' | sort -u)
chroot "$root" apt-get -q update >"$root.log" 2>&1 || fail 'apt-get update'
# shellcheck disable=SC2086  # one word per package
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install debconf $needs >"$root.log" 2>&1 ||
  fail 'apt-get install'
rm "$root/usr/sbin/policy-rc.d"
mkdir "$root/root/packages"
cp "$boothd_deb" "$root/root/packages/first.deb"
cp "$demo_deb" "$root/root/packages/demo.deb"

# other_release VERSION FILE [SCRIPT]: the same package under another version; with a SCRIPT that is what boothd does.
other_release() {
  local tree=$root.repack
  rm -rf "$tree"
  dpkg-deb -R "$boothd_deb" "$tree"
  sed -i "s/^Version: .*/Version: $1/" "$tree/DEBIAN/control"
  echo "release $1" >"$tree/usr/lib/boothd/package/RELEASE"
  if [[ -n ${3:-} ]]; then printf '%s\n' "$3" >"$tree/usr/lib/boothd/package/boothd"; fi
  dpkg-deb --root-owner-group -b "$tree" "$root/root/packages/$2" >/dev/null
  rm -rf "$tree"
}
other_release 9.1.0 second.deb
# shellcheck disable=SC2016  # $1 is the script's
other_release 9.2.0 bad.deb '#!/bin/sh
case $1 in --version) echo "boothd 9.2.0"; exit 0 ;; esac
echo "a library of this release is missing" >&2
exit 1'

step 'install'
boot
inside dpkg -i /root/packages/first.deb >"$root.log" 2>&1 || fail 'dpkg -i'
[[ $(inside systemctl is-enabled boothd) == enabled ]] || fail 'boothd is not enabled'
[[ $(inside systemctl is-active boothd) == inactive ]] || fail 'without a configuration boothd does not wait'
inside dpkg -i /root/packages/demo.deb >"$root.log" 2>&1 || fail 'dpkg -i of the demo'
inside id booth | grep -q lpadmin || fail 'the user booth is not in lpadmin'
inside man -w boothctl >/dev/null 2>&1 || inside test -f /usr/share/man/man1/boothctl.1.gz || fail 'no manual'

step 'a booth: virtual camera, real CUPS, the guard'
cat >"$root/etc/systemd/system/virtual-camera.service" <<'UNIT'
[Service]
ExecStart=/usr/bin/booth-virtual-camera --port 15740
[Install]
WantedBy=multi-user.target
UNIT
# The printer at the end of the cable: keeps what it is given.
cat >"$root/usr/lib/cups/backend/paper" <<'PAPER'
#!/bin/sh
[ $# -gt 0 ] || exit 0
mkdir -p /var/spool/paper
cat "${6:--}" >"/var/spool/paper/$3.prn"
sync "/var/spool/paper/$3.prn"
PAPER
chmod 744 "$root/usr/lib/cups/backend/paper"
sed -e 's/^queue = .*/queue = "booth"/' -e 's|^# guard_journal = .*|guard_journal = "/var/lib/booth-guard"|' \
  -e 's/^# first_countdown_s.*/first_countdown_s = 0.2/' -e 's/^# next_countdown_s.*/next_countdown_s = 0.2/' \
  -e 's/^# review_s.*/review_s = 0.2/' \
  -e 's/^# port = "auto".*/port = "ptpip:127.0.0.1:15740:15740"/' -e 's/^# model = "auto".*/model = "Nikon DSC D7500"/' \
  "$packages/../../systemd/boothd.toml.example" >"$root/etc/boothd/boothd.toml"
inside boothd --check-config /etc/boothd/boothd.toml >/dev/null || fail 'the configuration is refused'
inside mkdir -p /var/lib/booth-guard
inside chmod 755 /var/lib/booth-guard
inside systemctl enable --now --quiet virtual-camera cups.service
inside lpadmin -p booth -E -v booth-guard:/paper:/tray -m gutenprint.5.3://dnp-ds620/simple -o printer-error-policy=retry-job ||
  fail 'lpadmin'
inside systemctl start boothd || { inside journalctl -u boothd -n 20 >&2; fail 'boothd does not start'; }
until_true 60 booth_is_ready || fail 'boothd does not become ready'
inside systemctl show boothd -p StatusText
inside systemd-analyze security --no-pager boothd.service | tail -1

step 'setup'
inside boothctl setup --name 'Booth 7' --printer none --yes >"$root.log" 2>&1 </dev/null || fail 'setup'
until_true 60 booth_is_ready || fail 'boothd does not become ready after setup'
inside boothctl setup --printer none --yes >"$root.log" 2>&1 </dev/null || fail 'setup again'
grep -q 'Nothing was changed' "$root.log" || fail 'setup changes something a second time'

# one_session: shot, printed once, said by its number of sheets.
printed() { inside sh -c 'ls /var/spool/paper 2>/dev/null | wc -l'; }
camera_is_ready() { inside boothctl --json status | grep -q '"camera":{[^}]*"state":"ready"'; }
one_session() {
  local before
  before=$(printed)
  until_true 60 camera_is_ready || fail 'the camera is not ready'
  inside boothctl session start >/dev/null || fail 'no session'
  more() { (($(printed) > before)); }
  until_true 120 more || { inside boothctl status >&2; inside boothctl facts >&2; fail 'nothing was printed'; }
}
step 'a session'
one_session
inside boothctl status

step 'the loop hangs: the watchdog'
inside systemctl kill --kill-whom=main --signal=SIGSTOP boothd
was_restarted() { (($(inside systemctl show -p NRestarts --value boothd) >= 1)) && booth_is_ready; }
until_true 90 was_restarted || fail 'the watchdog did not restart boothd'

step 'a clean stop'
begun=$(date +%s%N)
inside systemctl stop boothd
echo "stopped in $((($(date +%s%N) - begun) / 1000000)) ms"
inside systemctl start boothd
until_true 60 booth_is_ready || fail 'boothd does not come back'

step 'upgrade'
config_sum=$(sha256sum "$root/etc/boothd/boothd.toml")
sessions=$(inside boothctl --json session list | grep -o '"number"' | wc -l)
inside booth-release upgrade /root/packages/second.deb >"$root.log" 2>&1 || fail 'upgrade'
until_true 60 booth_is_ready || fail 'the new release does not become ready'
[[ $(inside cat /usr/lib/boothd/current/RELEASE) == 'release 9.1.0' ]] || fail 'the old release still runs'
[[ $(sha256sum "$root/etc/boothd/boothd.toml") == "$config_sum" ]] || fail 'the configuration changed'
(($(inside boothctl --json session list | grep -o '"number"' | wc -l) == sessions)) || fail 'a session is gone'
one_session

step 'a bad release, and the way back'
good=$(running_release)
inside booth-release upgrade /root/packages/bad.deb >"$root.log" 2>&1 || true
is_named() { [[ $(inside boothctl doctor) == *'does not become ready'* ]]; }  # its exit status says that something is broken
until_true 90 is_named || { inside boothctl doctor >&2 || true; fail 'the bad release is not named'; }
inside boothctl doctor || true
inside booth-release back || fail 'no way back'
until_true 60 booth_is_ready || fail 'the release before does not become ready'
[[ $(running_release) == "$good" ]] || fail "$(running_release) runs, not $good"
one_session

step "$cuts power cuts in the middle of upgrades"
broken_packages=0
for cut in $(seq "$cuts"); do
  file=$( ((cut % 2)) && echo first.deb || echo second.deb)
  inside sh -c "exec booth-release upgrade /root/packages/$file" >"$root.log" 2>&1 &
  upgrade=$!
  sleep "$(awk -v seed="$RANDOM" 'BEGIN { srand(seed); printf "%.2f", rand() * 4 }')"
  pull_the_plug
  wait $upgrade 2>/dev/null || true
  [[ -z $(dpkg --root="$root" --audit 2>/dev/null) ]] || broken_packages=$((broken_packages + 1))
  boot
  until_true 90 booth_is_ready || { inside journalctl -b -u boothd -n 20 >&2; fail "cut $cut: the booth does not start"; }
  is_repaired() { [[ -z $(inside dpkg --audit) ]] && inside test ! -e /var/lib/boothd-release/upgrade.deb; }
  until_true 120 is_repaired || { inside journalctl -b -u boothd-repair >&2; fail "cut $cut: the package manager is not repaired"; }
  until_true 60 booth_is_ready || fail "cut $cut: the booth is not ready after the repair"
done
echo "$cuts cuts, $broken_packages of them left the package manager broken: every booth started, every package was repaired"
one_session

step 'a restore, cut between its renames'
sessions=$(inside boothctl --json session list | grep -o '"number"' | wc -l)
inside booth-backup save /root/booth.tar || fail 'no backup'
inside systemctl stop boothd
# shellcheck disable=SC2016  # the variable is the inner shell's
inside sh -ec 'new=/var/lib/boothd.restoring
  mkdir $new
  tar -xf /root/booth.tar --numeric-owner -C $new
  touch $new/ready
  mv /etc/boothd /etc/boothd.before-cut
  mv /var/lib/boothd /var/lib/boothd.before-cut' || fail 'the cut cannot be made'
pull_the_plug
boot
until_true 90 booth_is_ready || { inside journalctl -b -u boothd -u boothd-restore -n 30 >&2; fail 'the restore is not finished'; }
(($(inside boothctl --json session list | grep -o '"number"' | wc -l) == sessions)) || fail 'a session did not come back'
inside test ! -e /var/lib/boothd.restoring || fail 'the finished restore leaves something behind'
inside sh -c 'rm -rf /var/lib/boothd.before-* /etc/boothd.before-*'

step 'remove, purge, and the photos'
inside dpkg -r boothd-demo boothd >"$root.log" 2>&1 || fail 'remove'
inside test ! -e /usr/lib/boothd || fail 'remove leaves programs'
inside test -e /etc/boothd/boothd.toml || fail 'remove takes the configuration'
inside dpkg -P boothd >"$root.log" 2>&1 || fail 'purge'
inside test ! -e /etc/boothd || fail 'purge leaves the configuration'
inside test -e /var/lib/boothd/booth.db || fail 'an unattended purge deletes photos'
inside dpkg -i /root/packages/first.deb >"$root.log" 2>&1 || fail 'install again'
inside sh -c 'echo "boothd boothd/remove-photos boolean true" | debconf-set-selections'
inside dpkg -P boothd >"$root.log" 2>&1 || fail 'purge with photos'
inside test ! -e /var/lib/boothd || fail 'a purge with yes keeps the photos'
step 'all well'
