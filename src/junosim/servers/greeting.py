"""The first line of a client: which protocol it speaks, and what OpenSSH answers to a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device import ssh_lines

if TYPE_CHECKING:
    from junosim.audit.event import Entry

_TAKEN: Final = (b"SSH-2.0-", b"SSH-1.99-")
_ANY: Final = b"SSH-"


def refusal(line: bytes) -> bytes:
    """What a client is told whose first line (without its end) is this; empty when it speaks SSH version 2."""
    if line.startswith(_TAKEN) and line.isascii():
        return b""
    return ssh_lines.VERSIONS_DIFFER if _is_old(line) else ssh_lines.PROTOCOL_MISMATCH


def refused(address: str, port: int, line: bytes) -> Entry:
    """What the log says of such a client."""
    shown = line.rstrip(b"\r").decode("utf-8", "surrogateescape")
    if _is_old(line):
        return ssh_lines.versions_differ(address, port, shown)
    return ssh_lines.bad_version(address, port, shown)


def _is_old(line: bytes) -> bool:
    return line.startswith(_ANY) and line.isascii()
