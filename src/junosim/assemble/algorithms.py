"""Which SSH algorithms `system services ssh` puts on offer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from junosim.config.query import branch, find, leaf_values
from junosim.fips.algorithms import SSH_SIGNATURES
from junosim.servers.contract import SshAlgorithms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.config.tree import Branch
    from junosim.fips.policy import Policy

# Junos's words for key exchanges that SSH names otherwise.
_KEY_EXCHANGES: Mapping[str, str] = {
    "curve25519-sha256": "curve25519-sha256",
    "dh-group1-sha1": "diffie-hellman-group1-sha1",
    "dh-group14-sha1": "diffie-hellman-group14-sha1",
    "group-exchange-sha1": "diffie-hellman-group-exchange-sha1",
    "group-exchange-sha2": "diffie-hellman-group-exchange-sha256",
}

# Host keys that no device makes by itself, by the word that asks for them.
_WITHOUT_KEY: Mapping[str, str] = {"ssh-dss": "dsa", "ssh-ed25519": "ed25519"}

# Accepted by the configuration, but the SSH library lacks them (umac: on hosts without libnettle).
_UNSUPPORTED = frozenset(
    {
        "hmac-ripemd160", "hmac-ripemd160-etm@openssh.com",
        "umac-64@openssh.com", "umac-128@openssh.com",
        "umac-64-etm@openssh.com", "umac-128-etm@openssh.com",
    }
)  # fmt: skip

_DEFAULT = SshAlgorithms()


def algorithms_of(tree: Branch, policy: Policy | None = None) -> SshAlgorithms:
    """The algorithms on offer in a configuration (`tree` is its root); in FIPS mode `policy` says what there is.

    A list that is not configured, or that names only what is not there, is the default: in FIPS mode all it allows.
    """
    ssh = branch(tree, "system", "services", "ssh")
    default = _DEFAULT if policy is None else _all_of(policy)
    return SshAlgorithms(
        _key_exchanges(_listed(ssh, "key-exchange", policy)) or default.key_exchange,
        _listed(ssh, "ciphers", policy) or default.ciphers,
        _listed(ssh, "macs", policy) or default.macs,
        default.user_keys,
    )


def keys_nobody_makes(tree: Branch) -> tuple[str, ...]:
    """The kinds of host keys that are configured but that the device never makes, by the names of their files."""
    wanted = branch(tree, "system", "services", "ssh", "hostkey-algorithm")
    return tuple(
        kind
        for word, kind in _WITHOUT_KEY.items()
        if find(wanted, word) is not None and find(wanted, word, "deny") is None
    )


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
    return tuple(_KEY_EXCHANGES.get(word, word) for word in words)


def _listed(ssh: Branch | None, name: str, policy: Policy | None) -> tuple[str, ...]:
    allowed = None if policy is None else policy.ssh_words(name)
    return tuple(
        word
        for word in leaf_values(ssh, name)
        if word not in _UNSUPPORTED and (allowed is None or word in allowed)
    )
