"""Fixtures for pytest: a router for each test, in milliseconds.

    def test_it(junos_device):
        assert "Junos: 19.1R2.8" in junos_device.cli("show version")

The users and passwords are the same in every run, so that they can be written down; `junosim.start` and the
command line make random ones. Devices listen on loopback only.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from junosim.api import Start
    from junosim.api.running import RunningDevice
    from junosim.clock import Clock

# Known to everybody on purpose; long and mixed enough for FIPS mode.
PASSWORDS = {"crypto-officer": "Crypto-Officer-1", "fips-user": "Fips-User-1"}


@pytest.fixture(scope="session")
def _junos_shared() -> Iterator[RunningDevice]:
    """The device behind `junos_device`, started once in a test run."""
    with _start("mx480", "", None, None) as device:
        yield device


@pytest.fixture
def junos_device(_junos_shared: RunningDevice) -> Iterator[RunningDevice]:
    """A running MX480 with the lab configuration; each test finds it as it was at the start."""
    yield _junos_shared
    _junos_shared.reset()


@pytest.fixture
def make_junos_device() -> Iterator[Callable[..., RunningDevice]]:
    """Makes devices that run until the test ends.

    `make_junos_device(platform="mx480", config="", hostname=None, clock=None, record=None, *, fips=False, pace=0)`:
    `config` is a configuration in text or `set` form, or the path of a file with one, merged into the lab
    configuration; `record` is the path of a file that takes what all sessions exchange; with `fips` the device is in
    FIPS mode; `pace` is a factor on the time that boots take.
    """
    with ExitStack() as devices:

        def make(
            platform: str = "mx480",
            config: str | Path = "",
            hostname: str | None = None,
            clock: Clock | None = None,
            record: Path | None = None,
            *,
            fips: bool = False,
            pace: float = 0.0,
        ) -> RunningDevice:
            device = devices.enter_context(_start(platform, config, hostname, clock, fips=fips, pace=pace))
            if record is not None:
                device.record(record)
            return device

        yield make


def _start(
    platform: str,
    config: str | Path,
    hostname: str | None,
    clock: Clock | None,
    *,
    fips: bool = False,
    pace: float = 0.0,
) -> Start:
    # Imported here: every run of pytest loads this module, few of them start a router.
    from junosim.api import start
    from junosim.assemble.lab import CRYPTO_OFFICER, READER, User

    users = tuple(User(name, PASSWORDS[name], login_class) for name, login_class in (CRYPTO_OFFICER, READER))
    return start(platform, config=config, hostname=hostname, users=users, clock=clock, fips=fips, pace=pace)
