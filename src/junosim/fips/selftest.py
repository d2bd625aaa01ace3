"""Runs of the self-tests, and the lines that console and system log show of them.

A run is an iterator that computes one test at a step: whoever has other sessions to serve stops between two of them.
The texts are those of the guides; what a failed test prints no source states, so those are ours [g].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.audit.catalog import entry
from junosim.fips.integrity import CANNOT_EXEC, RUN_TESTS
from junosim.fips.kats import gives_known_answer
from junosim.fips.vectors import vector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from junosim.audit.event import Entry
    from junosim.fips.faults import Faults, Tap
    from junosim.fips.integrity import Manifest
    from junosim.fips.suites import SelfTest, Suite

_VERDICT_COLUMN = 51  # of the text behind `mgd: `


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one test gave."""

    suite: Suite
    test: SelfTest
    passed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One message, `entry` in the log; on the console as `str` gives it."""

    entry: Entry

    def __str__(self) -> str:
        return f"{self.entry.kind.process}: {self.entry.text}"


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
        yield _line("fips-tests-running")
        for suite in self._suites:
            yield _line("fips-tests-suite", suite=suite.heading)
            for outcome in outcomes((suite,), self._module):
                if not outcome.passed:
                    self.failed.append(f"{suite.heading}, {outcome.test.name}")
                yield _test_line(outcome)
        yield from self._unsigned_program()
        self._finished = True
        yield _line("fips-tests-passed" if self.passed else "fips-tests-failed")
        for failure in self.failed:
            yield failure_line(failure)

    def _unsigned_program(self) -> Iterator[Line]:
        yield _line("fips-exec-expected")
        misled = self._module.faults.take("veriexec", "cannot-exec")
        if self._module.files.may_run(CANNOT_EXEC, misled=misled):
            self.failed.append(CANNOT_EXEC)
            yield _line("fips-exec-allowed", runner=RUN_TESTS, program=CANNOT_EXEC)
            return
        tried = self._execution
        yield _line(
            "veriexec-no-fingerprint",
            file=CANNOT_EXEC,
            fsid=str(tried.fsid),
            fileid=str(tried.fileid),
            program_pid=str(tried.pid),
        )
        yield _line("fips-exec-refused", runner=RUN_TESTS, program=CANNOT_EXEC)


def card_lines(results: Iterable[Outcome]) -> Iterator[Line]:
    """What the log shows of the tests of a services card: a line for each that failed, else nothing [g]."""
    for outcome in results:
        if not outcome.passed:
            yield _line("fips-card-test-failed", suite=outcome.suite.heading, test=outcome.test.name)


def failure_line(failure: str) -> Line:
    """Which test has failed [g]."""
    return _line("fips-error", failure=failure)


def _test_line(outcome: Outcome) -> Line:
    test = f"  {outcome.test.name} Known Answer Test:".ljust(_VERDICT_COLUMN)
    return _line("fips-test-passed" if outcome.passed else "fips-test-failed", test=test)


def _line(key: str, **arguments: str) -> Line:
    return Line(entry(key, **arguments))
