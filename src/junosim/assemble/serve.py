"""One device with its SSH server: the pieces that run together, are reset together and stop together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.assemble.front import Front
from junosim.config.formats import text
from junosim.servers.ssh import SshServer
from junosim.transcripts import written
from junosim.transcripts.recorder import Recorder
from junosim.transcripts.steps import Transcript

if TYPE_CHECKING:
    from pathlib import Path

    from junosim.assemble.blueprint import Blueprint
    from junosim.assemble.lab import User
    from junosim.clock import Clock
    from junosim.device.device import Device
    from junosim.entropy import Entropy
    from junosim.servers.workers import Workers


class ServedDevice:
    """A device and its SSH server; `users` are the accounts whose passwords are known.

    All methods belong to the thread of the event loop on which `start` ran.
    """

    __slots__ = ("_blueprint", "_host_name", "device", "front", "name", "server")

    def __init__(
        self, blueprint: Blueprint, host_name: str | None, clock: Clock, entropy: Entropy, workers: Workers
    ) -> None:
        self._blueprint = blueprint
        self._host_name = host_name
        self.device: Device = blueprint.build(host_name, clock, entropy)
        self.name = self.device.host_name or self.device.platform.name
        self.front = Front(self.device, self.name)
        self.server = SshServer(self.front, workers)
        self.device.alarms.append(self.server.clock_moved)

    @property
    def users(self) -> tuple[User, ...]:
        """The accounts whose passwords are known, the crypto officer first."""
        return self._blueprint.users

    def record(self, path: Path) -> None:
        """Keep a file with what all sessions exchange that begin from now on; it is written as each of them ends.

        Raises OSError when the file cannot be written.
        """

        def keep(transcript: Transcript) -> None:
            path.write_text(written.write(transcript), encoding="utf-8", newline="\n")

        device = self.device
        head = Transcript(
            title=(f"Sessions on {self.name}",), source="recorded", platform=device.platform.name,
            host=device.host_name or "", time=float(int(device.clock.time())),
        )  # fmt: skip
        keep(head)
        self.front.recorder = Recorder(head, device.clock, keep)

    def configuration(self) -> str:
        """The committed configuration in text form."""
        return "".join(f"{line}\n" for line in text.lines(self.device.written_configuration))

    async def start(self, host: str, port: int, *, eager_keys: bool = False) -> None:
        """Listen for SSH clients; port 0 takes a free one. Raises OSError when the address cannot be used."""
        await self.server.start(host, port, eager_keys=eager_keys)

    async def reset(self) -> None:
        """Cut every session and go back to the configuration of the start, with nothing to roll back to."""
        host, port = self.server.address
        await self.server.stop()
        self._blueprint.restore(self.device, self._host_name)
        await self.server.start(host, port)

    async def stop(self) -> None:
        """Close the port and every session. May be repeated."""
        await self.server.stop()
