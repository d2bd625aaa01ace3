"""The commit step `groups`: what is applied is defined, and no group applies itself. The wordings are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.groups import ranges
from junosim.config.groups.definitions import APPLY, GROUPS, PREDEFINED, applications, defined, is_active
from junosim.config.lookup import lookup, words_of
from junosim.config.query import branch
from junosim.config.tree import Branch, Entries, Values
from junosim.errors import Problem
from junosim.schema.walk import Step
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.config.diff import Change
    from junosim.config.groups.inheritance import Inheritance
    from junosim.config.transition import Transition
    from junosim.schema.walk import Path

_UNDEFINED = "group '{}' is not defined"
_SURPLUS = "number of members exceeds limit of {}"
_CIRCULAR = "group '{}' is applied to itself"


def problems(inheritance: Inheritance, transition: Transition) -> Iterator[Problem | None]:
    """What is wrong with groups and their use, and pauses."""
    beat = Beat()
    old, new = transition.written
    if new is not transition.new:
        yield from (_problem(path, name) for path, name in inheritance.unknown(new))
        yield from _in_groups(old, new, beat)
        if old.children.get(ranges.INTERFACES) is not new.children.get(ranges.INTERFACES):
            yield from _surplus(new)
    elif old is not transition.old:
        yield from _undefined(new, (), {}, beat)
    else:
        for change in transition.changes:
            yield from _in_change(new, change, beat)


def _in_groups(old: Branch, new: Branch, beat: Beat) -> Iterator[Problem | None]:
    """What is wrong with the groups themselves, if they changed."""
    if old.children.get(GROUPS) is new.children.get(GROUPS):
        return
    groups = defined(new)
    for name, group in groups.items():
        yield from _undefined(group, (Step(group.node, (name,)),), groups, beat)
    yield from _circular(groups)


def _surplus(new: Branch) -> Iterator[Problem]:
    """Interface ranges with more members than they may have."""
    for wanted in ranges.ranges(branch(new, ranges.INTERFACES)):
        if len(ranges.members(wanted)) > ranges.MAXIMUM:
            place = (ranges.INTERFACES, ranges.RANGE, wanted.keys[0])
            yield Problem(place, ranges.MEMBER, _SURPLUS.format(ranges.MAXIMUM))


def _in_change(new: Branch, change: Change, beat: Beat) -> Iterator[Problem | None]:
    """What a change applies where there are no groups at all."""
    if beat.due(2):
        yield None
    if not _counts(new, change.path):
        return
    if isinstance(change.new, Branch):
        yield from _undefined(change.new, change.path, {}, beat)
    elif isinstance(change.new, Values) and change.new.node.name == APPLY:
        yield from _unknown(change.new, change.path[:-1], {})


def _counts(root: Branch, path: Path) -> bool:
    """True when nothing on the way to the statement, nor itself, is inactive."""
    return all(
        (item := lookup(root, path[:depth])) is not None and is_active(item)
        for depth in range(1, len(path) + 1)
    )


def _unknown(item: Values, path: Path, groups: Mapping[str, Branch]) -> Iterator[Problem]:
    for name in item.values if is_active(item) else ():
        if name not in groups and name not in PREDEFINED:
            yield _problem(path, name)


def _undefined(
    branch: Branch, path: Path, groups: Mapping[str, Branch], beat: Beat
) -> Iterator[Problem | None]:
    if beat.due():
        yield None
    for item in branch.children.values():
        if isinstance(item, Values) and item.node.name == APPLY:
            yield from _unknown(item, path, groups)
        elif isinstance(item, Branch):
            if is_active(item):
                yield from _undefined(item, (*path, Step(item.node)), groups, beat)
        elif isinstance(item, Entries):
            for keys, entry in item.entries.items():
                if is_active(entry):
                    yield from _undefined(entry, (*path, Step(item.node, keys)), groups, beat)


def _problem(path: Path, name: str) -> Problem:
    return Problem(words_of(path), f"{APPLY} {name}", _UNDEFINED.format(name))


def _circular(groups: Mapping[str, Branch]) -> Iterator[Problem]:
    """Groups that are reached again from what they apply."""
    applied = {name: dict.fromkeys(applications(group)) for name, group in groups.items()}
    for name in groups:
        reached: set[str] = set()
        waiting = list(applied[name])
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting += applied.get(other, ())
        if name in reached:
            yield Problem((GROUPS,), name, _CIRCULAR.format(name))
