"""The expressions of commit rules, read once and independent of any tree.

`grammars/rules.lark` is the language. A path is absolute, or starts with `..` (the parent of the bearing statement,
repeated to climb) or `.` (the bearing statement itself). What its other words mean was read off their use in the
model [our reading], see `Word`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from lark import Lark, Transformer, v_args
from lark.exceptions import UnexpectedInput

from junosim.errors import GrammarError
from junosim.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Token

ABSOLUTE = -1


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a path.

    kind  `literal`   a statement or a value, in `text`
          `glob`      any key or value that fits `text` (`*`, `ps*`)
          `own`       `$$`: the value of the bearing statement, or its key
          `device`    `$$-IFD`: the own value without its unit; `unit` the unit alone (both from `$$-IFL`)
          `template`  keys of lists on the way to the statement: `${interface}`, `${interface}.${unit}`
          `statement` the statement with that XML name, also where its word is not typed (never in a text)
    """

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A path and how it is asked: `any` (it exists), `all`, or `unique`; `up` is the climb, or ABSOLUTE.

    What is `unique` exists at most `limit` times: once, as rules of the model mean it.
    """

    quantifier: str
    up: int
    words: tuple[Word, ...]
    limit: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """True when the operand is not."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class And:
    """True when all operands are."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when one operand is."""

    operands: tuple[Expression, ...]


Expression: TypeAlias = Read | Not | And | Or


@lru_cache(maxsize=8192)
def parse(text: str) -> Expression:
    """The expression that `text` states. Raises GrammarError."""
    try:
        found: Expression = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput as problem:
        raise GrammarError(f"rule not understood at column {problem.column}: {text}") from None
    return found


def reads(expression: Expression) -> Iterator[Read]:
    """All paths that an expression asks about."""
    if isinstance(expression, Read):
        yield expression
    elif isinstance(expression, Not):
        yield from reads(expression.operand)
    else:
        for operand in expression.operands:
            yield from reads(operand)


class Harm(IntFlag):
    """What may make a rule untrue that held: that a statement it reads comes, or that one goes."""

    NONE = 0
    COMES = 1
    GOES = 2


_HARM = {"any": Harm.GOES, "unique": Harm.COMES, "all": Harm.COMES | Harm.GOES}
_OPPOSITE = {
    Harm.COMES: Harm.GOES,
    Harm.GOES: Harm.COMES,
    Harm.COMES | Harm.GOES: Harm.COMES | Harm.GOES,
}


def harms(expression: Expression) -> dict[Read, Harm]:
    """For each path that an expression asks about, the changes below it that may make the expression untrue."""
    found: dict[Read, Harm] = {}
    _collect_harms(expression, found, negated=False)
    return found


def _collect_harms(expression: Expression, found: dict[Read, Harm], *, negated: bool) -> None:
    if isinstance(expression, Read):
        harm = _HARM[expression.quantifier]
        found[expression] = found.get(expression, Harm.NONE) | (_OPPOSITE[harm] if negated else harm)
    elif isinstance(expression, Not):
        _collect_harms(expression.operand, found, negated=not negated)
    else:
        for operand in expression.operands:
            _collect_harms(operand, found, negated=negated)


def _read(quantifier: str, path: str) -> Read:
    words = path.replace("..", ".. ").split()
    up = ABSOLUTE
    if words and words[0] == ".":
        up = 0
        del words[0]
    elif words and words[0] == "..":
        up = 0
        while words and words[0] == "..":
            up += 1
            del words[0]
    return Read(quantifier, up, tuple(word for text in words for word in _words(text)))


def _words(text: str) -> tuple[Word, ...]:
    if text == "$$":
        return (Word("own"),)
    if text == "$$-IFL":
        return (Word("device"), Word("literal", "unit"), Word("unit"))
    if text == "$$-IFD":
        return (Word("device"),)
    if text.startswith("$$={") and text.endswith("}"):
        return (Word("literal", text[4:-1]),)
    if "${" in text:
        return (Word("template", text),)
    if text.startswith("<") and text.endswith(">"):
        return (Word("glob", text[1:-1]),)
    return (Word("literal", text),)


@v_args(inline=True)
class _Builder(Transformer[object, Expression]):
    """Makes values of the parse tree."""

    def start(self, operand: Expression) -> Expression:
        return operand

    def either(self, *operands: Expression) -> Expression:
        return Or(operands)

    def both(self, *operands: Expression) -> Expression:
        return operands[0] if len(operands) == 1 else And(operands)

    def negation(self, operand: Expression) -> Expression:
        return Not(operand)

    def read(self, quantifier: Token | None, path: Token) -> Expression:
        return _read(str(quantifier or "any"), str(path)[1:-1])


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = data_folder("grammars") / "rules.lark"
    return Lark(
        grammar.read_text(encoding="utf-8"), parser="lalr", transformer=_Builder(), maybe_placeholders=True
    )
