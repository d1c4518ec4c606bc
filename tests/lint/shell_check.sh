#!/bin/bash
# Every shell script passes shellcheck.
set -euo pipefail
cd "$(dirname "$0")/../.."
mapfile -t scripts < <(git ls-files -z | xargs -0 grep -IlE '^#!.*\b(ba)?sh\b' -- | xargs -r awk 'FNR == 1 && /^#!.*sh/ { print FILENAME }')
shellcheck "${scripts[@]}"
echo "${#scripts[@]} scripts"
