#!/bin/bash
# booth-release, killed before every single one of its commands: whatever the moment, `current` is a whole release, and the
# next run finishes the work. Then the way back, with a database that only the newer release could read.
#
# usage: release_test.sh PROGRAMS    PROGRAMS: the folder of boothd
set -euo pipefail
programs=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

# Kills the shell that reads this before its command number CUT.
cat >"$scratch/cut.sh" <<'CUT'
set -o functrace
commands=0
trap '((++commands == CUT)) && kill -9 $$' DEBUG
CUT

booth_release() { BOOTH_RELEASE_ROOT="$root" systemd/booth-release "$@"; }
cut_release() { env CUT="$1" BASH_ENV="$scratch/cut.sh" BOOTH_RELEASE_ROOT="$root" bash systemd/booth-release "${@:2}"; }

# unpack VERSION: what dpkg does, with a program that only knows its version.
unpack() {
  local package=$root/usr/lib/boothd/package
  mkdir -p "$package/templates"
  printf '#!/bin/sh\necho "boothd %s"\n' "$1" >"$package/boothd"
  chmod 755 "$package/boothd"
  head -c 100000 /dev/urandom >"$package/booth-camera-worker"
  echo "template of $1" >"$package/templates/template.toml"
  sum_of "$package" >"$scratch/sum-$1"
}
sum_of() { (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }
current_version() { "$root/usr/lib/boothd/current/boothd" --version | awk '{ print $2 }'; }
is_whole() { [[ $(sum_of "$root/usr/lib/boothd/current/") == "$(cat "$scratch/sum-$(current_version)")" ]]; }

new_root() {
  root=$scratch/root
  rm -rf "$root"
  mkdir -p "$root/usr/lib/boothd" "$root/run" "$root/var/lib"
  unpack 1.0
  booth_release install
  [[ $(current_version) == 1.0 ]] || fail 'the first release does not run'
}

# --- every cut of an upgrade -----------------------------------------------------------------------
cuts=0
switched_at=0
for ((cut = 1; ; cut++)); do
  new_root
  unpack 2.0
  if cut_release "$cut" install 2>/dev/null; then break; fi
  cuts=$cut
  is_whole || fail "cut $cut: $(current_version) is not whole"
  if [[ $switched_at == 0 && $(current_version) == 2.0 ]]; then switched_at=$cut; fi
  booth_release install
  [[ $(current_version) == 2.0 ]] || fail "cut $cut: the next run does not finish the upgrade"
  is_whole || fail "cut $cut: the upgrade is not whole"
  booth_release back >/dev/null || fail "cut $cut: no way back"
  [[ $(current_version) == 1.0 ]] || fail "cut $cut: back is not the release before"
done
((cuts > 20)) || fail "only $cuts cuts: the shell was not killed"
((switched_at > 1)) || fail 'the switch was never seen'
echo "$cuts cuts of an upgrade: current was always one whole release (2.0 from cut $switched_at on)"

# --- every cut of the way back ---------------------------------------------------------------------
for ((cut = 1; ; cut++)); do
  new_root
  unpack 2.0
  booth_release install
  if cut_release "$cut" back >/dev/null 2>&1; then break; fi
  is_whole || fail "cut $cut of the way back: $(current_version) is not whole"
done
echo "$((cut - 1)) cuts of the way back: current was always one whole release"

# --- a fourth release leaves three -----------------------------------------------------------------
new_root
for version in 2.0 3.0 4.0; do unpack $version; booth_release install; done
booth_release list >"$scratch/said"
[[ $(wc -l <"$scratch/said") == 3 ]] || fail "not three releases: $(cat "$scratch/said")"
grep -q '^\* 4.0-' "$scratch/said" || fail "the running release is not marked: $(cat "$scratch/said")"

# --- the real programs: a database of the future, and back -----------------------------------------
new_root
rm -rf "$root/usr/lib/boothd/releases" "$root/usr/lib/boothd/current"
cp "$programs/boothd" "$root/usr/lib/boothd/package/boothd"
booth_release install
state=$root/var/lib/boothd
mkdir -p "$state"
python3 - "$state/booth.db" <<'PYTHON'
import pathlib, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
for migration in sorted(pathlib.Path("daemon/store/migrations").glob("*.sql")):
    database.executescript(migration.read_text())
database.execute("INSERT INTO fact (id, type, subject, data, at_ms) VALUES ('f', 'kept.over.the.way.back', 'booth', '{}', 1)")
database.execute("PRAGMA user_version = 9999")
database.commit()
PYTHON
unpack 9.0
rm "$root/usr/lib/boothd/package/booth-camera-worker"
booth_release install
booth_release back >"$scratch/said" || fail "the real boothd does not come back: $(cat "$scratch/said")"
python3 - "$state/booth.db" <<'PYTHON' || fail 'a fact was lost on the way back'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
sys.exit(0 if database.execute("SELECT count(*) FROM fact WHERE type = 'kept.over.the.way.back'").fetchone()[0] == 1
         and database.execute("PRAGMA user_version").fetchone()[0] < 9999 else 1)
PYTHON
grep -q 'runs now' "$scratch/said" || fail 'the way back says nothing'

# --- words -----------------------------------------------------------------------------------------
if booth_release upgrade "$scratch/nothing.deb" 2>"$scratch/said"; then fail 'upgrade without a file'; fi
grep -q 'no such file' "$scratch/said" || fail 'a missing file is not named'
if booth_release nonsense 2>/dev/null; then fail 'nonsense is a word'; fi
echo 'all well'
