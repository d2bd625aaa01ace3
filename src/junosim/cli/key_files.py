"""`load-key-file`: the public keys in a file become statements of the account, as if each had been typed.

Sources: the guides (the word, and which kinds of keys) and the vendor's documentation (several keys in a file; the
file is not kept). What is said of a bad line is our wording [g].
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.files import read_text
from junosim.errors import ConfigurationError, ValueProblem
from junosim.fips.policy import KEY_REFUSED
from junosim.schema.walk import Step, stored_value
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.cli.context import Context
    from junosim.schema.walk import Path
    from junosim.slices import Slices

_LISTS: Final[Mapping[str, str]] = {
    "ssh-rsa": "ssh-rsa",
    "ssh-dss": "ssh-dsa",
    "ecdsa-sha2-nistp256": "ssh-ecdsa",
    "ecdsa-sha2-nistp384": "ssh-ecdsa",
    "ecdsa-sha2-nistp521": "ssh-ecdsa",
    "ssh-ed25519": "ssh-ed25519",
}
"""The statement for each kind of key, by the first word of its line."""

_OLD_RSA: Final = "ssh-rsa"  # version 1 writes three numbers


def with_keys(context: Context, paths: tuple[Path, ...]) -> Slices[tuple[Path, ...]]:
    """The statements of a line, with the keys of its files in their places; pauses for long ones.

    Raises ConfigurationError for a file that cannot be read, or with anything in it that is no key of the account.
    """
    found: list[Path] = []
    for path in paths:
        if path and path[-1].node.loads_keys:
            found += yield from _keys(context, path[:-1], path[-1].values[0])
        else:
            found.append(path)
    return tuple(found)


def _keys(context: Context, base: Path, name: str) -> Slices[list[Path]]:
    """The keys of the file that the user calls `name`, as statements of the level `base`."""
    text = yield from read_text(context, name)
    found: list[Path] = []
    beat = Beat()
    for number, line in enumerate(text.splitlines(), 1):
        if beat.due():
            yield
        key = line.strip()
        if not key or key.startswith("#"):
            continue
        try:
            found.append((*base, _statement(context, base, key)))
        except ValueProblem as problem:
            raise ConfigurationError(messages.bad_key(name, number, problem.message)) from None
    if not found:
        raise ConfigurationError(messages.no_keys(name))
    return found


def _statement(context: Context, base: Path, key: str) -> Step:
    """The entry that a key is in the list of its kind. Raises ValueProblem."""
    words = key.split()
    kind = _OLD_RSA if words[0].isdecimal() else _LISTS.get(words[0])
    listed = None if kind is None else base[-1].node.by_name.get(kind)
    if listed is None or not (words[0].isdecimal() or _names_itself(words)):
        raise ValueProblem(messages.NO_KEY)
    visible = context.changeable
    if not visible(base, listed):
        raise ValueProblem(KEY_REFUSED if context.device.fips_mode else messages.NO_KEY)
    leaf = listed.by_name[listed.keys[0]]
    return Step(listed, (stored_value(leaf, key, base, visible, key_of=listed),))


def _names_itself(words: list[str]) -> bool:
    """True when the second word is base64 of a key that begins with the kind that the first one says."""
    if len(words) < 2:
        return False
    try:
        blob = binascii.a2b_base64(words[1], strict_mode=True)
    except binascii.Error:
        return False
    kind = words[0].encode("utf-8", "replace")
    return blob.startswith(len(kind).to_bytes(4, "big") + kind)
