"""What the configuration says of the console port."""

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


def port_of(tree: Branch) -> Port:
    """The console port as committed; `tree` is the root of the configuration."""
    port = branch(tree, "system", "ports", "console")
    return Port(
        is_disabled=find(port, "disable") is not None,
        refuses_root=find(port, "insecure") is not None,
        ends_with_carrier=find(port, "log-out-on-disconnect") is not None,
        terminal=leaf_text(port, "type") or _UNKNOWN,
    )
