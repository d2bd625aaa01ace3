"""Start devices from Python: `junosim.start`, in a `with` or an `async with` statement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from junosim.api.background import LoopThread
from junosim.api.running import RunningDevice
from junosim.assemble.conditions import Conditions
from junosim.assemble.serve import ServedDevice
from junosim.clock import SystemClock
from junosim.entropy import SystemEntropy
from junosim.servers.collectors import Collectors
from junosim.servers.contract import SshLimits
from junosim.servers.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from junosim.assemble.blueprint import Blueprint
    from junosim.assemble.lab import User
    from junosim.clock import Clock
    from junosim.entropy import Entropy


def start(
    platform: str = "mx480",
    *,
    config: str | Path = "",
    hostname: str | None = None,
    users: tuple[User, ...] | None = None,
    bind: str = "127.0.0.1",
    port: int = 0,
    netconf_port: int = 0,
    clock: Clock | None = None,
    entropy: Entropy | None = None,
    state: str | Path | None = None,
    fips: bool = True,
    factory: bool = False,
    pace: float = 0.0,
    faults: Sequence[str] = (),
    heed_limits: bool = True,
    syslog_targets: Sequence[str] = (),
) -> Start:
    """A device to be started by `with` (in a background thread) or `async with` (on the running event loop).

        with junosim.start("mx480") as device:
            print(device.cli("show version"))

    It has booted and is in FIPS mode, as its guide leaves it; with `fips` False it is outside of it, with `factory`
    as it was delivered: nobody but root is known, who logs in on the console without a password.

    `config` is a configuration in text or `set` form, or the path of a file with one; it is merged into the lab
    configuration, so that the lab users can always log in. `users` replaces these: the first one should be a
    super-user. `port` is that of SSH, `netconf_port` one for NETCONF alone; 0 takes a free port. `state` is a
    directory in which the device keeps what is committed, and its files; it starts with what it finds there, and only
    with the start configuration when that is nothing.

    `pace` is a factor on the time that its next boots and stops take: 1 as on a real one, 0 none; the start itself
    takes none. `faults` are broken from the start (`kat=openssl/AES-GCM`): the first boot may end in a panic.
    With `heed_limits` False as many clients may come as like to, whatever `connection-limit` and `rate-limit` say: a
    suite of tests may need more than the configuration that it tests.

    `syslog_targets` say where messages to the hosts of `system syslog` really go, which is nowhere else: a
    `HOST=ADDRESS:PORT` for the host of that name, or an `ADDRESS:PORT` for all.

    Raises PlatformError for an unknown platform, StartConfigurationError for a configuration that does not
    load or commit, UnknownFault, CollectorError for a text that is no target, and JunosimError for conditions that
    exclude each other; when it is started, OSError for an address and StateError for a directory that cannot be used.
    """
    source, text = (
        (str(config), config.read_text()) if isinstance(config, Path) else ("configuration", config)
    )
    clock, entropy = clock or SystemClock(), entropy or SystemEntropy()
    conditions = Conditions(
        fips=fips, factory=factory, pace=pace, faults=tuple(faults), heed_limits=heed_limits
    )
    blueprint = conditions.draft(platform, clock, entropy, users=users, text=text, source=source)
    home = None if state is None else Path(state)
    collectors = Collectors(syslog_targets)
    return Start(
        blueprint, conditions, hostname, (bind, port, netconf_port), clock, entropy, home, collectors
    )


class Start:
    """A device about to be started: enter it with `with` or `async with` to get the `RunningDevice`."""

    def __init__(
        self,
        blueprint: Blueprint,
        conditions: Conditions,
        name: str | None,
        address: tuple[str, int, int],
        clock: Clock,
        entropy: Entropy,
        state: Path | None,
        collectors: Collectors,
    ) -> None:
        self._blueprint = blueprint
        self._conditions = conditions
        self._name = name
        self._address = address
        self._clock = clock
        self._entropy = entropy
        self._state = state
        self._collectors = collectors
        self._workers: Workers | None = None
        self._thread = LoopThread()
        self._served: ServedDevice | None = None

    def __enter__(self) -> RunningDevice:
        try:
            served = self._thread.run(self._launch())
        except BaseException:
            self._close()
            raise
        return RunningDevice(served, self._thread)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._served is not None:
            self._thread.run(self._served.stop())
        self._close()

    async def __aenter__(self) -> RunningDevice:
        try:
            served = await self._launch()
        except BaseException:
            self._close()
            raise
        return RunningDevice(served, None)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._served is not None:
            await self._served.stop()
        self._close()

    async def _launch(self) -> ServedDevice:
        self._workers = Workers()
        conditions = self._conditions
        served = ServedDevice(
            self._blueprint,
            self._name,
            self._clock,
            self._entropy,
            self._workers,
            self._state,
            power=not conditions.boots,
            faults=conditions.faults,
            limits=SshLimits(heeds=conditions.heed_limits),
            collectors=self._collectors,
        )
        try:
            await served.start(*self._address)
            if conditions.boots:
                await served.boot()
            served.device.lifecycle.pace = conditions.pace
        except BaseException:
            await served.stop()
            raise
        self._served = served
        return served

    def _close(self) -> None:
        if self._workers is not None:
            self._workers.close()
        self._thread.close()
