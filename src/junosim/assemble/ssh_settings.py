"""What `system services ssh` says of connections beside their algorithms, and whether there is such a service.

`system services netconf ssh` is a service of its own, on a port of its own: it has limits of its own, and all else as
`system services ssh` says [g].
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from junosim.assemble.algorithms import algorithms_of
from junosim.config.query import branch, find, leaf_text
from junosim.servers.contract import SshSettings

if TYPE_CHECKING:
    from junosim.config.tree import Branch

SSH: Final = ("system", "services", "ssh")
NETCONF: Final = ("system", "services", "netconf", "ssh")

_DEFAULT: Final = SshSettings()

# The most that the guides allow between two sets of session keys, which a device does without being told; in FIPS
# mode more has no effect [g].
_CERTIFIED_BYTES: Final = 1 << 30
_CERTIFIED_MINUTES: Final = 60
_LEAST_BYTES: Final = 51_200  # as documented for later releases; the model has no range

_BYTES: Final = re.compile(r"(?P<number>\d{1,15})(?P<unit>[kKmMgG]?)")
_UNITS: Final = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_SECONDS: Final = 60.0  # of a minute


def is_served(tree: Branch) -> bool:
    """True when the device answers SSH clients: the service is configured, and a host key is left to it."""
    service = find(tree, "system", "services", "ssh")
    return service is not None and bool(algorithms_of(tree).host_keys)


def is_netconf_served(tree: Branch) -> bool:
    """True when the device answers clients on the port of NETCONF: it is configured, and a host key is left to it."""
    return find(tree, *NETCONF) is not None and bool(algorithms_of(tree).host_keys)


def netconf_settings_of(tree: Branch, *, fips: bool = False) -> SshSettings:
    """The settings of connections to the port of NETCONF."""
    service = branch(tree, *NETCONF)
    return replace(
        settings_of(tree, fips=fips),
        connections=_number(service, "connection-limit"),
        attempts=_number(service, "rate-limit"),
    )


def port_of(tree: Branch, service: tuple[str, ...], usual: int) -> int:
    """The port on which a service would be found on a real device; here it is that of the host's socket."""
    return int(leaf_text(branch(tree, *service), "port") or usual)


def settings_of(tree: Branch, *, fips: bool = False) -> SshSettings:
    """The settings of a configuration; `tree` is its root.

    `authentication-order` has no say: of what it may name the device runs `password` alone, and falls back to it
    when there is nothing else.
    """
    ssh = branch(tree, "system", "services", "ssh")

    def absent(word: str) -> bool:
        return find(ssh, word) is None

    return SshSettings(
        password=absent("no-passwords") and absent("no-password-authentication"),
        keyboard_interactive=absent("no-passwords") and absent("no-challenge-response"),
        public_key=absent("no-public-keys"),
        sessions=_number(ssh, "max-sessions-per-connection") or _DEFAULT.sessions,
        packets=_number(ssh, "max-pre-authentication-packets") or _DEFAULT.packets,
        alive_interval=float(_number(ssh, "client-alive-interval") or 0),
        alive_count=_or(_number(ssh, "client-alive-count-max"), _DEFAULT.alive_count),
        rekey_bytes=_rekey_bytes(leaf_text(ssh, "rekey", "data-limit"), fips=fips),
        rekey_seconds=_rekey_seconds(_number(ssh, "rekey", "time-limit"), fips=fips),
        connections=_number(ssh, "connection-limit"),
        attempts=_number(ssh, "rate-limit"),
    )


def _number(ssh: Branch | None, *path: str) -> int | None:
    text = leaf_text(ssh, *path)
    return None if text is None else int(text)


def _or(number: int | None, default: int) -> int:
    return default if number is None else number


def _rekey_bytes(text: str | None, *, fips: bool) -> int:
    """A number of bytes, which may end in k, m or g; one beyond all reason counts as absent."""
    found = None if text is None else _BYTES.fullmatch(text)
    if found is None:
        return _CERTIFIED_BYTES
    wanted = max(int(found["number"]) * _UNITS[found["unit"].lower()], _LEAST_BYTES)
    return min(wanted, _CERTIFIED_BYTES) if fips else wanted


def _rekey_seconds(minutes: int | None, *, fips: bool) -> float:
    wanted = _or(minutes, _CERTIFIED_MINUTES)
    return (min(wanted, _CERTIFIED_MINUTES) if fips else wanted) * _SECONDS
