"""The self-tests of FIPS mode on a device: one run of all of them, and the run that its boot makes.

What a run shows is what it writes into the system log; who started it shows it elsewhere too. A test that fails is no
error here: who runs the tests does what follows from it (`boot` for those of the boot, else `error_state`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.lifecycle import State
from junosim.errors import SelfTestFailure
from junosim.fips.integrity import crypto_code, image_of
from junosim.fips.selftest import Execution, Module, SelfTestRun, card_lines, failure_line, outcomes
from junosim.fips.suites import suites_named

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from junosim.device.device import Device
    from junosim.device.lifecycle import Step
    from junosim.fips.selftest import Line

# Where the program that must not run lies, and the process that tries at the boot: as the guide for MX240, MX480 and
# MX960 prints them.
_FSID: Final = 215
_FILEID: Final = 49356
_BOOT_PID: Final = 6039

_LINE_TIME: Final = 0.1  # seconds between two lines of the boot at full pace [g]


class Run:
    """One run of all self-tests of a device: those of the Routing Engine, then those of the services card.

    Iterating gives the lines, each of which has been written into the log; None stands for a test that shows nothing.
    Each step computes one test at most. `pid` is that of the process which tries to run the unsigned program.
    """

    __slots__ = ("_card", "_device", "_engine", "_module", "card_passed")

    def __init__(self, device: Device, pid: int) -> None:
        mode = device.platform.fips
        self._device = device
        self._module = Module(image_of(device.platform), crypto_code(), device.faults)
        self._engine = SelfTestRun(suites_named(mode.suites), self._module, Execution(_FSID, _FILEID, pid))
        self._card = suites_named(mode.card_suites)
        self.card_passed = True

    @property
    def passed(self) -> bool:
        """True when every test of the Routing Engine has been run and none failed."""
        return self._engine.passed

    @property
    def failed(self) -> bool:
        """True when a test of the Routing Engine has failed, even if others are still to come."""
        return bool(self._engine.failed)

    def __iter__(self) -> Iterator[Line | None]:
        for line in self._engine:
            self._log(line)
            yield line
        if not self.passed:
            return
        for outcome in outcomes(self._card, self._module, "ms-mic"):
            self.card_passed = self.card_passed and outcome.passed
            for line in card_lines((outcome,)):
                self._log(line)
            yield None

    def _log(self, line: Line) -> None:
        self._device.audit.write(line.entry)


def power_on(device: Device) -> Generator[Step, None, State | None]:
    """The run of a boot, on the console as well, and the start of the module's random source.

    Gives the state that the device boots into, or None when it must not work.
    """
    device.lifecycle.enter(State.SELF_TEST)
    run = Run(device, _BOOT_PID)
    for line in run:
        if line is not None:
            device.console.print(f"{line}\n")
        yield 0.0 if line is None else _LINE_TIME
    if not run.passed:
        return None
    try:
        device.entropy.boot(device.faults, boots_twice=device.platform.fips.boots_twice)
    except SelfTestFailure as failure:
        report(device, failure)
        return None
    return State.FIPS if run.card_passed else State.FIPS_RECOVERY


def report(device: Device, failure: SelfTestFailure) -> None:
    """Say on the console and in the log which conditional test has failed."""
    line = failure_line(failure.test)
    device.console.print(f"{line}\n")
    device.audit.write(line.entry)
