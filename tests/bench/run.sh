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

# Ours and the others get the same: both cores at once, whatever else the machine does. A priority (nice) would not do,
# because the kernel shares out the processor by terminal sessions first.
undisturbed=()
if chrt -r 10 true 2>/dev/null; then undisturbed=(chrt -r 10); fi

bench sheet "${undisturbed[@]}" $bin/sheet_bench $out
bench sheet-compare "${undisturbed[@]}" python3 tests/bench/sheet_compare.py $out $bin/boothctl
bench sheet-soak nice $bin/sheet_bench $out --soak 1000
bench camera "${undisturbed[@]}" $bin/camera_bench
bench camera-soak "${undisturbed[@]}" $bin/camera_soak
bench print "${undisturbed[@]}" $bin/print_bench
bench operating "${undisturbed[@]}" python3 tests/bench/operating_bench.py $bin
bench fleet $bin/fleet_bench $out
# In memory: a disk that others use, too, says nothing about us. curl's program writes there, too.
TMPDIR=/dev/shm bench sync-speed "${undisturbed[@]}" $bin/sync_bench
TMPDIR=/dev/shm bench sync-line $bin/line_bench
bench sync-backlog $bin/backlog_bench

if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'bench: failed: %s\n' "${failed[*]}" >&2
  exit 1
fi
