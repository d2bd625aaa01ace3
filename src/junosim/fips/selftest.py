"""Runs of the self-tests, and the lines that console and system log show of them.

A run is an iterator that computes one test at a step: whoever has other sessions to serve stops between two of them.
The texts are those of the guides; what a failed test prints no source states, so those are ours [g].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.fips.integrity import CANNOT_EXEC, RUN_TESTS
from junosim.fips.kats import gives_known_answer
from junosim.fips.vectors import vector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from junosim.fips.faults import Faults, Tap
    from junosim.fips.integrity import Manifest
    from junosim.fips.suites import SelfTest, Suite

_VERDICT_COLUMN = 51  # of the text behind `mgd: `
_MGD = "mgd"
_CARD = "mspd"  # the daemon of the services cards


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one test gave."""

    suite: Suite
    test: SelfTest
    passed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One message: on the console as `str` gives it, in the log behind the header of the line."""

    process: str
    text: str

    def __str__(self) -> str:
        return f"{self.process}: {self.text}"


@dataclass(frozen=True, slots=True)
class Execution:
    """What the kernel says of a program that it refuses: device and file number, and the process that tried."""

    fsid: int
    fileid: int
    pid: int


@dataclass(frozen=True, slots=True)
class Module:
    """What is tested: the files of the image, the code of the computations, and the faults on order."""

    files: Manifest
    crypto: Manifest
    faults: Faults


# What the kernel prints when it stops after a failed test.
PANIC = Line("panic", "FIPS error: self-test failure")


def outcomes(suites: Iterable[Suite], module: Module, kind: str = "kat") -> Iterator[Outcome]:
    """Run suites test by test. `kind` is that of the faults which may hit them, "kat" or "ms-mic"."""
    manifests = {"files": module.files, "crypto": module.crypto}
    for suite in suites:
        for test in suite.tests:
            name = f"{suite.name}/{test.name}" if kind == "kat" else test.name
            yield Outcome(suite, test, _passes(test, module.faults.tap(kind, name), manifests))


def _passes(test: SelfTest, tap: Tap, manifests: Mapping[str, Manifest]) -> bool:
    if test.covers:
        return not manifests[test.covers].changed(tap)
    return all(gives_known_answer(vector(name), tap) for name in test.vectors)


class SelfTestRun:
    """One run of the suites of a Routing Engine, with the attempt to run an unsigned program at its end.

    Iterating gives the lines; each step computes one test at most. When it is through, `failed` names what failed
    (the tests, then the path of the program if it could be run) and `passed` is True when that is nothing.
    """

    def __init__(self, suites: Iterable[Suite], module: Module, execution: Execution) -> None:
        self._suites = tuple(suites)
        self._module = module
        self._execution = execution
        self._finished = False
        self.failed: list[str] = []

    @property
    def passed(self) -> bool:
        """True when every test has been run and none failed."""
        return self._finished and not self.failed

    def __iter__(self) -> Iterator[Line]:
        self._finished = False
        self.failed.clear()
        yield Line(_MGD, "Running FIPS Self-tests")
        for suite in self._suites:
            yield Line(_MGD, f"Testing {suite.heading}:")
            for outcome in outcomes((suite,), self._module):
                if not outcome.passed:
                    self.failed.append(f"{suite.heading}, {outcome.test.name}")
                yield Line(_MGD, _test_line(outcome))
        yield from self._unsigned_program()
        self._finished = True
        yield Line(_MGD, f"FIPS Self-tests {_verdict(self.passed)}")
        for failure in self.failed:
            yield Line(_MGD, f"FIPS error: self-test failure: {failure}")

    def _unsigned_program(self) -> Iterator[Line]:
        yield Line(_MGD, "Expect an exec Authentication error...")
        misled = self._module.faults.take("veriexec", "cannot-exec")
        if self._module.files.may_run(CANNOT_EXEC, misled=misled):
            self.failed.append(CANNOT_EXEC)
            yield Line(_MGD, f"{RUN_TESTS}: {CANNOT_EXEC}: executed")
            return
        tried = self._execution
        yield Line(
            "veriexec",
            f"no fingerprint for file='{CANNOT_EXEC}' fsid={tried.fsid} fileid={tried.fileid} gen=1 uid=0 "
            f"pid={tried.pid}",
        )
        yield Line(_MGD, f"{RUN_TESTS}: {CANNOT_EXEC}: Authentication error")


def card_lines(results: Iterable[Outcome]) -> Iterator[Line]:
    """What the log shows of the tests of a services card: a line for each that failed, else nothing [g]."""
    for outcome in results:
        if not outcome.passed:
            yield Line(_CARD, f"{outcome.suite.heading}: {outcome.test.name} Known Answer Test: Failed")


def _test_line(outcome: Outcome) -> str:
    return f"  {outcome.test.name} Known Answer Test:".ljust(_VERDICT_COLUMN) + _verdict(outcome.passed)


def _verdict(passed: bool) -> str:
    return "Passed" if passed else "Failed"
