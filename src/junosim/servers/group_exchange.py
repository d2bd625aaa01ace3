"""Diffie-Hellman group exchange with groups that are neither weak nor dear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import asyncssh
from asyncssh.kex_dh import (
    MSG_KEX_DH_GEX_REQUEST,
    MSG_KEX_DH_GEX_REQUEST_OLD,
    _dh_gex_groups,
    _KexDHGex,
)
from asyncssh.packet import MPInt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from asyncssh.packet import SSHPacket

LEAST: Final = 2048
"""Bits of the smallest group: the library would go down to 1,024."""

MOST: Final = 4096
"""Bits of the largest group: one of 8,192 holds up every session of the process for 30 ms a time."""

_GROUPS: Final = tuple(group for group in _dh_gex_groups if LEAST <= group[0] <= MOST)


class BoundedGroupExchange(_KexDHGex):
    """One exchange, on the side of the server."""

    def _process_request(self, pkttype: int, _pktid: int, packet: SSHPacket) -> None:
        """The client says which size of group it wants."""
        if self._p:
            raise asyncssh.ProtocolError("Kex DH group already requested")
        self._gex_data = packet.get_remaining_payload()
        least, wanted, most = LEAST, packet.get_uint32(), MOST
        if pkttype != MSG_KEX_DH_GEX_REQUEST_OLD:
            least, wanted, most = wanted, packet.get_uint32(), packet.get_uint32()
        packet.check_end()
        fitting = [group for group in _GROUPS if least <= group[0] <= most]
        if not fitting:
            raise asyncssh.KeyExchangeFailed("No matching group")
        _, base, prime = next((group for group in fitting if group[0] >= wanted), fitting[-1])
        self._init_group(base, prime)
        self._gex_data += MPInt(prime) + MPInt(base)
        self.send_packet(self._group_type, MPInt(prime), MPInt(base))

    _packet_handlers: Mapping[int, Callable[..., object]] = {
        **_KexDHGex._packet_handlers,  # noqa: SLF001
        MSG_KEX_DH_GEX_REQUEST_OLD: _process_request,
        MSG_KEX_DH_GEX_REQUEST: _process_request,
    }
