"""What the system log says of the sessions of a device: how each begins, and how it ends.

Order and wordings of one login over SSH: the guides (sshd takes the user in, mgd his rights, then his session begins,
in the same process of mgd).
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from junosim.config.query import entries
from junosim.device import login_lines

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.device.logins import Login

CLI: Final = "cli"


def cli_began(device: Device, login: Login) -> None:
    """mgd serves a session of the CLI from now on."""
    began(device, login, CLI)


def subsystem_asked(device: Device, login: Login, name: str) -> None:
    """sshd starts a subsystem (`sftp`, `netconf`) for a user who is logged in."""
    device.audit.emit(
        "ssh-subsystem", login.sshd, subsystem=name, username=login_lines.shown_name(login.user)
    )


def began(device: Device, login: Login, mode: str) -> None:
    """mgd serves a session from now on; `mode` is `cli`, or `netconf` and `junoscript`, which are assumed."""
    user, group = login.user, login.login_class.name
    device.audit.write(login_lines.auth_event(user, group, device.platform.auth_event), login.pid)
    event = login_lines.login_event(user, group, login.pid, _connection(device, login), mode)
    device.audit.write(event, login.pid)


def cli_ended(device: Device, login: Login) -> None:
    """It does not any more: a session that was editing leaves configuration mode first.

    Nothing is said of a session that a device took along when it went down.
    """
    device.leave_configuration(login)
    if device.lifecycle.state.is_up and device.logins.find(login.pid) is login:
        device.audit.write(login_lines.logout_event(login.user), login.pid)


def _connection(device: Device, login: Login) -> str:
    """Address and port of the client, and those of the device; empty on the console (the guides)."""
    if not login.origin:
        return ""
    return f"{login.origin} {login.port} {_own_address(device, is_v6=':' in login.origin)} {login.service}"


def _own_address(device: Device, *, is_v6: bool) -> str:
    """The first address of the management port, by which users reach a device; that of nobody while it has none."""
    family = "inet6" if is_v6 else "inet"
    units = entries(device.configuration, "interfaces", "interface", device.platform.management, "unit")
    for unit in units:
        for address in entries(unit, "family", family, "address"):
            return str(ipaddress.ip_interface(address.keys[0]).ip)
    return "::" if is_v6 else "0.0.0.0"
