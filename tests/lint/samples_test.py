#!/usr/bin/python3
"""A lint that finds nothing looks like clean code, so each rule proves itself on its samples.

samples/RULE/good* must be clean; samples/RULE/bad* must be found at exactly the lines that say BAD. The first line of
a sample tells the path that the rule is to believe: "as: daemon/app/sample.cpp".
"""

import importlib
import re
import sys

from check import RULES
from source_text import ROOT, SAMPLES


def main():
    failures = []
    for name in RULES:
        rule = importlib.import_module(name)
        samples = sorted((ROOT / SAMPLES / name).iterdir())
        kinds = {sample.name.partition(".")[0].partition("_")[0] for sample in samples}
        if kinds != {"good", "bad"}:
            failures.append(f"{name}: needs good and bad samples, has {sorted(kinds)}")
        for sample in samples:
            failures += judge(rule, sample)
    for failure in failures:
        print(failure)
    print(f"{len(RULES)} rules, {len(failures)} failures")
    return 1 if failures else 0


def judge(rule, sample):
    text = sample.read_text(encoding="utf-8")
    path = re.search(r"as: (\S+)", text).group(1)
    shown = sample.relative_to(ROOT)
    if not rule.applies(path):
        yield f"{shown}: the rule does not apply to {path}"
    expected = {number for number, line in enumerate(text.split("\n"), 1) if "BAD" in line}
    if sample.name.startswith("bad") != bool(expected):
        yield f"{shown}: a bad sample marks its lines with BAD, a good one has none"
    found = {line for line, _ in rule.check(path, text)}
    for line in sorted(expected - found):
        yield f"{shown}:{line}: not found"
    for line in sorted(found - expected):
        yield f"{shown}:{line}: found, but it is good"


if __name__ == "__main__":
    sys.exit(main())
