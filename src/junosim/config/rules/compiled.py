"""Rules made ready for one place of the schema: each path becomes the statements it may mean there.

Where the model lacks a statement of a path, the path means nothing, and counts as absent: rules also name statements
of other platforms.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from junosim.config.rules.stated import Sort, stated
from junosim.schema.constraints import ABSOLUTE, harms
from junosim.schema.node import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.rules.stated import Statement
    from junosim.schema.constraints import Expression, Harm, Read, Word
    from junosim.schema.node import Node

NodePath: TypeAlias = tuple["Node", ...]
Names: TypeAlias = tuple[str, ...]

# Lists whose entries hold a configuration of their own: absolute paths mean it first [our choice].
_WHOLE = ("logical-systems", "tenants")


_FIXED = frozenset({"glob", "literal"})  # words that mean the same to every bearer


@dataclass(frozen=True, slots=True)
class Move:
    """Go to the statement `name`; its keys, or its value, must fit `tests`."""

    name: str
    tests: tuple[Word, ...] = ()


class Counting(Enum):
    """Whether a path is asked for by many bearers at the cost of a walk, and how the walks become one."""

    NONE = 0  # no wildcards, or more than the own value to fill in
    FOR_ALL = 1  # it means the same to all
    BY_VALUE = 2  # it holds the bearer's own value once


@dataclass(frozen=True, slots=True)
class Route:
    """One meaning of a path: from the ancestor of the bearer at `depth` (0 is the root) along `moves`."""

    depth: int
    moves: tuple[Move, ...]
    counting: Counting

    @property
    def kinds(self) -> list[str]:
        """The kinds of words that it tests."""
        return _kinds(self.moves)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule at one place; two rules are equal only if they are the same object.

    place    the path of the bearer; it ends with the key leaf where that is what bears the rule
    number   its place among the rules of the bearer
    about    the statement below the bearer that is quoted, and `quoted` the one on the way to it; see `Statement`
    word     the value for which an enumeration states it, None if it always holds
    key      for a key leaf, which of the keys it is
    """

    place: NodePath
    number: int
    expression: Expression
    message: str
    sort: Sort
    routes: dict[Read, tuple[Route, ...]]
    about: str = ""
    quoted: str = ""
    word: str | None = None
    key: int = 0

    @property
    def is_static(self) -> bool:
        """True when its truth is the same for all bearers, wherever they stand."""
        routes = [route for found in self.routes.values() for route in found]
        return all(route.depth == 0 and _FIXED.issuperset(route.kinds) for route in routes)


@dataclass(frozen=True, slots=True)
class Dependency:
    """A rule depends on what stands at `names` (from the root): it reads it from the ancestor at `route.depth`."""

    names: Names
    route: Route
    harm: Harm


def rules_at(root: Node, path: NodePath) -> tuple[Rule, ...]:
    """The rules that the statement at `path` bears, those of its keys included."""
    found = enumerate(stated(root, path))
    return tuple(_rule(root, place, number, statement) for number, (place, statement) in found)


def dependencies(rule: Rule) -> Iterator[Dependency]:
    """What may make a rule untrue that held, apart from changes of its bearer."""
    harm = harms(rule.expression)
    for read, routes in rule.routes.items():
        for route in routes:
            names = tuple(node.name for node in rule.place[: route.depth])
            yield Dependency((*names, *(move.name for move in route.moves)), route, harm[read])


def _rule(root: Node, path: NodePath, number: int, statement: Statement) -> Rule:
    routes = {}
    leaves = bool(path) and path[-1].kind is Kind.LEAF_LIST
    for read in harms(statement.expression):
        found = tuple(_routes(root, path, read, of_value=statement.word is not None and leaves))
        if not found and leaves:
            found = tuple(_routes(root, path, read, of_value=True))
        routes[read] = found
    return Rule(
        path,
        number,
        statement.expression,
        statement.message,
        statement.sort,
        routes,
        statement.about,
        statement.quoted,
        statement.word,
        statement.key,
    )


def _routes(root: Node, path: NodePath, read: Read, *, of_value: bool) -> Iterator[Route]:
    """The meanings of a path; `of_value`: it starts from a value of a leaf-list, one level further down."""
    levels = (root, *path)
    up = read.up - of_value
    found = False
    for depth in _starts(levels, read, up):
        for moves in _meanings(levels[depth], read.words):
            found = True
            yield _route(depth, moves)
    if not found and read.up != ABSOLUTE and up >= 0 and read.words and read.words[0].kind == "glob":
        yield from _of_whole_list(levels, len(levels) - 1 - up, read.words)


def _route(depth: int, moves: tuple[Move, ...]) -> Route:
    kinds = _kinds(moves)
    counting = Counting.NONE
    if "glob" in kinds:
        if _FIXED.issuperset(kinds):
            counting = Counting.FOR_ALL
        elif kinds.count("own") == 1 and _FIXED.issuperset(set(kinds) - {"own"}):
            counting = Counting.BY_VALUE
    return Route(depth, moves, counting)


def _kinds(moves: tuple[Move, ...]) -> list[str]:
    return [test.kind for move in moves for test in move.tests]


def _of_whole_list(levels: NodePath, depth: int, words: tuple[Word, ...]) -> Iterator[Route]:
    """`. <*> x`, and `.. .. <*> x` from a leaf of an entry: all entries of the list at hand [our reading]."""
    for place in (depth, depth + 1):
        if 0 < place < len(levels) and levels[place].kind is Kind.LIST:
            entries = Move(levels[place].name, words[:1])
            for moves in _meanings(levels[place], words[1:]):
                yield _route(place - 1, (entries, *moves))
            return


def _starts(levels: NodePath, read: Read, up: int) -> Iterator[int]:
    """The depths from which a path is read."""
    if read.up != ABSOLUTE:
        if 0 <= up < len(levels):
            yield len(levels) - 1 - up
        return
    yield 0
    if len(levels) > 1 and levels[1].name in _WHOLE:
        yield 1
    first = read.words[0].text if read.words else ""
    if first not in levels[0].by_word and levels[-1].has_children and first in levels[-1].by_word:
        yield len(levels) - 1  # not a path from the top: it is meant from the bearer [our reading]


def _meanings(node: Node, words: tuple[Word, ...]) -> Iterator[tuple[Move, ...]]:
    """All ways in which words name statements below a node."""
    if not words:
        yield ()
        return
    word = words[0]
    named = _named(node, word)
    if named is not None:
        for tests, rest in _values(named, words[1:]):
            yield from _onward(named, tests, rest)
        return
    for slot in _slots(node):
        for tests, rest in _values(slot, words):
            if tests:
                yield from _onward(slot, tests, rest)


def _slots(node: Node) -> tuple[Node, ...]:
    return node.slots if node.has_children else ()


def _onward(node: Node, tests: tuple[Word, ...], rest: tuple[Word, ...]) -> Iterator[tuple[Move, ...]]:
    if rest and not node.has_children:
        return
    for moves in _meanings(node, rest):
        yield (Move(node.name, tests), *moves)


def _values(node: Node, words: tuple[Word, ...]) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """How many of the next words are keys or the value of `node`: (these, the rest)."""
    has_value = node.kind is not Kind.CONTAINER and not node.is_flag
    most = max(1, len(node.keys)) if has_value else 0
    least = min(most, len(words), 1)
    for count in range(min(most, len(words)), least - 1, -1):
        yield words[:count], words[count:]


def _named(node: Node, word: Word) -> Node | None:
    if not node.has_children or word.kind not in ("literal", "statement"):
        return None
    if word.kind == "statement":
        return node.by_name.get(word.text)
    found = node.by_word.get(word.text)
    if found is None:
        other = node.by_name.get(word.text)
        found = other if other is not None and not other.has_no_word else None
    return found
