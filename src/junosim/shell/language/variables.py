"""Variables: `set`, `setenv`, `unset`, `export` and the assignments of sh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.shell.language.stream import Complaint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from junosim.shell.language.shell import Process, Shell
    from junosim.shell.language.stream import Program
    from junosim.shell.language.words import Word

_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)=(.*)", re.ASCII | re.DOTALL)
MOST: Final = 200
"""Variables that a shell keeps [our choice]; one has at most 64 KiB, as a line."""


def assignments(shell: Shell, words: list[str], typed: Sequence[Word]) -> list[str]:
    """Carry out the assignments that stand before a command of sh; what is left is the command.

    They last: that those of a command count for it alone is not modelled.
    """
    if not shell.dialect.has_io_numbers:
        return words
    taken = 0
    while taken < len(words) and taken < len(typed) and _ASSIGNMENT.match(typed[taken].parts[0].text):
        found = _ASSIGNMENT.fullmatch(words[taken])
        if found is None:
            break
        keep(shell, found[1], found[2], exported=found[1] in shell.environment)
        taken += 1
    return words[taken:]


def keep(shell: Shell, name: str, value: str, *, exported: bool) -> None:
    """Give a variable a value; of too many new ones nothing is kept."""
    place = shell.environment if exported else shell.variables
    if name in place or len(place) < MOST:
        place[name] = value


def set_variable(process: Process) -> Program:
    """csh's `set`: without arguments all variables; `set x=1`, `set x = 1`, `set x`."""
    shell = process.shell
    if not process.arguments:
        yield from _listed(shell.variables, "\t")
        return 0
    words = list(process.arguments)
    while words:
        name, equals, value = words.pop(0).partition("=")
        if not equals and words and words[0] == "=":
            words.pop(0)
            value = words.pop(0) if words else ""
        elif not equals and words and words[0].startswith("="):
            value = words.pop(0)[1:]
        if _NAME.fullmatch(name) is None:
            yield Complaint("set: Variable name must begin with a letter.\n")
            return 1
        keep(shell, name, value, exported=False)
    return 0


def set_environment(process: Process) -> Program:
    """csh's `setenv NAME [VALUE]`."""
    arguments = process.arguments
    if not arguments:
        yield from _listed(process.shell.environment, "=")
        return 0
    if len(arguments) > 2:
        yield Complaint("setenv: Too many arguments.\n")
        return 1
    if _NAME.fullmatch(arguments[0]) is None:
        yield Complaint("setenv: Variable name must begin with a letter.\n")
        return 1
    keep(process.shell, arguments[0], arguments[1] if len(arguments) > 1 else "", exported=True)
    return 0


def unset(process: Process) -> Program:
    """`unset NAME …`: csh's takes its own variables, sh's those of the environment too."""
    for name in process.arguments:
        process.shell.variables.pop(name, None)
        if process.shell.dialect.has_io_numbers:
            process.shell.environment.pop(name, None)
    yield from ()
    return 0


def unset_environment(process: Process) -> Program:
    """csh's `unsetenv NAME …`."""
    for name in process.arguments:
        process.shell.environment.pop(name, None)
    yield from ()
    return 0


def export(process: Process) -> Program:
    """sh's `export NAME[=VALUE] …`."""
    shell = process.shell
    if not process.arguments:
        for name in sorted(shell.environment):
            yield f"export {name}={shell.environment[name]}\n"
    for word in process.arguments:
        name, equals, value = word.partition("=")
        if _NAME.fullmatch(name) is None:
            yield Complaint(f"export: {name}: bad variable name\n")
            return 2
        keep(shell, name, value if equals else shell.variables.pop(name, ""), exported=True)
    return 0


def show_all(process: Process) -> Program:
    """sh's `set` without arguments; its options are taken and mean nothing."""
    shell = process.shell
    if not process.arguments:
        yield from _listed(shell.environment | shell.variables, "=")
    return 0


def _listed(variables: dict[str, str], between: str) -> Program:
    for name in sorted(variables):
        yield f"{name}{between}{variables[name]}\n"
    return 0
