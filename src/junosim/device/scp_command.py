"""`scp -t PATH` and `scp -f PATH`: how a client of the old SCP protocol asks for the other end."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Final

from junosim.errors import JunosimError

_PROGRAMS: Final = frozenset({"scp", "/usr/bin/scp"})
_PLAIN: Final = frozenset("46BCdfpqrtv")  # flags without a value
_WITH_VALUE: Final = frozenset("cFiloPS")
USAGE: Final = "usage: scp [-pqrv] [-t | -f] path"
"""Printed for a command that makes no sense [our wording; no client sends one]."""


class ScpUsage(JunosimError):
    """A command that is the other end of a transfer, but makes no sense."""

    def __init__(self) -> None:
        super().__init__(USAGE)


@dataclass(frozen=True, slots=True)
class ScpCommand:
    """What the other end is to do.

    sends          True to read files of the device (`-f`), False to write them (`-t`)
    recurses       with directories (`-r`); preserves: with times and all permissions (`-p`)
    needs_directory   the path must be a directory (`-d`)
    """

    path: str
    sends: bool
    recurses: bool = False
    preserves: bool = False
    needs_directory: bool = False


def parse(command: str) -> ScpCommand | None:
    """What the command asks for; None when it is no end of a transfer, but a command of the CLI.

    Raises ScpUsage.
    """
    if command.split(" ", 1)[0] not in _PROGRAMS:
        return None
    try:
        words = shlex.split(command)[1:]
    except ValueError:
        return None
    flags, paths = _read(words)
    if not flags & {"t", "f"}:
        return None
    if len(paths) != 1 or flags >= {"t", "f"} or not flags <= _PLAIN:
        raise ScpUsage
    return ScpCommand(paths[0], "f" in flags, "r" in flags, "p" in flags, "d" in flags)


def _read(words: list[str]) -> tuple[set[str], list[str]]:
    """The flags before the first path, and the paths."""
    flags: set[str] = set()
    while words and words[0].startswith("-") and len(words[0]) > 1:
        word, *words = words
        if word == "--":
            break
        for place, letter in enumerate(word[1:], 1):
            if letter in _WITH_VALUE:
                words = words if word[place + 1 :] else words[1:]
                break
            flags.add(letter)
    return flags, words
