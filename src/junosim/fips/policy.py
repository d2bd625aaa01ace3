"""What FIPS mode does to a device: which statements exist, which values they take, what blocks the way into it.

A `Policy` is asked at a few places, and only while the mode is on: by whoever says which words exist
(`statements`), checks a value (`allows`), offers words (`words`), stores a secret (`needs_prompt`), takes a key or
a hash, and by the commit that leads into the mode (`blocks_transition`).

Statements that vanish carry `fips refused` in the annotations of the grammar, secrets that must be typed twice
`fips prompt`; all else is in `allowed.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from junosim.access.passwords import kind_of
from junosim.fips.algorithms import tables_of
from junosim.schema.choices import words_of

if TYPE_CHECKING:
    from junosim.platforms import FipsMode
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible

# What a commit into FIPS mode says of a password hash that the mode lacks, and of any other secret. The first is
# documented for this release, the second is ours [g].
HASH_BLOCKS = "Encrypted-password must be re-configured to use FIPS compliant hash"
SECRET_BLOCKS = "CSP must be deleted and re-entered in FIPS mode"

_LEVELS = (0, 1)  # level 2 is in the model; no guide certifies it


class Policy:
    """The rules of one platform."""

    def __init__(self, mode: FipsMode) -> None:
        self._mode = mode
        self._tables = tables_of(mode.rules)

    def takes_level(self, statement: str, level: int) -> bool:
        """True for a level that can be committed here; `statement` are the words below `system fips`."""
        return statement == self._mode.statement and level in _LEVELS

    def statements(self, visible: Visible | None = None) -> Visible:
        """The configuration statements that exist in FIPS mode, out of those that are visible."""

        def exists(path: Path, node: Node) -> bool:
            if node.attributes.get("fips") == "refused":
                return False
            return visible is None or visible(path, node)

        return exists

    def allows(self, hierarchy: Path, leaf: Node, value: str) -> bool:
        """True when the leaf, which stands in that hierarchy, may have the value."""
        allowed = self._tables.at(_names(hierarchy, leaf))
        if allowed is not None:
            return allowed.takes(value)
        return not (value in self._tables.weak and value in words_of(leaf))

    def words(self, hierarchy: Path, leaf: Node) -> tuple[str, ...]:
        """The keywords that are left of those the leaf offers, in its order."""
        return tuple(word for word in words_of(leaf) if self.allows(hierarchy, leaf, word))

    def ssh_words(self, statement: str) -> tuple[str, ...]:
        """The algorithms on offer when `system services ssh STATEMENT` names none.

        `statement` is `key-exchange`, `ciphers` or `macs`; the words are those of the configuration. Raises
        KeyError for another one.
        """
        allowed = self._tables.at(("services", "ssh", statement))
        if allowed is None:
            raise KeyError(statement)
        return allowed.words

    def needs_prompt(self, leaf: Node) -> bool:
        """True for a secret that is not taken on the line: the `prompt` command asks for it twice."""
        return leaf.attributes.get("fips") == "prompt"

    def takes_hash(self, stored: str) -> bool:
        """True for a password hash that may be entered in FIPS mode."""
        return self._tables.takes_hash(kind_of(stored))

    def takes_password(self, password: str) -> bool:
        """True for a new password of a user or of root, as it is typed."""
        return self._tables.passwords.takes(password)

    def takes_peer_key(self, key: str) -> bool:
        """True for a key shared with a peer (IKE, RADIUS …), as it is typed."""
        return self._tables.passwords.takes_peer_key(key)

    def takes_public_key(self, text: str) -> bool:
        """True for an SSH public key (`ssh-rsa AAAA… comment`) of an algorithm and size that FIPS mode has."""
        algorithm = text.partition(" ")[0]
        try:
            key = load_ssh_public_key(text.encode())
        except (ValueError, UnsupportedAlgorithm):
            return False
        return isinstance(key, RSAPublicKey | EllipticCurvePublicKey) and self._tables.takes_key(
            algorithm, key.key_size
        )

    def blocks_transition(self, leaf: Node, value: str) -> str | None:
        """Why this value keeps the device from entering FIPS mode; None when it does not.

        A password that nobody can log in with (`*`) is no hash. Secrets that can be read back have to be entered
        in FIPS mode.
        """
        if leaf.name == "encrypted-password":
            is_hash = bool(value) and not value.startswith("*")
            return HASH_BLOCKS if is_hash and not self._tables.keeps_hash(kind_of(value)) else None
        return SECRET_BLOCKS if leaf.is_obfuscated else None


def _names(hierarchy: Path, leaf: Node) -> tuple[str, ...]:
    return (*(step.node.name for step in hierarchy), leaf.name)
