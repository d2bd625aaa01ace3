"""The table `grammars/junos/commit.checks`: what devices check at commit although the model states no rule for it.

A line is `SORT PATH: TEXT`, or `SORT PATH: TEXT: MESSAGE`:

    mandatory firewall policer * if-exceeding: burst-size-limit
    daemon ** bgp ** export: "policy-options policy-statement $$": error: BGP: export list not applied

A `mandatory` line names a statement that the container or list entry at PATH must hold. On the other lines TEXT is an
expression as in the rules of the model (`schema/constraints.py`), and MESSAGE what is said when it is not true: of
the statement that bears the rule, with its value; of the statement on its way whose word stands before the text in
quotes; or, after `error: `, of none.
`${list}` in it is the key of a list on the way, and `[ … ]` around it what is left out without such a list.

PATH is that of an annotation: XML names, `*` for an entry of a list; `**` stands for any number of statements,
`a|b` for one of several, and `@type` at the end for every statement of that type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from junosim.errors import GrammarError
from junosim.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

Names: TypeAlias = tuple[str, ...]

FILE = "junos/commit.checks"
NOTHING = ":"
_TYPE = "@"
_OF_NONE = "error: "
_QUOTED = re.compile(r"'([a-z][a-z0-9-]*)' (.*)")
MANDATORY = "mandatory"
_SORTS = (MANDATORY, "constraint", "daemon")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: `text` is what the statements at `names` must hold, or what must be true for them.

    `quoted` is the word of the statement of which `message` is said: "" for the bearer itself, NOTHING for none.
    """

    line: int
    sort: str
    names: Names
    text: str
    message: str = ""
    quoted: str = ""


def rows_at(names: Names, type_name: str = "") -> list[Row]:
    """The lines about the statement with these XML names from the top, whose values are of that type."""
    known = _by_last()
    found = [row for row in known.get(names[-1], ()) if _fits(row.names, names)]
    found += [row for row in known.get(_TYPE + type_name, ()) if _fits(row.names[:-1], names[:-1])]
    return sorted(found, key=lambda row: row.line)


def required_at_top() -> Iterator[Row]:
    """The mandatory statements of top-level containers, which count also where there is no such container."""
    return (row for row in rows() if row.sort == MANDATORY and len(row.names) == 1)


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    """All lines. Raises GrammarError for one that is none."""
    text = (data_folder("grammars") / FILE).read_text(encoding="utf-8")
    return tuple(read(text))


def read(text: str) -> Iterator[Row]:
    """The lines of a text. Raises GrammarError for one that is none."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        head, *rest = line.split(": ", 2)
        sort, *path = head.split()
        if sort not in _SORTS or not path or len(rest) != (1 if sort == MANDATORY else 2):
            raise GrammarError(f"{FILE}:{number}: not understood: {line}")
        quoted, message = _said(rest[1]) if len(rest) > 1 else ("", "")
        yield Row(number, sort, tuple(word for word in path if word != "*"), rest[0], message, quoted)


def _said(text: str) -> tuple[str, str]:
    """Of which statement a message is said, and the message."""
    if text.startswith(_OF_NONE):
        return NOTHING, text.removeprefix(_OF_NONE)
    found = _QUOTED.fullmatch(text)
    return (found[1], found[2]) if found is not None else ("", text)


@lru_cache(maxsize=1)
def _by_last() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows():
        for name in row.names[-1].split("|"):
            found.setdefault(name, []).append(row)
    return found


def _fits(pattern: Names, names: Names) -> bool:
    if not pattern:
        return not names
    if pattern[0] == "**":
        return any(_fits(pattern[1:], names[start:]) for start in range(len(names) + 1))
    return bool(names) and names[0] in pattern[0].split("|") and _fits(pattern[1:], names[1:])
