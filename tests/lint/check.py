#!/usr/bin/python3
"""Checks the files of the project against the rules of this folder.

usage: check.py [RULE]...      without a rule: all of them. Exit status 1 when something was found.
"""

import importlib
import sys

from source_text import ROOT, tracked_files

RULES = ("banned_words", "co_await_rule", "fault_tests", "file_length", "folder_readme", "include_rules",
         "promise_tests", "sql_rules", "test_names")


def main(names):
    unknown = [name for name in names if name not in RULES]
    if unknown:
        sys.exit(f"no rule {unknown[0]}; there are: {' '.join(RULES)}")
    files = tracked_files()
    found = 0
    for name in names or RULES:
        rule = importlib.import_module(name)
        checked = [path for path in files if rule.applies(path)]
        for path in checked:
            text = (ROOT / path).read_text(encoding="utf-8")
            for line, sentence in rule.check(path, text):
                print(f"{path}:{line}: {sentence} [{name}]")
                found += 1
        print(f"{name}: {len(checked)} files checked", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
