"""What a new password has to be: the rules of a mode, and those of `system login password`; the stricter one counts.

Sources: the guides ("Understanding Password Specifications"), and the vendor's documentation of the statements. The
texts for length (too short), and for changes, are those of devices; the others are made after them [g].
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from junosim.access.passwords import LONGEST_PASSWORD, HashKind
from junosim.config.query import branch, leaf_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.tree import Branch

PUNCTUATION: Final = frozenset("!\"'(),-./:;?[]{}")
"""The fourth of the five sets of characters; all that is in none of the four is in the fifth [g]."""

ILLEGAL: Final = "password contains illegal characters"  # [g]
TOO_SHORT: Final = "minimum password length is {}"
TOO_LONG: Final = "maximum password length is {}"  # [g]
NO_CHANGE: Final = "require change of case, digits or punctuation"
TOO_FEW_CHANGES: Final = "require {} changes of case, digits or punctuation"
TOO_FEW: Final = "password must contain at least {} {}"  # [g]
REUSED: Final = "Password was previously used"  # [g]
TOO_YOUNG: Final = "password cannot be changed until it is {} old"  # [g]

_TRANSITIONS: Final = "set-transitions"


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """The rules for new passwords.

    shortest                characters
    longest                 bytes
    character_sets          how many of the five sets have to be in it
    transitions             how often two neighbours have to be of different sets
    numerics … punctuations the fewest characters of each kind; what is printed and neither letter nor digit is
                            punctuation here, as a count of one set of two that look alike would surprise
    ascii                   True when only printable ASCII is taken
    remembered              how many earlier passwords may not come back
    shortest_life           days until a password may be changed
    longest_life            days until it has expired; None for never
    """

    shortest: int = 0
    longest: int = LONGEST_PASSWORD
    character_sets: int = 0
    transitions: int = 0
    numerics: int = 0
    upper_cases: int = 0
    lower_cases: int = 0
    punctuations: int = 0
    ascii: bool = False
    remembered: int = 0
    shortest_life: int = 0
    longest_life: int | None = None

    def stricter(self, other: PasswordPolicy) -> PasswordPolicy:
        """The policy that takes what both take."""
        lives = [life for life in (self.longest_life, other.longest_life) if life is not None]
        both = PasswordPolicy(**{name: max(getattr(self, name), getattr(other, name)) for name in _LARGER})
        return replace(both, longest=min(self.longest, other.longest), longest_life=min(lives, default=None))

    @property
    def least_length(self) -> int:
        """The fewest characters: as stated, or more where the kinds that are asked for need more [documentation]."""
        kinds = self.numerics + self.upper_cases + self.lower_cases + self.punctuations
        return max(self.shortest, kinds)

    def problem(self, password: str) -> str:
        """What is wrong with a password, in the words of the CLI; "" when nothing."""
        if not (password.isprintable() and (password.isascii() or not self.ascii)):
            return ILLEGAL
        if len(password) < self.least_length:
            return TOO_SHORT.format(self.least_length)
        if len(password.encode()) > self.longest:
            return TOO_LONG.format(self.longest)
        return self._monotony(password) or self._missing(password)

    def _monotony(self, password: str) -> str:
        sets = [set_of(character) for character in password]
        changes = sum(one != other for one, other in pairwise(sets))
        lacking = [
            wanted
            for found, wanted in ((len(set(sets)), self.character_sets), (changes, self.transitions))
            if found < wanted
        ]
        if not lacking:
            return ""
        return NO_CHANGE if max(lacking) == 1 else TOO_FEW_CHANGES.format(max(lacking))

    def _missing(self, password: str) -> str:
        for name, (kind, belongs) in _KINDS:
            fewest = getattr(self, name)
            if sum(map(belongs, password)) < fewest:
                return TOO_FEW.format(fewest, kind if fewest == 1 else f"{kind}s")
        return ""


def _is_sign(character: str) -> bool:
    return not (character.isalnum() or character == " ")


_KINDS: Final[tuple[tuple[str, tuple[str, Callable[[str], bool]]], ...]] = (
    ("numerics", ("numeric", str.isdecimal)),
    ("upper_cases", ("upper case", str.isupper)),
    ("lower_cases", ("lower case", str.islower)),
    ("punctuations", ("punctuation", _is_sign)),
)

_LARGER: Final = tuple(
    field.name for field in fields(PasswordPolicy) if field.name not in {"longest", "longest_life"}
)

ORDINARY: Final = PasswordPolicy(shortest=6, transitions=1)
"""The rules outside FIPS mode: 6 to 128, with one change of case or class [documentation]."""


def set_of(character: str) -> str:
    """The set that a character is of: `upper`, `lower`, `digit`, `punctuation`, `other`."""
    if character.isdecimal():
        return "digit"
    if character.isalpha():
        return "upper" if character.isupper() else "lower"
    return "punctuation" if character in PUNCTUATION else "other"


def configured(tree: Branch, usual: PasswordPolicy = ORDINARY) -> PasswordPolicy:
    """All rules that count: those of the mode (`usual`), and those of a configuration, given by its root.

    `minimum-changes` counts transitions or sets as `change-type` says; without that as the mode counts [g], and
    `change-type` alone asks for as many as the mode.
    """
    stated = branch(tree, "system", "login", "password")
    if stated is None:
        return usual

    def number(name: str) -> int:
        return int(leaf_text(stated, name) or 0)

    kind = leaf_text(stated, "change-type")
    by_transitions = kind == _TRANSITIONS or (kind is None and not usual.character_sets)
    changes = max(number("minimum-changes"), usual.character_sets, usual.transitions)
    lifetime = leaf_text(stated, "maximum-lifetime")
    policy = PasswordPolicy(
        shortest=number("minimum-length"),
        longest=number("maximum-length") or LONGEST_PASSWORD,
        character_sets=0 if by_transitions else changes,
        transitions=changes if by_transitions else 0,
        numerics=number("minimum-numerics"),
        upper_cases=number("minimum-upper-cases"),
        lower_cases=number("minimum-lower-cases"),
        punctuations=number("minimum-punctuations"),
        remembered=number("minimum-reuse"),
        shortest_life=number("minimum-lifetime"),
        longest_life=None if lifetime is None else int(lifetime),
    )
    return usual.stricter(policy)


def format_of(tree: Branch) -> HashKind:
    """How new passwords are hashed (`system login password format`); `tree` is the root of a configuration."""
    name = leaf_text(tree, "system", "login", "password", "format")
    return HashKind.SHA512 if name is None else HashKind(name)
