#!/bin/bash
# clang-tidy on the C++ files that changed since the branch left main (on main: in the last commit), committed or not.
# Stops after LINT_TIDY_SECONDS (default 240) and says what it did not reach: a bound for the builder, not a pass.
set -euo pipefail
cd "$(dirname "$0")/../.."

changed_files() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null || true)
  if [[ -z $base || $base == "$(git rev-parse HEAD)" ]]; then
    base=$(git rev-parse --quiet --verify HEAD~1 || git rev-parse HEAD)
  fi
  git diff --name-only --diff-filter=d "$base" -- '*.cpp' ':!tests/lint/samples'
}

mapfile -t files < <(changed_files)
deadline=$((SECONDS + ${LINT_TIDY_SECONDS:-240}))
checked=0
status=0
for file in "${files[@]}"; do
  left=$((deadline - SECONDS))
  if ((left <= 0)); then break; fi
  # A file that no target compiles has no compile command; the compiler flags of others would only mislead.
  grep -q "\"file\": \"$PWD/$file\"" build/dev/compile_commands.json || continue
  code=0
  timeout "$left" clang-tidy-14 -p build/dev --quiet "$file" 2>/dev/null || code=$?
  if ((code == 124)); then break; fi
  if ((code != 0)); then status=1; fi
  checked=$((checked + 1))
done
echo "$checked of ${#files[@]} changed files within the time"
exit $status
