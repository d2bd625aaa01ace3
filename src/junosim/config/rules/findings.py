"""Violated rules: what is said of them, and in which order."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from junosim.config.formats.shape import MASK
from junosim.config.lookup import words_of
from junosim.config.rules.evaluate import filled
from junosim.config.rules.table import NOTHING
from junosim.config.tree import Branch, Entries
from junosim.errors import Problem
from junosim.schema.node import Flag
from junosim.schema.sorting import entry_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.config.rules.compiled import Rule
    from junosim.config.rules.spots import Bearer
    from junosim.schema.walk import Path
    from junosim.slices import Slices

Order: TypeAlias = "tuple[object, ...]"


class Finding(NamedTuple):
    """A violated rule: of which statement, and what is said of it, once for each value of a leaf-list."""

    path: Path
    rule: Rule
    problems: tuple[Problem, ...]


def problem(path: Path, bearer: Bearer, rule: Rule) -> Problem:
    """What is said of the bearer of a rule, which stands at `path`; whoever reads it, a secret is not shown [g]."""
    value = MASK if bearer.value is not None and bearer.item.node.is_secret else bearer.value
    message = filled(rule.message.replace("$$", value or ""), bearer)
    if rule.about:
        return Problem(words_of(path), rule.about, message)
    if rule.quoted == NOTHING:
        return Problem((), "", message)
    if rule.quoted:
        depth = max(at for at, step in enumerate(path) if step.node.word == rule.quoted)
        return Problem(words_of(path[:depth]), " ".join(path[depth].words), message)
    words = path[-1].words
    if not path[-1].values and value is not None:
        node = bearer.item.node
        words = (value,) if node.has_no_word else (node.word, value)
    above = path[:-1] if rule.word is None else path  # a rule of a word is one of the value [capture]
    return Problem(words_of(above), " ".join(words), message)


def told(findings: Iterable[Finding]) -> list[Problem]:
    """The problems of findings, without repetition."""
    return list(dict.fromkeys(problem for finding in findings for problem in finding.problems))


def in_order(root: Branch, findings: Iterable[Finding | None]) -> Slices[list[Finding]]:
    """Findings in the order in which their statements are shown, of one statement as the model states the rules."""
    positions: dict[int, dict[tuple[str, ...], int]] = {}
    placed: list[tuple[tuple[Order, int], Finding]] = []
    for found in findings:
        if found is None:
            yield
        else:
            placed.append(((_place(root, found.path, positions), found.rule.number), found))
    placed.sort(key=itemgetter(0))
    return [found for _, found in placed]


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
