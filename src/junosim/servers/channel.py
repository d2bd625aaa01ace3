"""One SSH channel: bytes, timers and flow control between the SSH library and a session."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, ParamSpec

import asyncssh

from junosim.device import scp_command
from junosim.servers.contract import Terminal
from junosim.servers.transfers import TransferStream

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping
    from typing import Protocol, TypeAlias

    from junosim.clock import Clock
    from junosim.device.scp_command import ScpCommand
    from junosim.device.sessions import ByteSession, Peer
    from junosim.device.transfers import Transfer
    from junosim.servers.transfers import Transfers

    Opener: TypeAlias = Callable[[Terminal | None, str | None, Peer], ByteSession]
    NetconfOpener: TypeAlias = Callable[[Peer, str | None], ByteSession | None]
    XmlTest: TypeAlias = Callable[[str], bool]

    class TransferOpener(Protocol):
        """Opens a session that transfers files; None when the user may not have one."""

        def __call__(self, *, scp: bool) -> Transfer | None: ...  # noqa: D102


P = ParamSpec("P")

NO_SCP = b"error: permission denied"
"""Told to a user who may not run `scp` on the device [our wording]."""

_log = logging.getLogger(__name__)

_INTERRUPT = b"\x03"
_AT_ONCE = float("-inf")  # stands for a deadline that has passed: the session has work left


class Channel(asyncssh.SSHServerSession[bytes]):
    """Drives one session, or one transfer of files.

    A keystroke is one call stack: `data_received`, `feed`, `output`, `write`.

    `open_session`, `open_transfer` or `open_netconf` makes what the client wants, once it has said so, the last also
    for a command that `speaks_xml`, and nothing else with `only_netconf`; `transfers` runs transfers. `closed` is
    called when the channel is gone. `name` is for the log. While the client does not read, the session is not woken
    and its input waits, so that a session holds at most one slice of output and `backlog` bytes of input. While the
    session is behind, it gets one piece of input or one call of `wake` in each turn of the event loop: a paste comes
    in many pieces at once, and their slices must not add up.
    """

    def __init__(
        self,
        open_session: Opener,
        open_transfer: TransferOpener,
        open_netconf: NetconfOpener,
        speaks_xml: XmlTest,
        transfers: Transfers,
        clock: Clock,
        backlog: int,
        name: str,
        closed: Callable[[Channel], None],
        *,
        only_netconf: bool,
        transport_full: bool,
    ) -> None:
        self._open_session = open_session
        self._open_transfer = open_transfer
        self._open_netconf = open_netconf
        self._speaks_xml = speaks_xml
        self._only_netconf = only_netconf
        self._transfers = transfers
        self._clock = clock
        self._backlog = backlog
        self._name = name
        self._closed = closed
        self._channel: asyncssh.SSHServerChannel[bytes]
        self._session: ByteSession | None = None
        self._stream: TransferStream | None = None  # instead of a session, when files are transferred
        self._refusal: bytes | None = None  # likewise, when they are not: what is told
        self._terminal: Terminal | None = None
        self._timer: asyncio.Handle | None = None
        self._armed: float | None = None  # the deadline for which `_timer` is set
        self._behind = False  # the session had work left when it was last asked
        self._queued = 0  # bytes of input that came while it was behind
        self._held = False  # no input is delivered: the client does not read, or the session is far behind
        self._turn_over = False  # no input is delivered until the loop's next turn
        self._fed = False  # input came since this was last looked at
        self._channel_full = False
        self._transport_full = transport_full

    # --- what the client asks for -----------------------------------------------------------------------

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """The channel is open."""
        self._channel = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        """A pseudo-terminal is always given; its modes are the business of the session."""
        self._terminal = Terminal(term_type, term_size[0], term_size[1])
        return True

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """The client's window changed."""
        if self._terminal is not None:
            self._terminal = Terminal(self._terminal.kind, width, height)
        if self._session is not None:
            self._step(self._session.resize, width, height)

    def shell_requested(self) -> bool:
        """An interactive session."""
        return not self._only_netconf and self._open(None)

    def exec_requested(self, command: str) -> bool:
        """One command, a session for a program, or the other end of a client's `scp`."""
        if self._speaks_xml(command):
            return self._netconf(command)
        if self._only_netconf:
            return False
        try:
            scp = scp_command.parse(command)
        except scp_command.ScpUsage as problem:
            self._refusal = str(problem).encode()
            return True
        if scp is None:
            return self._open(command)
        if not self._transfer(scp):
            self._refusal = NO_SCP
        return True

    def subsystem_requested(self, subsystem: str) -> bool:
        """`sftp` and `netconf` are offered on this port, as far as the device lets the user have them."""
        if subsystem == "netconf":
            return self._netconf(None)
        return subsystem == "sftp" and not self._only_netconf and self._transfer(None)

    def _netconf(self, command: str | None) -> bool:
        """A session of NETCONF; a terminal, which some clients ask for, makes no difference to it."""
        try:
            self._session = self._open_netconf(self, command)
        except Exception:
            _log.exception("%s: no NETCONF session could be opened", self._name)
        return self._session is not None

    def _transfer(self, scp: ScpCommand | None) -> bool:
        try:
            transfer = self._open_transfer(scp=scp is not None)
        except Exception:
            _log.exception("%s: no transfer could be started", self._name)
            return False
        if transfer is not None:
            self._stream = TransferStream(self._channel, transfer, scp, self._transfers)
        return transfer is not None

    def session_started(self) -> None:
        """The client knows that it has its session: greet it."""
        if self._stream is not None:
            self._stream.session_started()
            self._regulate()
        elif self._refusal is not None:
            self._channel.write_stderr(self._refusal + b"\n")
            self._channel.exit(1)
        elif self._session is not None:
            self._step(_nothing)

    # --- input ------------------------------------------------------------------------------------------

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Keys or a paste, or the bytes of a transfer."""
        if self._stream is not None:
            self._stream.data_received(data, datatype)
        if self._session is None:
            return
        if self._behind:
            self._queued += len(data)
        self._turn_over = False
        self._fed = True
        self._step(self._session.feed, data)
        if self._behind and self._session is not None:
            self._turn_over = True
            self._channel.pause_reading()

    def eof_received(self) -> bool:
        """The client will send no more, but still listens."""
        if self._stream is not None:
            self._stream.eof_received()
        if self._session is not None:
            self._step(self._session.eof)
        return True

    def break_received(self, msec: int) -> bool:
        """A break means nothing on a network terminal."""
        return False

    def signal_received(self, signal: str) -> None:
        """An interrupt is the interrupt key; what would end a process ends the session."""
        if self._session is None and self._stream is None:
            return
        if signal == "INT" and self._session is not None:
            self._step(self._session.feed, _INTERRUPT)
        elif signal in {"HUP", "TERM", "KILL"}:
            self.end()
            self._channel.close()

    # --- flow control -----------------------------------------------------------------------------------

    def pause_writing(self) -> None:
        """The client's window is full."""
        self._channel_full = True
        self._regulate()

    def resume_writing(self) -> None:
        """The client took what was waiting."""
        self._channel_full = False
        self._regulate()

    def transport_full(self, full: bool) -> None:
        """The connection's socket takes no more, or takes again."""
        self._transport_full = full
        self._regulate()

    @property
    def _is_blocked(self) -> bool:
        return self._channel_full or self._transport_full

    def _regulate(self) -> None:
        """Hold input back while the client does not read or the session is behind; let it come otherwise."""
        if self._stream is not None:
            self._stream.regulate(full=self._is_blocked)
        hold = self._is_blocked or self._queued > self._backlog
        if hold == self._held or self._session is None:
            return
        self._held = hold
        if hold:
            self._channel.pause_reading()
            return
        self._channel.get_loop().call_soon(self._release)
        if self._armed is None:
            self._wake_soon()

    def _release(self) -> None:
        if self._session is None or self._held or (self._turn_over and self._armed == _AT_ONCE):
            return  # in the last case the turn that is due lets input come
        self._turn_over = False
        self._channel.resume_reading()

    @property
    def reads(self) -> bool:
        """False while the client does not take what was sent."""
        return not self._is_blocked

    # --- time -------------------------------------------------------------------------------------------

    def rouse(self) -> None:
        """The session has something to say: wake it, unless its client does not read."""
        if not self._is_blocked:
            self.clock_moved()

    def clock_moved(self) -> None:
        """The device's clock was moved, or something is due: look at the deadline anew."""
        if self._stream is not None:
            self._stream.look()
        if self._session is not None:
            self._disarm()
            self._wake_soon()

    def deadline(self) -> float | None:
        """When time does something to the session; None for never."""
        return None if self._session is None else self._session.deadline()

    def _wake_soon(self) -> None:
        self._armed, self._timer = _AT_ONCE, self._channel.get_loop().call_soon(self._wake)

    def _arm(self, deadline: float | None) -> None:
        """See to it that the session is woken at its deadline.

        A timer that is set for an earlier time stays: it looks again when it fires. So the idle time, which
        every key moves, costs nothing per key.
        """
        if deadline is None:
            self._behind, self._queued = False, 0
            if self._armed != _AT_ONCE:  # a turn that is due may have to let input come again
                self._disarm()
            return
        delay = deadline - self._clock.monotonic()
        if delay <= 0:
            self._behind = True
            if self._armed != _AT_ONCE:
                self._disarm()
                if not self._is_blocked:
                    self._wake_soon()
            return
        self._behind, self._queued = False, 0
        if self._armed is None or deadline < self._armed:
            self._disarm()
            self._armed, self._timer = deadline, self._channel.get_loop().call_later(delay, self._wake)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._armed = self._timer = None

    def _wake(self) -> None:
        """The timer fired: one piece of the input that waits, one slice of work, or a later deadline."""
        self._armed = self._timer = None
        session = self._session
        if session is None or (self._turn_over and self._take_waiting()):
            return
        deadline = session.deadline()
        if deadline is not None and deadline <= self._clock.monotonic():
            self._step(session.wake)
        else:
            self._arm(deadline)
            self._regulate()

    def _take_waiting(self) -> bool:
        """Let one piece of input come; False when none was waiting."""
        if self._held:
            return False
        self._turn_over = False
        self._fed = False
        self._channel.resume_reading()
        return self._fed

    # --- the session ------------------------------------------------------------------------------------

    def _open(self, command: str | None) -> bool:
        try:
            self._session = self._open_session(self._terminal, command, self)
        except Exception:
            _log.exception("%s: no session could be opened", self._name)
            return False
        return True

    def _step(self, action: Callable[P, None], *arguments: P.args, **named: P.kwargs) -> None:
        """Let the session do one thing, then send and do what came of it: the channel's one fault boundary.

        A session turns a fault of a command into an internal error itself; what gets here is a fault of the
        session, which nothing but this channel may feel.
        """
        try:
            action(*arguments, **named)
            self._flush()
        except Exception:
            _log.exception("%s: the session failed and is closed", self._name)
            self.end()
            if not self._channel.is_closing():
                self._channel.exit(1)

    def _flush(self) -> None:
        session = self._session
        if session is None:
            return
        data = session.output()
        if data and not self._channel.is_closing():
            self._channel.write(data)
        for hangup in session.effects():
            self.end()
            if not self._channel.is_closing():
                self._channel.exit(hangup.status)
            return
        self._arm(session.deadline())
        if self._held or self._queued or self._is_blocked:
            self._regulate()

    def connection_lost(self, exc: Exception | None) -> None:
        """The channel is closed, or the client has vanished."""
        if self._stream is not None:  # it works off what has come, and ends
            self._stream.connection_lost(exc)
        else:
            self.end()
        self._closed(self)

    def end(self) -> None:
        """Free the session and the timer; harmless when repeated."""
        self._disarm()
        if self._stream is not None:
            self._stream.end()
        session, self._session = self._session, None
        if session is not None:
            try:
                session.closed()
            except Exception:
                _log.exception("%s: the session failed while it was closed", self._name)


def _nothing() -> None:
    """The action that only lets the session's output be sent."""
