"""`junosim console`: puts the user's terminal on the console of a running device."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import termios
import tty
from contextlib import contextmanager, suppress
from enum import Enum
from typing import TYPE_CHECKING, Final, NoReturn

from junosim.app.console_sockets import find, running
from junosim.errors import JunosimError
from junosim.servers.console_address import TcpAddress, UnixAddress, console_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.servers.console_address import ConsoleAddress

_REFUSED: Final = 2
_PIECE: Final = 64 * 1024
_LINGER: Final = 1.0  # seconds without output after the end of a script's input
_STOPPED_BY: Final = (signal.SIGTERM, signal.SIGHUP)

_ESCAPE: Final = ord("~")
_DETACH: Final = ord(".")
_HELP: Final = ord("?")
_LINE_ENDS: Final = b"\r\n"
HELP: Final = "\r\n~.  leave the console (the session on it goes on)\r\n~~  a ~\r\n~?  this\r\n"


class Wish(Enum):
    """What the user wants of the program itself."""

    NOTHING = 0
    HELP = 1
    DETACH = 2


class Keyboard:
    """Looks for `~` at the beginning of a line in what is typed, as ssh does."""

    def __init__(self) -> None:
        self._at_start = True
        self._escaped = False

    def keys(self, data: bytes) -> Iterator[tuple[bytes, Wish]]:
        """What is to be sent, and what the user then wants; nothing is looked at behind the wish to leave."""
        sent = bytearray()
        for byte in data:
            wish = self._wish(byte, sent)
            if wish is not Wish.NOTHING:
                yield bytes(sent), wish
                sent.clear()
            if wish is Wish.DETACH:
                return
        yield bytes(sent), Wish.NOTHING

    def _wish(self, byte: int, sent: bytearray) -> Wish:
        if self._escaped:
            self._escaped = False
            if byte in (_DETACH, _HELP):
                self._at_start = True
                return Wish.DETACH if byte == _DETACH else Wish.HELP
            if byte != _ESCAPE:
                sent.append(_ESCAPE)
        elif self._at_start and byte == _ESCAPE:
            self._escaped = True
            return Wish.NOTHING
        sent.append(byte)
        self._at_start = byte in _LINE_ENDS
        return Wish.NOTHING


def address_of(where: str) -> ConsoleAddress:
    """The console that a user means: a path, a port, `HOST:PORT`, or the name of a device that runs here.

    Raises JunosimError when there is none.
    """
    address = console_address(where)
    if isinstance(address, UnixAddress) and "/" not in where:
        return UnixAddress(find(where))
    return address


def attach(where: str | None) -> int:
    """Attach this terminal until the user or the device ends it; without a name list the devices that run.

    Returns the exit status of the program.
    """
    try:
        if where is None:
            for path in running():
                print(path.name)
        else:
            with _connected(address_of(where)) as line:
                _converse(line, where)
    except JunosimError as problem:
        print(f"junosim: {problem}", file=sys.stderr)
        return _REFUSED
    except OSError as problem:
        print(f"junosim: {where}: {problem.strerror or problem}", file=sys.stderr)
        return _REFUSED
    return 0


def _connected(address: ConsoleAddress) -> socket.socket:
    if isinstance(address, TcpAddress):
        return socket.create_connection((address.host, address.port))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.connect(str(address.path))
    except OSError:
        line.close()
        raise
    return line


def _converse(line: socket.socket, where: str) -> None:
    """Carry bytes both ways until one side is done."""
    terminal, screen = sys.stdin.fileno(), sys.stdout.fileno()
    is_terminal = os.isatty(terminal)
    if is_terminal:
        print(f"Attached to {where}; ~. leaves it, ~? helps.", file=sys.stderr)
    conversation = Conversation(line, terminal, screen, Keyboard() if is_terminal else None)
    with _raw(terminal), _ended_by_signals():
        while conversation.go_on():
            pass
    if is_terminal:
        print("\nDetached.", file=sys.stderr)


class Conversation:
    """Between a terminal (or a script, without a `keyboard`) and a console, of which neither waits for the other.

    `terminal` and `screen` are file descriptors.
    """

    def __init__(self, line: socket.socket, terminal: int, screen: int, keyboard: Keyboard | None) -> None:
        line.setblocking(False)
        self._line = line
        self._terminal = terminal
        self._screen = screen
        self._keyboard = keyboard
        self._unsent = bytearray()
        self._is_script_over = False
        self._is_leaving = False

    def go_on(self) -> bool:
        """Carry what there is; False at the end."""
        sources: list[socket.socket | int] = [self._line]
        if self._keyboard is not None or (not self._is_script_over and len(self._unsent) < _PIECE):
            sources.append(self._terminal)
        answered = _LINGER if self._is_script_over and not self._unsent else None
        readable, writable, _ = select.select(sources, [self._line] if self._unsent else [], [], answered)
        if not readable and not writable:
            return False
        if self._line in readable and not self._show():
            return False
        if self._terminal in readable:
            self._take()
        if self._unsent:
            self._send()
        return not self._is_leaving

    def _show(self) -> bool:
        """Show what the console sent; False when it is gone."""
        try:
            shown = self._line.recv(_PIECE)
        except BlockingIOError:
            return True
        except ConnectionError:
            return False
        _write(self._screen, shown)
        return bool(shown)

    def _take(self) -> None:
        """Take what was typed."""
        typed = os.read(self._terminal, _PIECE)
        if self._keyboard is None:
            self._is_script_over = not typed
            self._unsent += typed
            return
        self._is_leaving = not typed  # the terminal is gone
        for keys, wish in self._keyboard.keys(typed):
            self._unsent += keys
            self._is_leaving = self._is_leaving or wish is Wish.DETACH
            if wish is Wish.HELP:
                _write(self._screen, HELP.encode())

    def _send(self) -> None:
        with suppress(BlockingIOError, ConnectionError):  # the next look at the line tells that it is gone
            del self._unsent[: self._line.send(self._unsent)]


def _write(screen: int, data: bytes) -> None:
    while data:
        data = data[os.write(screen, data) :]


@contextmanager
def _raw(terminal: int) -> Iterator[None]:
    """A terminal that hands over every key; as it was before, whatever happens."""
    if not os.isatty(terminal):
        yield
        return
    before = termios.tcgetattr(terminal)
    try:
        tty.setraw(terminal)
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Turn what would end the process at once into an end that puts the terminal back."""

    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in _STOPPED_BY}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
