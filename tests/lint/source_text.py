"""What every rule needs: the files of the project, and C++ without its comments and texts."""

import functools
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOP_FOLDERS = ("daemon", "drivers", "sync", "systemd", "cross", "tests", ".ci", ".githooks")
SAMPLES = "tests/lint/samples/"


@functools.cache
def tracked_files():
    """Paths that git knows; all files of the top folders where there is no git (an unpacked archive)."""
    git = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(git, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = (path for top in TOP_FOLDERS for path in (ROOT / top).rglob("*"))
        listed = [str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts]
    wanted = (path for path in listed if path and not path.startswith(SAMPLES))
    return sorted(path for path in wanted if (ROOT / path).is_file())


def is_cpp(path):
    return path.endswith((".cpp", ".hpp"))


# In this order: whatever begins first wins. A digit separator (1'000) must not open a character.
_NOT_CODE = re.compile(
    r"""
      //(?:[^\n\\]|\\.|\\\n)*                                     # comment to the end of the line
    | /\*.*?\*/                                                   # comment
    | (?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"   # raw text
    | "(?:[^"\\\n]|\\.)*"                                         # text
    | (?<![0-9A-Za-z_])(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+'           # character
    """,
    re.VERBOSE | re.DOTALL,
)


def code_only(text):
    """The same text with comments blanked and literals reduced to "": every line and column stays where it was."""

    def blank(match):
        found = match.group(0)
        spaces = "".join("\n" if char == "\n" else " " for char in found)
        if found.startswith(("//", "/*")):
            return spaces
        return '"' + spaces[1:-1] + '"'

    return _NOT_CODE.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1
