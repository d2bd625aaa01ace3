"""Where the entries of an ordered list come to stand, by the lines of a patch that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from junosim.config.tree import Keys


class _Chain:
    """Entries in their order, each with the one before and the one after it; None stands at both ends."""

    def __init__(self, order: Iterable[Keys]) -> None:
        self.after: dict[Keys | None, Keys | None] = {}
        self.before: dict[Keys | None, Keys | None] = {}
        last: Keys | None = None
        for keys in order:
            self._join(last, keys)
            last = keys
        self._join(last, None)

    def _join(self, one: Keys | None, other: Keys | None) -> None:
        self.after[one], self.before[other] = other, one

    def move(self, keys: Keys, anchor: Keys | None) -> None:
        """Put an entry right behind the anchor, or first."""
        if keys == anchor:
            return
        self._join(self.before[keys], self.after[keys])
        follower = self.after[anchor]
        self._join(anchor, keys)
        self._join(keys, follower)

    def order(self) -> list[Keys]:
        found: list[Keys] = []
        keys = self.after[None]
        while keys is not None:
            found.append(keys)
            keys = self.after[keys]
        return found


def arranged(order: Iterable[Keys], lines: Sequence[tuple[str, Keys]]) -> list[Keys]:
    """The entries in the order that the lines of a patch ask for: `(sign, entry)`, the sign blank for context.

    An entry that came (`+`) or was moved (`!`) stands behind the one that the line before names. Where there is none,
    a moved entry stands first, and new ones before the entry that the next line names; with no such line new
    entries stay where they are, at the end.
    """
    chain = _Chain(order)
    leading: list[Keys] = []
    anchor: Keys | None = None
    for sign, keys in lines:
        if keys not in chain.after:
            continue
        if anchor is None and sign == "+":
            leading.append(keys)
            continue
        for new in leading:
            chain.move(new, chain.before[keys] if sign == " " else anchor)
            anchor = new
        leading.clear()
        if sign != " ":
            chain.move(keys, anchor)
        anchor = keys
    return chain.order()
