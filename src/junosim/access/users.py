"""The accounts of the committed configuration: `system login user` and `system root-authentication`."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, entries, find, leaf_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.config.tree import Branch

ROOT = "root"
_ROOT_CLASS = "super-user"
_NO_CLASS = "unauthorized"
_FIRST_UID = 2000  # of those that the system chooses
_KEY_STATEMENTS = ("ssh-rsa", "ssh-dsa", "ssh-ecdsa", "ssh-ed25519")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that logs a user in: its algorithm and base64 text, and the hosts it may come from ("" = any)."""

    algorithm: str
    text: str
    sources: str = ""

    def allows(self, address: str) -> bool:
        """True when the key may be used from this address; patterns with `*` and `?`, `!` excludes."""
        patterns = [pattern for pattern in self.sources.split(",") if pattern]
        if any(pattern[0] == "!" and fnmatchcase(address, pattern[1:]) for pattern in patterns):
            return False
        wanted = [pattern for pattern in patterns if pattern[0] != "!"]
        return not patterns or any(fnmatchcase(address, pattern) for pattern in wanted)


@dataclass(frozen=True, slots=True)
class Account:
    """A user as committed. `uid` is None while the system chooses it; `hash` None means: no password fits."""

    name: str
    uid: int | None
    class_name: str
    hash: str | None = None
    full_name: str = ""
    keys: tuple[PublicKey, ...] = ()
    prompt: str = ""

    def accepts_key(self, algorithm: str, text: str, address: str) -> bool:
        """True when the account lists this public key (`text` in base64) for this address."""
        return any(
            key.algorithm == algorithm and key.text == text and key.allows(address) for key in self.keys
        )


class Accounts:
    """Reads the accounts once for each committed `system` stanza; the stanza is known by its identity."""

    __slots__ = ("_accounts", "_system")

    def __init__(self) -> None:
        self._system: Branch | None = None
        self._accounts: Mapping[str, Account] = {}

    def of(self, tree: Branch) -> Mapping[str, Account]:
        """The accounts in a configuration, by name; `tree` is its root. There is always one of root."""
        system = branch(tree, "system")
        if system is None:
            return _ROOT_ALONE
        if system is not self._system:
            self._accounts = {account.name: account for account in _read(system)}
            self._system = system
        return self._accounts


_ROOT_ALONE: Final[Mapping[str, Account]] = MappingProxyType({ROOT: Account(ROOT, 0, _ROOT_CLASS)})


def uids(accounts: Mapping[str, Account]) -> Mapping[str, int]:
    """The number of each account; those for which none is stated get free ones from 2000 on, in their order."""
    numbers = {name: account.uid for name, account in accounts.items() if account.uid is not None}
    taken = set(numbers.values())
    free = (uid for uid in count(_FIRST_UID) if uid not in taken)
    return numbers | {name: next(free) for name in accounts if name not in numbers}


def _read(system: Branch) -> Iterator[Account]:
    for user in entries(system, "login", "user"):
        authentication = branch(user, "authentication")
        uid = leaf_text(user, "uid")
        yield Account(
            name=user.keys[0],
            uid=int(uid) if uid is not None else None,
            class_name=leaf_text(user, "class") or _NO_CLASS,
            hash=leaf_text(authentication, "encrypted-password"),
            full_name=leaf_text(user, "full-name") or "",
            keys=_keys(authentication),
            prompt=leaf_text(user, "cli", "prompt") or "",
        )
    root = branch(system, "root-authentication")
    yield Account(ROOT, 0, _ROOT_CLASS, leaf_text(root, "encrypted-password"), keys=_keys(root))


def _keys(authentication: Branch | None) -> tuple[PublicKey, ...]:
    """The public keys of an account, none with `no-public-keys`; what is no key line is passed over."""
    if find(authentication, "no-public-keys") is not None:
        return ()
    lines = (
        (found.keys[0].split(), leaf_text(found, "from") or "")
        for statement in _KEY_STATEMENTS
        for found in entries(authentication, statement)
    )
    return tuple(PublicKey(words[0], words[1], sources) for words, sources in lines if len(words) >= 2)
