#!/bin/bash
# A booth PC from the packages: a minimal Debian 12 with a real systemd, where the packages are installed, a session is shot and
# printed, the plug is pulled in the middle of upgrades, a bad release is named and taken back, and at the end all is removed and
# purged. The PC is a container, or a virtual machine with a kernel and a disk of its own.
#
# usage: installed_booth.sh [--virtual] FOLDER [CUTS]     FOLDER: where ./dev package left the packages;
#                                                         CUTS: power cuts in upgrades (default 6)
#
# Needs root and dpkg-deb, and what container_machine.sh or virtual_machine.sh name; without them it is skipped.
set -euo pipefail
tests=$(dirname "$(readlink -f "$0")")
skip() { echo "skipped: $*"; exit 77; }
fail() { echo "FAILED: $*" >&2; [[ ! -s ${log:-} ]] || tail -n 25 "$log" >&2; exit 1; }
step() { printf '\n=== %s (%s)\n' "$*" "$(date -u +%T)"; }
[[ $EUID == 0 ]] || skip 'needs root'
command -v dpkg-deb >/dev/null || skip 'dpkg-deb is not installed'
# Each of the two brings make_machine, boot, inside, put and pull_the_plug.
# shellcheck disable=SC1091  # each is looked over by itself
if [[ ${1:-} == --virtual ]]; then
  shift
  . "$tests/virtual_machine.sh"
else
  # shellcheck disable=SC1091
  . "$tests/container_machine.sh"
fi

packages=$(readlink -f "${1:?the folder of the packages}")
cuts=${2:-6}
boothd_deb=$(ls "$packages"/boothd_*_"$(dpkg --print-architecture)".deb)
demo_deb=$(ls "$packages"/boothd-demo_*_"$(dpkg --print-architecture)".deb)
folder=$(mktemp -d "${TMPDIR:-/tmp}/booth-installed-XXXXXX")
chmod 755 "$folder"
log=$folder.log
cleanup() {
  pull_the_plug
  rm -rf --one-file-system "$folder" "$log" 2>/dev/null || true
}
trap cleanup EXIT
# until_true SECONDS COMMAND...: asks again until it is true; longer on a busy machine, as in tests/support/patience.hpp.
until_true() {
  local deadline=$((SECONDS + $1 * ${BOOTH_TEST_PATIENCE:-3}))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}
booth_is_ready() { inside systemctl is-active --quiet boothd && inside boothctl status; }
# From basic.target to READY=1, by the machine's own clock.
ready_after_ms() {
  inside systemctl show -P ActiveEnterTimestampMonotonic basic.target boothd.service |
    awk 'NF { seen[++count] = $1 } END { printf "%d", (seen[2] - seen[1]) / 1000 }'
}
running_release() { inside readlink /usr/lib/boothd/current | sed 's|releases/||'; }

step 'a minimal Debian 12 with systemd and CUPS'
mkdir "$folder/packages"
cp "$boothd_deb" "$folder/packages/first.deb"
cp "$demo_deb" "$folder/packages/demo.deb"
other_release() { "$tests/other_release.sh" "$boothd_deb" "$1" "$folder/packages/$2" "${@:3}"; }
other_release 9.1.0 second.deb
# shellcheck disable=SC2016  # $1 is the script's
other_release 9.2.0 bad.deb '#!/bin/sh
case $1 in --version) echo "boothd 9.2.0"; exit 0 ;; esac
echo "a library of this release is missing" >&2
exit 1'
# What the packages need comes now; the packages themselves are installed by dpkg in the running machine.
mapfile -t needs < <("$tests/package_needs.sh" "$boothd_deb" "$demo_deb")
make_machine "$folder" "${needs[@]}"

step 'install'
boot
inside dpkg -i /packages/first.deb >"$log" 2>&1 || fail 'dpkg -i'
[[ $(inside systemctl is-enabled boothd) == enabled ]] || fail 'boothd is not enabled'
[[ $(inside systemctl is-active boothd) == inactive ]] || fail 'without a configuration boothd does not wait'
inside dpkg -i /packages/demo.deb >"$log" 2>&1 || fail 'dpkg -i of the demo'
inside id booth | grep -q lpadmin || fail 'the user booth is not in lpadmin'
inside man -w boothctl >/dev/null 2>&1 || inside test -f /usr/share/man/man1/boothctl.1.gz || fail 'no manual'

step 'a booth: virtual camera, real CUPS, the guard'
put /etc/systemd/system/virtual-camera.service <<'UNIT'
[Service]
ExecStart=/usr/bin/booth-virtual-camera --port 15740 --photos /usr/lib/boothd/package/templates/samples
[Install]
WantedBy=multi-user.target
UNIT
# The printer at the end of the cable: keeps what it is given.
put /usr/lib/cups/backend/paper <<'PAPER'
#!/bin/sh
[ $# -gt 0 ] || exit 0
mkdir -p /var/spool/paper
cat "${6:--}" >"/var/spool/paper/$3.prn"
sync "/var/spool/paper/$3.prn"
PAPER
inside chmod 744 /usr/lib/cups/backend/paper
sed -e 's/^queue = .*/queue = "booth"/' -e 's|^# guard_journal = .*|guard_journal = "/var/lib/booth-guard"|' \
  -e 's/^# first_countdown_s.*/first_countdown_s = 0.2/' -e 's/^# next_countdown_s.*/next_countdown_s = 0.2/' \
  -e 's/^# review_s.*/review_s = 0.2/' \
  -e 's/^# port = "auto".*/port = "ptpip:127.0.0.1:15740:15740"/' -e 's/^# model = "auto".*/model = "Nikon DSC D7500"/' \
  "$tests/../../systemd/boothd.toml.example" | put /etc/boothd/boothd.toml
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
inside boothctl setup --name 'Booth 7' --printer none --yes >"$log" 2>&1 </dev/null || fail 'setup'
until_true 60 booth_is_ready || fail 'boothd does not become ready after setup'
inside boothctl setup --printer none --yes >"$log" 2>&1 </dev/null || fail 'setup again'
grep -q 'Nothing was changed' "$log" || fail 'setup changes something a second time'

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
config_sum=$(inside sha256sum /etc/boothd/boothd.toml)
sessions=$(inside boothctl --json session list | grep -o '"number"' | wc -l)
inside booth-release upgrade /packages/second.deb >"$log" 2>&1 || fail 'upgrade'
until_true 60 booth_is_ready || fail 'the new release does not become ready'
[[ $(inside cat /usr/lib/boothd/current/RELEASE) == 'release 9.1.0' ]] || fail 'the old release still runs'
[[ $(inside sha256sum /etc/boothd/boothd.toml) == "$config_sum" ]] || fail 'the configuration changed'
(($(inside boothctl --json session list | grep -o '"number"' | wc -l) == sessions)) || fail 'a session is gone'
one_session

step 'a bad release, and the way back'
good=$(running_release)
inside booth-release upgrade /packages/bad.deb >"$log" 2>&1 || true
is_named() { [[ $(inside boothctl doctor) == *'does not become ready'* ]]; }  # its exit status says that something is broken
until_true 90 is_named || { inside boothctl doctor >&2 || true; fail 'the bad release is not named'; }
inside boothctl doctor || true
inside booth-release back || fail 'no way back'
until_true 60 booth_is_ready || fail 'the release before does not become ready'
[[ $(running_release) == "$good" ]] || fail "$(running_release) runs, not $good"
one_session

step "$cuts power cuts in the middle of upgrades"
interrupted=0
ready_ms=''
for cut in $(seq "$cuts"); do
  file=$( ((cut % 2)) && echo first.deb || echo second.deb)
  inside sh -c "exec booth-release upgrade /packages/$file" >"$log" 2>&1 &
  upgrade=$!
  sleep "$(awk -v seed="$RANDOM" -v longest="${upgrade_seconds:?}" 'BEGIN { srand(seed); printf "%.2f", rand() * longest }')"
  pull_the_plug
  wait $upgrade 2>/dev/null || true
  boot
  until_true 90 booth_is_ready || { inside journalctl -b -u boothd -n 20 >&2; fail "cut $cut: the booth does not start"; }
  ready_ms+=" $(ready_after_ms)"
  is_repaired() { [[ -z $(inside dpkg --audit) ]] && inside test ! -e /var/lib/boothd-release/upgrade.deb; }
  until_true 120 is_repaired || { inside journalctl -b -u boothd-repair >&2; fail "cut $cut: the package manager is not repaired"; }
  until_true 60 booth_is_ready || fail "cut $cut: the booth is not ready after the repair"
  if inside journalctl -b -u boothd-repair | grep -q interrupted; then interrupted=$((interrupted + 1)); fi
done
echo "$cuts cuts, $interrupted of them left an upgrade half done: every booth started, every upgrade was finished"
echo "ready after basic.target, in ms:$ready_ms"
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
inside dpkg -r boothd-demo boothd >"$log" 2>&1 || fail 'remove'
inside test ! -e /usr/lib/boothd || fail 'remove leaves programs'
inside test -e /etc/boothd/boothd.toml || fail 'remove takes the configuration'
inside dpkg -P boothd >"$log" 2>&1 || fail 'purge'
inside test ! -e /etc/boothd || fail 'purge leaves the configuration'
inside test -e /var/lib/boothd/booth.db || fail 'an unattended purge deletes photos'
inside dpkg -i /packages/first.deb >"$log" 2>&1 || fail 'install again'
inside sh -c 'echo "boothd boothd/remove-photos boolean true" | debconf-set-selections'
inside dpkg -P boothd >"$log" 2>&1 || fail 'purge with photos'
inside test ! -e /var/lib/boothd || fail 'a purge with yes keeps the photos'
step 'all well'
