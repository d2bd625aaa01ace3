"""Keys of manual security associations have the length of the digest that they are for: a named check of commits.

Source: the guides ("20 characters for SHA-1") and the vendor's documentation of the statements (16 for MD5); that of
SHA-256 follows from them. The wording is ours [g].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.lookup import lookup, words_of
from junosim.config.query import branch, leaf_text
from junosim.config.rules.stated import Sort
from junosim.config.transition import Step
from junosim.config.tree import Branch, Entries
from junosim.errors import Problem
from junosim.schema.obfuscation import is_obfuscated, reveal
from junosim.schema.walk import Step as PathStep
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.config.transition import Transition
    from junosim.config.tree import Item
    from junosim.schema.walk import Path

_PLACE: Final = ("manual", "direction", "authentication")
_BYTES: Final[Mapping[str, int]] = {
    "hmac-md5-96": 16,
    "hmac-sha1-96": 20,
    "hmac-sha-256-96": 32,
    "hmac-sha-256-128": 32,
    "hmac-sha2-256": 32,
}
_FORMS: Final = (("ascii-text", 1, "ASCII characters"), ("hexadecimal", 2, "hexadecimal digits"))
_TOPS: Final = frozenset({"logical-systems", "security", "services", "tenants"})
_WRONG_LENGTH: Final = "key for {} must have {} {}"


def _problems(transition: Transition) -> Iterator[Problem | None]:
    """The keys of a wrong length among what is new; pauses among them."""
    beat = Beat()
    for change in transition.changes:
        if beat.due():
            yield None
        if not change.path or change.path[0].node.name not in _TOPS:
            continue
        place = _around(change.path)
        if place is not None:
            yield from _below(lookup(transition.new, place), place[:-1], beat)
        elif change.new is not None:
            yield from _below(change.new, change.path[:-1], beat)


def _around(path: Path) -> Path | None:
    """The place of the authentication that a path leads into; None when it leads into none."""
    names = tuple(step.node.name for step in path)
    for end in range(len(_PLACE), len(names) + 1):
        if names[end - len(_PLACE) : end] == _PLACE:
            return path[:end]
    return None


def _below(item: Item | None, path: Path, beat: Beat) -> Iterator[Problem | None]:
    """Look at the keys in an item that stands in the hierarchy `path`."""
    if beat.due():
        yield None
    if isinstance(item, Entries):
        for entry in item.entries.values():
            yield from _below(entry, path, beat)
    elif isinstance(item, Branch):
        here = (*path, PathStep(item.node, item.keys))
        if tuple(step.node.name for step in here[-len(_PLACE) :]) == _PLACE:
            yield from _wrong(item, here)
        else:
            for child in item.children.values():
                if isinstance(child, Branch | Entries):
                    yield from _below(child, here, beat)


def _wrong(authentication: Branch, path: Path) -> Iterator[Problem]:
    algorithm = leaf_text(authentication, "algorithm") or ""
    size, key = _BYTES.get(algorithm), branch(authentication, "key")
    for form, width, kind in _FORMS:
        stored = leaf_text(key, form)
        if size is None or stored is None:
            continue
        secret = reveal(stored) if is_obfuscated(stored) else stored
        if len(secret) != size * width:
            message = _WRONG_LENGTH.format(algorithm, size * width, kind)
            yield Problem((*words_of(path), "key"), form, message)


KEY_LENGTHS: Final = Step("key lengths", _problems, Sort.CONSTRAINT.value)
"""The check, under its name."""
