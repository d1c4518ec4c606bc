#!/bin/bash
# All lints, one after the other; goes on after a failure, so that one run shows everything. Called by ./dev lint.
# LINT_TIDY_SECONDS (default 240) bounds clang-tidy, the only slow one.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
export PYTHONDONTWRITEBYTECODE=1

failed=()
lint() {  # lint NAME COMMAND...
  local name=$1
  shift
  printf '%-14s' "$name" >&2
  local report status=0
  report=$("$@" 2>&1) || status=$?
  case $status in
    0 | 77) printf 'ok      %s\n' "${report##*$'\n'}" >&2 ;;  # 77: skipped, the last line says why
    *)
      printf 'FAILED\n%s\n' "$report" >&2
      failed+=("$name")
      ;;
  esac
}

lint samples tests/lint/samples_test.py
for rule in banned_words co_await_rule fault_tests file_length folder_readme include_rules promise_tests sql_rules test_names; do
  lint "$rule" tests/lint/check.py $rule
done
lint format tests/lint/format_check.sh
lint shellcheck tests/lint/shell_check.sh
lint systemd tests/lint/systemd_units.sh
lint clang-tidy tests/lint/tidy_changed.sh

if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'lint: failed: %s\n' "${failed[*]}" >&2
  exit 1
fi
