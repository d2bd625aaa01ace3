"""A compiled grammar file as it is used: levels and types are decoded when they are first asked for.

`junosim.schema.compile` describes the form.
"""

from __future__ import annotations

import json
from sys import intern
from typing import Any, TypeAlias

from junosim.errors import GrammarError
from junosim.schema.types import EnumWord, Pattern, TypeSpec

Item: TypeAlias = "list[Any]"
_EXTRA = 5  # where in an item its extra facts are


class CompiledFile:
    """One compiled file. `types` is shared by all files of a release, so that equal types are one object."""

    def __init__(self, name: str, body: bytes, types: dict[str, TypeSpec]) -> None:
        self.name = name
        head, self._type_line, self._rule_line, *self._levels = body.split(b"\n")
        self.head: dict[str, Any] = json.loads(head)
        self._shared = types
        self._encoded: list[list[Any]] | None = None
        self._types: dict[int, TypeSpec] = {}
        self._tuples: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._rules: list[tuple[str, str]] | None = None

    def level(self, index: int) -> list[Item]:
        """The items of a level; the caller keeps what it makes of them."""
        items: list[Item] = json.loads(self._levels[index])
        for item in items:
            if item[0] != "+":
                # The same few thousand words come again and again: one object for each.
                item[1] = intern(item[1])
                if len(item) > _EXTRA:
                    self._share(item[_EXTRA])
        return items

    def _share(self, extra: dict[str, Any]) -> None:
        for letter in "dum":
            if isinstance(extra.get(letter), str):
                extra[letter] = intern(extra[letter])
        for letter in "kc":
            if letter in extra:
                words = tuple(intern(word) for word in extra[letter])
                extra[letter] = self._tuples.setdefault(words, words)

    def fragment(self, name: str) -> int:
        """The level of a fragment; raises GrammarError when there is none."""
        index = self.head["fragments"].get(name)
        if index is None:
            raise GrammarError(f"{self.name}.grammar has no fragment {name}")
        return int(index)

    def type(self, index: int) -> TypeSpec:
        """A type of the table of the file."""
        if self._encoded is None:
            self._encoded = json.loads(self._type_line)
        spec = self._types.get(index)
        if spec is None:
            spec = self._types[index] = self._decode(self._encoded[index])
        return spec

    def rule(self, index: int) -> tuple[str, str]:
        """A rule of the table of the file."""
        if self._rules is None:
            self._rules = [(rule[0], rule[1]) for rule in json.loads(self._rule_line)]
        return self._rules[index]

    def _decode(self, encoded: list[Any]) -> TypeSpec:
        text = json.dumps(encoded)
        spec = self._shared.get(text)
        if spec is None:
            spec = self._shared[text] = decode_type(encoded)
        return spec


def decode_type(encoded: list[Any]) -> TypeSpec:
    """The type that `compile.encode_type` encoded."""
    padded: list[Any] = encoded + [None] * (6 - len(encoded))
    base, ranges, pattern, words, members, wildcard = padded
    return TypeSpec(
        base,
        tuple((low, high) for low, high in ranges or ()),
        Pattern(*pattern) if pattern else None,
        tuple(_decode_word(word) for word in words or ()),
        tuple(decode_type(member) for member in members or ()),
        bool(wildcard),
    )


def _decode_word(encoded: str | list[Any]) -> EnumWord:
    if isinstance(encoded, str):
        return EnumWord(encoded)
    word, deprecated, rules, text = encoded
    return EnumWord(word, deprecated, tuple((expression, message) for expression, message in rules), text)
