"""tests/drivers/gphoto2/README.md names, for each fault that the virtual camera offers, tests that exist.

A fault is a heading "### stall"; below it each proof is a line as in tests/README.md.
"""

import re

from promise_tests import PROOF, missing_proof
from source_text import ROOT

_OFFERED = re.compile(r'^\s*NamedFault\{"(\w+)"', re.MULTILINE)
_HEADING = re.compile(r"^### (\w+)$")


def applies(path):
    return path == "tests/drivers/gphoto2/README.md"


def check(_path, text):
    proved = set()
    fault = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            heading = _HEADING.match(line)
            fault = heading.group(1) if heading else None
        proof = PROOF.match(line)
        if fault and proof:
            proved.add(fault)
            missing = missing_proof(proof["path"], proof["case"])
            if missing:
                yield number, missing
    offers = (ROOT / "drivers/virtual_camera/control_faults.cpp").read_text(encoding="utf-8")
    for offered in _OFFERED.findall(offers):
        if offered not in proved:
            yield 1, f"no test proves what the booth makes of the fault {offered}"
