"""One NETCONF session: bytes of the client in, bytes and effects out (see `device.sessions.ByteSession`).

It reads messages, and answers one after the other. Calls wait while one is carried out; their bytes are not looked at
before. A message that is no XML gets an error; one that is more than a message may be, or has a document type, or is
no frame, gets an error and ends the session. Work is done in slices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import faults
from junosim.device import session_log
from junosim.device.load import COMMAND_WORK
from junosim.device.login_lines import logged_class
from junosim.device.sessions import Effect, Hangup
from junosim.netconf import candidate, replies, rpc
from junosim.netconf.caller import caller_of
from junosim.netconf.framing import Border, Chunks, EndMarks
from junosim.netconf.hello import farewell, hello, preamble, takes_chunks
from junosim.netconf.reading import Malformed, MessageReader, local_name
from junosim.netconf.replies import Refused, RpcError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.device.device import Device
    from junosim.device.logins import Login
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


class NetconfSession:
    """One user's session on `device`."""

    def __init__(self, device: Device, login: Login) -> None:
        self._device = device
        self._login = login
        self._caller = caller_of(device, login)
        self._framing: Framing = EndMarks()
        self._reader = MessageReader()
        self._waiting = bytearray()
        self._parts: Iterator[Part] = iter(())
        self._answer: Lines | None = None
        self._encoded = bytearray()  # of the answer, as far as it is there
        self._said_hello = False
        self._is_open = True
        self._has_eof = False
        self._has_work = False
        self._sent = bytearray()
        self._effects: list[Effect] = []
        session_log.netconf_began(device, login)
        greeting = (
            *preamble(login.user, logged_class(login.user, login.login_class.name)),
            *hello(login.pid, device.platform.netconf_hello),
        )
        self._send(greeting)

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
        times = (self._caller.until, self._device.deadline())
        return min((time for time in times if time is not None), default=None)

    def wake(self) -> None:
        """Do one more slice of work."""
        if self._is_open:
            self._device.wake()
            self._advance()

    def resize(self, columns: int, rows: int) -> None:
        """A terminal, which some clients ask for, makes no difference."""

    def closed(self) -> None:
        """The connection is gone: free what the session holds."""
        self._is_open = False
        self._answer = None
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
                if self._has_eof:
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
            self._break_off(_NOT_FRAMED)
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
        if isinstance(message, Malformed):
            self._refuse(message.text)
        elif local_name(message) == "hello":
            self._greeted(message)
        elif local_name(message) != "rpc" or len(message) != 1:
            bad = local_name(message if local_name(message) != "rpc" or not len(message) else message[1])
            self._reply_at_once(message if local_name(message) == "rpc" else None, bad)
        else:
            self._device.worked(COMMAND_WORK)
            release = self._device.software.release
            self._answer = replies.reply(message, release, self._carried_out(message[0]))

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
            if start:
                yield None
            yield from lines[start : start + _AT_ONCE]

    def _go_on(self, answer: Lines) -> None:
        lines: list[str] = []
        for line in answer:
            if line is None:
                self._encoded += _encoded(lines)
                return
            lines.append(line)
        self._answer = None
        message, self._encoded = bytes(self._encoded + _encoded(lines)), bytearray()
        self._sent += self._framing.framed(message)
        if self._caller.ended or self._login.expelled:
            self._end()

    # ------------------------------------------------------------------ what is sent

    def _send(self, lines: Iterable[str]) -> None:
        self._sent += self._framing.framed(_encoded(lines))

    def _reply_at_once(self, call: XmlElement | None, bad_element: str) -> None:
        error = replies.error(RpcError(_NO_CALL, bad_element=bad_element))
        self._answer = replies.reply(call, self._device.software.release, error)

    def _refuse(self, text: str) -> None:
        error = replies.error(RpcError(text, kind="rpc"))
        self._send(
            line for line in replies.reply(None, self._device.software.release, error) if line is not None
        )

    def _break_off(self, text: str) -> None:
        """Say what is wrong with what the client sends, of which nothing more is read."""
        self._refuse(text)
        self._end()

    def _end(self) -> None:
        self._is_open = False
        candidate.abandon(self._caller)  # before the client hears that it may come again
        self._waiting.clear()
        self._parts = iter(())
        self._reader = MessageReader()
        now = self._device.local_time()
        self._sent += f"{farewell(f'{now:%Y-%m-%d %H:%M:%S %Z}')}\n".encode()
        self._effects.append(Hangup(0))


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
