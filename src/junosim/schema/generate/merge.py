"""Make one language of two: what is equal is said once, what differs is guarded by its releases.

Fragments of both sides are paired up first, each with at most one of the other side, those of the same original
name by what stands in them. The bodies are then merged member by member.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from junosim.schema.generate.model import Fragment, Head, Language, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.schema.generate.model import Orders

_WORTH_SHARING = 4  # statements; a smaller body under two different heads is written twice


def merge(old: Language, new: Language) -> Language:
    """Both languages in one. The order of `old` is kept; `order` lines say where that of `new` differs."""
    return _Merger(old, _renamed(new, _names(old, new))).merged()


class _Merger:
    """Merges two languages whose fragments have the same name when they belong together."""

    def __init__(self, old: Language, new: Language) -> None:
        self.old = old
        self.new = new
        self.fragments: dict[str, Fragment] = {}

    def merged(self) -> Language:
        """The one language."""
        for name, fragment in self.old.fragments.items():
            partner = self.new.fragments.get(name)
            self.fragments[name] = (
                fragment
                if partner is None
                else self.body(self.both(name, fragment, partner), fragment, partner)
            )
        for name, fragment in self.new.fragments.items():
            self.fragments.setdefault(name, fragment)
        releases = self.old.releases | self.new.releases
        top = self.body(Fragment(self.old.top.name, releases), self.old.top, self.new.top)
        return Language(releases, {**self.old.titles, **self.new.titles}, self.fragments, top)

    def body(self, result: Fragment, old: Fragment | Statement, new: Fragment | Statement) -> Fragment:
        """Fill `result` with the members of both bodies: those of `new` alone after the one they follow there."""
        partners: dict[int, Statement] = {}
        added: dict[int, list[Statement]] = {}
        place = -1
        for member in new.members:
            number = _partner(member, old.members, partners)
            if number is None:
                added.setdefault(place, []).append(member)
            else:
                partners[number] = member
                place = number
        result.members += added.get(-1, ())
        for number, member in enumerate(old.members):
            result.members += self.statements(member, partners[number]) if number in partners else [member]
            result.members += added.get(number, ())
        result.orders = [*old.orders, *_order(result.members, new)]
        return result

    def statements(self, old: Statement, new: Statement) -> list[Statement]:
        """Two statements of the same name: one when they are equal, two with guards otherwise."""
        if old.head == new.head:
            body = self.body(self.both("", old, new), old, new)
            return [Statement(old.head, body.releases, body.members, body.orders)]
        if min(_size(old), _size(new)) < _WORTH_SHARING:
            return [old, new]
        name = self.free_name(f"{old.head.name}-body")
        self.fragments[name] = self.both(
            name, old, new
        )  # takes the name before the bodies inside look for one
        self.body(self.fragments[name], old, new)
        include = Head("include", name)
        return [replace(side, members=[Statement(include, side.releases)], orders=[]) for side in (old, new)]

    @staticmethod
    def both(name: str, old: Fragment | Statement, new: Fragment | Statement) -> Fragment:
        """A fragment of the releases of both, still empty."""
        return Fragment(name, old.releases | new.releases)

    def free_name(self, wanted: str) -> str:
        """`wanted`, with a number when a fragment has that name."""
        name, number = wanted, 1
        while name in self.fragments or name in self.old.fragments or name in self.new.fragments:
            number += 1
            name = f"{wanted}-{number}"
        return name


def _partner(member: Statement, others: list[Statement], taken: dict[int, Statement]) -> int | None:
    """The place of the statement that `member` is merged with: one with an equal head if there is one."""
    same = [number for number, other in enumerate(others) if other.key == member.key and number not in taken]
    equal = [number for number in same if others[number].head == member.head]
    return next(iter((*equal, *same)), None)


def _order(merged: list[Statement], new: Fragment | Statement) -> Orders:
    """The `order` line for the statements of `new`, if they stand in another order in `merged`."""
    wanted = [member.order_name for member in new.members]
    if not wanted:
        return []
    releases = new.releases
    found = [member.order_name for member in merged if releases <= member.releases]
    moved = [number for number, name in enumerate(found) if wanted[number] != name]
    return [(releases, tuple(wanted[moved[0] : moved[-1] + 1]))] if moved else []


def _size(statement: Statement) -> int:
    return sum(1 for _ in statement.walk()) - 1


def _names(old: Language, new: Language) -> dict[str, str]:
    """What each fragment of `new` is called in the merged language: as its partner in `old`, if it has one."""
    variants: dict[str, list[str]] = {}
    for name in old.fragments:
        variants.setdefault(_original(name), []).append(name)
    scores = [
        (-_likeness(old.fragments[known], fragment), known, name)
        for name, fragment in new.fragments.items()
        for known in variants.get(_original(name), ())
    ]
    names: dict[str, str] = {}
    used: set[str] = set()
    for _, known, name in sorted(scores):
        if name not in names and known not in used:
            names[name] = known
            used.add(known)
    suffix = "-".join(sorted(new.releases))
    return {
        name: names.get(name, f"{name}-{suffix}" if name in old.fragments else name) for name in new.fragments
    }


def _original(name: str) -> str:
    """The name of a fragment without the number that tells variants apart."""
    return name.partition(".")[0]


def _likeness(old: Fragment, new: Fragment) -> float:
    """How much two fragments share, from 0 to 1."""
    names, others = ({member.key for member in side.members} for side in (old, new))
    return len(names & others) / max(1, len(names | others))


def _renamed(language: Language, names: dict[str, str]) -> Language:
    def members(body: Iterable[Statement]) -> list[Statement]:
        return [
            replace(
                member,
                head=replace(member.head, name=names[member.head.name])
                if member.head.kind == "include"
                else member.head,
                members=members(member.members),
            )
            for member in body
        ]

    fragments = {
        names[name]: Fragment(names[name], fragment.releases, members(fragment.members), fragment.orders)
        for name, fragment in language.fragments.items()
    }
    top = replace(language.top, members=members(language.top.members))
    return replace(language, fragments=fragments, top=top)
