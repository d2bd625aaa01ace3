"""One NETCONF session: bytes of the client in, bytes and effects out (see `device.sessions.ByteSession`).

It reads messages, and answers one after the other. Calls wait while one is carried out; their bytes are not looked at
before. A message that is no XML gets an error; one that is more than a message may be, or has a document type, or is
no frame, gets an error and ends the session. Work is done in slices.

While the lines of a log are streamed in the reply of one call, only what ends that is done at once: `<abort/>` and
the calls that end the session. Other calls wait, as for every reply. The client may have said all it wants by then.

The same session speaks the Junos XML protocol, as its dialect says.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from junosim.cli import faults
from junosim.device import session_log
from junosim.device.load import COMMAND_WORK
from junosim.device.login_lines import shown_name
from junosim.device.sessions import Effect, Hangup
from junosim.netconf import audited, candidate, notifications, replies, rpc
from junosim.netconf.asked import NETCONF, SUBSYSTEM
from junosim.netconf.caller import caller_of
from junosim.netconf.dialect import dialect_of
from junosim.netconf.framing import Border, Chunks
from junosim.netconf.hello import takes_chunks
from junosim.netconf.junoscript import NO_HANDSHAKE
from junosim.netconf.notifications import Subscription
from junosim.netconf.reading import Malformed, MessageReader, local_name
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.device.sessions import Peer
    from junosim.netconf.asked import Asked
    from junosim.netconf.framing import Framing, Part
    from junosim.netconf.reading import Message, XmlElement
    from junosim.slices import Lines

MOST_WAITING: Final = 64 << 20
"""Bytes of a client that does not wait for its replies; of one who sends more the session ends."""

_SLICE: Final = 0.002  # seconds of work before other sessions get their turn
_PIECE: Final = 2048  # bytes read at a time
_AT_ONCE: Final = 256  # lines of an answer between two pauses
_NOT_FRAMED: Final = "message is not framed"
_TOO_MANY: Final = "too many calls are waiting"
_NO_CALL: Final = "syntax error"
_ABORT: Final = "abort"
_ABORTED: Final = "<abort-acknowledgement/>"
_ENDINGS: Final = frozenset({_ABORT, "close-session", "request-end-session"})
_MOST_HELD: Final = 16  # messages that are looked at while a stream goes on


class NetconfSession:
    """One user's session on `device`, in the protocol that was `asked` for; `peer` is the client."""

    def __init__(
        self, device: Device, login: Login, asked: Asked = SUBSYSTEM, peer: Peer | None = None
    ) -> None:
        self._device = device
        self._login = login
        self._dialect = dialect_of(asked)
        self._peer = peer or _Somebody(device)
        self._caller = caller_of(device, login)
        self._framing: Framing = self._dialect.framing()
        self._reader = MessageReader()
        self._waiting = bytearray()
        self._parts: Iterator[Part] = iter(())
        self._answer: Lines | None = None
        self._head: list[str] = []  # lines of an answer that has not begun to be sent
        self._stream: Subscription | None = None
        self._held: deque[XmlElement | Malformed] = deque()  # messages that wait for the end of the stream
        self._said_hello = False
        self._is_open = True
        self._has_eof = False
        self._has_work = False
        self._sent = bytearray()
        self._effects: list[Effect] = []
        login.mode = self._dialect.name
        session_log.began(device, login, login.mode)
        self._sent += self._dialect.greeting(device, login)

    # ------------------------------------------------------------------ the protocol of the server

    def feed(self, data: bytes) -> None:
        """Take bytes the client sent."""
        if not self._is_open:
            return
        self._device.logins.touch(self._login)
        if len(self._waiting) + len(data) > MOST_WAITING:
            self._break_off(_TOO_MANY)
            return
        self._waiting += data
        self._advance()

    def eof(self) -> None:
        """The client sends no more; the session ends once it has answered what came before."""
        self._has_eof = True
        self._advance()

    def output(self) -> bytes:
        """Take the bytes to send."""
        sent, self._sent = bytes(self._sent), bytearray()
        return sent

    def effects(self) -> list[Effect]:
        """Take what the server has to do."""
        effects, self._effects = self._effects, []
        return effects

    def deadline(self) -> float | None:
        """When to call `wake`; in the past while there is work left."""
        if not self._is_open:
            return None
        if self._has_work or self._login.expelled:
            return self._device.clock.monotonic()
        stream = None if self._stream is None else self._stream.deadline()
        moments = (self._caller.until, self._device.deadline(), stream)
        return min((moment for moment in moments if moment is not None), default=None)

    def wake(self) -> None:
        """Do one more slice of work."""
        if self._is_open:
            self._device.wake()
            self._advance()

    @property
    def waiting(self) -> int:
        """Bytes that were sent and have not been looked at."""
        return len(self._waiting)

    def resize(self, columns: int, rows: int) -> None:
        """A terminal, which some clients ask for, makes no difference."""

    def closed(self) -> None:
        """The connection is gone: free what the session holds."""
        self._is_open = False
        self._answer = None
        self._stop_streaming()
        session_log.cli_ended(self._device, self._login)
        self._device.disconnect(self._login)

    # ------------------------------------------------------------------ slices of work

    def _advance(self) -> None:
        """Work until there is nothing to do without more input, or the slice is over."""
        clock = self._device.clock
        end = clock.monotonic() + _SLICE
        while self._is_open:
            if self._login.expelled:
                self._end()
                break
            if self._caller.until is not None:
                if clock.monotonic() < self._caller.until:
                    break
                self._caller.until = None
            if not self._step():
                if self._has_eof and self._stream is None:
                    self._end()
                break
            if clock.monotonic() > end:
                self._has_work = self._is_open
                return
        self._has_work = False

    def _step(self) -> bool:
        """Do the next thing; False when input is needed first."""
        if self._answer is not None:
            self._go_on(self._answer)
            return True
        if self._stream is not None and self._streams(self._stream):
            return True
        if self._stream is None and self._held:
            self._received(self._held.popleft())
            return True
        if len(self._held) >= _MOST_HELD:
            return False
        part = next(self._parts, None)
        if part is not None:
            self._take(part)
            return True
        if not self._waiting:
            return False
        piece = bytes(self._waiting[:_PIECE])
        del self._waiting[:_PIECE]
        self._parts = self._framing.parts(piece)
        return True

    def _take(self, part: Part) -> None:
        if part is Border.BROKEN:
            self._break_off(_NOT_FRAMED if self._dialect.name == NETCONF else NO_HANDSHAKE)
        elif part is Border.LAST:
            self._end()
        elif isinstance(part, bytes):
            self._reader.feed(part)
            problem = self._reader.problem
            if problem is not None and problem.is_fatal:
                self._break_off(problem.text)
        else:
            reader, self._reader = self._reader, MessageReader()
            self._received(reader.close())

    def _received(self, message: Message) -> None:
        """Begin to answer a message."""
        if message is None:
            return
        if self._stream is not None:
            if isinstance(message, Malformed) or _asked_for(message) not in _ENDINGS:
                self._held.append(message)
                return
            self._end_stream()
        if isinstance(message, Malformed):
            self._refuse(message.text)
        elif _asked_for(message) == _ABORT:
            self._answer = self._reply(message, (_ABORTED,))
        elif local_name(message) == "hello":
            self._greeted(message)
        elif local_name(message) != "rpc" or len(message) != 1:
            bad = local_name(message if local_name(message) != "rpc" or not len(message) else message[1])
            self._reply_at_once(message if local_name(message) == "rpc" else None, bad)
        else:
            self._device.worked(COMMAND_WORK)
            self._log(message[0])
            if local_name(message[0]) == notifications.NAME:
                self._begin_stream(message)
            else:
                self._answer = self._reply(message, self._carried_out(message[0]))

    def _log(self, call: XmlElement) -> None:
        said = audited.shown(call)
        self._device.audit.emit(
            self._dialect.event, self._login.pid, username=shown_name(self._login.user), command=said
        )

    def _reply(self, call: XmlElement | None, lines: Iterable[str | None]) -> Lines:
        return self._dialect.reply(call, self._device.software.release, lines)

    def _greeted(self, message: XmlElement) -> None:
        """The client's hello: from here on both sides know how messages are framed. Later ones say nothing new."""
        if not self._said_hello and takes_chunks(self._device.platform.netconf_hello, message):
            self._waiting[:0] = self._framing.rest()
            self._parts = iter(())
            self._framing = Chunks()
        self._said_hello = True

    def _carried_out(self, call: XmlElement) -> Lines:
        """The lines of the answer to a call, or those of what is wrong with it; nothing of an answer with errors.

        Here is the one fault boundary of a call: a bug becomes an internal error on this session alone.
        """
        lines: list[str] = []
        try:
            for line in rpc.routine(self._caller, call):
                if line is not None:
                    lines.append(line)
                if line is None or not len(lines) % _AT_ONCE:
                    yield None
        except Refused as problem:
            lines = list(replies.refusal(problem))
        except Exception:
            text = faults.report(self._device, self._login.user).removeprefix("error: ")
            lines = list(replies.error(RpcError(text)))
        for start in range(0, len(lines), _AT_ONCE):
            if start:  # who has ended this session by his call gets his answer before that
                yield None
            yield from lines[start : start + _AT_ONCE]

    def _go_on(self, answer: Lines) -> None:
        """Send the next lines of an answer: once it is known to the end, so that nothing of it is taken back."""
        lines, self._head = self._head, []
        for line in answer:
            if line is None:
                if len(lines) > 1:
                    self._sent += self._framing.begun(_encoded(lines))
                else:  # its first line is there before it is known
                    self._head = lines
                return
            lines.append(line)
        self._answer = None
        self._sent += self._framing.begun(_encoded(lines)) + self._framing.ended()
        if self._caller.ended or self._login.expelled:
            self._end()

    # ------------------------------------------------------------------ a log that is streamed

    def _begin_stream(self, message: XmlElement) -> None:
        """Send the beginning of the reply, and let the lines follow as they come."""
        try:
            rpc.admit(message[0])
            wanted = notifications.wanted_by(self._caller, message[0])
            self._stream = Subscription(self._device, self._peer, wanted)
        except Refused as problem:
            errors = [line for error in problem.errors for line in replies.error(error)]
            self._answer = self._reply(message, errors)
            return
        head = next(iter(self._reply(message, ())))
        assert head is not None
        self._sent += self._framing.begun(_encoded((head, notifications.HEAD)))

    def _streams(self, stream: Subscription) -> bool:
        """Send the next lines; False when there are none now."""
        lines = stream.lines()
        if lines:
            self._sent += self._framing.begun(_encoded(lines))
        elif stream.is_over:
            self._end_stream()
            return True
        return bool(lines)

    def _end_stream(self) -> None:
        """End the reply."""
        self._stop_streaming()
        self._sent += (
            self._framing.begun(_encoded((notifications.TAIL, "</rpc-reply>"))) + self._framing.ended()
        )

    def _stop_streaming(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.end()

    # ------------------------------------------------------------------ what is sent

    def _send(self, lines: Iterable[str]) -> None:
        self._sent += self._framing.framed(_encoded(lines))

    def _reply_at_once(self, call: XmlElement | None, bad_element: str) -> None:
        error = replies.error(RpcError(_NO_CALL, bad_element=bad_element))
        self._answer = self._reply(call, error)

    def _refuse(self, text: str) -> None:
        error = replies.error(RpcError(text, kind="rpc"))
        self._send(line for line in self._reply(None, error) if line is not None)

    def _break_off(self, text: str) -> None:
        """Say what is wrong with what the client sends, of which nothing more is read."""
        self._refuse(text)
        self._end()

    def _end(self) -> None:
        if self._stream is not None:
            self._end_stream()
        self._is_open = False
        candidate.abandon(self._caller)  # before the client hears that it may come again
        self._waiting.clear()
        self._parts = iter(())
        self._reader = MessageReader()
        self._sent += self._dialect.farewell(self._device).encode()
        self._effects.append(Hangup(0))


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _asked_for(message: XmlElement) -> str:
    """The name of a call, or of what is sent without being one."""
    name = local_name(message)
    return local_name(message[0]) if name == "rpc" and len(message) == 1 else name


class _Somebody:
    """A client of which nothing is known."""

    __slots__ = ("_device",)

    def __init__(self, device: Device) -> None:
        self._device = device

    @property
    def reads(self) -> bool:
        return True

    def rouse(self) -> None:
        self._device.alarm()
