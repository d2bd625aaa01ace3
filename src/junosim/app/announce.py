"""What `junosim run` prints once its devices listen: for a person, or as JSON for a program."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from junosim.app.console_sockets import called, folder
from junosim.device.lifecycle import State
from junosim.servers.console_address import UnixAddress
from junosim.text import natural_widths, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from junosim.assemble.lab import User
    from junosim.assemble.serve import ServedDevice
    from junosim.servers.console_address import ConsoleAddress

# The host keys are new with every start, so that remembering them would only cause alarms.
_SSH = "ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"

_AS_BEFORE = "(as before)"  # the device has kept its accounts, and only hashes of their passwords

_NOBODY = "root logs in on the console, without a password; SSH refuses until the first commit sets one"

_STATES = {
    State.AMNESIAC: "as delivered (amnesiac)",
    State.RUNNING: "outside FIPS mode",
    State.FIPS: "in FIPS mode",
    State.FIPS_RECOVERY: "in FIPS recovery mode (a services card failed)",
    State.PANIC: "in panic: a self-test failed, it boots again and again",
}
"""How a device can come up, in words."""

_SHOWN = 10  # devices whose ssh line is printed; a person does not read more


def as_text(devices: Sequence[ServedDevice]) -> str:
    """How to log in: users with passwords, and a ready-to-paste ssh line for each device."""
    first = devices[0]
    platform = first.device.platform
    what = first.name if len(devices) == 1 else f"{first.name} … {devices[-1].name}"
    lines = [f"{what}: {platform.model}, Junos {first.device.software.release}, {_state(devices)}", ""]
    if first.users:
        rows = [("user", "password", "class"), *(_row(user) for user in first.users)]
        lines += [f"    {line}" for line in table(rows, natural_widths(rows), gap=2)]
    else:
        lines.append(f"    {_NOBODY}")
    lines.append("")
    lines += [f"    {ssh_line(device)}" for device in devices[:_SHOWN]]
    if len(devices) > _SHOWN:
        lines.append(f"    … and {len(devices) - _SHOWN} more; --json lists all")
    lines += ["", *(f"    {netconf_line(device)}" for device in devices[:_SHOWN])]
    consoles = [line for device in devices[:_SHOWN] for line in console_lines(device)]
    if consoles:
        lines += ["", *(f"    {line}" for line in consoles)]
    lines += ["", "Ctrl-C stops it." if len(devices) == 1 else "Ctrl-C stops them."]
    return "\n".join(lines)


def _state(devices: Sequence[ServedDevice]) -> str:
    """What the devices are doing, in words."""
    return ", ".join(sorted({_STATES[device.device.lifecycle.state] for device in devices}))


def _row(user: User) -> tuple[str, str, str]:
    return (user.name, user.password or _AS_BEFORE, user.login_class)


def ssh_line(device: ServedDevice) -> str:
    """A command line that logs the crypto officer in."""
    host, port = device.server.address
    user = device.users[0].name if device.users else "root"
    return f"{_SSH} -p {port} {user}@{host}"


def netconf_line(device: ServedDevice) -> str:
    """A command line that opens a NETCONF session as the crypto officer."""
    host, port = device.netconf.address
    user = device.users[0].name if device.users else "root"
    return f"{_SSH} -p {port} -s {user}@{host} netconf"


def console_lines(device: ServedDevice) -> list[str]:
    """Command lines that attach to its console."""
    return [f"junosim console {_short(address)}" for address in device.console.addresses]


def _short(address: ConsoleAddress) -> str:
    """The name of a socket in the usual folder, a path or `HOST:PORT` for all others."""
    usual = isinstance(address, UnixAddress) and address.path.parent == folder()
    return called(address.path) if usual and isinstance(address, UnixAddress) else str(address)


def as_json(devices: Sequence[ServedDevice]) -> str:
    """One JSON object a line: name, platform, state, fips, ssh, netconf, console, users, pid."""
    return "\n".join(json.dumps(_description(device)) for device in devices)


def _description(device: ServedDevice) -> dict[str, object]:
    host, port = device.server.address
    netconf_host, netconf_port = device.netconf.address
    return {
        "name": device.name,
        "platform": device.device.platform.name,
        "state": device.device.lifecycle.state,
        "fips": device.device.lifecycle.state.in_fips_mode,
        "ssh": {"host": host, "port": port, "fingerprints": device.server.fingerprints},
        "netconf": {"host": netconf_host, "port": netconf_port},
        "console": [str(address) for address in device.console.addresses],
        "users": [
            {"name": user.name, "password": user.password or None, "class": user.login_class}
            for user in device.users
        ],
        "pid": os.getpid(),
    }
