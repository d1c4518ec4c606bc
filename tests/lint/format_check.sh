#!/bin/bash
# Tracked C++ files look as clang-format 14 writes them. `./dev format` mends it.
set -euo pipefail
cd "$(dirname "$0")/../.."
mapfile -t files < <(git ls-files -- '*.cpp' '*.hpp' ':!tests/lint/samples')
clang-format-14 --dry-run --Werror "${files[@]}"
echo "${#files[@]} files"
