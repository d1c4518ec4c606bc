#!/bin/bash
# booth-backup with the real boothd: what is saved comes back byte for byte, nothing that was here is lost at any cut, and
# what a printer has put out since the backup is not forgotten.
#
# usage: backup_test.sh PROGRAMS    PROGRAMS: the folder of boothd
set -euo pipefail
programs=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")/../.."
# In memory: programs are killed here, not the machine, and so many syncs take minutes on a busy disk.
scratch=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
root=$scratch/root
state=$root/var/lib/boothd
export BOOTH_BACKUP_ROOT=$root BOOTH_BACKUP_PROGRAM=$programs/boothd
backup() { systemd/booth-backup "$@"; }

# Kills the shell that reads this before its command number CUT.
cat >"$scratch/cut.sh" <<'CUT'
set -o functrace
commands=0
trap '((++commands == CUT)) && kill -9 $$' DEBUG
CUT
cut_backup() { env CUT="$1" BASH_ENV="$scratch/cut.sh" bash systemd/booth-backup "${@:2}"; }

add_fact() {  # add_fact TYPE
  python3 - "$state/booth.db" "$1" <<'PYTHON'
import pathlib, sqlite3, sys, uuid
database = sqlite3.connect(sys.argv[1])
if database.execute("PRAGMA user_version").fetchone()[0] == 0:
    migrations = sorted(pathlib.Path("daemon/store/migrations").glob("*.sql"))
    for migration in migrations:
        database.executescript(migration.read_text())
    database.execute(f"PRAGMA user_version = {len(migrations)}")
    database.execute("PRAGMA journal_mode = WAL")
database.execute("INSERT INTO fact (id, type, subject, data, at_ms) VALUES (?, ?, 'booth', '{}', 1)", (str(uuid.uuid4()), sys.argv[2]))
database.commit()
PYTHON
}
facts() { python3 -c "import sqlite3, sys; print(*[row[0] for row in sqlite3.connect(sys.argv[1]).execute('SELECT type FROM fact ORDER BY sequence')])" "$1"; }
sum_of() { (cd "$1" && find . -type f -name '*.jpg' -print0 | sort -z | xargs -0 -r sha256sum); }

new_booth() {
  rm -rf "$root"
  mkdir -p "$state/photos/ball/s1" "$root/etc/boothd" "$root/var/lib/booth-guard/dnp"
  for photo in 1 2 3; do head -c 50000 /dev/urandom >"$state/photos/ball/s1/$photo.jpg"; done
  echo 'name = "booth 7"' >"$root/etc/boothd/boothd.toml"
  echo started >"$root/var/lib/booth-guard/dnp/print-1"
  add_fact before.backup
}
# What happens between the backup and the day when it is needed.
live_on() {
  add_fact after.backup
  head -c 50000 /dev/urandom >"$state/photos/ball/s1/4.jpg"
  echo 'started done' >"$root/var/lib/booth-guard/dnp/print-1"
}

# --- there and back --------------------------------------------------------------------------------
new_booth
sum_of "$state" >"$scratch/sum"
backup save "$scratch/booth.tar" >"$scratch/said" || fail 'it cannot be saved'
grep -q ': 3 photos' "$scratch/said" || fail "not three photos: $(cat "$scratch/said")"
backup check "$scratch/booth.tar" >/dev/null || fail 'what was saved is not whole'
[[ $(stat -c %a "$scratch/booth.tar") == 600 ]] || fail 'others may read the backup'
[[ ! -e $state/.backup ]] || fail 'a backup leaves something behind'
live_on
backup restore "$scratch/booth.tar" >"$scratch/said" || fail "it does not come back: $(cat "$scratch/said")"
[[ $(sum_of "$state") == "$(cat "$scratch/sum")" ]] || fail 'the photos are others'
[[ $(facts "$state/booth.db") == 'before.backup store.restored' ]] || fail "facts: $(facts "$state/booth.db")"
[[ $(cat "$root/var/lib/booth-guard/dnp/print-1") == 'started done' ]] || fail 'a printed sheet is forgotten'
[[ $(cat "$root/etc/boothd/boothd.toml") == 'name = "booth 7"' ]] || fail 'the configuration is another'
[[ $(facts "$state".before-*/booth.db) == 'before.backup after.backup' ]] || fail 'what was here is not kept'

# --- another machine, with nothing on it -----------------------------------------------------------
rm -rf "$root"
mkdir -p "$root/var/lib" "$root/etc"
backup restore "$scratch/booth.tar" >/dev/null || fail 'it does not come to an empty machine'
[[ $(sum_of "$state") == "$(cat "$scratch/sum")" ]] || fail 'the photos did not come along'
[[ $(cat "$root/var/lib/booth-guard/dnp/print-1") == started ]] || fail 'the journal did not come along'

# --- every cut of a save and of a restore ----------------------------------------------------------
for ((cut = 1; ; cut++)); do
  rm -f "$scratch"/second.tar*
  if cut_backup "$cut" save "$scratch/second.tar" >/dev/null 2>&1; then break; fi
  if [[ -e $scratch/second.tar ]]; then backup check "$scratch/second.tar" >/dev/null || fail "cut $cut: half a backup"; fi
done
((cut > 10)) || fail "only $cut cuts of a save: the shell was not killed"
saves=$cut
new_booth
backup save "$scratch/booth.tar" >/dev/null
live_on
interrupted=0
cp -a "$root" "$scratch/as_it_was"
for ((cut = 1; ; cut++)); do
  rm -rf "$root"
  cp -a "$scratch/as_it_was" "$root"
  if cut_backup "$cut" restore "$scratch/booth.tar" >/dev/null 2>&1; then break; fi
  kept=no
  for folder in "$state" "$state".before-*; do
    if [[ -e $folder/photos/ball/s1/4.jpg && $(facts "$folder/booth.db") == *after.backup* ]]; then kept=yes; fi
  done
  [[ $kept == yes ]] || fail "cut $cut of a restore: what was here is lost"
  if [[ -e $state.restoring/ready ]]; then interrupted=$((interrupted + 1)); fi
  [[ -e $state/booth.db || -e $state.restoring/ready ]] || fail "cut $cut of a restore: no booth is here, and nothing says so"
  # As at the next start: the service manager makes the folders, then `finish` runs, cut as well.
  if ((cut % 3 == 0)); then
    mkdir -p "$state" "$root/etc/boothd"
    cut_backup $((cut % 11 + 1)) finish >/dev/null 2>&1 || true
    backup finish >"$scratch/said" || fail "cut $cut of a restore: it cannot be finished: $(cat "$scratch/said")"
    case $(facts "$state/booth.db") in
      'before.backup store.restored') [[ $(cat "$root/etc/boothd/boothd.toml") == 'name = "booth 7"' ]] || fail "cut $cut: half restored" ;;
      'before.backup after.backup') [[ -e $state/photos/ball/s1/4.jpg ]] || fail "cut $cut: neither the old booth nor the new one" ;;
      *) fail "cut $cut of a restore: facts: $(facts "$state/booth.db")" ;;
    esac
  fi
  ((cut % 4 == 0)) || continue
  backup restore "$scratch/booth.tar" >/dev/null || fail "cut $cut: it cannot be restored once more"
  [[ $(facts "$state/booth.db") == 'before.backup store.restored' ]] || fail "cut $cut: not restored"
done
((cut > 20)) || fail "only $cut cuts of a restore: the shell was not killed"
((interrupted >= 5)) || fail "only $interrupted cuts between the first and the last rename"
echo "$saves cuts of a save and $cut of a restore: nothing was lost"

# --- what is no backup -----------------------------------------------------------------------------
head -c 100000 "$scratch/booth.tar" >"$scratch/half.tar"
for word in check restore; do
  if backup $word "$scratch/half.tar" >/dev/null 2>&1; then fail "half a backup passes $word"; fi
  if backup $word "$scratch/nothing.tar" 2>"$scratch/said"; then fail "$word without a file"; fi
  grep -q 'no such file' "$scratch/said" || fail "$word does not name the missing file"
done
if backup restore 2>/dev/null; then fail 'restore without a name'; fi
if ! backup finish >"$scratch/said" || ! grep -q 'no restore was interrupted' "$scratch/said"; then fail 'finish without a restore'; fi
if backup finish now 2>/dev/null; then fail 'finish with a name'; fi
echo 'all well'
