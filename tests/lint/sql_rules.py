"""Tables that check themselves, and SQL that is never glued together."""

import re

from source_text import code_only, is_cpp, line_of

_TABLE = re.compile(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\((.*?)\)\s*([A-Z, ]*);", re.DOTALL | re.IGNORECASE)
_COLUMN = re.compile(r"^\s*(\w+)\s+(INTEGER|TEXT|BLOB|REAL|ANY)\b(.*)$")
_TIME_NAME = re.compile(r"(^|_)(at|time|since|until|when)$")
_SQL_TEXT = re.compile(r'"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE)\s[^"]*"\s*(\+|<<)|(\+|<<)\s*"[^"]*\b(WHERE|VALUES|FROM)\b[^"]*"')


def applies(path):
    return path.endswith(".sql") or (is_cpp(path) and path.startswith("daemon/store/"))


def check(path, text):
    yield from _check_sql(path, text) if path.endswith(".sql") else _check_cpp(text)


def _check_sql(path, text):
    name = path.rpartition("/")[2]
    if "/migrations/" in path and not re.match(r"^\d{4}_[a-z0-9_]+\.sql$", name):
        yield 1, "a migration is called NNNN_what.sql"
    text = re.sub(r"--[^\n]*", lambda match: " " * len(match.group(0)), text)
    for table in _TABLE.finditer(text):
        if "STRICT" not in table.group(3).upper():
            yield line_of(text, table.start()), f"table {table.group(1)} is not STRICT"
        yield from _check_columns(table.group(2), line_of(text, table.start(2)))


def _check_columns(body, first_line):
    for number, line in enumerate(body.split("\n"), first_line):
        column = _COLUMN.match(line)
        if not column:
            continue
        name, kind, rest = column.groups()
        if _TIME_NAME.search(name):
            yield number, f"column {name}: a time is an INTEGER of UTC milliseconds and its name ends in _ms"
        if name.endswith("_ms") and kind != "INTEGER":
            yield number, f"column {name}: milliseconds are an INTEGER"
        if name == "state" and "CHECK" not in body:
            yield number, "column state has no CHECK with the words it may hold"


def _check_cpp(text):
    # Literals must stay, comments must not: blank what code_only blanks outside of quotation marks.
    code = code_only(text)
    for match in _SQL_TEXT.finditer(text):
        if code[match.start()] != " ":
            yield line_of(text, match.start()), "text is glued into SQL: bind a named parameter"
