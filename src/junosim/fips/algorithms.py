"""Which values and keys FIPS mode allows: the tables of `allowed.toml`, read when they are first asked for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from junosim.access.password_policy import PasswordPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.access.passwords import HashKind

# Signatures that hosts and users make over SSH, as they are named on the wire: RSA with SHA-1 is not among them.
SSH_SIGNATURES = (
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-256",
    "rsa-sha2-512",
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is allowed in one place: these words, in the order of the table, and numbers in these ranges."""

    words: tuple[str, ...]

    @property
    def ranges(self) -> tuple[tuple[str, str], ...]:
        """The numbers that are allowed, as lowest and highest; without a highest one it is empty."""
        spans = (word.partition("-") for word in self.words)
        return tuple(
            (low, high if dash else low)
            for low, dash, high in spans
            if low.isdecimal() and (not high or high.isdecimal())
        )

    def takes(self, value: str) -> bool:
        """True when the value is one of the words, or a number in one of the ranges."""
        return value in self.words or any(_is_within(value, word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one column. `places` are by their reversed names, the last one first: `last_names`."""

    places: Mapping[tuple[str, ...], Allowed]
    last_names: frozenset[str]
    weak: frozenset[str]
    entered_hashes: frozenset[str]
    kept_hashes: frozenset[str]
    keys: Mapping[str, Allowed]
    passwords: PasswordPolicy
    shortest_peer_key: int
    key_lengths: Mapping[tuple[str, ...], tuple[int, ...]]

    def at(self, names: tuple[str, ...]) -> Allowed | None:
        """What is allowed for the statement that these names lead to; None where nothing is restricted."""
        if names[-1] not in self.last_names:  # nearly always, and for every value that is loaded
            return None
        found = None
        backwards = names[::-1]
        for length in range(1, len(backwards) + 1):
            found = self.places.get(backwards[:length], found)
        return found

    def takes_peer_key(self, key: str) -> bool:
        """True for a key that is long enough to authenticate a peer."""
        return len(key) >= self.shortest_peer_key and is_printable_ascii(key)

    def key_lengths_at(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The lengths that a key of a peer may have at this place, in characters; none where any is right."""
        return self.key_lengths.get(names[-2:], ())

    def takes_key(self, algorithm: str, bits: int) -> bool:
        """True for a key of that algorithm (`ssh-rsa`, `ecdsa-sha2-nistp256` …) and size."""
        return algorithm in self.keys and self.keys[algorithm].takes(str(bits))

    def takes_hash(self, kind: HashKind | None) -> bool:
        """True for the kind of a password hash that may be entered."""
        return kind is not None and kind.value in self.entered_hashes

    def keeps_hash(self, kind: HashKind | None) -> bool:
        """True for the kind of a password hash that may be there when the device enters FIPS mode."""
        return kind is not None and kind.value in self.kept_hashes


@cache
def tables_of(rules: str) -> Tables:
    """The tables of a platform's column, "mx" or "switch"."""
    content = tomllib.loads(files(__package__).joinpath("allowed.toml").read_text(encoding="utf-8"))
    places = {tuple(row["place"].split()[::-1]): _allowed(row, rules) for row in content["values"]}
    return Tables(
        places,
        frozenset(place[0] for place in places),
        frozenset(content["weak"]["words"]),
        frozenset(content["hashes"]["entered"]),
        frozenset(content["hashes"]["kept"][rules]),
        {algorithm: _allowed(row, rules) for algorithm, row in content["keys"].items()},
        _password_rules(content["passwords"]),
        content["passwords"]["shortest-peer-key"],
        {tuple(row["place"].split()): tuple(row["lengths"]) for row in content["key-lengths"]},
    )


def is_printable_ascii(text: str) -> bool:
    """True when the text has no character that a keyboard of the guides lacks."""
    return text.isascii() and text.isprintable()


def _password_rules(row: Mapping[str, Any]) -> PasswordPolicy:
    return PasswordPolicy(row["shortest"], row["longest"], row["character-sets"], ascii=True)


def _allowed(row: Mapping[str, Any], rules: str) -> Allowed:
    return Allowed(tuple(row["words"] if "words" in row else row[rules]))


def _is_within(value: str, word: str) -> bool:
    low, dash, high = word.partition("-")
    if not (dash and low.isdecimal() and value.isdecimal()):
        return False
    return int(low) <= int(value) and (not high or (high.isdecimal() and int(value) <= int(high)))
