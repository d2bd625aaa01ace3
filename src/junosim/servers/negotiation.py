"""Why a client and the SSH server have no algorithm in common, in the words of OpenSSH."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from asyncssh.packet import PacketDecodeError, SSHPacket

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the library says has no match, and what OpenSSH calls it.
_LISTS: Final[Mapping[str, str]] = {
    "key exchange": "key exchange method",
    "encryption": "cipher",
    "MAC": "MAC",
    "compression": "compression method",
}
_HOST_KEY: Final = "host key type"
_NOTHING: Final = "<None>"  # how the library says that a list is empty
_MISMATCH: Final = re.compile(
    r"No matching (?P<what>.+) algorithm found, sent .* and received (?P<offer>\S+)", re.S
)
_TYPE_AND_COOKIE: Final = 17  # bytes of a KEXINIT before its lists


def mismatch(reason: str, kexinit: bytes) -> tuple[str, str]:
    """What is missing, and what the client offered of it.

    `reason` is the text of the library's KeyExchangeFailed, `kexinit` the message in which the client made its offer.
    """
    found = _MISMATCH.match(reason)
    if found is None:
        return _HOST_KEY, _host_key_types(kexinit)
    offer = "" if found["offer"] == _NOTHING else found["offer"]
    return _LISTS.get(found["what"], found["what"]), offer


def _host_key_types(kexinit: bytes) -> str:
    """The second list of the message."""
    packet = SSHPacket(kexinit[_TYPE_AND_COOKIE:])
    try:
        packet.get_string()
        return packet.get_string().decode("ascii", "replace")
    except PacketDecodeError:
        return ""
