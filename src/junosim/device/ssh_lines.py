"""What sshd writes into the system log about connections, beside the logins of `device.login_lines`.

Wordings are those of OpenSSH 7.5 and of FreeBSD's inetd, as recalled [g]; no guide prints them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.audit.catalog import entry
from junosim.device.login_lines import shown_name, shown_text

if TYPE_CHECKING:
    from junosim.audit.event import Entry

VERSIONS_DIFFER: Final = b"Protocol major versions differ.\n"
"""What a client of SSH version 1 is told before the connection is closed."""
PROTOCOL_MISMATCH: Final = b"Protocol mismatch.\n"
"""What a client that speaks something else is told."""

VERSION: Final = "OpenSSH_7.5"
"""The software that the device says it runs, behind `SSH-2.0-`, as far as we know [g]."""

_LIMITS: Final = {"connection-limit": "ssh-connection-limit", "rate-limit": "ssh-rate-limit"}
_LONGEST: Final = 200  # bytes of a client's words that OpenSSH shows


def versions_differ(address: str, port: int, version: str) -> Entry:
    """A client spoke an old version of the protocol."""
    shown = shown_text(version, _LONGEST)
    return entry(
        "ssh-versions-differ", address=address, port=str(port), own=f"SSH-2.0-{VERSION}", version=shown
    )


def bad_version(address: str, port: int, line: str) -> Entry:
    """A client sent something that is no SSH at all."""
    return entry("ssh-bad-version", line=shown_text(line, _LONGEST), address=address, port=str(port))


def too_many_packets(address: str, port: int) -> Entry:
    """A client sent more than `max-pre-authentication-packets` [our words]."""
    return entry("ssh-too-many-packets", address=address, port=str(port))


def over_limit(address: str, statement: str, limit: int, service: str = "ssh") -> Entry:
    """A client was turned away by `connection-limit` or `rate-limit` of a service."""
    return entry(_LIMITS[statement], service=service, address=address, limit=str(limit))


def no_more_sessions() -> Entry:
    """A client asked for more sessions than one connection may have."""
    return entry("ssh-no-more-sessions")


def not_responding(address: str, port: int) -> Entry:
    """A client did not answer when it was asked whether it is alive."""
    return entry("ssh-not-responding", address=address, port=str(port))


def key_added(user: str, algorithm: str, fingerprint: str) -> Entry:
    """`log-key-changes`: a key may log a user in from now on [our words]."""
    return entry("key-added", username=shown_name(user), algorithm=algorithm, fingerprint=fingerprint)


def key_removed(user: str, algorithm: str, fingerprint: str) -> Entry:
    """`log-key-changes`: a key may log a user in no more [our words]."""
    return entry("key-removed", username=shown_name(user), algorithm=algorithm, fingerprint=fingerprint)
