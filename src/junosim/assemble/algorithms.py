"""Which SSH algorithms `system services ssh` puts on offer."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, find, leaf_values
from junosim.fips.algorithms import SSH_SIGNATURES
from junosim.servers.contract import SshAlgorithms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from junosim.config.tree import Branch
    from junosim.fips.policy import Policy

# Junos's words for key exchanges, where SSH has another name for them or two.
_KEY_EXCHANGES: Final[Mapping[str, tuple[str, ...]]] = {
    "curve25519-sha256": ("curve25519-sha256", "curve25519-sha256@libssh.org"),
    "dh-group1-sha1": ("diffie-hellman-group1-sha1",),
    "dh-group14-sha1": ("diffie-hellman-group14-sha1",),
    "group-exchange-sha1": ("diffie-hellman-group-exchange-sha1",),
    "group-exchange-sha2": ("diffie-hellman-group-exchange-sha256",),
}

# The statements of `hostkey-algorithm`: the kind of the key by the name of its file, and whether a device that says
# nothing of it has one. Those of the guides are RSA and ECDSA.
_HOST_KEYS: Final[Mapping[str, tuple[str, bool]]] = {
    "ssh-rsa": ("rsa", True),
    "ssh-ecdsa": ("ecdsa", True),
    "ssh-ed25519": ("ed25519", False),
    "ssh-dss": ("dsa", False),
}
_NEVER_MADE: Final = "dsa"  # a device that is told to have such a key complains about it (the guides)

_DEFAULT: Final = SshAlgorithms()


def algorithms_of(tree: Branch, policy: Policy | None = None) -> SshAlgorithms:
    """The algorithms on offer in a configuration (`tree` is its root); in FIPS mode `policy` says what there is.

    A list that is configured is the offer, in its order; without one it is the default: in FIPS mode all it allows.
    """
    ssh = branch(tree, "system", "services", "ssh")
    default = _DEFAULT if policy is None else _all_of(policy)
    exchanges = _listed(ssh, "key-exchange", policy)
    ciphers, macs = _listed(ssh, "ciphers", policy), _listed(ssh, "macs", policy)
    return SshAlgorithms(
        default.key_exchange if exchanges is None else _key_exchanges(exchanges),
        default.ciphers if ciphers is None else ciphers,
        default.macs if macs is None else macs,
        default.user_keys,
        tuple(kind for kind in _host_keys(ssh) if kind != _NEVER_MADE),
    )


def keys_nobody_makes(tree: Branch) -> tuple[str, ...]:
    """The kinds of host keys that are configured but that the device never makes, by the names of their files."""
    wanted = _host_keys(branch(tree, "system", "services", "ssh"))
    return tuple(kind for kind in wanted if kind == _NEVER_MADE)


def _host_keys(ssh: Branch | None) -> Iterator[str]:
    """The kinds of the host keys that the device is to have; each statement speaks of its own kind alone."""
    said = branch(ssh, "hostkey-algorithm")
    for word, (kind, by_default) in _HOST_KEYS.items():
        if find(said, f"no-{word}") is not None or find(said, word, "deny") is not None:
            continue
        if by_default or find(said, word) is not None:
            yield kind


@lru_cache(maxsize=64)
def _all_of(policy: Policy) -> SshAlgorithms:
    """What FIPS mode allows; users sign as hosts do, never with SHA-1."""
    return SshAlgorithms(
        _key_exchanges(policy.ssh_words("key-exchange")),
        policy.ssh_words("ciphers"),
        policy.ssh_words("macs"),
        SSH_SIGNATURES,
    )


def _key_exchanges(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(_KEY_EXCHANGES.get(word, (word,)) for word in words))


def _listed(ssh: Branch | None, name: str, policy: Policy | None) -> tuple[str, ...] | None:
    """The words of a list, None when it is not there."""
    if find(ssh, name) is None:
        return None
    allowed = None if policy is None else policy.ssh_words(name)
    return tuple(word for word in leaf_values(ssh, name) if allowed is None or word in allowed)
