#!/bin/sh
# Fuzzes template files and photo bytes side by side, one core each: run.sh [SECONDS, default 3600] [template|photo].
# Findings stay in build/fuzz/findings, what was said in build/fuzz/TARGET.log. Exit status 0: no findings.
# Debian packages: clang-14 libclang-rt-14-dev graphicsmagick
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
build=${BOOTH_FUZZ_BUILD:-$root/build/fuzz}
seconds=${1:-3600}

cmake -S "$root" -B "$build" -G Ninja -DBOOTH_FUZZ=ON -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O2 -g1" \
  -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14 >/dev/null
cmake --build "$build" --target fuzz_photo fuzz_template

mkdir -p "$build/photos" "$build/templates" "$build/findings"
for template in "$root"/daemon/compose/templates/*/template.toml; do
  cp "$template" "$build/templates/$(basename "$(dirname "$template")").toml"
done
printf 'LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n' >"$build/templates/small.cube"
photo=$root/daemon/compose/templates/samples/guests-1.jpg
gm convert "$photo" -resize 48x32 -quality 90 "$build/photos/plain.jpg"
gm convert "$photo" -resize 48x32 -interlace Line "$build/photos/progressive.jpg"
gm convert "$photo" -resize 48x32 -colorspace gray "$build/photos/grey.jpg"
gm convert "$photo" -resize 48x32 -colorspace cmyk "$build/photos/cmyk.jpg"
gm convert "$photo" -resize 24x16 "$build/photos/small.png"

cd "$build/findings"
failed=0
running=
for target in ${2:-template photo}; do
  "$build/bin/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$build/findings/$target-" "$build/${target}s" >"$build/$target.log" 2>&1 &
  running="$running $target:$!"
done
for each in $running; do
  wait "${each#*:}" || failed=1
  grep -e '^stat::number_of_executed_units' -e '^SUMMARY' "$build/${each%%:*}.log" | sed "s/^/${each%%:*}: /"
done
exit $failed
