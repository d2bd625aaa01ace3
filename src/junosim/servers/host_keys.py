"""The SSH host keys of one device as its server uses them: small ones at once, RSA when the first client comes."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import asyncssh

from junosim.errors import SelfTestFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from junosim.servers.contract import HostKeyStore
    from junosim.servers.workers import Workers

_ECDSA: Final = "ecdsa"
_RSA: Final = "rsa"

# The library would offer four names of another vendor besides these.
_RSA_SIGNATURES: Final = (b"rsa-sha2-512", b"rsa-sha2-256")
_SHA1_SIGNATURE: Final = b"ssh-rsa"


class HostKeys:
    """The host keys of a device, kept in its `store`, by the names of their kinds: `rsa`, `ecdsa`, `ed25519`.

    A key that the store does not have yet is made: ECDSA and Ed25519 cost 0.1 ms and are made at once; RSA costs 20
    to 200 ms, so it is made in a worker (which frees the interpreter meanwhile) before the first connection learns
    what keys there are.
    """

    __slots__ = ("_keys", "_lock", "_store")

    def __init__(self, store: HostKeyStore) -> None:
        self._store = store
        self._keys: dict[str, asyncssh.SSHKey] = {}
        self._lock: asyncio.Lock | None = None

    def forget(self) -> None:
        """The device has booted: the keys are read from the store again, and are others if those there are."""
        self._keys.clear()

    async def get(self, kinds: Sequence[str], workers: Workers) -> tuple[asyncssh.SSHKey, ...]:
        """The keys of these kinds; the first caller waits for the RSA key to be made, others that come meanwhile too.

        Raises SelfTestFailure when a new key did not pass its test; the device knows by then.
        """
        keys = {kind: self._small(kind) for kind in kinds if kind != _RSA}
        if _RSA in kinds:
            keys[_RSA] = await self._rsa(workers)
        return tuple(keys[kind] for kind in kinds)

    def fingerprints(self, *, make: bool) -> dict[str, str | None]:
        """SHA-256 fingerprints as OpenSSH prints them, of the kinds `ecdsa` and `rsa`; None for a key not made yet.

        With `make` the ECDSA key is made for it.
        """
        if make:
            with suppress(SelfTestFailure):
                self._small(_ECDSA)
        keys = {kind: self._kept(kind) for kind in (_ECDSA, _RSA)}
        return {kind: None if key is None else key.get_fingerprint() for kind, key in keys.items()}

    async def _rsa(self, workers: Workers) -> asyncssh.SSHKey:
        if self._kept(_RSA) is None:
            self._lock = self._lock or asyncio.Lock()
            async with self._lock:
                if self._kept(_RSA) is None:
                    with self._telling():
                        pair = await workers.run(partial(self._store.generate, _RSA))
                    self._store.keep(_RSA, pair)
                    self._take(_RSA, pair.private)
        return self._keys[_RSA]

    def _small(self, kind: str) -> asyncssh.SSHKey:
        found = self._kept(kind)
        if found is None:
            with self._telling():
                pair = self._store.generate(kind)
            self._store.keep(kind, pair)
            found = self._take(kind, pair.private)
        return found

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except SelfTestFailure as failure:
            self._store.failed(failure)
            raise

    def _kept(self, kind: str) -> asyncssh.SSHKey | None:
        """A key that is in use, or that the store has; None when it has none that can be read."""
        if kind in self._keys:
            return self._keys[kind]
        private = self._store.find(kind)
        if private is None:
            return None
        try:
            return self._take(kind, private)
        except (asyncssh.KeyImportError, ValueError):  # somebody has written something else there
            return None

    def _take(self, kind: str, private: bytes) -> asyncssh.SSHKey:
        key = asyncssh.import_private_key(private, unsafe_skip_rsa_key_validation=True)
        if kind == _RSA:
            more = (_SHA1_SIGNATURE,) if self._store.signs_with_sha1 else ()
            key.sig_algorithms = (*_RSA_SIGNATURES, *more)
        self._keys[kind] = key
        return key
