r"""The written form of a transcript.

    # An unknown first word: the rest of the line is dropped
    source: capture of a vMX (21.2)
    platform: mx480
    host: r1
    time: 2020-07-08 07:00:00 UTC
    fips: yes
    config: set system time-zone Europe/Berlin

    ! login 1 crypto-officer vt100 80x24
    | --- JUNOS 19.1R2.8 Kernel 64-bit  JNPR-11.0-20190826.e32ba30_buil
    | crypto-officer@r1>\s\
    > show vor
    | show vor
    …
    ! wait 60

`>` is what the client typed, with `+` before further lines of the same piece; `|` is what the device sent. A line
ends with Enter (`\r`) or CR LF (LF without a terminal); with a `\` at its end it does not. `!` is anything else:
`login N USER TERMINAL COLUMNSxROWS`, `console N` (somebody plugs into the console), `exec N USER COMMAND` and
`script N USER` (both without a terminal), `session N` (the lines that follow belong to that one), `wait SECONDS`,
`resize COLUMNSxROWS`, `end-of-input`, `hang-up` by the client, `ended STATUS` by the device, `power disk` and
`power usb` (the power is cut, and the device boots from that). Blank lines mean nothing. The device is as it was
delivered with `start: factory`; each `fault: KIND=NAME` breaks something in it. `package: release 19.4R1.10` puts
a signed package into its `/var/tmp`, `package: fips` the one that FIPS mode needs; a defect may follow (`expired`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from junosim.transcripts.escapes import escaped, unescaped
from junosim.transcripts.steps import (
    LAB,
    STARTS,
    Attached,
    Ended,
    InputEnded,
    Login,
    Powered,
    Resized,
    Shown,
    Transcript,
    TranscriptError,
    Typed,
    Vanished,
    Waited,
    merged,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from junosim.transcripts.steps import Step

_TIME: Final = "%Y-%m-%d %H:%M:%S UTC"


def write(transcript: Transcript) -> str:
    """The text of a transcript."""
    lines = [*_head(transcript), "", *_body(transcript.steps)]
    return "".join(f"{line}\n" for line in lines)


def _head(transcript: Transcript) -> Iterator[str]:
    for line in transcript.title:
        yield f"# {line}".rstrip()
    for name in ("source", "platform", "host"):
        value = getattr(transcript, name)
        if value:
            yield f"{name}: {value}"
    yield f"time: {datetime.fromtimestamp(transcript.time, UTC).strftime(_TIME)}"
    if transcript.fips:
        yield "fips: yes"
    if transcript.start != LAB:
        yield f"start: {transcript.start}"
    for line in transcript.packages:
        yield f"package: {line}"
    for line in transcript.config:
        yield f"config: {line}"
    for fault in transcript.faults:
        yield f"fault: {fault}"


def _body(steps: Sequence[Step]) -> Iterator[str]:
    current = 0
    ends: dict[int, bytes] = {}
    for step in steps:
        if isinstance(step, Login):
            current = step.session
            ends[current] = b"\r\n" if step.terminal else b"\n"
        elif isinstance(step, Attached):
            current = step.session
        elif not isinstance(step, Waited | Powered) and step.session != current:
            current = step.session
            yield f"! session {current}"
        if isinstance(step, Typed):
            yield from _typed(step.data)
        elif isinstance(step, Shown):
            yield from _lines("|", step.data, ends.get(current, b"\r\n"))
        else:
            yield f"! {_event(step)}"


def _typed(data: bytes) -> Iterator[str]:
    """The lines of one piece of input; from the second on with another mark."""
    for number, line in enumerate(_lines(">", data, b"\r")):
        yield f"+{line[1:]}" if number else line


def _lines(mark: str, data: bytes, end: bytes) -> Iterator[str]:
    *whole, rest = data.split(end)
    for line in whole:
        yield f"{mark} {escaped(line)}".rstrip()
    if rest:
        yield f"{mark} {escaped(rest)}\\"


def _event(step: Login | Attached | Ended | Resized | InputEnded | Vanished | Waited | Powered) -> str:
    if isinstance(step, Login):
        if step.command is not None:
            return f"exec {step.session} {step.user} {escaped(step.command.encode())}"
        if not step.terminal:
            return f"script {step.session} {step.user}"
        return f"login {step.session} {step.user} {step.terminal} {step.columns}x{step.rows}"
    if isinstance(step, Attached):
        return f"console {step.session}"
    if isinstance(step, Waited):
        return f"wait {step.seconds:g}"
    if isinstance(step, Powered):
        return f"power {step.media}"
    if isinstance(step, Resized):
        return f"resize {step.columns}x{step.rows}"
    if isinstance(step, Ended):
        return f"ended {step.status}"
    return "end-of-input" if isinstance(step, InputEnded) else "hang-up"


# ---------------------------------------------------------------------- reading


def read(text: str) -> Transcript:
    """The transcript that a text holds. Raises TranscriptError."""
    reader = _Reader()
    for number, line in enumerate(text.splitlines(), 1):
        try:
            reader.line(line)
        except (ValueError, KeyError, IndexError) as problem:
            raise TranscriptError(f"line {number}: {line!r} cannot be read: {problem}") from None
    return reader.transcript()


class _Reader:
    """Takes the lines of a transcript in turn."""

    def __init__(self) -> None:
        self._head = Transcript()
        self._steps: list[Step] = []
        self._current = 0
        self._ends: dict[int, bytes] = {}

    def transcript(self) -> Transcript:
        return replace(self._head, steps=tuple(merged(self._steps)))

    def line(self, line: str) -> None:
        """Raises ValueError, KeyError or IndexError for a line that means nothing."""
        mark, rest = line[:1], line[2:]
        if mark == ">":
            self._steps.append(Typed(self._current, _bytes(rest, b"\r")))
        elif mark == "+":
            last = self._steps.pop()
            if not isinstance(last, Typed):
                raise ValueError("nothing was typed before")
            self._steps.append(Typed(last.session, last.data + _bytes(rest, b"\r")))
        elif mark == "|":
            self._steps.append(Shown(self._current, _bytes(rest, self._ends[self._current])))
        elif mark == "!":
            word, _, arguments = rest.partition(" ")
            self._event(word, arguments)
        elif mark == "#":
            self._head = replace(self._head, title=(*self._head.title, rest))
        elif line.strip():
            name, _, value = line.partition(": ")
            self._head = _with_field(self._head, name, value.strip())

    def _event(self, word: str, arguments: str) -> None:
        if word == "session":
            self._current = int(arguments)
            return
        step = _EVENTS[word](self._current, arguments)
        if isinstance(step, Login):
            self._current = step.session
            self._ends[step.session] = b"\r\n" if step.terminal else b"\n"
        elif isinstance(step, Attached):
            self._current = step.session
            self._ends[step.session] = b"\r\n"
        self._steps.append(step)


def _bytes(text: str, end: bytes) -> bytes:
    """What a line stands for: with its end, unless a single `\\` says that it has none."""
    slashes = len(text) - len(text.rstrip("\\"))
    return unescaped(text[:-1]) if slashes % 2 else unescaped(text) + end


def _with_field(head: Transcript, name: str, value: str) -> Transcript:
    if name == "config":
        return replace(head, config=(*head.config, value))
    if name == "package":
        return replace(head, packages=(*head.packages, value))
    if name == "time":
        return replace(head, time=datetime.strptime(value, _TIME).replace(tzinfo=UTC).timestamp())
    if name == "fault":
        return replace(head, faults=(*head.faults, value))
    if name == "source":
        return replace(head, source=value)
    if name == "platform":
        return replace(head, platform=value)
    if name == "start" and value in STARTS:
        return replace(head, start=value)
    if name == "host":
        return replace(head, host=value)
    if name == "fips":
        return replace(head, fips={"yes": True, "no": False}[value])
    raise ValueError("no such field")


def _login(_current: int, arguments: str) -> Step:
    number, user, terminal, size = arguments.split()
    return Login(int(number), user, terminal, *_size(size))


def _exec(_current: int, arguments: str) -> Step:
    number, user, command = arguments.split(" ", 2)
    return Login(int(number), user, "", 0, 0, unescaped(command).decode())


def _script(_current: int, arguments: str) -> Step:
    number, user = arguments.split()
    return Login(int(number), user, "", 0, 0)


def _size(text: str) -> tuple[int, int]:
    columns, rows = text.split("x")
    return int(columns), int(rows)


_EVENTS: Final[Mapping[str, Callable[[int, str], Step]]] = {
    "login": _login,
    "console": lambda _current, arguments: Attached(int(arguments)),
    "exec": _exec,
    "script": _script,
    "power": lambda _current, media: Powered(media),
    "wait": lambda _current, arguments: Waited(float(arguments)),
    "resize": lambda current, arguments: Resized(current, *_size(arguments)),
    "end-of-input": lambda current, _arguments: InputEnded(current),
    "hang-up": lambda current, _arguments: Vanished(current),
    "ended": lambda current, arguments: Ended(current, int(arguments)),
}
