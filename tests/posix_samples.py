"""POSIX extended regular expressions, read independently of the product: texts that match, and an oracle.

Reads the small part of the language that the model's patterns use into a tree; from the tree it makes random
texts and an expression for Python's `re`, which serves as a second opinion on RE2.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from junosim.entropy import Entropy

CLASSES = {
    "alnum": string.ascii_letters + string.digits,
    "alpha": string.ascii_letters,
    "digit": string.digits,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "xdigit": string.hexdigits,
    "space": " \t",
    "print": "".join(chr(code) for code in range(32, 127)),
    "punct": string.punctuation,
}
PRINTABLE = CLASSES["print"]
FRIENDLY = string.ascii_lowercase + string.digits


@dataclass(frozen=True)
class Chars:
    chars: str
    negated: bool = False


@dataclass(frozen=True)
class Anchor:
    char: str


@dataclass(frozen=True)
class Repeat:
    item: Item
    low: int
    high: int | None


@dataclass(frozen=True)
class Sequence:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Branches:
    options: tuple[Item, ...]


Item: TypeAlias = Chars | Anchor | Repeat | Sequence | Branches


class Reader:
    """A recursive-descent reader of one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def peek(self) -> str:
        return self.text[self.place] if self.place < len(self.text) else ""

    def take(self) -> str:
        self.place += 1
        return self.text[self.place - 1]

    def branches(self) -> Item:
        options = [self.sequence()]
        while self.peek() == "|":
            self.take()
            options.append(self.sequence())
        return Branches(tuple(options)) if len(options) > 1 else options[0]

    def sequence(self) -> Item:
        items: list[Item] = []
        while self.peek() not in ("", "|", ")"):
            items.append(self.repeated(self.atom()))
        return Sequence(tuple(items))

    def atom(self) -> Item:
        char = self.take()
        if char == "(":
            inner = self.branches()
            assert self.take() == ")"
            return inner
        if char == "[":
            return self.bracket()
        if char in "^$":
            return Anchor(char)
        if char == ".":
            return Chars("", negated=True)
        return Chars(self.take() if char == "\\" else char)

    def bracket(self) -> Item:
        negated = self.peek() == "^"
        if negated:
            self.take()
        chars = ""
        first = True
        while first or self.peek() != "]":
            first = False
            char = self.take()
            if char == "[" and self.peek() == ":":
                end = self.text.index(":]", self.place)
                chars += CLASSES[self.text[self.place + 1 : end]]
                self.place = end + 2
            elif self.peek() == "-" and self.text[self.place + 1] != "]":
                self.take()
                chars += "".join(map(chr, range(ord(char), ord(self.take()) + 1)))
            else:
                chars += char
        self.take()
        return Chars(chars, negated)

    def repeated(self, item: Item) -> Item:
        while self.peek() and self.peek() in "*+?{":
            char = self.take()
            if char != "{":
                low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
            else:
                end = self.text.index("}", self.place)
                first, comma, last = self.text[self.place : end].partition(",")
                self.place = end + 1
                low = int(first or 0)
                high = (int(last) if last else None) if comma else low
            item = Repeat(item, low, high)
        return item


@cache
def read(pattern: str) -> Item:
    reader = Reader(pattern)
    item = reader.branches()
    assert reader.place == len(pattern), pattern
    return item


def python_regex(item: Item) -> str:
    match item:
        case Chars("", True):
            return "(?s:.)"
        case Chars(chars, negated):
            return (
                ("[^" if negated else "[")
                + "".join(f"\\x{ord(char):02x}" for char in sorted(set(chars)))
                + "]"
            )
        case Anchor(char):
            return "^" if char == "^" else r"\Z"
        case Repeat(inner, low, high):
            return f"(?:{python_regex(inner)}){{{low},{'' if high is None else high}}}"
        case Sequence(items):
            return "".join(map(python_regex, items))
        case Branches(options):
            return "(?:" + "|".join(map(python_regex, options)) + ")"


@cache
def oracle(pattern: str) -> re.Pattern[str]:
    """Python's reading of the pattern; use `search`."""
    return re.compile(python_regex(read(pattern)))


def text_of(item: Item, entropy: Entropy, reach: int = 4) -> str:
    """A random text that the item matches; `reach` bounds open repetitions."""
    match item:
        case Chars(chars, negated):
            pool = "".join(char for char in PRINTABLE if char not in chars) if negated else chars
            pool = "".join(char for char in pool if char in FRIENDLY) or pool
            return pool[entropy.below(len(pool))]
        case Anchor():
            return ""
        case Repeat(inner, low, high):
            top = low + reach if high is None else min(high, low + reach)
            count = low + entropy.below(top - low + 1)
            return "".join(text_of(inner, entropy, reach) for _ in range(count))
        case Sequence(items):
            return "".join(text_of(inner, entropy, reach) for inner in items)
        case Branches(options):
            return text_of(options[entropy.below(len(options))], entropy, reach)
