"""The rules over the trees of one device: incremental, so that a small commit into a large configuration is cheap.

All violations of the new tree are found, and the result is that of a walk over all of it. Looked at are the
statements that changed, those whose rules read what changed, and those that violated a rule before. A tree of
which that is not known, as the one a device starts with, is walked once.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from junosim.config.rules import defaults, triggers
from junosim.config.rules.evaluate import Evaluator, filled
from junosim.config.rules.index import Index, index_of
from junosim.config.rules.spots import Spot, spot_at
from junosim.config.tree import Branch, Entries
from junosim.errors import Problem
from junosim.schema.node import Flag
from junosim.schema.sorting import entry_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from junosim.config.commit import Transition
    from junosim.config.diff import Changes
    from junosim.config.rules.compiled import Rule
    from junosim.config.rules.spots import Bearer
    from junosim.config.rules.stated import Sort
    from junosim.config.rules.triggers import Event
    from junosim.schema.walk import Path

_KEPT_TREES = (
    4  # those before and after a commit, and what another candidate of the same base was checked for
)
_OF_NONE = "error: "
_QUOTED = re.compile(r"'([a-z][a-z0-9-]*)' (.*)")
Order: TypeAlias = "tuple[object, ...]"


class Finding(NamedTuple):
    """A violated rule: of which statement, and what is said of it, once for each value of a leaf-list."""

    path: Path
    rule: Rule
    problems: tuple[Problem, ...]


class Rules:
    """The checks of one device. Trees that are given must not change any more.

    It remembers what it found in the last trees, and keeps these alive.
    """

    def __init__(self) -> None:
        self._known: deque[tuple[Branch, list[Finding]]] = deque(maxlen=_KEPT_TREES)

    def problems(self, transition: Transition) -> list[Problem]:
        """What violates a rule in the new tree, in the order of the configuration, without repetition."""
        return _told(self.findings(transition))

    def is_known(self, root: Branch) -> bool:
        """True when a tree was checked, so that what it is changed to is checked at the cost of what changed."""
        return self._remembered(root) is not None

    def vouch(self, root: Branch) -> None:
        """Know without a walk that nothing is wrong in a tree; one of its language must have been checked before."""
        self._known.append((root, []))

    def of(self, sort: Sort) -> Callable[[Transition], list[Problem]]:
        """The same for the rules of one sort."""
        return lambda transition: _told(
            finding for finding in self.findings(transition) if finding.rule.sort is sort
        )

    def findings(self, transition: Transition) -> list[Finding]:
        """The violated rules of the new tree, in the order of the configuration."""
        old, new = transition.old, transition.new
        findings = self._remembered(new)
        if findings is None:
            before = self._remembered(old)
            findings = _findings_in(new) if before is None else _incremental(new, transition.changes, before)
            self._known.append((new, findings))
        return findings

    def _remembered(self, root: Branch) -> list[Finding] | None:
        for known in self._known:
            if known[0] is root:
                self._known.remove(known)
                self._known.append(known)  # what is not asked for any more goes first
                return known[1]
        return None


def all_problems(root: Branch, sort: Sort | None = None) -> list[Problem]:
    """What violates a rule (of one sort) anywhere in a tree: the plain meaning of the rules, by a walk."""
    findings = _findings_in(root)
    return _told(finding for finding in findings if sort in (None, finding.rule.sort))


def _told(findings: Iterable[Finding]) -> list[Problem]:
    return list(dict.fromkeys(problem for finding in findings for problem in finding.problems))


# ---------------------------------------------------------------------- which statements


def _findings_in(root: Branch) -> list[Finding]:
    """The violations of a tree, found by a walk."""
    index = index_of(root.node)
    spots = ((spot, rule) for spot, place in index.spots(Spot(root)) for rule in place.rules)
    return _in_order(root, _evaluated(spots, Evaluator(defaults.defined(root.node))))


def _incremental(new: Branch, changes: Changes, before: list[Finding]) -> list[Finding]:
    """The violations of the new tree, given the changes that led to it and the violations of the old one."""
    evaluator = Evaluator(defaults.defined(new.node))
    spots = _candidates(index_of(new.node), new, triggers.events(changes), before, evaluator)
    return _in_order(new, _evaluated(_once(spots), evaluator))


def _once(spots: Iterable[tuple[Spot, Rule]]) -> Iterator[tuple[Spot, Rule]]:
    # One item may stand at several places of a tree: all branches on the way tell them apart.
    seen: set[tuple[int, ...]] = set()
    for spot, rule in spots:
        key = (*map(id, spot.above), id(spot.item), id(rule))
        if key not in seen:
            seen.add(key)
            yield spot, rule


def _candidates(
    index: Index, new: Branch, found: list[Event], before: list[Finding], evaluator: Evaluator
) -> Iterator[tuple[Spot, Rule]]:
    """The statements of which the violations may not be those of before, and those that had some."""
    for spot, place in triggers.changed(index, new, found):
        for rule in place.rules:
            yield spot, rule
    for concern in triggers.concerns(index, new, found, evaluator):
        for spot in triggers.bearers(concern):
            yield spot, concern.rule
    for finding in before:
        known = spot_at(new, finding.path)
        if known is not None:
            yield known, finding.rule


def _evaluated(spots: Iterable[tuple[Spot, Rule]], evaluator: Evaluator) -> Iterator[Finding]:
    """The violations among these statements."""
    for spot, rule in spots:
        wrong = [bearer for bearer in spot.bearers(rule.key) if not evaluator.holds(rule, bearer)]
        if wrong:
            yield Finding(spot.path, rule, tuple(_problem(spot.path, bearer, rule) for bearer in wrong))


# ---------------------------------------------------------------------- what is said, and in which order


def _problem(path: Path, bearer: Bearer, rule: Rule) -> Problem:
    """What is said of a bearer; the forms of a message are those of `config/rules/table.py`."""
    message = filled(rule.message.replace("$$", bearer.value or ""), bearer)
    if rule.about:
        return Problem(_words(path), rule.about, message)
    if message.startswith(_OF_NONE):
        return Problem((), "", message.removeprefix(_OF_NONE))
    quoted = _QUOTED.fullmatch(message)
    words = path[-1].words
    if quoted is not None:
        for depth in range(len(path) - 1, -1, -1):
            if path[depth].node.word == quoted[1]:
                return Problem(_words(path[:depth]), " ".join(path[depth].words), quoted[2])
    elif not path[-1].values and bearer.value is not None:
        node = bearer.item.node
        words = (bearer.value,) if node.has_no_word else (node.word, bearer.value)
    return Problem(_words(path[:-1]), " ".join(words), message)


def _words(path: Path) -> tuple[str, ...]:
    return tuple(word for step in path for word in step.words)


def _in_order(root: Branch, findings: Iterable[Finding]) -> list[Finding]:
    """As their statements are shown, and of one statement as the model states the rules."""
    positions: dict[int, dict[tuple[str, ...], int]] = {}
    return sorted(findings, key=lambda found: (_place(root, found.path, positions), found.rule.number))


def _place(root: Branch, path: Path, positions: dict[int, dict[tuple[str, ...], int]]) -> Order:
    """Sort key of a statement; entries that the user orders count by where they stand."""
    branch, order = root, []
    for step in path:
        item = branch.children[step.node.name]
        place: object = ()
        if isinstance(item, Entries):
            if step.node.flags & Flag.USER_ORDERED:
                known = positions.get(id(item))
                if known is None:
                    known = positions[id(item)] = {keys: at for at, keys in enumerate(item.entries)}
                place = known[step.values]
            else:
                place = entry_key(step.node, step.values)
            item = item.entries[step.values]
        order.append((step.node.order, step.node.name, place))
        if isinstance(item, Branch):
            branch = item
    return tuple(order)
