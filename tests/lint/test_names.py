"""A test case's name holds no semicolon: CMake would cut it in two at it, and ctest would run neither half."""

import re

from source_text import line_of

_CASE = re.compile(r'\bTEST_CASE(?:_FIXTURE\([^,]*,|\()\s*("(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*)')


def applies(path):
    return path.startswith("tests/") and path.endswith("_test.cpp")


def check(path, text):
    for match in _CASE.finditer(text):
        at = match.group(1).find(";")
        if at >= 0:
            yield line_of(text, match.start(1) + at), "no semicolon in the name of a test: ctest would not run it"
