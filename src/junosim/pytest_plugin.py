"""Fixtures for pytest: a router for each test, in milliseconds.

    def test_it(junos_device):
        assert "Junos: 19.1R2.8" in junos_device.cli("show version")

Routers are in FIPS mode unless a test says `fips=False`. The users and passwords are the same in every run, so that
they can be written down; `junosim.start` and the command line make random ones. Devices listen on loopback only.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Protocol, Unpack

    from junosim.api import Start
    from junosim.api.log_collector import LogCollector
    from junosim.api.options import StartOptions
    from junosim.api.running import RunningDevice

    class MakeDevice(Protocol):
        """Starts a device."""

        def __call__(  # noqa: D102
            self, platform: str = "mx480", *, record: Path | None = None, **options: Unpack[StartOptions]
        ) -> RunningDevice: ...


# Known to everybody on purpose; long and mixed enough for FIPS mode.
PASSWORDS = {"crypto-officer": "Crypto-Officer-1", "fips-user": "Fips-User-1"}


@pytest.fixture(scope="session")
def _junos_shared() -> Iterator[RunningDevice]:
    """The device behind `junos_device`, started once in a test run."""
    with routers() as make:
        yield make()


@pytest.fixture
def junos_device(_junos_shared: RunningDevice) -> Iterator[RunningDevice]:
    """A running MX480 in FIPS mode with the lab configuration; each test finds it as it was at the start."""
    yield _junos_shared
    _junos_shared.reset()


@pytest.fixture
def make_junos_device() -> Iterator[MakeDevice]:
    """Makes devices that run until the test ends.

    `make_junos_device(platform="mx480", *, record=None, **options)`: `record` is the path of a file that takes what
    all sessions exchange, the options are those of `junosim.start`: `config`, `hostname`, `clock`, `fips=False` for a
    device outside FIPS mode, `factory=True` for one as it was delivered, `faults`, `pace` …
    """
    with routers() as make:
        yield make


@pytest.fixture
def junos_log_collector() -> Iterator[LogCollector]:
    """A log host on loopback: `make_junos_device(syslog_targets=[junos_log_collector.target])`."""
    from junosim.api.log_collector import LogCollector

    with LogCollector() as collector:
        yield collector


@contextmanager
def routers() -> Iterator[MakeDevice]:
    """What `make_junos_device` gives, for fixtures of your own; the devices run until it is left."""
    with ExitStack() as devices:

        def make(
            platform: str = "mx480", *, record: Path | None = None, **options: Unpack[StartOptions]
        ) -> RunningDevice:
            device = devices.enter_context(_start(platform, **options))
            if record is not None:
                device.record(record)
            return device

        yield make


def _start(platform: str, **options: Unpack[StartOptions]) -> Start:
    # Imported here: every run of pytest loads this module, few of them start a router.
    from junosim.api import start
    from junosim.assemble.lab import CRYPTO_OFFICER, READER, User

    if not options.get("factory"):
        known = tuple(User(name, PASSWORDS[name], kind) for name, kind in (CRYPTO_OFFICER, READER))
        options.setdefault("users", known)
    return start(platform, **options)
