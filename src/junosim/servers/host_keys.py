"""The SSH host keys of one device: ECDSA at once, RSA when the first client comes."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import asyncssh

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.servers.workers import Workers

_ECDSA = "ecdsa-sha2-nistp256"
_RSA = "ssh-rsa"

# The library would offer four names of another vendor besides these.
_RSA_SIGNATURES = (b"rsa-sha2-512", b"rsa-sha2-256", b"ssh-rsa")


def _generate(algorithm: str) -> asyncssh.SSHKey:
    """A new key: P-256 for ECDSA, 2,048 bits for RSA."""
    key = asyncssh.generate_private_key(algorithm)
    if algorithm == _RSA:
        key.sig_algorithms = _RSA_SIGNATURES
    return key


class HostKeys:
    """The two host keys of a device.

    ECDSA costs 0.1 ms and is made at once; RSA costs 20 to 200 ms, so it is made in a worker (which frees the
    interpreter meanwhile) before the first connection learns what keys there are. `generate` makes a key for
    `ecdsa-sha2-nistp256` or `ssh-rsa`; keys that a network sees come from the system's generator only.
    """

    __slots__ = ("_ecdsa", "_generate", "_lock", "_rsa")

    def __init__(self, generate: Callable[[str], asyncssh.SSHKey] = _generate) -> None:
        self._generate = generate
        self._ecdsa = generate(_ECDSA)
        self._rsa: asyncssh.SSHKey | None = None
        self._lock: asyncio.Lock | None = None

    async def all(self, workers: Workers) -> tuple[asyncssh.SSHKey, ...]:
        """Both keys; the first caller waits for the RSA key to be made, others that come meanwhile too."""
        if self._rsa is None:
            self._lock = self._lock or asyncio.Lock()
            async with self._lock:
                if self._rsa is None:
                    self._rsa = await workers.run(partial(self._generate, _RSA))
            self._lock = None
        return (self._rsa, self._ecdsa)

    @property
    def fingerprints(self) -> dict[str, str | None]:
        """SHA-256 fingerprints as OpenSSH prints them, by kind; RSA is None until that key was made."""
        rsa = self._rsa.get_fingerprint() if self._rsa else None
        return {"ecdsa": self._ecdsa.get_fingerprint(), "rsa": rsa}
