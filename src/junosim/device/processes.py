"""The process table of the Routing Engine: what the boot started, and what serves the sessions.

Nothing runs here; a process is a number, a start time and a share of the processor that its program takes. What
it has consumed follows from the time it has run for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.access.users import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from junosim.device.logins import Login, Logins
    from junosim.device.process_list import Program, ProgramList

_START: Final = 0.35  # seconds of processor time that a start costs, for a process of medium size
_MEDIUM: Final = 12_000  # KB of resident memory
_INIT: Final = 1
_MANAGEMENT: Final = "management"


_Row: TypeAlias = tuple[int, int, str, str, str, str, str, int, int, float]


@dataclass(frozen=True, slots=True)
class Process:
    """One process.

    started    on the clock's monotonic scale, in seconds; `consumed` in seconds of processor time
    tty        as `ps` shows it, "-" for none
    size, resident  in KB
    """

    pid: int
    parent: int
    user: str
    tty: str
    state: str
    command: str
    word: str
    size: int
    resident: int
    share: float
    started: float
    consumed: float


class Processes:
    """The table of one device. `next_pid` gives numbers after the boot; times are on the monotonic scale."""

    __slots__ = ("_booted", "_logins", "_next_pid", "_numbers", "_programs", "_restarted")

    def __init__(
        self, programs: ProgramList, logins: Logins, next_pid: Callable[[], int], booted: float
    ) -> None:
        self._programs = programs.programs
        self._numbers = programs.numbers
        self._logins = logins
        self._next_pid = next_pid
        self._booted = booted
        self._restarted: dict[str, tuple[int, float]] = {}  # command -> number, start

    def names(self) -> dict[str, str]:
        """What can be restarted: name -> title."""
        return {program.name: program.title for program in self._programs if program.name}

    def find(self, name: str) -> Program | None:
        """The program that `restart` knows by that name."""
        return next((program for program in self._programs if program.name == name != ""), None)

    def of_file(self, word: str) -> Program | None:
        """The first program whose file has that name."""
        return next((program for program in self._programs if program.word == word), None)

    def pid(self, program: Program) -> int:
        """The number of the program's process."""
        return self._run_of(program)[0]

    @property
    def management(self) -> int:
        """The number of the management process itself, which the boot started."""
        program = self.find(_MANAGEMENT)
        return _INIT if program is None else self.pid(program)

    def started(self, name: str) -> float:
        """When the process of that name was started last; the boot's time for a name that is not there."""
        program = self.find(name)
        return self._booted if program is None else self._run_of(program)[1]

    def restart(self, program: Program, now: float) -> int:
        """End the process of a program and start it anew; the number of the new one."""
        pid = self._next_pid()
        self._restarted[program.command] = (pid, now)
        return pid

    def _run_of(self, program: Program) -> tuple[int, float]:
        """Number and start of the program's process."""
        at_boot = (self._numbers[program.command], self._booted)
        return self._restarted.get(program.command, at_boot)

    def all(self, now: float) -> Iterator[Process]:
        """All processes at that moment, in the order of their numbers."""
        found = [*self._of_boot(now), *self._of_sessions(now)]
        found.sort(key=lambda process: process.pid)
        yield from found

    def _of_boot(self, now: float) -> Iterable[Process]:
        taken = {login.tty for login in self._logins if login.is_on_console}
        for program in self._programs:
            pid, started = self._run_of(program)
            cost = 0.0 if program.pid is not None else _START * program.resident / _MEDIUM
            parent = 0 if program.pid is not None else _INIT
            tty = "u0" if "ttyu0" in program.command else "-"
            if tty in taken:  # getty has become the login
                continue
            state = "Is+" if tty != "-" else program.state
            yield Process(
                pid, parent, program.user, tty, state, program.command, program.word,
                program.size, program.resident, program.share, started,
                cost + program.share * (now - started),
            )  # fmt: skip

    def _of_sessions(self, now: float) -> Iterable[Process]:
        listener = next((self.pid(program) for program in self._programs if program.word == "sshd"), _INIT)
        for login in self._logins:
            yield from _session(login, listener)


def consumed_memory(running: Iterable[Process]) -> int:
    """What processes hold, in KB."""
    return sum(process.resident for process in running)


def _session(login: Login, listener: int) -> Iterable[Process]:
    """The processes behind one login over SSH: its daemon, then CLI and management process, or its own program.

    root has a shell in their place; a CLI within another session has no daemon of its own. On the console a login
    stands where the daemon would.
    """
    user, tty = login.user, login.tty
    line = "-" if tty is None else tty.rpartition("/")[2]
    place = "notty" if tty is None else tty
    rows: list[_Row] = [
        (login.sshd, listener, "root", "-", "Is", f"sshd: {user}@{place} (sshd)", "sshd", 27_004, 9_468, 0.09),
        (login.cli, login.sshd, user, line, "Is+", "-cli (cli)", "cli", 33_560, 13_116, 0.14),
        (
            login.pid, login.cli, "root", "-", "Is", f"mgd: (mgd) ({user})/dev/{place} (mgd)", "mgd",
            65_844, 21_340, 0.27,
        ),
    ]  # fmt: skip
    if login.is_on_console:
        rows[0] = (login.sshd, _INIT, "root", line, "Is", "login [pam] (login)", "login", 12_140, 3_312, 0.03)
    if login.outer is not None:
        del rows[0]
    elif login.program:
        word = login.program.rpartition("/")[2]
        rows[1:] = [
            (login.pid, login.sshd, user, "-", "Is", f"{login.program} ({word})", word, 15_228, 6_104, 0.02)
        ]
    elif user == ROOT:
        rows[1:] = [(login.pid, login.sshd, ROOT, line, "Is+", "-csh (csh)", "csh", 13_504, 3_932, 0.02)]
    for pid, parent, owner, on, state, command, word, size, resident, consumed in rows:
        yield Process(
            pid, parent, owner, on, state, command, word, size, resident, 0.0, login.opened, consumed
        )
