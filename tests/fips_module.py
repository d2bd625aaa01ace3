"""The module that the tests of the self-tests examine: the image and the code of an MX480, without faults."""

from __future__ import annotations

from junosim.fips.faults import Faults
from junosim.fips.integrity import crypto_code, image_of
from junosim.fips.selftest import Execution, Module, SelfTestRun
from junosim.fips.suites import suites_named
from junosim.platforms import load_platform

EXECUTION = Execution(fsid=215, fileid=49356, pid=6039)  # as the guide for MX240, MX480 and MX960 prints them


def sound_module(faults: Faults | None = None) -> Module:
    """A module in order, with the faults that are given."""
    return Module(image_of(load_platform("mx480")), crypto_code(), faults or Faults())


def run_all(module: Module) -> tuple[SelfTestRun, list[str]]:
    """One run of all suites of an MX480, and its console lines."""
    run = SelfTestRun(suites_named(load_platform("mx480").fips.suites), module, EXECUTION)
    return run, [str(line) for line in run]
