"""Check texts against value types, and say what `?` shows for them.

`check` and `matches` are on the path of every word that is typed or loaded: a type is turned into one
function once, and found again by the identity of its `TypeSpec`. A refusal is an ordinary return value in
here; only `check` raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from junosim.errors import GrammarError, ValueProblem
from junosim.schema import numbers, posix
from junosim.schema.types import TypeSpec
from junosim.schema.valuetypes import TYPES, Explain, Parse, invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.schema.node import Node
    from junosim.schema.types import EnumWord

_VAGUE_NAMES = frozenset(("name", "value"))
_SIZE_NAMES = frozenset(("size",))
_SIZE_UNITS = frozenset(
    ("bytes", "bits", "bps", "cps", "kbps", "mbytes", "bits_per_second", "packets_per_second", "packets")
)
_SIZE = TypeSpec("size")
_KNOWN_SPECS = 1 << 17


@dataclass(frozen=True, slots=True)
class _Checker:
    parse: Parse
    explain: Explain


_by_identity: dict[int, tuple[TypeSpec, _Checker]] = {}


def check(spec: TypeSpec, text: str, *, wildcard: bool = False, variable: bool = False) -> str:
    """The form in which the value is stored and shown. Raises ValueProblem with Junos's text.

    `wildcard` also takes `<*>` and the like (for keys in groups, and for values whose type allows it),
    `variable` also takes `$name` (in dynamic profiles).
    """
    checker = _checker(spec)
    stored = checker.parse(text)
    if stored is not None:
        return stored
    if (wildcard and is_wildcard(text)) or (variable and is_variable(text)):
        return text
    raise ValueProblem(checker.explain(text))


def matches(spec: TypeSpec, text: str, *, wildcard: bool = False, variable: bool = False) -> bool:
    """True when `check` would accept the text; raises nothing."""
    return (
        _checker(spec).parse(text) is not None
        or (wildcard and is_wildcard(text))
        or (variable and is_variable(text))
    )


def is_wildcard(text: str) -> bool:
    """True for `<*>`, `<ge-*>`: what stands for many values in a group."""
    return len(text) > 2 and text[0] == "<" and text[-1] == ">"


def is_variable(text: str) -> bool:
    """True for `$name`: what a dynamic profile fills in."""
    return len(text) > 1 and text[0] == "$"


def enumerated(spec: TypeSpec) -> tuple[EnumWord, ...]:
    """The words that a value of the type may be, also those of the members of a union."""
    if spec.base == "union":
        return tuple(word for member in spec.members for word in enumerated(member))
    return spec.words


def is_open(spec: TypeSpec) -> bool:
    """True when the type takes more than the words that `enumerated` lists."""
    if spec.base == "union":
        return any(is_open(member) for member in spec.members)
    return spec.base not in {"enum", "literal"}


def refined(spec: TypeSpec, name: str, unit: str | None) -> TypeSpec:
    """The type of a leaf of that name and unit: the model writes sizes with k, m, g as plain strings [g]."""
    is_plain = spec.base == "str" and spec.pattern is None and not spec.ranges and not spec.wildcard
    return _SIZE if is_plain and (name in _SIZE_NAMES or unit in _SIZE_UNITS) else spec


def placeholder(leaf: Node) -> str:
    """What `?` writes for a value of the leaf: its name, or that of its type where the name tells nothing."""
    kind = TYPES.get(leaf.type.base) if leaf.type is not None and leaf.name in _VAGUE_NAMES else None
    return f"<{kind.label if kind else leaf.name}>"


def value_help(node: Node) -> str:
    """What follows the help text of a statement with a value: ` (1..10 minutes; default 5)`, or nothing."""
    return _suffix(node.type, node.unit, node.default) if node.type is not None else ""


def may_begin(spec: TypeSpec, text: str) -> bool:
    """False for the beginning of a word that no value has: letters, where only whole numbers may stand."""
    if spec.base == "union":
        return any(may_begin(member, text) for member in spec.members)
    return spec.base not in numbers.BOUNDS or text.removeprefix("-").isdigit() or text in ("", "-")


def _suffix(spec: TypeSpec, unit: str | None, default: str | None) -> str:
    what = " ".join(part for part in (_value_title(spec), (unit or "").replace("_", " ")) if part)
    parts = [part for part in (what, f"default {default}" if default is not None else "") if part]
    return f" ({'; '.join(parts)})" if parts else ""


def _value_title(spec: TypeSpec) -> str:
    """Range of a number, kind of a Junos type, nothing for strings and words."""
    if spec.base in numbers.BOUNDS:
        return numbers.range_text(numbers.integer_ranges(spec.base, spec.ranges))
    if spec.base.startswith("dec"):
        return numbers.range_text(spec.ranges)
    if spec.base == "union":
        return next((title for title in map(_value_title, spec.members) if title), "")
    return TYPES[spec.base].title if spec.base in TYPES else ""


# ------------------------------------------------------------------ from a type to a function


def _checker(spec: TypeSpec) -> _Checker:
    """The function of a type, by the identity of the spec: hashing a long one takes microseconds."""
    known = _by_identity.get(id(spec))
    if known is not None and known[0] is spec:
        return known[1]
    checker = _built(spec)
    if len(_by_identity) >= _KNOWN_SPECS:
        _by_identity.clear()
    _by_identity[id(spec)] = (spec, checker)
    return checker


@lru_cache(maxsize=1 << 14)
def _built(spec: TypeSpec) -> _Checker:
    if spec.base in numbers.BOUNDS:
        return _integer(spec)
    if spec.base == "str":
        return _string(spec)
    if spec.base in {"enum", "literal"}:
        words = {word.word: word.word for word in spec.words}
        return _Checker(words.get, invalid)
    if spec.base == "union":
        return _union(tuple(_checker(member) for member in spec.members))
    if spec.base.startswith("dec") and spec.base[3:].isdigit():
        return _decimal(spec)
    kind = TYPES.get(spec.base)
    if kind is None:
        raise GrammarError(f"unknown value type {spec.base!r}")
    return _Checker(kind.parse, kind.explain)


def _integer(spec: TypeSpec) -> _Checker:
    ranges = numbers.integer_ranges(spec.base, spec.ranges)
    signed = spec.base.startswith("i")

    def parse(text: str) -> str | None:
        stored = numbers.integer_text(text)
        if stored is None or len(stored) > 20:
            return None
        number = int(stored)
        for low, high in ranges:
            if low <= number <= high:
                return stored
        return None

    return _Checker(parse, partial(numbers.integer_problem, ranges=numbers.range_text(ranges), signed=signed))


def _decimal(spec: TypeSpec) -> _Checker:
    places = int(spec.base[3:])
    ranges = tuple((Decimal(low), Decimal(high)) for low, high in spec.ranges)

    def parse(text: str) -> str | None:
        number = numbers.decimal(text, places)
        if number is None or (ranges and not any(low <= number <= high for low, high in ranges)):
            return None
        return text

    return _Checker(
        parse, partial(numbers.decimal_problem, places=places, ranges=numbers.range_text(spec.ranges))
    )


def _string(spec: TypeSpec) -> _Checker:
    ranges = tuple((_length(low), _length(high)) for low, high in spec.ranges)
    fits = _pattern(spec)
    if not ranges and fits is None:
        return _Checker(_anything, invalid)

    def parse(text: str) -> str | None:
        if ranges:
            length = len(text)
            if not any(low <= length <= high for low, high in ranges):
                return None
        return text if fits is None or fits(text) else None

    message = spec.pattern.message if spec.pattern is not None else ""
    return _Checker(parse, partial(_string_problem, ranges=ranges, message=message))


def _length(text: str) -> int:
    if text in {"min", "max"}:
        return 0 if text == "min" else 1 << 30
    return int(text)


def _anything(text: str) -> str:
    return text


def _pattern(spec: TypeSpec) -> Callable[[str], bool] | None:
    """The test that the pattern of a string stands for; compiled when the type is first used."""
    if spec.pattern is None:
        return None
    try:
        search = posix.compiled(spec.pattern.regex).search
    except posix.BadPattern as problem:
        raise GrammarError(f"pattern {spec.pattern.regex!r} does not compile") from problem
    negated = spec.pattern.negated
    return lambda text: (search(text) is None) is negated


def _string_problem(text: str, ranges: tuple[tuple[int, int], ...], message: str) -> str:
    if message:
        return message
    if not ranges or any(low <= len(text) <= high for low, high in ranges):
        return invalid(text)
    low, high = ranges[0][0], ranges[-1][1]
    if len(text) > high:
        return (
            f"Must be a string of {high} characters or less"  # [g], after the wording of the model's patterns
        )
    return f"Must be a string of {low} characters or more"  # [g]


def _union(members: tuple[_Checker, ...]) -> _Checker:
    def parse(text: str) -> str | None:
        for member in members:
            stored = member.parse(text)
            if stored is not None:
                return stored
        return None

    return _Checker(parse, members[-1].explain)
