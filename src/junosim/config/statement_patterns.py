"""What the patterns of a login class say of statements.

`allow-configuration` and `deny-configuration` are one expression each, which is looked for in the path of a
statement (`system services ssh`): a match anywhere counts, unless the expression has anchors. The lists behind
`allow-configuration-regexps` and `deny-configuration-regexps` hold strings whose expressions, with blanks between
them, fit one word of the path after the other, from the first on. Case does not matter. What is said of a level
counts for all that lies in it.

Of one expression each, that which names the deeper level decides, and `allow` where both name the same; of the lists
`deny` decides (vendor documentation). Below `groups NAME` a pattern also counts for what follows these two words, and
what either reading denies is denied [g].
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from junosim.schema.patterns import BadPattern, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.walk import Step

Words = tuple[str, ...]

_GROUPS: Final = "groups"
_ANY_TEXT: Final = (".*", ".+", ".{", "[^")
"""What makes a part of an expression go on beyond a word."""


class Verdict(Enum):
    """What the patterns say of a statement: nothing (`OPEN`) leaves it to the permission flags."""

    OPEN = "open"
    ALLOWED = "allowed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class StatementPatterns:
    """The patterns of a class as they stand in the configuration; those of one kind at most.

    allow, deny                  one expression each, or none
    allow_paths, deny_paths      the lists
    additive                     what the lists do not allow is denied (`system regex-additive-logic`)
    """

    allow: str | None = None
    deny: str | None = None
    allow_paths: tuple[str, ...] = ()
    deny_paths: tuple[str, ...] = ()
    additive: bool = False

    def __bool__(self) -> bool:
        """True when there is any pattern."""
        return bool(self.allow is not None or self.deny is not None or self.allow_paths or self.deny_paths)


class Track(NamedTuple):
    """How far a path has been read: its words, which expressions it has met, and the verdict on it."""

    words: Words = ()
    allowed: bool = False
    denied: bool = False
    verdict: Verdict = Verdict.OPEN


class _Kind(Protocol):
    """One kind of patterns."""

    has_denials: bool

    def step(self, track: Track, words: Words) -> Track:
        """One level further down, whose words are `words`."""
        ...

    def may_allow_below(self, track: Track) -> bool:
        """True when a statement somewhere below this path may be allowed though the path is not."""
        ...


class Reading(NamedTuple):
    """A path and, in a group, what follows the name of the group."""

    own: Track = Track()
    inner: Track | None = None


class PatternReader:
    """Reads paths level by level."""

    __slots__ = ("_default", "_kind")

    def __init__(self, patterns: StatementPatterns) -> None:
        by_words = bool(patterns.allow_paths or patterns.deny_paths)
        self._kind: _Kind = _Lists(patterns) if by_words else _Expressions(patterns)
        self._default = Verdict.DENIED if patterns.additive and by_words else Verdict.OPEN

    @property
    def has_denials(self) -> bool:
        """True when some statement may be denied."""
        return self._kind.has_denials or self._default is Verdict.DENIED

    def step(self, reading: Reading, words: Words) -> Reading:
        """One level further down; a level without a word of its own says nothing new."""
        if not words:
            return reading
        own = self._kind.step(reading.own, words)
        if reading.inner is not None:
            return Reading(own, self._kind.step(reading.inner, words))
        return Reading(own, Track() if len(own.words) > 1 and own.words[0] == _GROUPS else None)

    def verdict(self, reading: Reading) -> Verdict:
        """What the patterns say of the statement at a place."""
        said = {track.verdict for track in reading if track is not None} - {Verdict.OPEN}
        if Verdict.DENIED in said:
            return Verdict.DENIED
        return Verdict.ALLOWED if said else self._default

    def may_allow_below(self, reading: Reading) -> bool:
        """True when a statement somewhere below this one may be allowed though this one is not."""
        if reading.inner is not None:
            return self._kind.may_allow_below(reading.inner) or self._kind.may_allow_below(reading.own)
        top = reading.own.words == (_GROUPS,)
        return self._kind.may_allow_below(Track() if top else reading.own)


class _Expressions:
    """`allow-configuration` and `deny-configuration`."""

    __slots__ = ("_allow", "_deny", "_outlines", "has_denials")

    def __init__(self, patterns: StatementPatterns) -> None:
        self._allow = _compiled(patterns.allow, otherwise="a^")
        self._deny = _compiled(patterns.deny, otherwise=".*")
        self._outlines = tuple(_outlines(patterns.allow or ""))
        self.has_denials = self._deny is not None

    def step(self, track: Track, words: Words) -> Track:
        whole = track.words + words
        text = " ".join(whole)
        allowed = self._allow is not None and (track.allowed or self._allow.found_in(text))
        denied = self._deny is not None and (track.denied or self._deny.found_in(text))
        verdict = track.verdict
        if allowed and not track.allowed:
            verdict = Verdict.ALLOWED
        elif denied and not track.denied:
            verdict = Verdict.DENIED
        return Track(whole, allowed, denied, verdict)

    def may_allow_below(self, track: Track) -> bool:
        return any(_leads_to(outline, track.words) for outline in self._outlines)


class _Lists:
    """`allow-configuration-regexps` and `deny-configuration-regexps`."""

    __slots__ = ("_allow", "_deny", "has_denials")

    def __init__(self, patterns: StatementPatterns) -> None:
        self._allow = [_each(text, otherwise="a^") for text in patterns.allow_paths]
        self._deny = [_each(text, otherwise=".*") for text in patterns.deny_paths]
        self.has_denials = bool(self._deny)

    def step(self, track: Track, words: Words) -> Track:
        whole = track.words + words
        denied = track.denied or _names(self._deny, whole, len(track.words))
        allowed = track.allowed or _names(self._allow, whole, len(track.words))
        verdict = track.verdict
        if denied:
            verdict = Verdict.DENIED
        elif allowed:
            verdict = Verdict.ALLOWED
        return Track(whole, allowed, denied, verdict)

    def may_allow_below(self, track: Track) -> bool:
        words = track.words
        return not track.denied and any(
            len(parts) > len(words) and _fits(parts, words) for parts in self._allow
        )


def _compiled(text: str | None, *, otherwise: str) -> Pattern | None:
    """The pattern; where it is bad, what stands for it: no commit lets one through."""
    if text is None:
        return None
    try:
        return Pattern(text)
    except BadPattern:
        return Pattern(otherwise)


def _each(text: str, *, otherwise: str) -> tuple[Pattern, ...]:
    found = (_compiled(part, otherwise=otherwise) for part in text.split() or [""])
    return tuple(pattern for pattern in found if pattern is not None)


def _names(lists: list[tuple[Pattern, ...]], words: Words, known: int) -> bool:
    """True when one of the lists ends among the words behind the `known` ones, and fits."""
    return any(known < len(parts) <= len(words) and _fits(parts, words) for parts in lists)


def _fits(parts: tuple[Pattern, ...], words: Words) -> bool:
    return all(part.found_in(word) for part, word in zip(parts, words, strict=False))


# ---------------------------------------------------------------------- where an expression may lead


class _Outline(NamedTuple):
    """One side of an expression: what the words of a path have to fit, and whether more than that may follow."""

    parts: tuple[Pattern, ...]
    goes_on: bool


def _outlines(text: str) -> Iterator[_Outline]:
    """The sides of an expression; one that cannot be told apart into words may lead anywhere from there on."""
    for side in _split(text, "|"):
        bare = side.strip()
        while bare.startswith("(") and bare.endswith(")") and len(_split(bare[1:-1], ")")) == 1:
            inner = bare[1:-1]
            if len(_split(inner, "|")) > 1:
                yield from _outlines(inner)
                break
            bare = inner.strip()
        else:
            yield _outline(bare.removeprefix("^").removesuffix("$"))


def _outline(side: str) -> _Outline:
    parts: list[Pattern] = []
    for part in _split(side, " "):
        if " " in part or any(mark in part for mark in _ANY_TEXT):
            return _Outline(tuple(parts), goes_on=True)
        pattern = _compiled(part, otherwise="a^") if part else None
        if pattern is not None:
            parts.append(pattern)
    return _Outline(tuple(parts), goes_on=False)


def _leads_to(outline: _Outline, words: Words) -> bool:
    """True when a path that begins with these words may come to fit."""
    longer = outline.goes_on or len(outline.parts) > len(words)
    return longer and _fits(outline.parts, words)


def _split(text: str, sign: str) -> list[str]:
    """The text at a sign, where that stands outside brackets and parentheses."""
    parts, depth, place, start = [], 0, 0, 0
    while place < len(text):
        char = text[place]
        if char == "\\":
            place += 1
        elif char == "[":
            end = text.find("]", place + 2)
            place = len(text) if end < 0 else end
        elif char == sign and depth == 0:
            parts.append(text[start:place])
            start = place + 1
        elif char in "()":
            depth += 1 if char == "(" else -1
        place += 1
    return [*parts, text[start:]]


def words_of_step(step: Step) -> Words:
    """The words by which patterns know a level: those of a list entry with its keys, of a leaf without its value."""
    if step.node.keys:
        return step.words
    return () if step.node.has_no_word else (step.node.word,)
