"""`show route detail` and `… extensive`: what is known of each route. Layout: public captures of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.operations import times
from junosim.operations.model import Element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from junosim.device.routes import Network, Route

_STATES: Final = {"Direct": "<Active Int>", "Local": "<Active NoReadvrt Int>", "Static": "<Active Int Ext>"}
_TASKS: Final = {"Direct": "IF", "Local": "IF", "Static": "RT"}
_PAD: Final = " " * 16


def destination(network: Network, found: Sequence[Route], age: float, *, is_extensive: bool) -> Element:
    """A destination with its routes, the active one first."""
    return Element(
        "rt",
        Element("rt-destination", str(network.network_address)),
        Element("rt-prefix-length", str(network.prefixlen)),
        _count("rt-entry-count", len(found), "entry" if len(found) == 1 else "entries"),
        _count("rt-announced-count", 1, "announced"),
        *(
            _entry(route, age, is_active=not place, is_extensive=is_extensive)
            for place, route in enumerate(found)
        ),
    )


def _count(name: str, number: int, noun: str) -> Element:
    return Element(name, str(number), attributes={"junos:format": f"{number} {noun}"})


def _entry(route: Route, age: float, *, is_active: bool, is_extensive: bool) -> Element:
    kind = route.kind or ("Router" if route.to else "Interface")
    hop = Element(
        "nh",
        Element("selected-next-hop"),
        Element("to", route.to) if route.to else None,
        Element("via", route.via) if kind != "Local" else Element("nh-local-interface", route.via),
    )
    return Element(
        "rt-entry",
        Element("active-tag", "*") if is_active else None,
        Element("current-active") if is_active else None,
        Element("last-active") if is_active else None,
        Element("protocol-name", route.protocol),
        Element("preference", str(route.preference)),
        Element("nh-type", kind),
        Element("nh-reference-count", "2"),
        hop if route.via else None,
        Element("rt-entry-state", _STATES[route.protocol] if is_active else "<Int>"),
        None if is_active else Element("inactive-reason", "Route Preference"),
        times.length("age", age),
        Element("validation-state", "unverified"),
        Element("task-name", _TASKS[route.protocol]),
        Element("announce-bits", "0") if is_extensive else None,
        Element("as-path", "AS path: I"),
    )


def lines(found: Element) -> Iterator[str]:
    """The block of a destination."""
    value = found.value
    counts = f"{found.shown('rt-entry-count')}, {found.shown('rt-announced-count')}"
    yield f"{value('rt-destination')}/{value('rt-prefix-length')} ({counts})"
    for entry in found.all("rt-entry"):
        said = entry.value
        yield f"        {said('active-tag') or ' '}{said('protocol-name'):<6} Preference: {said('preference')}"
        yield f"{_PAD}Next hop type: {said('nh-type')}"
        yield f"{_PAD}Next-hop reference count: {said('nh-reference-count')}"
        hop = entry.find("nh")
        if hop is not None:
            yield f"{_PAD}Next hop: {_hop(hop)}"
        yield f"{_PAD}State: {said('rt-entry-state')}"
        if said("inactive-reason"):
            yield f"{_PAD}Inactive reason: {said('inactive-reason')}"
        yield f"{_PAD}Age: {said('age')}"
        yield f"{_PAD}Validation State: {said('validation-state')}"
        yield f"{_PAD}Task: {said('task-name')}"
        if entry.find("announce-bits") is not None:
            yield f"{_PAD}Announcement bits ({said('announce-bits')})"
        yield f"{_PAD}{said('as-path')}"


def _hop(hop: Element) -> str:
    via = hop.value("via") or hop.value("nh-local-interface")
    return (f"{hop.value('to')} via {via}" if hop.find("to") is not None else f"via {via}") + ", selected"
