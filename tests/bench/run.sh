#!/bin/bash
# All benches, one after the other, on a release build; ./dev bench calls it. `run.sh sheet` runs only those whose names
# begin so. Results are ratios and medians: machines are noisy. What is written stays in build/bench.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
bin=build/release/bin
out=build/bench
mkdir -p $out

wanted=${1:-}
failed=()
bench() {  # bench NAME COMMAND...
  local name=$1
  shift
  [[ $name == "$wanted"* ]] || return 0
  printf '\n=== %s\n' "$name"
  "$@" || failed+=("$name")
}

bench sheet $bin/sheet_bench $out
bench sheet-compare python3 tests/bench/sheet_compare.py $out $bin/boothctl
bench camera $bin/camera_bench
bench fleet $bin/fleet_bench $out

if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'bench: failed: %s\n' "${failed[*]}" >&2
  exit 1
fi
