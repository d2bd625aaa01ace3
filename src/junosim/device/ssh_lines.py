"""What sshd writes into the system log about connections, beside the logins of `device.login_lines`.

Wordings are those of OpenSSH 7.5 and of FreeBSD's inetd, as recalled [g]; no guide prints them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.login_lines import MGD, SSHD, LoginLine, shown_name, shown_text

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSIONS_DIFFER: Final = b"Protocol major versions differ.\n"
"""What a client of SSH version 1 is told before the connection is closed."""
PROTOCOL_MISMATCH: Final = b"Protocol mismatch.\n"
"""What a client that speaks something else is told."""

VERSION: Final = "OpenSSH_7.5"
"""The software that the device says it runs, behind `SSH-2.0-`, as far as we know [g]."""

_LIMITS: Final[Mapping[str, str]] = {
    "connection-limit": "max connections (limit {})",
    "rate-limit": "counts/min (limit {}/min)",
}
_LONGEST: Final = 200  # bytes of a client's words that OpenSSH shows


def versions_differ(address: str, port: int, version: str) -> LoginLine:
    """A client spoke an old version of the protocol."""
    shown = shown_text(version, _LONGEST)
    text = f"Protocol major versions differ for {address} port {port}: SSH-2.0-{VERSION} vs. {shown}"
    return LoginLine(SSHD, text)


def bad_version(address: str, port: int, line: str) -> LoginLine:
    """A client sent something that is no SSH at all."""
    shown = shown_text(line, _LONGEST)
    return LoginLine(SSHD, f"Bad protocol version identification '{shown}' from {address} port {port}")


def too_many_packets(address: str, port: int) -> LoginLine:
    """A client sent more than `max-pre-authentication-packets` [our words]."""
    return LoginLine(SSHD, f"error: Too many packets before authentication from {address} port {port}")


def over_limit(address: str, statement: str, limit: int) -> LoginLine:
    """A client was turned away by `connection-limit` or `rate-limit`."""
    return LoginLine("inetd", f"ssh from {address} exceeded {_LIMITS[statement].format(limit)}")


def no_more_sessions() -> LoginLine:
    """A client asked for more sessions than one connection may have."""
    return LoginLine(SSHD, "error: no more sessions")


def not_responding(address: str, port: int) -> LoginLine:
    """A client did not answer when it was asked whether it is alive."""
    return LoginLine(SSHD, f"Timeout, client not responding from {address} port {port}")


def key_added(user: str, algorithm: str, fingerprint: str) -> LoginLine:
    """`log-key-changes`: a key may log a user in from now on [our words]."""
    return LoginLine(
        MGD, f"SSH authorized key added for user '{shown_name(user)}': {algorithm} {fingerprint}"
    )


def key_removed(user: str, algorithm: str, fingerprint: str) -> LoginLine:
    """`log-key-changes`: a key may log a user in no more [our words]."""
    return LoginLine(
        MGD, f"SSH authorized key removed for user '{shown_name(user)}': {algorithm} {fingerprint}"
    )
