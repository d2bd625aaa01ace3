"""What a mode of the device takes out of the language beside whole statements: keywords and values.

`Visible` says which statements exist. A `Limited` one carries `Limits` along, so that whoever reads words of the
language for a session, from whatever form of text, has both in one hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from junosim.schema.choices import words_of

if TYPE_CHECKING:
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible


class Limits(Protocol):
    """Which keywords and values of the leaves exist. `hierarchy` are the statements that the leaf stands in."""

    def has_word(self, hierarchy: Path, leaf: Node, word: str) -> bool:
        """False for a keyword of the leaf that is no word of the language in this mode."""
        ...

    def check(self, hierarchy: Path, leaf: Node, value: str) -> None:
        """Look at a value that the type of the leaf takes, before it is stored. Raises ValueProblem."""
        ...


@dataclass(frozen=True, slots=True)
class Limited:
    """The statements that exist, and the limits of their values."""

    statements: Visible
    limits: Limits

    def __call__(self, path: Path, node: Node) -> bool:
        """True for a statement that exists."""
        return self.statements(path, node)


def limits_of(visible: Visible | None) -> Limits | None:
    """The limits that go with these statements; None when there are none."""
    return visible.limits if isinstance(visible, Limited) else None


def narrowed(visible: Visible | None, allowed: Visible) -> Visible:
    """Those of the visible statements that are allowed as well, with the same limits."""
    if visible is None:
        return allowed
    exists = visible

    def both(path: Path, node: Node) -> bool:
        return exists(path, node) and allowed(path, node)

    limits = limits_of(visible)
    return both if limits is None else Limited(both, limits)


def words_left(limits: Limits | None, hierarchy: Path, leaf: Node) -> tuple[str, ...]:
    """The keywords that a value of this leaf may be."""
    words = words_of(leaf)
    return (
        words if limits is None else tuple(word for word in words if limits.has_word(hierarchy, leaf, word))
    )
