"""`show system connections`: the services that listen, and the live sessions. Layout: public captures (netstat)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.query import find, leaf_text
from junosim.device.logins import NETCONF_PORT, SSH_PORT
from junosim.device.reach import own_addresses
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLE: Final = "Active Internet connections (including servers)"
_HEADER: Final = (
    "Proto Recv-Q Send-Q  "
    "Local Address                                 Foreign Address                               (state)"
)
_SSH: Final = ("system", "services", "ssh")
# (statement that starts the service, protocol, port), in the order of the ports
_SERVICES: Final = (
    (("system", "services", "ftp"), "tcp", 21),
    (_SSH, "tcp", SSH_PORT),
    (("system", "services", "telnet"), "tcp", 23),
    (("system", "services", "finger"), "tcp", 79),
    (("system", "services", "web-management", "http"), "tcp", 80),
    (("system", "services", "web-management", "https"), "tcp", 443),
    (("system", "services", "netconf", "ssh"), "tcp", NETCONF_PORT),
    (("system", "services", "xnm-ssl"), "tcp", 3220),
    (("system", "services", "xnm-clear-text"), "tcp", 3221),
    (("system", "services", "tftp-server"), "udp", 69),
    (("system", "ntp"), "udp", 123),
    (("snmp",), "udp", 161),
    (("system", "syslog"), "udp", 514),
)


def connections(context: Context) -> Element:
    """Sessions over SSH first, the youngest on top, then what listens, TCP before UDP."""
    wanted = [name for name in ("inet", "inet6") if name in context.arguments] or ["inet", "inet6"]
    rows = [*_sessions(context), *_listening(context)]
    chosen = [row for row in rows if ("inet6" if row[0].endswith("6") else "inet") in wanted]
    return Element("system-connections", *(_connection(*row) for row in chosen))


def _sessions(context: Context) -> Iterator[tuple[str, str, str, str]]:
    own = [
        str(address)
        for address, unit in own_addresses(context.device).items()
        if not unit.startswith("lo0.16")
    ]
    for login in reversed([*context.device.logins]):
        if login.origin:
            is_v6 = ":" in login.origin
            here = next((text for text in own if (":" in text) == is_v6), "*")
            yield (
                "tcp6" if is_v6 else "tcp4", f"{here}.{login.service}", f"{login.origin}.{login.port}", "ESTABLISHED",
            )  # fmt: skip


def _listening(context: Context) -> Iterator[tuple[str, str, str, str]]:
    tree = context.device.configuration
    found = [
        (protocol, int(leaf_text(tree, *path, "port") or port) if path[-1] == "ssh" else port)
        for path, protocol, port in _SERVICES
        if find(tree, *path) is not None
    ]
    for protocol, port in sorted(found, key=lambda row: (row[0], -row[1])):
        for version in ("6", "4"):
            yield f"{protocol}{version}", f"*.{port}", "*.*", "LISTEN" if protocol == "tcp" else ""


def _connection(protocol: str, local: str, foreign: str, state: str) -> Element:
    return Element(
        "connection",
        Element("protocol", protocol),
        Element("local-address", local),
        Element("foreign-address", foreign),
        Element("state", state) if state else None,
    )


def connections_text(answer: Element, _context: Context) -> Iterable[str]:
    """One line for each; nothing waits in a queue."""
    yield _TITLE
    yield _HEADER
    for row in answer.children:
        line = (
            f"{row.value('protocol'):<5}{0:>7}{0:>7}  {row.value('local-address'):<46}"
            f"{row.value('foreign-address'):<46}{row.value('state')}"
        )
        yield line.rstrip()


OPERATIONS = (Operation("connections", connections, connections_text),)
