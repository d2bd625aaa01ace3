"""`junosim record`: sits between a terminal (or a script) and a device, and writes down what they exchange.

The device is a simulated one, made for the occasion, or whatever a command reaches (`ssh admin@router`), which is run
on a terminal of its own. The clock of a simulated device moves by whole seconds between two keys, so that its
transcript plays back byte for byte.
"""

from __future__ import annotations

import os
import pty
import select
import shutil
import sys
import termios
import time
import tty
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ENOENT
from typing import TYPE_CHECKING

from junosim.assemble.lab import CRYPTO_OFFICER
from junosim.assemble.rehearsal import Stage
from junosim.clock import SystemClock
from junosim.errors import JunosimError
from junosim.transcripts.steps import Ended, InputEnded, Login, Shown, Transcript, Typed, Waited
from junosim.transcripts.written import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from junosim.transcripts.steps import Step

_PIECE = 4096
_TICK = 1.0  # seconds after which a simulated device is told that time passes, though nobody types


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for; without `command`, a simulated device."""

    command: tuple[str, ...] = ()
    platform: str = "mx480"
    hostname: str = ""
    config: Path | None = None
    user: str = CRYPTO_OFFICER[0]
    title: str = "A recorded session"


def head(order: Order, now: float) -> Transcript:
    """The head of a transcript that begins now. Raises OSError when the configuration cannot be read."""
    config = () if order.config is None else tuple(order.config.read_text(encoding="utf-8").splitlines())
    return Transcript(
        title=(order.title,), source="recorded", platform=order.platform, host=order.hostname,
        time=float(int(now)), config=config,
    )  # fmt: skip


def record_device(start: Transcript, user: str) -> Transcript:
    """Let whoever is at standard input use a simulated device; what was exchanged. Raises JunosimError."""
    stage = Stage(start)
    size = shutil.get_terminal_size()
    login = Login(1, user, os.environ.get("TERM", "vt100"), size.columns, size.lines)
    steps: list[Step] = [login, *_played(stage, login)]
    with _raw_keys():
        for step in _typed():
            answers = _played(stage, step)
            steps += [step, *answers]
            if any(isinstance(answer, Ended) for answer in answers):
                break
    return start.with_steps(steps)


def record_command(start: Transcript, command: Sequence[str]) -> tuple[Transcript, int]:
    """Run a command on a terminal of its own, beside the one at hand; what was exchanged, and the exit status.

    Raises FileNotFoundError when there is no such program.
    """
    if shutil.which(command[0]) is None:
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), command[0])
    steps: list[Step] = [Login(1, os.environ.get("USER", "user"), os.environ.get("TERM", "vt100"))]
    clock = SystemClock()
    noted = clock.monotonic()

    def note(step: Step) -> None:
        nonlocal noted
        passed = int(clock.monotonic() - noted)
        noted += passed
        steps.extend([Waited(passed), step] if passed else [step])

    def shown(descriptor: int) -> bytes:
        data = os.read(descriptor, _PIECE)
        note(Shown(1, data))
        return data

    def typed(descriptor: int) -> bytes:
        data = os.read(descriptor, _PIECE)
        note(Typed(1, data))
        return data

    status = os.waitstatus_to_exitcode(pty.spawn(list(command), shown, typed))
    return start.with_steps([*steps, Ended(1, status)]), status


def keep(transcript: Transcript, path: Path) -> None:
    """Write a transcript into a file. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write(transcript), encoding="utf-8", newline="\n")


def record(order: Order, path: Path) -> int:
    """Record into a file; the exit status of the whole: that of the command, or 2 for what cannot be done."""
    status = 0
    try:
        start = head(order, SystemClock().time())
        if order.command:
            transcript, status = record_command(start, order.command)
        else:
            transcript = record_device(start, order.user)
        keep(transcript, path)
    except (JunosimError, OSError) as problem:
        print(f"junosim: {problem}", file=sys.stderr)
        return 2
    print(f"{len(transcript.steps)} steps written to {path}", file=sys.stderr)
    return status


def _played(stage: Stage, step: Step) -> list[Step]:
    """What the device answers to a step; it is shown at once."""
    answers = stage.play(step)
    for answer in answers:
        if isinstance(answer, Shown):
            os.write(sys.stdout.fileno(), answer.data)
    return answers


def _typed() -> Iterator[Step]:
    """What comes from standard input, and the seconds that pass; at its end, that it has ended."""
    stdin = sys.stdin.fileno()
    noted = time.perf_counter()
    while True:
        ready, _, _ = select.select([stdin], [], [], _TICK)
        passed = int(time.perf_counter() - noted)
        noted += passed
        if passed:
            yield Waited(passed)
        if ready:
            data = os.read(stdin, _PIECE)
            if not data:
                yield InputEnded(1)
                return
            yield Typed(1, data)


@contextmanager
def _raw_keys() -> Iterator[None]:
    """Give the keys of a terminal on as they are pressed; a script is read as it is."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setraw(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
