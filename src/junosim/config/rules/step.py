"""The rules over the trees of one device: incremental, so that a small commit into a large configuration is cheap.

All violations of the new tree are found, and the result is that of a walk over all of it. Looked at are the
statements that changed, those whose rules read what changed, and those that violated a rule before. A tree of
which that is not known, as the one a device starts with, is walked once.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from junosim.config.rules import defaults, triggers
from junosim.config.rules.evaluate import Evaluator
from junosim.config.rules.findings import Finding, in_order, problem, told
from junosim.config.rules.index import Index, index_of
from junosim.config.rules.spots import Spot, spot_at
from junosim.slices import Beat, collected, finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from junosim.config.diff import Changes
    from junosim.config.rules.compiled import Rule
    from junosim.config.rules.stated import Sort
    from junosim.config.rules.triggers import Event
    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.errors import Problem
    from junosim.slices import Slices

_Asked: TypeAlias = "tuple[Spot, Rule]"

_RULE = 4  # units of work that a rule costs
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

    def of(self, sort: Sort) -> Callable[[Transition], Iterator[Problem | None]]:
        """The same for the rules of one sort, with pauses."""

        def problems(transition: Transition) -> Iterator[Problem | None]:
            findings = yield from self.findings_in_slices(transition)
            yield from told(finding for finding in findings if finding.rule.sort is sort)

        return problems

    def findings(self, transition: Transition) -> list[Finding]:
        """The violated rules of the new tree, in the order of the configuration."""
        return finish(self.findings_in_slices(transition))

    def findings_in_slices(self, transition: Transition) -> Slices[list[Finding]]:
        """The same in slices."""
        old, new = transition.old, transition.new
        findings = self._remembered(new)
        if findings is None:
            before = self._remembered(old)
            if before is None:
                findings = yield from _findings_in(new)
            else:
                findings = yield from _incremental(new, transition.changes, before)
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
    findings = finish(_findings_in(root))
    return told(finding for finding in findings if sort in (None, finding.rule.sort))


# ---------------------------------------------------------------------- which statements


def _findings_in(root: Branch) -> Slices[list[Finding]]:
    """The violations of a tree, found by a walk."""
    return in_order(root, _evaluated(_all(root), Evaluator(defaults.defined(root.node))))


def _all(root: Branch) -> Iterator[_Asked | None]:
    """Every statement that bears rules, with each of them."""
    for found in index_of(root.node).spots(Spot(root)):
        if found is None:
            yield None
        else:
            spot, place = found
            yield from ((spot, rule) for rule in place.rules)


def _incremental(new: Branch, changes: Changes, before: list[Finding]) -> Slices[list[Finding]]:
    """The violations of the new tree, given the changes that led to it and the violations of the old one."""
    evaluator = Evaluator(defaults.defined(new.node))
    events = yield from collected(triggers.events(changes))
    spots = _candidates(index_of(new.node), new, events, before, evaluator)
    return (yield from in_order(new, _evaluated(_once(spots), evaluator)))


def _once(asked: Iterable[_Asked | None]) -> Iterator[_Asked | None]:
    # One item may stand at several places of a tree: all branches on the way tell them apart.
    seen: set[tuple[int, ...]] = set()
    for each in asked:
        if each is None:
            yield None
            continue
        spot, rule = each
        key = (*map(id, spot.above), id(spot.item), id(rule))
        if key not in seen:
            seen.add(key)
            yield each


def _candidates(
    index: Index, new: Branch, found: list[Event], before: list[Finding], evaluator: Evaluator
) -> Iterator[_Asked | None]:
    """The statements of which the violations may not be those of before, and those that had some."""
    for borne in triggers.changed(index, new, found):
        if borne is None:
            yield None
        else:
            spot, place = borne
            yield from ((spot, rule) for rule in place.rules)
    for concern in (yield from collected(triggers.concerns(index, new, found, evaluator))):
        for bearer in triggers.bearers(concern):
            yield None if bearer is None else (bearer, concern.rule)
    for finding in before:
        known = spot_at(new, finding.path)
        if known is not None:
            yield known, finding.rule


def _evaluated(asked: Iterable[_Asked | None], evaluator: Evaluator) -> Iterator[Finding | None]:
    """The violations among these statements."""
    beat = Beat()
    for each in asked:
        if each is None or beat.due(_RULE):
            yield None
        if each is None:
            continue
        spot, rule = each
        wrong = [bearer for bearer in spot.bearers(rule.key) if not evaluator.holds(rule, bearer)]
        if wrong:
            yield Finding(spot.path, rule, tuple(problem(spot.path, bearer, rule) for bearer in wrong))
