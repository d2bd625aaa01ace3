"""One device with its SSH server and console: the pieces that run together, are reset together and stop together."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from junosim.assemble.front import Front, NetconfFront
from junosim.assemble.ssh_settings import is_netconf_served, is_served
from junosim.clock import ManualClock
from junosim.config.formats import text
from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.device.panel import Panel
from junosim.errors import JunosimError
from junosim.servers.collectors import Collectors
from junosim.servers.console import ConsoleServer
from junosim.servers.device_timer import DeviceTimer, Steps
from junosim.servers.ssh import SshServer
from junosim.servers.syslog_sender import SyslogSender
from junosim.storage import StorageError
from junosim.storage.directory import DirectoryStorage
from junosim.transcripts import written
from junosim.transcripts.recorder import Recorder
from junosim.transcripts.steps import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from junosim.assemble.blueprint import Blueprint
    from junosim.assemble.lab import User
    from junosim.clock import Clock
    from junosim.device.device import Device
    from junosim.entropy import Entropy
    from junosim.servers.contract import SshLimits
    from junosim.servers.workers import Workers


class StateError(JunosimError):
    """A directory for the state of a device that cannot be used; the message names the file and the reason."""


class ServedDevice:
    """A device, its SSH server and its console.

    With `state`, a directory, it keeps there what is committed, and its files; it starts with what it finds. Raises
    StateError when it cannot do so. With `power` False it starts switched off; `pace` is a factor on the time that
    boots and stops take. `faults` (`kat=openssl/AES-GCM`) wait on it from the start; raises UnknownFault for one that
    there is not. `steps` is shared by the devices of an event loop. `limits` are bounds on SSH clients, others than
    the usual ones; `collectors`, shared like `steps`, take the messages for remote log hosts, which go nowhere else.
    `users` are the accounts it was made with, the crypto officer first; a password is empty if
    another one has been kept. All methods belong to the thread of the event loop on which `start` ran.
    """

    __slots__ = (
        "_blueprint", "_disk", "_host_name", "console", "device", "front", "name", "netconf", "panel", "server",
        "syslog", "timer", "users",
    )  # fmt: skip

    def __init__(
        self,
        blueprint: Blueprint,
        host_name: str | None,
        clock: Clock,
        entropy: Entropy,
        workers: Workers,
        state: Path | None = None,
        *,
        power: bool = True,
        pace: float = 0.0,
        faults: Sequence[str] = (),
        steps: Steps | None = None,
        limits: SshLimits | None = None,
        collectors: Collectors | None = None,
    ) -> None:
        self._blueprint = blueprint
        self._host_name = host_name
        self._disk: DirectoryStorage | None = None
        try:
            self._disk = None if state is None else DirectoryStorage(state)
            self.device: Device = blueprint.build(
                host_name, clock, entropy, self._disk, power=power, pace=pace
            )
            for fault in faults:
                self.device.faults.add_text(fault)
        except JunosimError as problem:
            self._release()
            if not isinstance(problem, StorageError):
                raise
            where = "" if problem.name == str(state) else f"{state}/"
            raise StateError(f"{where}{problem}") from problem
        self.name = self.device.host_name or self.device.platform.name
        self.front = Front(self.device, self.name)
        self.panel = Panel(self.device)
        self.users = self._known_users()
        self.server = SshServer(self.front, workers, limits=limits)
        self.netconf = SshServer(
            NetconfFront(self.device, self.name), workers, limits=limits, host_keys=self.server.host_keys
        )
        self.console = ConsoleServer(self.device, workers, self.name)
        self.timer = DeviceTimer(self.device, steps)
        self.syslog = SyslogSender(self.device.audit.outbox, collectors or Collectors())
        self.device.alarms += [
            self.server.clock_moved, self.netconf.clock_moved, self.timer.look, self._look_at_network,
        ]  # fmt: skip
        self.device.lifecycle.watchers.append(self._state_changed)

    def _known_users(self) -> tuple[User, ...]:
        """The users of the start; without their passwords where the device has kept others."""
        if self._disk is None:
            return self._blueprint.users
        return tuple(
            user if self.front.password_check(user.name, user.password)() else replace(user, password="")
            for user in self._blueprint.users
        )

    @property
    def is_used(self) -> bool:
        """True while a client is connected over SSH, or attached to the console."""
        return bool(self.server.connections or self.netconf.connections or self.console.attached)

    def record(self, path: Path) -> None:
        """Keep a file with what all sessions exchange that begin from now on; it is written as each of them ends.

        Raises OSError when the file cannot be written.
        """

        def keep(transcript: Transcript) -> None:
            path.write_text(written.write(transcript), encoding="utf-8", newline="\n")

        device = self.device
        head = Transcript(
            title=(f"Sessions on {self.name}",), source="recorded", platform=device.platform.name,
            host=device.host_name or "", time=float(int(device.clock.time())), fips=device.fips_mode,
        )  # fmt: skip
        keep(head)
        self.front.recorder = Recorder(head, device.clock, keep)

    def configuration(self) -> str:
        """The committed configuration in text form."""
        return "".join(f"{line}\n" for line in text.lines(self.device.written_configuration))

    async def start(self, host: str, port: int, netconf_port: int = 0, *, eager_keys: bool = False) -> None:
        """Listen for SSH clients, and on a port of its own for those of NETCONF; port 0 takes a free one.

        Raises OSError when an address cannot be used; `stop` frees what there is then.
        """
        await self.server.start(host, port, eager_keys=eager_keys, is_open=self._is_served)
        await self.netconf.start(host, netconf_port, is_open=self._is_netconf_served)
        self.timer.start()
        self.syslog.start()
        self.console.start()

    async def boot(self, watch: Callable[[bytes], None] | None = None) -> State:
        """Switch on a device that is off, and wait until it is up or a self-test has failed: the state it is in.

        With a clock that is moved by hand it does not wait for what needs time. `watch` is shown what appears on
        the console meanwhile.
        """
        console, lifecycle = self.device.console, self.device.lifecycle
        over: asyncio.Future[State] = asyncio.get_running_loop().create_future()

        def look(state: State) -> None:
            if (state.is_up or state is State.PANIC) and not over.done():
                over.set_result(state)

        lifecycle.watchers.append(look)
        if watch is not None:
            console.listeners.append(watch)
        try:
            boot.power_on(self.device)
            while not over.done() and isinstance(self.device.clock, ManualClock):
                if not self._is_due():
                    return lifecycle.state
                await asyncio.sleep(0)
            return await over
        finally:
            lifecycle.watchers.remove(look)
            if watch is not None:
                console.listeners.remove(watch)

    def _is_due(self) -> bool:
        due = self.device.next_due()
        return due is not None and due <= self.device.clock.monotonic()

    def _state_changed(self, state: State) -> None:
        """The network is there while the device is up, and refuses while it is not."""
        if state.serves:
            self._look_at_network()
        else:  # a zeroization shows its progress to the session that asked for it
            for server in (self.server, self.netconf):
                server.suspend(cut=state is not State.ZEROIZING)

    def _look_at_network(self) -> None:
        """Answer clients, or refuse those that come: the service may be switched off. Sessions go on all the same."""
        if not self.device.lifecycle.state.serves:
            return
        for server, is_wanted in ((self.server, self._is_served), (self.netconf, self._is_netconf_served)):
            if is_wanted:
                server.resume()
            else:
                server.close_port()

    @property
    def _is_served(self) -> bool:
        return self.device.lifecycle.state.serves and is_served(self.device.configuration)

    @property
    def _is_netconf_served(self) -> bool:
        return self.device.lifecycle.state.serves and is_netconf_served(self.device.configuration)

    async def reset(self) -> None:
        """Make the device as it was at the start, from whatever state: every session is cut, nothing is left.

        Raises RuntimeError when it was stopped.
        """
        (host, port), (_, netconf_port) = self.server.address, self.netconf.address
        self.timer.stop()
        await self.server.stop()
        await self.netconf.stop()
        self.console.unplug()
        self.console.begin_anew()  # its session ends now, and it greets again when all is as it was
        self._blueprint.restore(self.device, self._host_name)
        self.console.begin_anew()
        self.panel.restore()
        await self.server.start(host, port, is_open=self._is_served)
        await self.netconf.start(host, netconf_port, is_open=self._is_netconf_served)
        self.timer.start()

    async def stop(self) -> None:
        """Close the ports and every session, and let others use the state. May be repeated."""
        self.timer.stop()
        await self.console.stop()
        await self.server.stop()
        self.syslog.stop()
        await self.netconf.stop()
        self._release()

    def _release(self) -> None:
        if self._disk is not None:
            self._disk.close()
