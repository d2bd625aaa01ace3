"""The pipes that need more than the text: the names a device knows, and the terminals of other users."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

from junosim.config.query import entries, leaf_values
from junosim.device import user_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from junosim.cli.context import Context
    from junosim.cli.pipes import Arguments

REFRESH_INTERVAL: Final = 5
"""Seconds between two displays of `refresh` without a number [capture of a vSRX]."""

_ADDRESS: Final = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F.]{0,15}){2,8})(?![\w:]|\.\d)"
)
"""What may be an address: four numbers with dots, or at least two colons."""


def session_stages(
    context: Context,
) -> Mapping[str, Callable[[Iterable[object], Arguments], Iterator[object]]]:
    """Name of a pipe -> stage, for the session of `context` (see `cli.pipes`)."""

    def resolve(stream: Iterable[object], arguments: Arguments) -> Iterator[object]:
        """`resolve [full-names]`: addresses as names, where the configuration maps them; nothing leaves the host."""
        names = _host_names(context, full="full-names" in arguments.words)
        return (_resolved(item, names) if isinstance(item, str) else item for item in stream)

    def message(stream: Iterable[object], arguments: Arguments) -> Iterator[object]:
        """`request message all`, `user NAME`: the output goes to the terminals of others, and to no other place."""
        device, sender = context.device, context.login
        user = arguments.words.get("user")
        to = (
            user_messages.others(device, sender) if user is None else user_messages.at_terminals(device, user)
        )
        return _sent(stream, lambda lines: user_messages.send(device, sender, to, lines))

    return {"resolve": resolve, "request": message}


def _sent(stream: Iterable[object], send: Callable[[list[str]], None]) -> Iterator[object]:
    lines: list[str] = []
    for item in stream:
        if not isinstance(item, str):
            yield item
        elif len(lines) < user_messages.MOST_LINES:
            lines.append(item)
    send(lines)


def _host_names(context: Context, *, full: bool) -> dict[str, str]:
    """Address -> name, by `system static-host-mapping`; without `full` a name ends at its first dot."""
    found: dict[str, str] = {}
    for entry in entries(context.device.configuration, "system", "static-host-mapping"):
        name = entry.keys[0] if full else entry.keys[0].partition(".")[0]
        for family in ("inet", "inet6"):
            found.update(dict.fromkeys(map(_canonical, leaf_values(entry, family)), name))
    return found


def _resolved(line: str, names: Mapping[str, str]) -> str:
    if not names:
        return line
    return _ADDRESS.sub(lambda match: names.get(_canonical(match.group()), match.group()), line)


def _canonical(text: str) -> str:
    """The one way to write an address; what is none stays as it is."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text
