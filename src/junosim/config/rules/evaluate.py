"""Whether a rule holds for one statement of a tree.

What is inactive counts as absent. Paths with wildcards are what could cost time: how often such a path exists is
counted once for all statements that ask for it.
"""

from __future__ import annotations

import re
from collections import Counter
from fnmatch import fnmatchcase
from itertools import islice
from typing import TYPE_CHECKING

from junosim.config.rules.compiled import Counting
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Values
from junosim.schema.constraints import And, Not, Read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.rules.compiled import Move, Route, Rule
    from junosim.config.rules.spots import Bearer
    from junosim.schema.constraints import Expression, Word

_OPTIONAL = re.compile(r"\[([^\[\]]*\$\{[^\[\]]*)\]")
_KEY = re.compile(r"\$\{([^}]*)\}")


class Evaluator:
    """Evaluates rules over trees that do not change meanwhile.

    `defaults` is a second root in which absolute paths are looked up.
    """

    def __init__(self, defaults: Branch | None = None) -> None:
        self._defaults = defaults
        self._counts: dict[tuple[int, int, int | None], Counter[str]] = {}

    def holds(self, rule: Rule, bearer: Bearer) -> bool:
        """True when `bearer` obeys the rule."""
        if rule.word is not None and rule.word != bearer.value:
            return True
        if bearer.value is not None and bearer.value.startswith("$") and not bearer.item.node.is_secret:
            return True  # a variable of a dynamic profile: known only when a subscriber logs in
        return self.is_true(rule, bearer)

    def is_true(self, rule: Rule, bearer: Bearer) -> bool:
        """True when the expression of the rule is, seen from `bearer`."""
        return self._truth(rule.expression, rule, bearer)

    def _truth(self, expression: Expression, rule: Rule, bearer: Bearer) -> bool:
        if isinstance(expression, Read):
            return self._read(expression, rule.routes[expression], bearer)
        if isinstance(expression, Not):
            return not self._truth(expression.operand, rule, bearer)
        if isinstance(expression, And):
            return all(self._truth(operand, rule, bearer) for operand in expression.operands)
        return any(self._truth(operand, rule, bearer) for operand in expression.operands)

    def _read(self, read: Read, routes: tuple[Route, ...], bearer: Bearer) -> bool:
        starts = ((start, route) for route in routes for start in self._starts(route, bearer))
        if read.quantifier == "all":
            return all(self._all(start, route, bearer) for start, route in starts)
        most = read.limit if read.quantifier == "unique" else 0
        found = 0
        for start, route in starts:
            found += self._count(start, route, bearer, most + 1)
            if found > most:
                return read.quantifier == "any"
        return read.quantifier == "unique"

    def _starts(self, route: Route, bearer: Bearer) -> Iterator[Item]:
        levels = bearer.levels
        if route.depth < len(levels):
            yield levels[route.depth]
        else:
            yield bearer.item  # a leaf, read from itself
        if route.depth == 0 and self._defaults is not None:
            yield self._defaults

    # ------------------------------------------------------------------ counting

    def _count(self, start: Item, route: Route, bearer: Bearer, enough: int) -> int:
        """How often a path exists, counted up to `enough` at least."""
        if route.counting is Counting.FOR_ALL:
            return self._counted(start, route, enough)[""]
        if route.counting is Counting.BY_VALUE:
            return self._counted(start, route, None)[bearer.value or ""]
        found = 0
        for item in _follow(start, route.moves, bearer):
            found += len(item.values) if isinstance(item, Values) and not route.moves[-1].tests else 1
            if found >= enough:
                break
        return found

    def _counted(self, start: Item, route: Route, enough: int | None) -> Counter[str]:
        """How often a path exists for each value of its bearer, or (as "") in all, then up to `enough`."""
        key = (id(start), id(route), enough)
        found = self._counts.get(key)
        if found is None:
            found = self._counts[key] = Counter(islice(_captured(start, route.moves, ""), enough))
        return found

    def _all(self, start: Item, route: Route, bearer: Bearer) -> bool:
        """True when what follows the last wildcard exists for everything that the path up to there names."""
        cut = max(
            (place for place, move in enumerate(route.moves, 1) if any(w.kind == "glob" for w in move.tests)),
            default=0,
        )
        return all(
            next(_follow(item, route.moves[cut:], bearer), None) is not None
            for item in _follow(start, route.moves[:cut], bearer)
        )


def _follow(item: Item, moves: tuple[Move, ...], bearer: Bearer) -> Iterator[Item]:
    """What a path names, as `bearer` reads it."""
    if not moves:
        yield item
        return
    below = item.children.get(moves[0].name) if isinstance(item, Branch) else None
    if below is not None:
        for found in _fitting(below, moves[0].tests, bearer):
            yield from _follow(found, moves[1:], bearer)


def _fitting(item: Item, tests: tuple[Word, ...], bearer: Bearer) -> Iterator[Item]:
    if isinstance(item, Entries):
        yield from _entries(item, tests, bearer)
    elif item.mark & Mark.INACTIVE:
        return
    elif (
        not tests
        or isinstance(item, Branch)
        or any(_fits(tests[0], value, bearer) for value in _values(item))
    ):
        yield item


def _values(item: Leaf | Values) -> tuple[str, ...]:
    if isinstance(item, Values):
        return item.values
    return () if item.value is None else (item.value,)


def _entries(entries: Entries, tests: tuple[Word, ...], bearer: Bearer) -> Iterator[Branch]:
    wanted = tuple(word_text(test, bearer) for test in tests)
    if None not in wanted and len(tests) == len(entries.node.keys):
        entry = entries.entries.get(tuple(text or "" for text in wanted))
        if entry is not None and not entry.mark & Mark.INACTIVE:
            yield entry
        return
    for keys, entry in entries.entries.items():
        if entry.mark & Mark.INACTIVE:
            continue
        if all(_fits(test, key, bearer) for test, key in zip(tests, keys, strict=False)):
            yield entry


def _captured(item: Item, moves: tuple[Move, ...], own: str) -> Iterator[str]:
    """For each way in which a path exists, the value that its bearer must have; `own` where it asks for none."""
    if not moves:
        yield own
        return
    below = item.children.get(moves[0].name) if isinstance(item, Branch) else None
    if below is None:
        return
    tests = moves[0].tests
    if isinstance(below, Entries):
        for keys, entry in below.entries.items():
            if not entry.mark & Mark.INACTIVE and fits_fixed(tests, keys):
                yield from _captured(entry, moves[1:], _own_of(tests, keys, own))
    elif below.mark & Mark.INACTIVE:
        return
    elif isinstance(below, Branch) or not tests:
        times = len(below.values) if isinstance(below, Values) and len(moves) == 1 else 1
        for _ in range(times):
            yield from _captured(below, moves[1:], own)
    else:
        values = [value for value in _values(below) if fits_fixed(tests, (value,))]
        if tests[0].kind != "own":
            values = values[:1]  # the leaf-list fits, however many of its values do
        for value in values:
            yield from _captured(below, moves[1:], _own_of(tests, (value,), own))


def fits_fixed(tests: tuple[Word, ...], values: tuple[str, ...]) -> bool:
    """True when keys or a value fit all words that mean the same to every bearer."""
    for test, value in zip(tests, values, strict=False):
        if test.kind == "literal" and test.text != value:
            return False
        if test.kind == "glob" and test.text != "*" and not fnmatchcase(value, test.text):
            return False
    return True


def _own_of(tests: tuple[Word, ...], values: tuple[str, ...], own: str) -> str:
    return next((value for test, value in zip(tests, values, strict=False) if test.kind == "own"), own)


def _fits(test: Word, value: str, bearer: Bearer) -> bool:
    if test.kind == "glob":
        return test.text == "*" or fnmatchcase(value, test.text)
    return word_text(test, bearer) == value


def word_text(test: Word, bearer: Bearer) -> str | None:
    """The one text that fits; None for a wildcard, and for a key or value that the bearer does not have."""
    if test.kind == "literal":
        return test.text
    if test.kind == "template":
        return _template(test.text, bearer)
    value = bearer.value
    if value is None or test.kind == "own":
        return value
    if test.kind == "device":
        return value.partition(".")[0]
    return value.partition(".")[2] or "0" if test.kind == "unit" else None


def _template(text: str, bearer: Bearer) -> str | None:
    keys = {name: bearer.key(name) for name in _KEY.findall(text)}
    if None in keys.values():
        return None
    return _KEY.sub(lambda found: keys[found[1]] or "", text)


def filled(text: str, bearer: Bearer) -> str:
    """A text with the keys on the way of `bearer` in place of their templates.

    A part in brackets is left out where there is no such list on the way.
    """
    if "${" not in text:
        return text
    text = _OPTIONAL.sub(lambda found: found[1] if _template(found[1], bearer) is not None else "", text)
    return _KEY.sub(lambda found: bearer.key(found[1]) or "", text)


def template_key(text: str) -> str | None:
    """The list whose key a template is, if it is that alone: `interface` of `${interface}`."""
    found = _KEY.fullmatch(text)
    return found[1] if found is not None else None
