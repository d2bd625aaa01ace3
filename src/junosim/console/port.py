"""What the configuration says of the console port and of logging in there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, find, leaf_text

if TYPE_CHECKING:
    from junosim.config.tree import Branch

COLUMNS: Final = 80
"""Columns of a terminal that cannot tell its size."""

_ROWS: Final = 24
_ROWS_OF_TYPE: Final = {"xterm": 65}  # vendor documentation; `small-xterm` has 24 as all others
_UNKNOWN: Final = "unknown"

_TRIES: Final = 3  # vendor documentation of the releases
_LONGEST_LOGIN: Final = 120  # seconds; the same


@dataclass(frozen=True, slots=True)
class Port:
    """`system ports console`.

    is_disabled             nobody is asked to log in
    refuses_root            root may not log in here (`insecure`)
    ends_with_carrier       a session ends when the last attachment hangs up (`log-out-on-disconnect`)
    terminal                name of the terminal type that is assumed
    """

    is_disabled: bool = False
    refuses_root: bool = False
    ends_with_carrier: bool = False
    terminal: str = _UNKNOWN

    @property
    def rows(self) -> int:
        """Lines of the terminal."""
        return _ROWS_OF_TYPE.get(self.terminal, _ROWS)


@dataclass(frozen=True, slots=True)
class Retries:
    """`system login retry-options`: wrong passwords until the login starts over, and seconds to log in."""

    tries: int = _TRIES
    seconds: float = _LONGEST_LOGIN


def port_of(tree: Branch) -> Port:
    """The console port as committed; `tree` is the root of the configuration."""
    port = branch(tree, "system", "ports", "console")
    return Port(
        is_disabled=find(port, "disable") is not None,
        refuses_root=find(port, "insecure") is not None,
        ends_with_carrier=find(port, "log-out-on-disconnect") is not None,
        terminal=leaf_text(port, "type") or _UNKNOWN,
    )


def retries_of(tree: Branch) -> Retries:
    """How often and how long somebody may try; `tree` is the root of the configuration."""
    options = branch(tree, "system", "login", "retry-options")
    tries = leaf_text(options, "tries-before-disconnect")
    seconds = leaf_text(options, "maximum-time")
    return Retries(
        int(tries) if tries is not None else _TRIES,
        float(seconds) if seconds is not None else _LONGEST_LOGIN,
    )
