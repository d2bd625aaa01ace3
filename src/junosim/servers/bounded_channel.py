"""The SSH library's side of one channel, with the bounds that the library lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import asyncssh
from asyncssh.constants import OPEN_RESOURCE_SHORTAGE

if TYPE_CHECKING:
    from asyncssh.packet import SSHPacket

_LEAST_PACKET: Final = (
    256  # bytes a client must take at once: an answer of 256 KiB would else be 262,144 messages
)
_CRUMB: Final = 1024  # bytes below which pieces of input that wait are put together


class BoundedChannel(asyncssh.SSHServerChannel[bytes]):
    """A channel for bytes."""

    def process_open(self, send_chan: int, send_window: int, send_pktsize: int, session: object) -> None:
        """The client has opened it; refused if the client takes only crumbs."""
        if send_pktsize < _LEAST_PACKET:
            self._loop.call_soon(self._cleanup)
            self._session = session  # type: ignore[assignment]  # it is told that the channel is gone
            raise asyncssh.ChannelOpenError(OPEN_RESOURCE_SHORTAGE, "maximum packet size is too small")
        super().process_open(send_chan, send_window, send_pktsize, session)  # type: ignore[arg-type]

    def log_sent_packet(self, *_: object) -> None:
        """No message is logged, see `Connection`."""

    def log_received_packet(self, *_: object) -> None:
        """Nor is one that comes."""

    def _accept_data(self, data: bytes, datatype: int | None = None) -> None:
        """Input that waits is kept in few pieces: single bytes would cost a hundred times their size."""
        waiting = self._recv_buf
        if self._recv_paused and data and waiting and self._send_state not in {"close_pending", "closed"}:
            last, kind = waiting[-1]
            if kind == datatype and len(last) + len(data) <= _CRUMB:
                self._recv_window -= len(data)
                waiting[-1] = (last + data, datatype)
                return
        super()._accept_data(data, datatype)

    def _process_env_request(self, packet: SSHPacket) -> bool:
        """Variables of the environment are not kept."""
        return False

    def _process_x11_req_request(self, packet: SSHPacket) -> bool:
        """No display is forwarded. Answered at once: the library would queue what comes before its answer."""
        return False

    def _refuse_agent(self, packet: SSHPacket) -> None:
        """Nor is an agent."""
        self._report_response(False)

    _process_auth_agent_req_at_openssh_dot_com_request = _refuse_agent
