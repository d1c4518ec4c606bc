"""tests/README.md names, for each promise, tests that exist.

A promise is a heading "### P1 ..."; below it each proof is a line "- `tests/a/b_test.cpp`: the test case", or a script
without a case. Lines of that form elsewhere, such as those of the fault matrix, are held to the same.
"""

import re

from source_text import ROOT

PROMISES = tuple(f"P{number}" for number in range(1, 10))
_HEADING = re.compile(r"^### (P\d+)\b")
# "- `path`: case", or "- what it is about: `path`: case"
PROOF = re.compile(r"^- (?:[^`]+: )?`(?P<path>[^`]+)`(?:: (?P<case>.+))?$")


def applies(path):
    return path == "tests/README.md"


def check(path, text):
    proofs = {}
    promise = None
    for number, line in enumerate(text.split("\n"), 1):
        heading = _HEADING.match(line)
        if line.startswith("#"):
            promise = heading.group(1) if heading else None
            if promise:
                proofs[promise] = (number, 0)
        proof = PROOF.match(line)
        if proof:
            if promise:
                proofs[promise] = (proofs[promise][0], proofs[promise][1] + 1)
            fault = missing_proof(proof["path"], proof["case"])
            if fault:
                yield number, fault
    for promise in PROMISES:
        if promise not in proofs:
            yield 1, f"promise {promise} is not there"
        elif proofs[promise][1] == 0:
            yield proofs[promise][0], f"no test proves {promise}"


def missing_proof(path, case):
    file = ROOT / path
    if not file.is_file():
        return f"{path} does not exist"
    if case is None:
        return None if not path.endswith(".cpp") else f"say which test case of {path}"
    # Long names are cut into several literals.
    source = re.sub(r'"\s*\n\s*"', "", file.read_text(encoding="utf-8"))
    return None if f'"{case}"' in source else f'{path} has no test case "{case}"'
