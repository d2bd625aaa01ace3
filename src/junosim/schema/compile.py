"""Compile one grammar file for one release into levels: plain data that loads fast and is kept on disk.

A *level* is the list of what stands in one body. All statements that have the same fragment as their body share
its level. The result of a file is one text of JSON lines:

    0    {"fragments": {name: level}, "statements": level or null, "releases": {name: title}}
    1    the types of the file, 2 the rules of the file
    3…   the levels, one a line, so that only those that are looked at are ever parsed

A level is a list of items: `[kind, name, flags, body, type, extra]` for a statement, `["+", body, choices]` for an
include. A body is null, the number of a level, or `file:fragment` for one of another file. A type and the rules
are numbers in the tables. `extra` holds what most statements lack, by one-letter names: k keys, c choices, r rules,
d default, u unit, m maximum, w word, a attributes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from junosim.errors import GrammarError
from junosim.schema.node import Flag, Kind
from junosim.schema.statements import Choice, Guarded, Include, Order, Statement, member_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.schema.statements import GrammarFile, Member
    from junosim.schema.types import EnumWord, Pattern, TypeSpec

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

SHAPES = {
    "no-word": Flag.NO_WORD,
    "one-line": Flag.ONE_LINE,
    "one-line-if-single": Flag.ONE_LINE_IF_SINGLE,
    "grouped": Flag.HOMOGENEOUS,
    "presence": Flag.PRESENCE,
    "mandatory": Flag.MANDATORY,
    "deprecated": Flag.DEPRECATED,
    "hidden": Flag.HIDDEN,
    "unique": Flag.UNIQUE,
    "joined": Flag.JOINED,
    "secret": Flag.SECRET,
    "guessed": Flag.GUESSED,
}
ATTRIBUTES = ("help", "rpc", "handler", "view", "complete")


def compile_file(file: GrammarFile, release: str, origin: str) -> str:
    """The JSON lines of `file` for `release`; raises GrammarError that names `origin`."""
    return _Compiler(file, release, origin).text()


class _Compiler:
    """Collects the levels, types and rules of one file."""

    def __init__(self, file: GrammarFile, release: str, origin: str) -> None:
        self.file = file
        self.release = release
        self.origin = origin
        self.levels: list[list[Json]] = []
        self.types: dict[str, int] = {}
        self.rules: dict[str, int] = {}
        self.fragments = {name: index for index, name in enumerate(file.fragments)}

    def text(self) -> str:
        """The whole result. Fragments have the first levels, so that they can name one another."""
        self.levels = [[] for _ in self.fragments]
        for name, body in self.file.fragments.items():
            self.levels[self.fragments[name]] = self.level(body)
        statements: Json = None
        if self.file.statements:
            statements = self.add(self.level(self.file.statements))
        head: dict[str, Json] = {"fragments": dict(self.fragments), "statements": statements}
        if self.file.releases:
            head["releases"] = dict(self.file.releases)
        tables = [f"[{','.join(table)}]" for table in (self.types, self.rules)]
        return "\n".join([dumps(head), *tables, *(dumps(level) for level in self.levels)])

    def add(self, level: list[Json]) -> int:
        self.levels.append(level)
        return len(self.levels) - 1

    def level(self, body: list[Member]) -> list[Json]:
        """The items of a body, in the order of the release."""
        return list(self.items(self.ordered(body), ()))

    def members(self, body: Iterable[Member]) -> Iterator[Member]:
        """What stands in the release."""
        for member in body:
            if isinstance(member, Guarded):
                if self.stands(member.releases):
                    yield from self.members(member.body)
            elif not isinstance(member, (Statement, Include, Choice, Order)) or self.stands(member.releases):
                yield member

    def stands(self, releases: frozenset[str] | None) -> bool:
        return releases is None or self.release in releases

    def ordered(self, body: Iterable[Member]) -> list[Member]:
        """The members, moved as the `order` lines say."""
        members: list[Member] = []
        orders: list[Order] = []
        for member in self.members(body):
            if isinstance(member, Order):
                orders.append(member)
            else:
                members.append(member)
        for order in orders:
            places = {member_name(member): place for place, member in enumerate(members)}
            missing = [name for name in order.names if name not in places]
            if missing:
                raise GrammarError(
                    f"{self.origin}:{order.line}: order names {missing[0]}, which is not there"
                )
            taken = sorted(places[name] for name in order.names)
            moved = [members[places[name]] for name in order.names]
            for place, member in zip(taken, moved, strict=True):
                members[place] = member
        return members

    def items(self, members: Iterable[Member], choices: tuple[str, ...]) -> Iterator[Json]:
        seen: dict[str, int] = {}
        for member in members:
            if isinstance(member, Statement):
                own = (*choices, member.name) if len(choices) % 2 else choices
                yield self.node(member, own)
            elif isinstance(member, Include):
                own = (*choices, f"+{member.fragment}") if len(choices) % 2 else choices
                yield ["+", self.reference(member), list(own)]
            elif isinstance(member, Choice):
                # The second choice of the same name in one body is another choice.
                count = seen[member.name] = seen.get(member.name, 0) + 1
                name = member.name if count == 1 else f"{member.name}#{count}"
                inside = len(choices) % 2 == 1
                own = (*choices, name, name) if inside and not member.is_case else (*choices, name)
                yield from self.items(self.ordered(member.body), own)

    def reference(self, include: Include) -> Json:
        if include.file is not None:
            return f"{include.file}:{include.fragment}"
        if include.fragment not in self.fragments:
            raise GrammarError(
                f"{self.origin}:{include.line}: fragment {include.fragment} is not in this file"
            )
        return self.fragments[include.fragment]

    def body(self, statement: Statement) -> Json:
        """The level of a statement: that of the fragment when nothing else stands in the body."""
        members = list(self.members(statement.body))
        if not members:
            return None
        if len(members) == 1 and isinstance(members[0], Include):
            return self.reference(members[0])
        return self.add(self.level(members))

    def node(self, statement: Statement, choices: tuple[str, ...]) -> Json:
        settings = statement.settings
        extra: dict[str, Json] = {}
        if statement.keys:
            extra["k"] = list(statement.keys)
        if choices:
            extra["c"] = list(choices)
        if statement.rules:
            extra["r"] = [self.table(self.rules, list(rule)) for rule in statement.rules]
        for letter, name in (("d", "default"), ("u", "unit"), ("w", "word")):
            if name in settings:
                extra[letter] = settings[name]
        if "maximum" in settings:
            extra["m"] = int(settings["maximum"])
        attributes: dict[str, Json] = {name: settings[name] for name in ATTRIBUTES if name in settings}
        if attributes:
            extra["a"] = attributes
        kind = None if statement.type is None else self.table(self.types, encode_type(statement.type))
        item: list[Json] = [
            int(statement.kind),
            statement.name,
            int(flags_of(statement)),
            self.body(statement),
            kind,
        ]
        if extra:
            item.append(extra)
        return item

    @staticmethod
    def table(table: dict[str, int], value: Json) -> int:
        return table.setdefault(dumps(value), len(table))


def flags_of(statement: Statement) -> Flag:
    """The shape flags of a statement, with those that go without saying."""
    flags = Flag(0)
    for shape in statement.shapes:
        flags |= SHAPES.get(shape, Flag(0))
    if statement.kind in (Kind.LIST, Kind.LEAF_LIST) and "sorted" not in statement.shapes:
        flags |= Flag.USER_ORDERED
    takes_groups = (
        statement.kind <= Kind.LIST and not statement.is_command and "one-line" not in statement.shapes
    )
    if (takes_groups or "groups" in statement.shapes) and "no-groups" not in statement.shapes:
        flags |= Flag.GROUPS
    if statement.type is not None:
        if any(part.base == "secret" for part in (statement.type, *statement.type.members)):
            flags |= Flag.SECRET
        if any(part.wildcard for part in (statement.type, *statement.type.members)):
            flags |= Flag.WILDCARD
    return flags


def dumps(value: Json) -> str:
    """The one-line JSON form."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def encode_type(spec: TypeSpec) -> Json:
    """[base, ranges, pattern, words, members, wildcard] without the empty end."""
    encoded: list[Json] = [
        spec.base,
        [list(pair) for pair in spec.ranges],
        _encode_pattern(spec.pattern),
        [_encode_word(word) for word in spec.words],
        [encode_type(member) for member in spec.members],
        spec.wildcard,
    ]
    while not encoded[-1]:
        encoded.pop()
    return encoded


def _encode_pattern(pattern: Pattern | None) -> Json:
    return None if pattern is None else [pattern.regex, pattern.message, pattern.negated]


def _encode_word(word: EnumWord) -> Json:
    if not word.deprecated and not word.rules and not word.help:
        return word.word
    return [word.word, word.deprecated, [list(rule) for rule in word.rules], word.help]
