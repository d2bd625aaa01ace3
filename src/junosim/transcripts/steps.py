"""What happens in a transcript, step by step, and the transcript as a value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Iterable


LAB: Final = "lab"
FACTORY: Final = "factory"
STARTS: Final = (LAB, FACTORY)
"""How the device of a transcript can begin."""


class TranscriptError(JunosimError):
    """A text that is no transcript; the message names the line."""


@dataclass(frozen=True, slots=True)
class Login:
    """A session begins. Without a `terminal` it is a script, or with `command` the commands in that."""

    session: int
    user: str
    terminal: str = "vt100"
    columns: int = 80
    rows: int = 24
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """Somebody plugs into the console, and is shown what it has kept."""

    session: int


@dataclass(frozen=True, slots=True)
class Typed:
    """The client sent these bytes."""

    session: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """The device sent these bytes."""

    session: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """The device ended the session with this exit status."""

    session: int
    status: int


@dataclass(frozen=True, slots=True)
class Resized:
    """The client's window has another size."""

    session: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class InputEnded:
    """The client sends no more, but still listens."""

    session: int


@dataclass(frozen=True, slots=True)
class Vanished:
    """The client's connection is gone."""

    session: int


@dataclass(frozen=True, slots=True)
class Waited:
    """So many seconds passed."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Powered:
    """The power was cut and came back; the device booted from this medium, "disk" or "usb"."""

    media: str


Step: TypeAlias = (
    Login | Attached | Typed | Shown | Ended | Resized | InputEnded | Vanished | Waited | Powered
)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript.

    title       what it shows, one or more lines
    source      where what it shows is known from
    platform    of the device
    host        name of the device, "" for that of the platform
    time        when the first session began, seconds since the epoch
    config      lines of the configuration the device started with, merged into that of the lab
    fips        True for a device that is in FIPS mode from the start
    faults      what was broken in it, as `KIND=NAME`
    packages    packages that lie in `/var/tmp`, each as `release VERSION` or `fips [VERSION]`, behind that what is
                wrong with it (`expired`), if anything
    start       "lab" for a device with that configuration, "factory" for one as it is delivered
    """

    title: tuple[str, ...] = ()
    source: str = ""
    platform: str = "mx480"
    host: str = ""
    time: float = 1594191600.0
    config: tuple[str, ...] = ()
    steps: tuple[Step, ...] = field(default=())
    fips: bool = False
    faults: tuple[str, ...] = ()
    start: str = LAB
    packages: tuple[str, ...] = ()

    def with_steps(self, steps: Iterable[Step]) -> Transcript:
        """The same head with other steps; what a session shows at one go is one step."""
        return replace(self, steps=tuple(merged(steps)))


def merged(steps: Iterable[Step]) -> list[Step]:
    """The steps, with neighbours joined where the same session shows more, or more time passes."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if isinstance(step, Shown) and isinstance(last, Shown) and step.session == last.session:
            found[-1] = Shown(step.session, last.data + step.data)
        elif isinstance(step, Waited) and isinstance(last, Waited):
            found[-1] = Waited(last.seconds + step.seconds)
        else:
            found.append(step)
    return found
