"""The rules over the trees of one device: incremental, so that a small commit into a large configuration is cheap.

All violations of the new tree are found, and the result is that of a walk over all of it. Looked at are the
statements that changed, those whose rules read what changed, and those that violated a rule before. A tree of
which that is not known, as the one a device starts with, is walked once.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from junosim.config.rules import defaults, triggers
from junosim.config.rules.evaluate import Evaluator
from junosim.config.rules.findings import Finding, in_order, problem, told
from junosim.config.rules.index import Index, index_of
from junosim.config.rules.spots import Spot, spot_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from junosim.config.diff import Changes
    from junosim.config.rules.compiled import Rule
    from junosim.config.rules.stated import Sort
    from junosim.config.rules.triggers import Event
    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.errors import Problem

_KEPT_TREES = 4  # those before and after a commit, and those of other candidates of the same base


class Rules:
    """The checks of one device. Trees that are given must not change any more.

    It remembers what it found in the last trees, and keeps these alive.
    """

    def __init__(self) -> None:
        self._known: deque[tuple[Branch, list[Finding]]] = deque(maxlen=_KEPT_TREES)

    def problems(self, transition: Transition) -> list[Problem]:
        """What violates a rule in the new tree, in the order of the configuration, without repetition."""
        return told(self.findings(transition))

    def is_known(self, root: Branch) -> bool:
        """True when a tree was checked, so that what it is changed to is checked at the cost of what changed."""
        return self._remembered(root) is not None

    def vouch(self, root: Branch) -> None:
        """Know without a walk that nothing is wrong in a tree; one of its language must have been checked before."""
        self._known.append((root, []))

    def of(self, sort: Sort) -> Callable[[Transition], list[Problem]]:
        """The same for the rules of one sort."""
        return lambda transition: told(
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
    return told(finding for finding in findings if sort in (None, finding.rule.sort))


# ---------------------------------------------------------------------- which statements


def _findings_in(root: Branch) -> list[Finding]:
    """The violations of a tree, found by a walk."""
    index = index_of(root.node)
    spots = ((spot, rule) for spot, place in index.spots(Spot(root)) for rule in place.rules)
    return in_order(root, _evaluated(spots, Evaluator(defaults.defined(root.node))))


def _incremental(new: Branch, changes: Changes, before: list[Finding]) -> list[Finding]:
    """The violations of the new tree, given the changes that led to it and the violations of the old one."""
    evaluator = Evaluator(defaults.defined(new.node))
    spots = _candidates(index_of(new.node), new, triggers.events(changes), before, evaluator)
    return in_order(new, _evaluated(_once(spots), evaluator))


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
            yield Finding(spot.path, rule, tuple(problem(spot.path, bearer, rule) for bearer in wrong))
