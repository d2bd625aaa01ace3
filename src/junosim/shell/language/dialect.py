"""The two shells, csh and sh, as data: their wordings and where they differ.

Source: FreeBSD 11, where csh is tcsh.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


class ShellError(Exception):
    """A line, or a part of it, that the shell refuses; the text is what it prints."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One shell.

    path            file of the shell
    prompts         of an ordinary user and of root; root's csh has the one of the platform instead
    prefix          what stands before a complaint of the shell itself
    stop            what ends a complaint
    not_found       behind the name of a command that does not exist
    has_io_numbers  `2>` redirects the standard error; otherwise `>&` redirects both outputs
    has_events      `!` recalls lines of the history
    needs_match     a pattern that fits no file is an error, and not left as it is
    farewell        printed when an interactive shell ends, and the same of a login shell
    """

    path: str
    prompts: tuple[str, str]
    prefix: str
    stop: str
    not_found: str
    has_io_numbers: bool
    has_events: bool
    needs_match: bool
    farewell: tuple[str, str]

    @property
    def name(self) -> str:
        """The word that starts it."""
        return self.path.rpartition("/")[2]

    def complaint(self, name: str, reason: str) -> str:
        """What the shell prints about a file or a command."""
        return f"{self.prefix}{name}: {reason}{self.stop}\n"

    def unknown(self, name: str) -> str:
        """What it prints of a command that does not exist."""
        return f"{self.prefix}{name}: {self.not_found}\n"


CSH: Final = Dialect(
    path="/bin/csh", prompts=("% ", "# "), prefix="", stop=".", not_found="Command not found.",
    has_io_numbers=False, has_events=True, needs_match=True, farewell=("exit\n", "logout\n"),
)  # fmt: skip
SH: Final = Dialect(
    path="/bin/sh", prompts=("$ ", "# "), prefix="sh: ", stop="", not_found="not found",
    has_io_numbers=True, has_events=False, needs_match=False, farewell=("", ""),
)  # fmt: skip
DIALECTS: Final = {dialect.name: dialect for dialect in (CSH, SH)}
