"""The error state of FIPS mode: a self-test has failed while the device works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.device.self_tests import report

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.device.self_tests import Run
    from junosim.errors import SelfTestFailure


def fail(device: Device, failure: SelfTestFailure) -> None:
    """A conditional self-test has failed: say so, and in FIPS mode stop as the kernel does."""
    report(device, failure)
    _panic(device)


def conclude(device: Device, run: Run) -> None:
    """What a run on a working device leads to; for one that was broken off, by what had failed until then.

    A failure stops the device. One of the services card only ends IPsec: FIPS Recovery Mode [g].
    """
    if run.failed:
        _panic(device)
    elif not run.card_passed and device.lifecycle.state is State.FIPS:
        device.lifecycle.enter(State.FIPS_RECOVERY)


def _panic(device: Device) -> None:
    if device.lifecycle.state.in_fips_mode:
        device.begin(boot.panic(device))
