"""Whether a rule holds for one statement of a tree; what is inactive counts as absent.

Items know no parent, so a statement is given with all branches on the way to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from junosim.config.lookup import child
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.constraints import And, Not, Read
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.rules.compiled import Move, Route, Rule
    from junosim.schema.constraints import Expression, Word
    from junosim.schema.walk import Path

_KEY = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A statement of a tree: its path, itself, and the branches from the root to it (itself too, if it is one)."""

    path: Path
    item: Branch | Leaf | Values
    above: tuple[Branch, ...]

    @property
    def levels(self) -> tuple[Branch, ...]:
        """The branches from the root, this one included."""
        return (*self.above, self.item) if isinstance(self.item, Branch) else self.above

    def below(self) -> Iterator[Spot]:
        """The active statements one level down; the entries of a list one by one."""
        if isinstance(self.item, Branch):
            for name in self.item.children:
                yield from self.named(name)

    def named(self, name: str) -> Iterator[Spot]:
        """The active statements of one name, one level down."""
        item = self.item.children.get(name) if isinstance(self.item, Branch) else None
        if isinstance(item, Entries):
            levels = self.levels
            for keys, entry in item.entries.items():
                if not entry.mark & Mark.INACTIVE:
                    yield Spot((*self.path, Step(item.node, keys)), entry, levels)
        elif item is not None and not item.mark & Mark.INACTIVE:
            yield Spot((*self.path, Step(item.node)), item, self.levels)

    def step(self, step: Step) -> Spot | None:
        """The active statement that `step` leads to."""
        found = child(self.item, Step(step.node, step.values)) if isinstance(self.item, Branch) else None
        if found is None or isinstance(found, Entries) or found.mark & Mark.INACTIVE:
            return None
        return Spot((*self.path, step), found, self.levels)

    def bearers(self, key: int = 0) -> Iterator[Bearer]:
        """What a rule is evaluated for here: each value of a leaf-list by itself, an entry with one of its keys."""
        item = self.item
        if isinstance(item, Branch):
            yield Bearer(item, self.levels, item.keys[key] if item.keys else None)
        elif isinstance(item, Values):
            yield from (Bearer(item, self.levels, value) for value in item.values)
        else:
            yield Bearer(item, self.levels, item.value)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A statement that bears rules: the branches from the root to it (itself too, if it is one), and its value."""

    item: Item
    levels: tuple[Branch, ...]
    value: str | None

    def key(self, name: str) -> str | None:
        """The first key of the innermost list entry on the way whose list is called `name`."""
        for level in reversed(self.levels):
            if level.node.name == name and level.keys:
                return level.keys[0]
        return None


def holds(rule: Rule, bearer: Bearer, defaults: Branch | None) -> bool:
    """True when `bearer` obeys the rule; `defaults` is a second root in which absolute paths are looked up."""
    if rule.word is not None and rule.word != bearer.value:
        return True
    if bearer.value is not None and bearer.value.startswith("$"):
        return True  # a variable of a dynamic profile: known only when a subscriber logs in
    return _Evaluation(rule, bearer, defaults).truth(rule.expression)


class _Evaluation:
    def __init__(self, rule: Rule, bearer: Bearer, defaults: Branch | None) -> None:
        self._rule = rule
        self._bearer = bearer
        self._defaults = defaults

    def truth(self, expression: Expression) -> bool:
        if isinstance(expression, Read):
            return self._read(expression)
        if isinstance(expression, Not):
            return not self.truth(expression.operand)
        if isinstance(expression, And):
            return all(self.truth(operand) for operand in expression.operands)
        return any(self.truth(operand) for operand in expression.operands)

    def _read(self, read: Read) -> bool:
        routes = self._rule.routes[read]
        if read.quantifier == "all":
            return all(self._all(start, route) for route in routes for start in self._starts(route))
        found = (
            item
            for route in routes
            for start in self._starts(route)
            for item in self._follow(start, route.moves)
        )
        if read.quantifier == "unique":
            return next(found, None) is None or next(found, None) is None
        return next(found, None) is not None

    def _starts(self, route: Route) -> Iterator[Item]:
        levels = self._bearer.levels
        if route.depth < len(levels):
            yield levels[route.depth]
        else:
            yield self._bearer.item  # a leaf, read from itself
        if route.depth == 0 and self._defaults is not None:
            yield self._defaults

    def _all(self, start: Item, route: Route) -> bool:
        """True when what follows the last wildcard exists for everything that the path up to there names."""
        cut = max(
            (place for place, move in enumerate(route.moves, 1) if any(w.kind == "glob" for w in move.tests)),
            default=0,
        )
        return all(
            next(self._follow(item, route.moves[cut:]), None) is not None
            for item in self._follow(start, route.moves[:cut])
        )

    def _follow(self, item: Item, moves: tuple[Move, ...]) -> Iterator[Item]:
        if not moves:
            yield item
            return
        if isinstance(item, Branch):
            below = item.children.get(moves[0].name)
            if below is not None:
                for found in self._fitting(below, moves[0].tests):
                    yield from self._follow(found, moves[1:])

    def _fitting(self, item: Item, tests: tuple[Word, ...]) -> Iterator[Item]:
        if isinstance(item, Entries):
            yield from self._entries(item, tests)
        elif item.mark & Mark.INACTIVE:
            return
        elif not tests or isinstance(item, Branch):
            yield item
        else:
            values = item.values if isinstance(item, Values) else (item.value,)
            if any(value is not None and self._fits(tests[0], value) for value in values):
                yield item

    def _entries(self, entries: Entries, tests: tuple[Word, ...]) -> Iterator[Branch]:
        wanted = tuple(self._text(test) for test in tests)
        if None not in wanted and len(tests) == len(entries.node.keys):
            entry = entries.entries.get(tuple(text or "" for text in wanted))
            if entry is not None and not entry.mark & Mark.INACTIVE:
                yield entry
            return
        for keys, entry in entries.entries.items():
            if entry.mark & Mark.INACTIVE:
                continue
            if all(self._fits(test, key) for test, key in zip(tests, keys, strict=False)):
                yield entry

    def _fits(self, test: Word, value: str) -> bool:
        if test.kind == "glob":
            return fnmatchcase(value, test.text)
        return self._text(test) == value

    def _text(self, test: Word) -> str | None:
        """The one text that fits; None for a wildcard, and for a key or value that the bearer does not have."""
        if test.kind == "literal":
            return test.text
        if test.kind == "template":
            return self._template(test.text)
        value = self._bearer.value
        if value is None or test.kind == "own":
            return value
        if test.kind == "device":
            return value.partition(".")[0]
        return value.partition(".")[2] or "0" if test.kind == "unit" else None

    def _template(self, text: str) -> str | None:
        keys = {name: self._bearer.key(name) for name in _KEY.findall(text)}
        if None in keys.values():
            return None
        return _KEY.sub(lambda found: keys[found[1]] or "", text)
