"""Words that must not appear in code, each with its reason."""

import re

from source_text import code_only, is_cpp, line_of

_ALL = ("",)
_OURS = ("daemon/", "drivers/", "sync/")
_CPP = (".cpp", ".hpp")

# what, in which folders, in files that end so, why
BANNED = [
    (r"\basio::detached\b|\busing\s+[\w:]*detached\b|[(,]\s*detached\b", _ALL, _CPP,
     "a detached coroutine loses its exceptions: give co_spawn a completion handler"),
    (r"\bsleep_for\b|\bsleep_until\b|\busleep\b|\bnanosleep\b", ("tests/",), _CPP,
     "a test waits for a condition with a deadline (drivers/demo/rig/wait_until.hpp), it never sleeps for luck"),
    (r"\bco_spawn\b", ("daemon/core/", "daemon/ports/", "daemon/app/", "daemon/store/", "daemon/compose/"), _CPP,
     "coroutines are spawned in main.cpp and in runtime/ only"),
    (r"\busing\s+namespace\b", _OURS, (".hpp",), "a header must not empty a namespace into its readers"),
    (r"\bstd::mutex\b|\bstd::scoped_lock\b|\bstd::lock_guard\b", ("daemon/core/", "daemon/app/"), _CPP,
     "core and app live on the main thread: no mutex"),
    (r"\bsystem_clock::now\b|\bsteady_clock::now\b|\bstd::random_device\b", ("daemon/core/",), _CPP,
     "core is pure: time and randomness are arguments"),
    (r"\b(std::)?(system|popen)\s*\(", _OURS, _CPP,
     "no shell: start a program with its arguments as a list"),
]


def applies(path):
    return is_cpp(path)


def check(path, text):
    code = code_only(text)
    for pattern, folders, endings, reason in BANNED:
        if path.startswith(folders) and path.endswith(endings):
            for match in re.finditer(pattern, code):
                yield line_of(code, match.start()), f"{match.group(0).strip(' (,')}: {reason}"
