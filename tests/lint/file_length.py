"""A file that is longer than 300 lines holds two things."""

from source_text import is_cpp

LONGEST = 300


def applies(path):
    return is_cpp(path) or path.endswith((".py", ".sh")) or path == "dev"


def check(path, text):
    lines = text.count("\n")
    if lines > LONGEST:
        yield LONGEST + 1, f"{lines} lines; cut it in two at {LONGEST} or earlier"
