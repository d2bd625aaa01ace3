"""The self-tests of FIPS mode: a run of all 69, and the longest step of it, which is what another session waits."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from benchmarks.figures import Figure
from junosim.fips.faults import Faults
from junosim.fips.integrity import crypto_code, image_of
from junosim.fips.selftest import Execution, Module, SelfTestRun
from junosim.fips.suites import suites_named
from junosim.platforms import load_platform

_RUNS = 21


async def measure() -> list[Figure]:
    """The first run of the process, which reads the vectors, then the median of the next ones."""
    platform = load_platform("mx480")
    module = Module(image_of(platform), crypto_code(), Faults())
    runs = [
        _steps(SelfTestRun(suites_named(platform.fips.suites), module, Execution(1, 1, 1)))
        for _ in range(_RUNS)
    ]
    first, later = runs[0], runs[1:]
    return [
        Figure("self-tests: first run of a process", sum(first) * 1000, "ms", 100),
        Figure("self-tests: run of all 69", median(sum(steps) for steps in later) * 1000, "ms", 40),
        Figure("self-tests: longest step", median(max(steps) for steps in later) * 1000, "ms", 10),
    ]


def _steps(run: SelfTestRun) -> list[float]:
    """Seconds from line to line."""
    lines, steps = iter(run), []
    begun = perf_counter()
    for _ in lines:
        ended = perf_counter()
        steps.append(ended - begun)
        begun = ended
    if not run.passed:
        raise RuntimeError(f"self-tests failed: {run.failed}")
    return steps
