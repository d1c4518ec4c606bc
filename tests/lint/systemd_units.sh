#!/bin/bash
# The unit, users, folders and device rules are what systemd understands, and the sandbox stays tight.
# Offline: needs no running systemd, only its tools; without them there is nothing to check with.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v systemd-analyze >/dev/null || { echo 'skipped: systemd-analyze is not installed'; exit 77; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# verify wants the programs to exist; any executable will do. It exits 0 even for unknown keys: any word is a finding.
for unit in boothd boothd-failure boothd-repair boothd-restore; do
  sed -E 's#=/usr/(lib/boothd/current/boothd|sbin/booth-(release|backup))#=/bin/true#' "systemd/$unit.service" >"$scratch/$unit.service"
done
complaints=$(systemd-analyze verify --man=no --recursive-errors=no "$scratch"/*.service 2>&1 || true)
# Other units of this machine are not ours to judge.
complaints=$(grep -F boothd <<<"$complaints" || true)
if [[ -n $complaints ]]; then
  printf 'systemd-analyze verify says:\n%s\n' "$complaints"
  exit 1
fi

# Exposure at most 1.5 of 10 (the scale of --threshold has one more digit).
if ! systemd-analyze security --no-pager --offline=yes --threshold=15 "$scratch/boothd.service" >"$scratch/report" 2>&1; then
  printf 'the sandbox of boothd.service is too open:\n'
  cat "$scratch/report"
  exit 1
fi

# Into an empty root that knows the groups, so that this machine stays as it is.
mkdir -p "$scratch/root/etc" "$scratch/root/var/lib"
printf 'root:x:0:\nplugdev:x:46:\nlp:x:7:\nlpadmin:x:100:\n' >"$scratch/root/etc/group"
printf 'root:x:0:0:root:/root:/bin/sh\n' >"$scratch/root/etc/passwd"
systemd-sysusers --root="$scratch/root" "$PWD/systemd/boothd.sysusers" >"$scratch/users" 2>&1 || {
  cat "$scratch/users"
  exit 1
}
grep -q '^booth:' "$scratch/root/etc/passwd" || { echo 'sysusers made no user booth'; exit 1; }
for group in plugdev lp lpadmin; do
  grep -q "^$group:.*[:,]booth" "$scratch/root/etc/group" || { echo "booth is not in group $group"; exit 1; }
done

# A credential without its file would keep the unit from starting; one that the example names must be loaded.
while read -r file; do
  grep -q "^f $file 0600 root root" systemd/boothd.tmpfiles || { echo "boothd.tmpfiles does not make $file"; exit 1; }
done < <(sed -n 's/^LoadCredential=[^:]*://p' systemd/boothd.service)
while read -r name; do
  grep -q "^LoadCredential=$name:" systemd/boothd.service || { echo "boothd.service does not load $name"; exit 1; }
done < <(grep -o '"credential:[a-z0-9-]\+"' systemd/boothd.toml.example | tr -d '"' | cut -d: -f2 | sort -u)

if [[ $EUID == 0 ]]; then  # it gives the folders to their owners
  systemd-tmpfiles --root="$scratch/root" --create "$PWD/systemd/boothd.tmpfiles" >"$scratch/folders" 2>&1 || {
    cat "$scratch/folders"
    exit 1
  }
  [[ -f $scratch/root/etc/boothd/credentials/cloud-token ]] || { echo 'tmpfiles made no empty token file'; exit 1; }
fi
grep 'Overall exposure' "$scratch/report" | tr -d '→'
