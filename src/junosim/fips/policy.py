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
from junosim.errors import ValueProblem
from junosim.fips.algorithms import tables_of
from junosim.schema.choices import words_of
from junosim.schema.limits import Limited
from junosim.schema.numbers import integer_problem, range_text
from junosim.schema.obfuscation import is_obfuscated, reveal
from junosim.schema.valuetypes import invalid

if TYPE_CHECKING:
    from junosim.access.password_policy import PasswordPolicy
    from junosim.platforms import FipsMode
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible

# What a commit into FIPS mode says of a password hash that the mode lacks, and of any other secret. The first is
# documented for this release, the second is ours [g].
HASH_BLOCKS = "Encrypted-password must be re-configured to use FIPS compliant hash"
SECRET_BLOCKS = "CSP must be deleted and re-entered in FIPS mode"

# What is said of other things that FIPS mode lacks; all of it ours [g].
STATEMENT_REFUSED = "statement is not supported in FIPS mode"
VALUE_REFUSED = "value is not supported in FIPS mode"
KEY_REFUSED = "SSH key is of a type or size that is not supported in FIPS mode"
KEY_LENGTH = "{} must have {} characters in FIPS mode"
KEY_TOO_SHORT = "key must have at least {} printable characters in FIPS mode"
PROMPT_NEEDED = "secret must be entered with the 'prompt' command in FIPS mode"

_HASH = "encrypted-password"
_USER_KEYS = frozenset(
    {"ssh-rsa", "ssh-ecdsa"}
)  # below `authentication`; other kinds do not exist in FIPS mode
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
            if self.is_refused(node):
                return False
            return visible is None or visible(path, node)

        return exists

    def language(self, visible: Visible) -> Limited:
        """The configuration language of FIPS mode, out of the statements that are visible: see `schema.limits`."""
        return Limited(self.statements(visible), self)

    def is_refused(self, node: Node) -> bool:
        """True for a statement that does not exist in FIPS mode."""
        return node.attributes.get("fips") == "refused"

    def has_word(self, hierarchy: Path, leaf: Node, word: str) -> bool:
        """True for a keyword of the leaf that exists in FIPS mode."""
        return self.allows(hierarchy, leaf, word)

    def check(self, hierarchy: Path, leaf: Node, value: str) -> None:
        """Look at a value that is entered in FIPS mode. Raises ValueProblem."""
        if not self.allows(hierarchy, leaf, value):
            raise ValueProblem(self._refusal(hierarchy, leaf, value))
        if leaf.is_obfuscated:
            if self.needs_prompt(leaf) and not is_obfuscated(value):
                raise ValueProblem(PROMPT_NEEDED)
            self.refuse_peer_key(hierarchy, leaf, value)
        if is_hash(leaf, value) and not self.takes_hash(value):
            raise ValueProblem(HASH_BLOCKS)
        if is_user_key(hierarchy, leaf) and not self.takes_public_key(value):
            raise ValueProblem(KEY_REFUSED)

    def finding(self, hierarchy: Path, leaf: Node, value: str, *, entering: bool) -> str | None:
        """What stands against a value in a configuration of FIPS mode; None when nothing does.

        When the device is `entering` the mode, secrets count too: they must be entered in it. Hashes are those that
        were there already (see `blocks_transition`).
        """
        if not self.allows(hierarchy, leaf, value):
            return VALUE_REFUSED
        if is_user_key(hierarchy, leaf) and not self.takes_public_key(value):
            return KEY_REFUSED
        blocks = self.blocks_transition(leaf, value)
        return blocks if entering or blocks == HASH_BLOCKS else None

    def _refusal(self, hierarchy: Path, leaf: Node, value: str) -> str:
        """The text that the type of the leaf would have for a value out of its range."""
        allowed = self._tables.at(_names(hierarchy, leaf))
        ranges = () if allowed is None else allowed.ranges
        return integer_problem(value, range_text(ranges), signed=False) if ranges else invalid(value)

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

    @property
    def passwords(self) -> PasswordPolicy:
        """What a new password of a user or of root has to be, whatever the configuration says."""
        return self._tables.passwords

    def refuse_peer_key(self, hierarchy: Path, leaf: Node, value: str) -> None:
        """Look at a key shared with a peer (IKE, RADIUS …), in clear or in its `$9$` form. Raises ValueProblem."""
        key = reveal(value) if is_obfuscated(value) else value
        if not self._tables.takes_peer_key(key):
            raise ValueProblem(KEY_TOO_SHORT.format(self._tables.shortest_peer_key))
        lengths = self._tables.key_lengths_at(_names(hierarchy, leaf))
        if lengths and len(key) not in lengths:
            raise ValueProblem(KEY_LENGTH.format(leaf.word, " or ".join(map(str, lengths))))

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
        if leaf.name == _HASH:
            return (
                HASH_BLOCKS if is_hash(leaf, value) and not self._tables.keeps_hash(kind_of(value)) else None
            )
        return SECRET_BLOCKS if leaf.is_obfuscated else None


def is_hash(leaf: Node, value: str) -> bool:
    """True for a hash that somebody can log in with: not for an empty one, nor for `*`."""
    return leaf.name == _HASH and bool(value) and not value.startswith("*")


def is_user_key(hierarchy: Path, leaf: Node) -> bool:
    """True for the public key of a user or of root: the name of an entry of these lists."""
    return bool(hierarchy) and hierarchy[-1].node.name in _USER_KEYS and leaf.name in hierarchy[-1].node.keys


def _names(hierarchy: Path, leaf: Node) -> tuple[str, ...]:
    return (*(step.node.name for step in hierarchy), leaf.name)
