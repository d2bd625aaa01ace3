"""The options of programs, read as getopt(3) does: letters may be joined, `--` ends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.shell.language.shell import Process


class Usage(Exception):
    """A program was called wrongly; the text stands before its usage, empty for none."""


@dataclass(frozen=True, slots=True)
class Options:
    """`letters` in the order given; `values` of those that take one (the last counts); `operands`."""

    letters: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    operands: tuple[str, ...] = ()

    def __contains__(self, letter: str) -> bool:
        return letter in self.letters

    def last_of(self, letters: str) -> str:
        """That one of the letters which was given last, "" when none was."""
        return next((letter for letter in reversed(self.letters) if letter in letters), "")


def options(process: Process, arguments: tuple[str, ...] | None = None) -> Options:
    """The options of a program of the image, as its table says, by default among its arguments. Raises Usage."""
    known = process.shell.machine.programs[process.name.rpartition("/")[2]]
    return read(process.arguments if arguments is None else arguments, known.flags, known.values)


def read(arguments: tuple[str, ...], flags: str, with_value: str = "") -> Options:
    """The options among the arguments: `flags` take no value, those `with_value` one. Raises Usage."""
    letters, values = "", {}
    rest = list(arguments)
    while rest and rest[0].startswith("-") and len(rest[0]) > 1:
        word = rest.pop(0)
        if word == "--":
            break
        for index, letter in enumerate(word[1:], 1):
            if letter in with_value:
                value = word[index + 1 :]
                if not value and not rest:
                    raise Usage(f"option requires an argument -- {letter}")
                values[letter] = value or rest.pop(0)
                letters += letter
                break
            if letter not in flags:
                raise Usage(f"illegal option -- {letter}")
            letters += letter
    return Options(letters, values, tuple(rest))
