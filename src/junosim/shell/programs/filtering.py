"""`grep`: the lines that fit a pattern, which RE2 matches in linear time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.schema.patterns import BadPattern, Pattern
from junosim.shell.language.options import Usage, options
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import Complaint, lines
from junosim.shell.programs.reading import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.shell.language.options import Options
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program

_FOUND, _NOTHING, _TROUBLE = 0, 1, 2
_EXCHANGED: Final = frozenset("|+?(){}")


def grep(process: Process) -> Program:
    """`grep [-EFHchilnoqsvwx] PATTERN [FILE …]`; the files below a directory with `-r` are not searched."""
    given = options(process)
    operands = given.operands
    if "e" in given:
        wanted = given.values["e"]
    elif operands:
        wanted, operands = operands[0], operands[1:]
    else:
        raise Usage("")
    try:
        fits = _test(process, given, wanted)
    except BadPattern as problem:
        yield Complaint(f"grep: {problem.reason}\n")
        return _TROUBLE
    shows_name = "h" not in given and ("H" in given or len(operands) > 1)
    found_any, trouble = False, False
    for source in sources(process, operands):
        if isinstance(source, Complaint):
            trouble = True
            if "s" not in given:
                yield source
            continue
        name = source.name or "(standard input)"
        number, found = 0, 0
        for item in lines(source.items):
            if not isinstance(item, str):
                yield item
                continue
            number += 1
            if not fits(item.removesuffix("\n")):
                continue
            found += 1
            if "q" in given:
                return _FOUND
            if "l" in given:
                break
            if "c" not in given:
                yield _shown(item, name if shows_name else "", number if "n" in given else 0)
        found_any = found_any or found > 0
        if "l" in given and found:
            yield f"{name}\n"
        elif "c" in given and "l" not in given:
            yield f"{name}:{found}\n" if shows_name else f"{found}\n"
    if trouble:
        return _TROUBLE
    return _FOUND if found_any else _NOTHING


def _shown(line: str, name: str, number: int) -> str:
    start = (f"{name}:" if name else "") + (f"{number}:" if number else "")
    return start + (line if line.endswith("\n") else f"{line}\n")


def _test(process: Process, given: Options, wanted: str) -> Callable[[str], bool]:
    """What tells whether a line is printed. Raises BadPattern."""
    base = process.name.rpartition("/")[2]
    if "F" in given or base == "fgrep":
        expression = re.sub(r"[][\\.^$*+?(){}|]", r"\\\g<0>", wanted)
    elif "E" in given or base == "egrep":
        expression = wanted
    else:
        expression = _extended(wanted)
    if "x" in given:
        expression = f"^({expression})$"
    elif "w" in given:
        expression = f"(^|[^[:alnum:]_])({expression})([^[:alnum:]_]|$)"
    pattern = Pattern(expression, case_sensitive="i" not in given)
    inverted = "v" in given

    def fits(line: str) -> bool:
        if not line.isascii():  # bytes that are no text
            line = line.encode("utf-8", "replace").decode()
        return pattern.found_in(line) is not inverted

    return fits


def _extended(basic: str) -> str:
    """A basic regular expression as an extended one: `\\|` and `|`, `\\(` and `(` … change their places."""
    found: list[str] = []
    at = 0
    while at < len(basic):
        char = basic[at]
        if char == "[":
            start = at + 2 if basic.startswith("[^", at) else at + 1
            end = basic.find("]", start + 1)
            if end < 0:  # what is wrong with it is said by those who compile it
                return "".join(found) + basic[at:]
            found.append(basic[at : end + 1])
            at = end + 1
        elif char == "\\" and at + 1 < len(basic):
            following = basic[at + 1]
            found.append(following if following in _EXCHANGED else f"\\{following}")
            at += 2
        else:
            found.append(f"\\{char}" if char in _EXCHANGED or (char == "*" and not at) else char)
            at += 1
    return "".join(found)


_USAGE: Final = "grep [-EFHchilnqsvwx] [-e pattern] [pattern] [file ...]"
_FLAGS: Final = "EFHchilnqsvwx"
PROGRAMS: Final = {
    name: Executable(grep, _USAGE, "/usr/bin", _FLAGS, "e") for name in ("grep", "egrep", "fgrep")
}
