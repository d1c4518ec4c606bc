"""After `co_await` only names, calls and std::move: never a lambda, never braces, never `?:`.

g++ 12 destroys such temporaries twice. The rule looks at the whole full expression that holds the co_await: what
follows it up to the semicolon (or to the end of the condition of an if, while, for, switch), and what stands around it.
"""

import re

from source_text import code_only, is_cpp, line_of

_CONDITION = re.compile(r"\b(if|while|for|switch|constexpr)\s*$")
_OPENERS = {"(": ")", "[": "]", "{": "}"}
_NAME_IT = "name the thing one line above (g++ 12 destroys it twice)"


def applies(path):
    return is_cpp(path)


def check(path, text):
    code = code_only(text)
    for match in re.finditer(r"\bco_await\b", code):
        fault = _fault_before(code, match.start()) or _fault_after(code, match.start(), match.end())
        if fault:
            yield line_of(code, match.start()), f"{fault} in the expression of a co_await: {_NAME_IT}"


def _fault_before(code, position):
    begin = max(code.rfind(mark, 0, position) for mark in ";{}")
    return "a ?:" if "?" in code[begin + 1 : position] else None


def _fault_after(code, start, end):
    around = _open_brackets(code, start)
    inside = []
    for position in range(end, len(code)):
        char = code[position]
        if char == ";" and not inside:
            return None
        if char == "?":
            return "a ?:"
        if char == "{":
            return "a brace"
        if char == "[" and _begins_lambda(code, position):
            return "a lambda"
        if char in _OPENERS:
            inside.append(char)
        elif char in _OPENERS.values():
            if inside:
                inside.pop()
                continue
            if not around:
                return None
            opener, opened_at = around.pop()
            if opener == "{":
                return "a brace"  # a block ends its statements with a semicolon, an initialiser does not
            if opener == "(" and _CONDITION.search(code, 0, opened_at):
                return None
    return None


def _open_brackets(code, position):
    """Brackets opened before and not yet closed, in the statement of `position`."""
    closed = 0
    result = []
    for i in range(position - 1, -1, -1):
        char = code[i]
        if char in _OPENERS.values():
            closed += 1
        elif char in _OPENERS:
            if closed:
                closed -= 1
                continue
            result.insert(0, (char, i))
            if char == "{":
                break
    return result


def _begins_lambda(code, position):
    """A subscript follows a name, a call or another subscript; an attribute begins with two brackets."""
    before = code[:position].rstrip()
    if before.endswith("co_await") or before.endswith("return"):
        return True
    return not (before and (before[-1].isalnum() or before[-1] in "_)]\""))
