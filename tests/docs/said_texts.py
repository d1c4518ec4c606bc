"""The sentences by which the booth names a trouble or its remedy, read from the sources that say them."""

import re

# Who speaks to a person about a trouble. A new file that does belongs here.
SPEAKERS = (
    "daemon/core/print/printer_condition.cpp",
    "daemon/core/storage/disk_space_policy.cpp",
    "daemon/app/health_rules.cpp",
    "daemon/app/watch_printers.cpp",
    "daemon/app/upload_road.cpp",
    "drivers/gphoto2/camera_sentences.cpp",
    "drivers/hot_folder/hot_folder_camera.cpp",
    "daemon/cli/local_findings.cpp",
    "daemon/cli/machine_findings.cpp",
)
_LITERALS = re.compile(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*')
_ONE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def flat(text):
    """On one line, single blanks, without Markdown's quotes: how texts are compared."""
    return re.sub(r"\s+", " ", text.replace("`", "").replace("\\|", "|")).strip()


def literals(source):
    """String literals of C++ as they are; adjacent ones are one."""
    without_includes = re.sub(r"^\s*(#include.*|//.*)$", "", source, flags=re.MULTILINE)
    for match in _LITERALS.finditer(without_includes):
        yield "".join(_ONE.findall(match.group())).replace('\\"', '"')


def sentences(source):
    """Those that a person reads; names, paths and formats are none."""
    for text in literals(source):
        if len(re.findall(r"[A-Za-z]{2,}", text)) >= 3 and " " in text.strip():
            yield flat(text)


def is_remedy(sentence):
    """Something to do: a sentence of its own, or an advice with its reason. The rest are messages and parts of them."""
    is_long = len(sentence.split()) > 5
    return sentence[0].isupper() or (is_long and (sentence.endswith(".") or re.search(r"[:;] ", sentence) is not None))


def spoken(root):
    """(file, sentence) of everything that is said."""
    for file in SPEAKERS:
        for sentence in sentences((root / file).read_text()):
            yield file, sentence
