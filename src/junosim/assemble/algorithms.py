"""Which SSH algorithms `system services ssh` puts on offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.query import branch, leaf_values
from junosim.servers.contract import SshAlgorithms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.config.tree import Branch

# Junos's words for key exchanges that SSH names otherwise.
_KEY_EXCHANGES: Mapping[str, str] = {
    "curve25519-sha256": "curve25519-sha256",
    "dh-group1-sha1": "diffie-hellman-group1-sha1",
    "dh-group14-sha1": "diffie-hellman-group14-sha1",
    "group-exchange-sha1": "diffie-hellman-group-exchange-sha1",
    "group-exchange-sha2": "diffie-hellman-group-exchange-sha256",
}

# Accepted by the configuration, but the SSH library lacks them (umac: on hosts without libnettle).
_UNSUPPORTED = frozenset(
    {
        "hmac-ripemd160", "hmac-ripemd160-etm@openssh.com",
        "umac-64@openssh.com", "umac-128@openssh.com",
        "umac-64-etm@openssh.com", "umac-128-etm@openssh.com",
    }
)  # fmt: skip

_DEFAULT = SshAlgorithms()


def algorithms_of(tree: Branch) -> SshAlgorithms:
    """The algorithms on offer in a configuration (`tree` is its root).

    A list that is not configured, or that names only what the SSH library lacks, is the default.
    """
    ssh = branch(tree, "system", "services", "ssh")
    return SshAlgorithms(
        tuple(_KEY_EXCHANGES.get(word, word) for word in _listed(ssh, "key-exchange"))
        or _DEFAULT.key_exchange,
        _listed(ssh, "ciphers") or _DEFAULT.ciphers,
        _listed(ssh, "macs") or _DEFAULT.macs,
    )


def _listed(ssh: Branch | None, name: str) -> tuple[str, ...]:
    return tuple(word for word in leaf_values(ssh, name) if word not in _UNSUPPORTED)
