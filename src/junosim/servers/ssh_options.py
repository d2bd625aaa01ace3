"""What the device's configuration says of SSH, in the terms of the SSH library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import asyncssh
from asyncssh.encryption import get_encryption_algs
from asyncssh.kex import get_kex_algs
from asyncssh.mac import get_mac_algs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from junosim.servers.contract import SshAlgorithms, SshLimits, SshSettings

# What the library can do, by its names. It lacks RIPEMD-160, and UMAC on hosts without libnettle.
_KNOWN: Final = frozenset(
    name.decode() for name in (*get_kex_algs(), *get_encryption_algs(), *get_mac_algs())
)


def known(algorithms: SshAlgorithms) -> SshAlgorithms:
    """What the library can do of what is on offer."""
    return replace(
        algorithms,
        key_exchange=_known(algorithms.key_exchange),
        ciphers=_known(algorithms.ciphers),
        macs=_known(algorithms.macs),
    )


def make_options(
    keys: Sequence[asyncssh.SSHKey],
    algorithms: SshAlgorithms,
    settings: SshSettings,
    limits: SshLimits,
    version: str,
) -> asyncssh.SSHServerConnectionOptions:
    """The options of connections that begin now; `version` is what stands after `SSH-2.0-`.

    The library's own defaults must not show: whatever can be said is said here.
    """
    return asyncssh.SSHServerConnectionOptions(
        config=None,
        server_version=version,
        server_host_keys=list(keys),
        kex_algs=algorithms.key_exchange,
        encryption_algs=algorithms.ciphers,
        mac_algs=algorithms.macs,
        signature_algs=algorithms.user_keys,
        compression_algs=("none",),
        login_timeout=0,  # the time to log in is that of `Login`
        password_auth=settings.password,
        kbdint_auth=settings.keyboard_interactive,
        public_key_auth=settings.public_key,
        rekey_bytes=settings.rekey_bytes,
        rekey_seconds=settings.rekey_seconds,
        keepalive_interval=settings.alive_interval,
        keepalive_count_max=settings.alive_count,
        host_based_auth=False,
        gss_host=None,
        x509_trusted_certs=None,
        x509_trusted_cert_paths=(),
        agent_forwarding=False,
        x11_forwarding=False,
        allow_scp=False,
        line_editor=False,
        encoding=None,
        window=limits.window,
    )


def _known(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in _KNOWN)
