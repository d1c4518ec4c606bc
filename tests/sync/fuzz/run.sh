#!/bin/sh
# Fuzzes every server answer that we parse: run.sh [SECONDS, default 3600], all targets side by side. Findings and logs stay
# in build/fuzz/findings. Debian packages: clang-14 libclang-rt-14-dev
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
build=${BOOTH_FUZZ_BUILD:-$root/build/fuzz}
seconds=${1:-3600}
targets='s3_xml http_answer heartbeat'

cmake -S "$root" -B "$build" -G Ninja -DBOOTH_FUZZ=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14 >/dev/null
# shellcheck disable=SC2046,SC2086 # words are wanted
cmake --build "$build" --target $(printf 'fuzz_%s ' $targets)

mkdir -p "$build/findings"
cd "$build/findings"
pids=
for target in $targets; do
  mkdir -p "$build/$target"
  cp "$here/seeds/$target"/* "$build/$target"
  "$build/bin/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
    -dict="$here/$target.dict" -artifact_prefix="$build/findings/$target-" "$build/$target" \
    >"$build/findings/$target.log" 2>&1 &
  pids="$pids $!"
done
status=0
for pid in $pids; do wait "$pid" || status=1; done
tail -n 7 "$build"/findings/*.log
exit $status
