"""Each fault that the virtual camera offers has its tests and its story.

tests/drivers/gphoto2/README.md: a fault is a heading "### stall"; below it each proof is a line as in tests/README.md.
tests/README.md: a fault is a row "| stall | what guests see | ...", and a test of that name tells the story.
"""

import re

from promise_tests import PROOF, missing_proof
from source_text import ROOT

_OFFERED = re.compile(r'^\s*NamedFault\{"(\w+)"', re.MULTILINE)
_HEADING = re.compile(r"^### (\w+)$")
_ROW = re.compile(r"^\| `(\w+)`[^|]*\|(?:[^|]+\|){4}$")
_PROOFS = "tests/drivers/gphoto2/README.md"
_STORIES = "tests/README.md"
_STORY_TESTS = "tests/system/camera_stories_test.cpp"


def applies(path):
    return path in (_PROOFS, _STORIES)


def _offered():
    text = (ROOT / "drivers/virtual_camera/control_faults.cpp").read_text(encoding="utf-8")
    return _OFFERED.findall(text)


def _check_stories(text):
    told = {row.group(1) for row in map(_ROW.match, text.split("\n")) if row}
    tests = (ROOT / _STORY_TESTS).read_text(encoding="utf-8")
    for fault in _offered():
        if fault not in told:
            yield 1, f"no row tells what guests and technicians meet when the fault {fault} strikes"
        if f'TEST_CASE("{fault}: ' not in tests:
            yield 1, f"no test in {_STORY_TESTS} tells the story of the fault {fault}"


def check(path, text):
    if path == _STORIES:
        yield from _check_stories(text)
        return
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
    for offered in _offered():
        if offered not in proved:
            yield 1, f"no test proves what the booth makes of the fault {offered}"
