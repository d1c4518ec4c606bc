#!/bin/bash
# Tracked C++ files look as clang-format 14 writes them. `./dev format` mends it.
set -euo pipefail
cd "$(dirname "$0")/../.."
mapfile -t files < <(git ls-files -- '*.cpp' '*.hpp' ':!tests/lint/samples')
untidy=0
for file in "${files[@]}"; do
  if ! clang-format-14 --dry-run --Werror "$file" 2>/dev/null; then
    echo "$file: not formatted; ./dev format does it"
    untidy=$((untidy + 1))
  fi
done
echo "${#files[@]} files"
exit $((untidy > 0))
