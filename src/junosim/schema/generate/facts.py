"""Read a facts file: what a Junos release knows, one statement a line (`docs/facts-format.md`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.errors import GrammarError
from junosim.schema.generate.model import Fragment, Head, Language, Statement
from junosim.schema.literal import unquoted
from junosim.schema.types import EnumWord, Pattern, TypeSpec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = "configuration"
KINDS = {"c": "box", "l": "list", "f": "leaf", "L": "leaves", "?": "choice", "+": "include"}
SHAPES = {
    "nk": "no-word",
    "nk~": "no-word",
    "1l": "one-line",
    "1l+": "one-line-if-single",
    "hom": "grouped",
    "pres": "presence",
    "req": "mandatory",
    "dep": "deprecated",
    "f?": "guessed",
}
_FLAGS = frozenset({*SHAPES, "user", "nd", "ag"})
_VALUED = ("key", "def", "unit", "max", "m")
_TOKEN = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_BASE = re.compile(r"([A-Za-z][\w-]*)(?:\(([^()]*)\))?")


@dataclass(slots=True)
class Fact:
    """One line of the file with the lines below it."""

    kind: str
    name: str
    line: int
    type: str = ""
    flags: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    below: list[Fact] = field(default_factory=list)


class FactsFile:
    """The lines of one file, with its tables of enumerations, patterns and rules."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.title = ""
        self.groups: dict[str, Fact] = {}
        self.enums: dict[str, str] = {}
        self.patterns: dict[str, Pattern] = {}
        self.rules: dict[str, tuple[str, str]] = {}
        self._types: dict[str, TypeSpec] = {}
        stack: list[Fact] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            try:
                self._line(line, number, stack)
            except (ValueError, IndexError, KeyError) as problem:
                raise GrammarError(f"{path}:{number}: not understood: {line[:80]} ({problem})") from None

    def language(self, release: str) -> Language:
        """The statements of the file as those of `release`."""
        releases = frozenset({release})
        fragments = {
            fragment_name(name): Fragment(fragment_name(name), releases, self._statements(group, releases))
            for name, group in self.groups.items()
        }
        top = fragments.pop(ROOT)
        return Language(releases, {release: self.title}, fragments, top)

    def _line(self, line: str, number: int, stack: list[Fact]) -> None:
        if not line or line.startswith("#"):
            self.title = self.title or line.lstrip("# ").removeprefix("junos schema facts: ")
        elif line.startswith(" "):
            depth = len(line) - len(line.lstrip(" "))
            fact = _fact(_TOKEN.findall(line), number)
            if not 0 < depth <= len(stack):
                raise ValueError("indented too far")
            del stack[depth:]
            stack[-1].below.append(fact)
            stack.append(fact)
        else:
            table, name, rest = (*line.split(" ", 2), "")[:3]
            if table == "G":
                self.groups[name] = _fact(["c", name, *rest.split()], number)
                stack[:] = [self.groups[name]]
            elif table == "E":
                self.enums[name] = rest
            elif table == "P":
                regex, message = (unquoted(text) for text in _QUOTED.findall(rest))
                self.patterns[name] = Pattern(regex.removeprefix("!"), message, regex.startswith("!"))
            elif table == "M":
                found = re.fullmatch(r'(.*) ("(?:[^"\\]|\\.)*")', rest)
                if found is None:
                    raise ValueError("a rule is an expression and a message")
                self.rules[name] = (found[1], unquoted(found[2]))
            else:
                raise ValueError(f"unknown table {table}")

    def _statements(self, fact: Fact, releases: frozenset[str]) -> list[Statement]:
        """What stands below a line; a choice without members says nothing."""
        return [
            Statement(self._placed_head(below), releases, self._statements(below, releases))
            for below in fact.below
            if below.kind != "?" or below.below
        ]

    def _placed_head(self, fact: Fact) -> Head:
        try:
            return self._head(fact)
        except (ValueError, KeyError) as problem:
            raise GrammarError(f"{self.path}:{fact.line}: {fact.name}: {problem}") from None

    def _head(self, fact: Fact) -> Head:
        kind = KINDS[fact.kind]
        if kind == "choice":
            return Head(kind, fact.name)
        if kind == "include":
            return Head(kind, fragment_name(fact.name))
        if fact.type == "flag":
            kind = "flag"
        groups = [self.groups[below.name] for below in fact.below if below.kind == "+"]
        rules = [*fact.rules, *(rule for group in groups for rule in group.rules)]
        keys = tuple(fact.values.get("key", "name").split(",")) if kind == "list" else ()
        return Head(
            kind,
            fact.name,
            self.type(fact.type) if fact.type and kind != "flag" else None,
            () if keys == ("name",) else keys,
            tuple(self._shapes(kind, fact, any("ag" in group.flags for group in groups))),
            tuple(_settings(fact.values)),
            tuple(dict.fromkeys(self.rules[rule] for rule in rules)),
        )

    @staticmethod
    def _shapes(kind: str, fact: Fact, included_ag: bool) -> Iterator[str]:
        yield from (word for letter, word in SHAPES.items() if letter in fact.flags)
        if kind in ("list", "leaves") and "user" not in fact.flags:
            yield "sorted"
        if kind in ("box", "list"):
            takes_groups = included_ag or "ag" in fact.flags
            if takes_groups != ("1l" not in fact.flags):
                yield "groups" if takes_groups else "no-groups"

    def type(self, text: str) -> TypeSpec:
        """The type that a text of the file means; raises ValueError."""
        spec = self._types.get(text)
        if spec is None:
            spec = self._types[text] = self._type(text)
        return spec

    def _type(self, text: str) -> TypeSpec:
        if text.startswith("("):
            inner = text.removesuffix("*")
            members = tuple(self.type(part) for part in _alternatives(inner[1:-1]))
            return TypeSpec("union", members=members, wildcard=text.endswith("*"))
        wildcard = text.endswith("*")
        text = text.removesuffix("*") if wildcard else text
        if text in self.enums:
            text = self.enums[text]
        if text.startswith("'"):
            return TypeSpec("literal", words=(EnumWord(text[1:-1]),), wildcard=wildcard)
        if text.startswith("{"):
            words = tuple(self._enum_word(word) for word in text[1:-1].split(","))
            return TypeSpec("enum", words=words, wildcard=wildcard)
        found = _BASE.fullmatch(text)
        if found is None:
            raise ValueError(f"not a type: {text}")
        ranges: list[tuple[str, str]] = []
        pattern = None
        for part in (found[2] or "").split(","):
            if part in self.patterns:
                pattern = self.patterns[part]
            elif part:
                ends = (piece.partition("..") for piece in part.split("|"))
                ranges += [(low, high if dots else low) for low, dots, high in ends]
        return TypeSpec(found[1], tuple(ranges), pattern, wildcard=wildcard)

    def _enum_word(self, text: str) -> EnumWord:
        word, *rules = text.split("!")
        return EnumWord(word.rstrip("%"), word.endswith("%"), tuple(self.rules[rule] for rule in rules))


def fragment_name(name: str) -> str:
    """The name of a group in the grammar language, which has no `~`."""
    return name.replace("~", ".")


def _fact(tokens: list[str], line: int) -> Fact:
    fact = Fact(tokens[0], tokens[1], line)
    KINDS[fact.kind]
    rest = tokens[2:]
    if fact.kind in "fL" and rest and rest[0] not in _FLAGS and rest[0].partition("=")[0] not in _VALUED:
        fact.type = rest.pop(0)
    for token in rest:
        name, equals, value = token.partition("=")
        if name == "m":
            fact.rules.append(value)
        elif equals and name in _VALUED:
            fact.values[name] = unquoted(value) if value.startswith('"') else value
        elif token in _FLAGS:
            fact.flags.add(token)
        else:
            raise ValueError(f"unknown attribute {token}")
    return fact


def _settings(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, word in (("def", "default"), ("unit", "unit"), ("max", "max")):
        if name in values:
            yield word, values[name].replace("_", " ") if name == "unit" else values[name]


def _alternatives(text: str) -> list[str]:
    """Split a union at its own bars, not at those inside ranges or quotes."""
    return re.findall(r"(?:'[^']*'|\{[^}]*\}|[^|(']|\([^)]*\))+", text)
