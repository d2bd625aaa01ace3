"""The commit step `rules`: incremental, so that a small commit into a large configuration is cheap.

Looked at are the statements that changed, and those whose rules read something that changed. A violation that was
there before, and that nothing of what changed concerns, is not reported again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.diff import Kind
from junosim.config.rules import defaults
from junosim.config.rules.evaluate import Spot, holds
from junosim.config.rules.index import NOT_CHECKED, Index
from junosim.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.config.commit import Transition
    from junosim.config.diff import Changes
    from junosim.config.rules.compiled import Names, Rule
    from junosim.config.rules.evaluate import Bearer
    from junosim.config.tree import Branch
    from junosim.schema.walk import Path

REASON = "statements constraint check failed"
# [our wording] for the two rules to which the model gives no message
_UNTOLD = "constraint check failed"
_KEPT_TREES = 2  # that before a commit and that after it


class Rules:
    """The rules over the trees of one device, as they are with all that they inherit."""

    def __init__(self) -> None:
        self._known: list[Branch] = []  # the trees whose places are in the index
        self._index: Index | None = None

    def problems(self, transition: Transition) -> list[Problem]:
        """What violates a rule because of what changed, without repetition."""
        old, new = transition.old, transition.new
        if self._index is None:
            self._index = Index(new.node)
        if not any(root is old for root in self._known):
            self._index.learn(old)
        found = list(dict.fromkeys(_violations(self._index, new, transition.changes)))
        self._known = [old, new][-_KEPT_TREES:]
        return found


def all_problems(root: Branch) -> list[Problem]:
    """What violates a rule anywhere in a tree: the plain meaning of the rules, without an index."""
    base = defaults.tree(root.node)
    found = (
        problem
        for spot, place in Index(root.node).spots(Spot((), root, ()))
        for problem in _at(spot, place.rules, base)
    )
    return list(dict.fromkeys(found))


def _violations(index: Index, new: Branch, changes: Changes) -> Iterator[Problem]:
    base = defaults.tree(new.node)
    asked: set[tuple[int, Names, int]] = set()
    relevant = [
        change
        for change in changes
        if change.kind is not Kind.MOVED and not (change.path and change.path[0].node.name in NOT_CHECKED)
    ]
    for change in relevant:
        spot = _spot(new, change.path)
        if spot is not None and change.new is not None:
            for here, place in index.spots(spot):
                yield from _at(here, place.rules, base)
    for change in relevant:
        for reader in index.readers(change.path):
            start = _spot(new, change.path[: reader.depth])
            if start is None:
                continue
            key = (id(start.item), reader.place.names, id(reader.rule))
            if key not in asked:
                asked.add(key)
                for here in _instances(start, reader.place.names[reader.depth :]):
                    yield from _at(here, (reader.rule,), base)


def _spot(root: Branch, path: Path) -> Spot | None:
    """The active statement at a path."""
    spot: Spot | None = Spot((), root, ())
    for step in path:
        spot = spot.step(step) if spot is not None else None
    return spot


def _instances(spot: Spot, names: Names) -> Iterator[Spot]:
    """The active statements that names lead to."""
    if not names:
        yield spot
        return
    for below in spot.named(names[0]):
        yield from _instances(below, names[1:])


def _at(spot: Spot, rules: Iterable[Rule], base: Branch | None) -> Iterator[Problem]:
    for rule in rules:
        for bearer in spot.bearers(rule.key):
            if not holds(rule, bearer, base):
                yield _problem(spot, bearer, rule)


def _problem(spot: Spot, bearer: Bearer, rule: Rule) -> Problem:
    path = tuple(word for step in spot.path[:-1] for word in step.words)
    words = spot.path[-1].words
    if not spot.path[-1].values and bearer.value is not None:
        node = spot.item.node
        words = (bearer.value,) if node.has_no_word else (node.word, bearer.value)
    message = (rule.message or _UNTOLD).replace("$$", bearer.value or "")
    return Problem(path, " ".join(words), message)
