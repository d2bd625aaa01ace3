"""Plays a transcript: what its clients did is done to a fresh device, and what that answers is written down.

Clock and entropy are those of the transcript, so that the same steps give the same bytes each time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from junosim.assemble.blueprint import draft
from junosim.assemble.front import Front
from junosim.assemble.lab import CRYPTO_OFFICER, READER, User
from junosim.clock import ManualClock
from junosim.console.line import ConsoleLine
from junosim.device import boot
from junosim.device.factory import factory_configuration
from junosim.device.files import SYSTEM
from junosim.device.sessions import Hangup
from junosim.entropy import SeededEntropy
from junosim.errors import UnknownFault
from junosim.packages import Defect, build, fips_package_of, image_authority, release_of
from junosim.servers.contract import Origin, Terminal
from junosim.transcripts.steps import (
    FACTORY,
    Attached,
    Ended,
    InputEnded,
    Login,
    Powered,
    Resized,
    Shown,
    TranscriptError,
    Typed,
    Vanished,
    Waited,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from junosim.assemble.blueprint import Blueprint
    from junosim.device.device import Device
    from junosim.device.sessions import ByteSession
    from junosim.packages import PackageInfo
    from junosim.transcripts.steps import Step, Transcript

_SEED = 1
_LONGEST_WAIT = 1_000_000.0  # seconds; more is a mistake in the transcript
_USERS = tuple(User(name, f"{name}-{_SEED}", login_class) for name, login_class in (CRYPTO_OFFICER, READER))


class Stage:
    """A fresh device with the head of a transcript, and the sessions on it."""

    def __init__(self, head: Transcript) -> None:
        self.clock = ManualClock(head.time)
        is_new = head.start == FACTORY
        device = _blueprint(head.platform, head.config, head.fips).build(
            head.host or None, self.clock, SeededEntropy(_SEED), power=not is_new
        )
        if is_new:
            device.start_over(factory_configuration(device.platform, device.release))
            device.lifecycle.begin_as(device.state_when_up())
        _break(device, head.faults)
        for line in head.packages:
            _put_package(device, line)
        self._front = Front(device, device.platform.name)
        self._sessions: dict[int, ByteSession] = {}
        self._console = ConsoleLine(device)
        self._attached: dict[int, bytearray] = {}
        device.console.listeners.append(self._on_console)

    @property
    def device(self) -> Device:
        """The device that plays."""
        return self._front.device

    def play(self, step: Step) -> list[Step]:
        """Do what the client did in this step; what the sessions then show. Raises TranscriptError."""
        if isinstance(step, Waited):
            return self._wait(step.seconds)
        if isinstance(step, Powered):
            self._power_cycle(step.media)
        elif isinstance(step, Login):
            self._sessions[step.session] = self._open(step)
        elif isinstance(step, Attached):
            self._attach(step.session)
        elif not isinstance(step, Shown | Ended):
            self._act(step)
        return self._answers()

    def _power_cycle(self, media: str) -> None:
        if media not in boot.MEDIA:
            raise TranscriptError(f"{media!r} is nothing to boot from")
        boot.power_off(self.device)
        boot.power_on(self.device, media)

    def _open(self, login: Login) -> ByteSession:
        if not self._front.has_user(login.user) or login.session in self._sessions:
            raise TranscriptError(f"session {login.session} of {login.user!r} cannot be opened")
        terminal = Terminal(login.terminal, login.columns, login.rows) if login.terminal else None
        origin = Origin(f"192.0.2.{100 + login.session}", 50000 + login.session)
        return self._front.open_session(login.user, origin, terminal, login.command)

    def _attach(self, number: int) -> None:
        if number in self._sessions or number in self._attached:
            raise TranscriptError(f"session {number} cannot be opened")
        self._attached[number] = bytearray(self.device.console.content)

    def _on_console(self, data: bytes) -> None:
        for shown in self._attached.values():
            shown += data

    def _on_line(self, step: Typed | Resized | InputEnded | Vanished) -> None:
        """What somebody who is attached to the console does."""
        if isinstance(step, Typed):
            self._console.feed(step.data)
        elif isinstance(step, Vanished):
            del self._attached[step.session]
            if not self._attached:
                self._console.hang_up()
        else:
            raise TranscriptError("a serial line has no size, and no end of its input")

    def _act(self, step: Typed | Resized | InputEnded | Vanished) -> None:
        if step.session in self._attached:
            self._on_line(step)
            return
        session = self._sessions.get(step.session)
        if session is None:
            raise TranscriptError(f"session {step.session} has ended, or never began")
        if isinstance(step, Typed):
            session.feed(step.data)
        elif isinstance(step, Resized):
            session.resize(step.columns, step.rows)
        elif isinstance(step, InputEnded):
            session.eof()
        else:
            del self._sessions[step.session]
            session.closed()

    def _wait(self, seconds: float) -> list[Step]:
        """Let time pass, and each session do at its deadline what it has to do then."""
        if not 0 <= seconds <= _LONGEST_WAIT:
            raise TranscriptError(f"nobody waits {seconds:g} seconds")
        end = self.clock.monotonic() + seconds
        found: list[Step] = []
        while True:
            found_due = (
                self.device.next_due(),
                self._console.deadline(),
                *(session.deadline() for session in self._sessions.values()),
            )
            moment = min([end, *(due for due in found_due if due is not None)])
            self.clock.advance(max(moment - self.clock.monotonic(), 0.0))
            found += self._answers()
            if moment >= end:
                return found

    def _answers(self) -> list[Step]:
        """What all sessions show until each waits for something, and so does the device."""
        found = self._shown()  # first, so that it does not depend on how far a session came in its slice
        while self._device_is_due():
            while self._device_is_due():
                self.device.do_due()
            found += self._shown()
        return found

    def _device_is_due(self) -> bool:
        due = self.device.next_due()
        return due is not None and due <= self.clock.monotonic()

    def _shown(self) -> list[Step]:
        found: list[Step] = []
        self._settle_console()
        for number, shown in self._attached.items():
            if shown:
                found.append(Shown(number, bytes(shown)))
                shown.clear()
        for number in list(self._sessions):
            found += self._drain(number, self._sessions[number])
        return found

    def _settle_console(self) -> None:
        """Let the console work until it waits for something; passwords are checked in place."""
        while True:
            check = self._console.take_check()
            if check is not None:
                self._console.checked(check, fits=check())
            elif (due := self._console.deadline()) is not None and due <= self.clock.monotonic():
                self._console.wake()
            else:
                return

    def _drain(self, number: int, session: ByteSession) -> Iterator[Step]:
        while True:
            data = session.output()
            if data:
                yield Shown(number, data)
            for effect in session.effects():
                if isinstance(effect, Hangup):
                    yield Ended(number, effect.status)
                    del self._sessions[number]
                    session.closed()
                    return
            deadline = session.deadline()
            if deadline is None or deadline > self.clock.monotonic():
                return
            session.wake()


def rehearse(transcript: Transcript, cut: Callable[[bytes], list[bytes]] = lambda data: [data]) -> Transcript:
    """The transcript as a fresh device of today plays it: the same steps of the clients, its own answers.

    `cut` says in which pieces the bytes of a step are sent. Raises TranscriptError for steps that cannot be played.
    """
    stage = Stage(transcript)
    steps: list[Step] = []
    for step in transcript.steps:
        if isinstance(step, Shown | Ended):
            continue
        pieces = [Typed(step.session, data) for data in cut(step.data)] if isinstance(step, Typed) else [step]
        steps.append(step)
        for piece in pieces:
            steps += stage.play(piece)
    return transcript.with_steps(steps)


def _break(device: Device, faults: Iterable[str]) -> None:
    try:
        for fault in faults:
            device.faults.add_text(fault)
    except UnknownFault as problem:
        raise TranscriptError(str(problem)) from None


def _put_package(device: Device, line: str) -> None:
    """Put the package that a line of the head describes into `/var/tmp`. Raises TranscriptError."""
    kind, *words = line.split()
    defect = next((defect for defect in Defect if defect.value in words), None)
    version = next((word for word in words if defect is None or word != defect.value), "")
    if kind == "release" and version:
        info: PackageInfo | None = release_of(device.platform, version)
    else:
        info = fips_package_of(device.platform, version) if kind == "fips" else None
    if info is None:
        raise TranscriptError(f"package: {line!r} is no package for {device.platform.name}")
    device.files.write(f"/var/tmp/{info.file_name}", build(info, image_authority(), defect=defect), SYSTEM)


@lru_cache(maxsize=8)
def _blueprint(platform: str, config: tuple[str, ...], fips: bool) -> Blueprint:
    text = "".join(f"{line}\n" for line in config)
    return draft(
        platform, ManualClock(), SeededEntropy(_SEED), users=_USERS, text=text, source="transcript", fips=fips
    )
