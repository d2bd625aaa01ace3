"""`show route`, `show route summary`. Layout: public captures of devices."""

from __future__ import annotations

import ipaddress
from itertools import groupby
from typing import TYPE_CHECKING, Final

from junosim.config.query import leaf_text
from junosim.device.hosts import parsed
from junosim.device.reach import is_up, prefixes
from junosim.device.routes import Route, routes
from junosim.operations import route_detail, times
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, not_modelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEGEND: Final = "+ = Active Route, - = Last Active, * = Both"
_TERSE_HEADER: Final = "A V Destination        P Prf   Metric 1   Metric 2  Next hop         AS path"
_MODELLED: Final = frozenset({"destination", "level", "protocol", "table", "active-path", "all"})
_DETAILED: Final = ("detail", "extensive")
_PROTOCOLS: Final = ("Direct", "Local", "Static")


def _tables(context: Context) -> Iterator[tuple[str, list[Route]]]:
    """The tables that hold routes; there is none before the protocols have started."""
    if context.device.protocols_started is not None:
        for table, found in groupby(routes(context.device), lambda route: route.table):
            yield table, list(found)


def show_route(context: Context) -> Element:
    """The routes, or those to a destination, of a protocol, of a table.

    Raises ConfigurationError for a choice that is not modelled.
    """
    arguments = context.arguments
    if not arguments.keys() <= _MODELLED:
        raise not_modelled(context)
    tables = []
    for table, found in _tables(context):
        chosen = [route for route in _chosen(context, found) if not route.is_hidden]
        if chosen and arguments.get("table", table) == table:
            tables.append(Element("route-table", *_counts(table, found), *_destinations(context, chosen)))
    return Element("route-information", *tables, attributes={"junos:style": arguments.get("level", "brief")})


def _chosen(context: Context, found: list[Route]) -> list[Route]:
    arguments = context.arguments
    protocol, destination = arguments.get("protocol"), arguments.get("destination")
    chosen = [route for route in found if protocol in (None, route.protocol.lower())]
    if destination is None:
        return chosen
    network = ipaddress.ip_network(destination, strict=False)
    chosen = [route for route in chosen if route.network.version == network.version]
    if parsed(destination.partition("/")[0]) is not None and network.prefixlen == network.max_prefixlen:
        covering = [route for route in chosen if network.subnet_of(route.network)]  # type: ignore[arg-type]
        longest = max((route.network.prefixlen for route in covering), default=0)
        return [route for route in covering if route.network.prefixlen == longest]
    return [route for route in chosen if route.network.subnet_of(network)]  # type: ignore[arg-type]


def _counts(table: str, found: list[Route]) -> tuple[Element, ...]:
    shown = [route for route in found if not route.is_hidden]
    active = {route.network for route in shown}
    return (
        Element("table-name", table),
        Element("destination-count", str(len({route.network for route in found}))),
        Element("total-route-count", str(len(found))),
        Element("active-route-count", str(len(active))),
        Element("holddown-route-count", "0"),
        Element("hidden-route-count", str(len(found) - len(shown))),
    )


def _destinations(context: Context, chosen: Iterable[Route]) -> Iterator[Element]:
    started = context.device.protocols_started or 0.0
    age = context.device.clock.time() - started
    level = context.arguments.get("level")
    for network, group in groupby(chosen, lambda route: route.network):
        if level in _DETAILED:
            yield route_detail.destination(network, list(group), age, is_extensive=level == "extensive")
            continue
        yield Element(
            "rt",
            Element("rt-destination", str(network)),
            *(_entry(route, age, is_active=not place) for place, route in enumerate(group)),
        )


def _entry(route: Route, age: float, *, is_active: bool) -> Element:
    hop = Element(
        "nh",
        Element("selected-next-hop"),
        Element("to", route.to) if route.to else None,
        Element("via", route.via),
    )
    return Element(
        "rt-entry",
        Element("active-tag", "*") if is_active else None,
        Element("current-active") if is_active else None,
        Element("protocol-name", route.protocol),
        Element("preference", str(route.preference)),
        times.length("age", age),
        Element("nh-type", route.kind) if route.kind else None,
        Element("nh", Element("nh-local-interface", route.via)) if route.kind == "Local" else None,
        hop if not route.kind else None,
    )


def route_text(answer: Element, context: Context) -> Iterator[str]:
    """The tables; with `terse` one line for each route."""
    level = context.arguments.get("level")
    is_terse = level == "terse"
    for table in answer.children:
        yield ""
        yield _title(table)
        if level in _DETAILED:
            for place, destination in enumerate(table.all("rt")):
                if place:
                    yield ""
                yield from route_detail.lines(destination)
            continue
        yield _LEGEND
        yield ""
        if is_terse:
            yield _TERSE_HEADER
        for destination in table.all("rt"):
            yield from _terse_lines(destination) if is_terse else _lines(destination)


def _title(table: Element) -> str:
    value = table.value
    return (
        f"{value('table-name')}: {value('destination-count')} destinations, {value('total-route-count')} routes "
        f"({value('active-route-count')} active, {value('holddown-route-count')} holddown, "
        f"{value('hidden-route-count')} hidden)"
    )


def _lines(destination: Element) -> Iterator[str]:
    name = destination.value("rt-destination")
    for entry in destination.all("rt-entry"):
        value = entry.value
        head = f"{value('active-tag') or ' '}[{value('protocol-name')}/{value('preference')}] {value('age')}"
        if len(name) > 18:
            yield name
            name = ""
        yield f"{name:<19}{head}"
        name, kind = "", value("nh-type")
        if kind == "Local":
            yield f"{'':22}Local via {value('nh', 'nh-local-interface')}"
        elif kind:
            yield f"{'':22}{kind}"
        else:
            to = value("nh", "to")
            yield f"{'':20}> " + (f"to {to} via " if to else "via ") + value("nh", "via")


def _terse_lines(destination: Element) -> Iterator[str]:
    for entry in destination.all("rt-entry"):
        value = entry.value
        hop = value("nh-type") or value("nh", "to") or value("nh", "via")
        mark = " " if value("nh-type") else ">"
        head = (
            f"{value('active-tag') or ' '} ? {destination.value('rt-destination'):<18} "
            f"{value('protocol-name')[0]} {value('preference'):>3}"
        )
        yield f"{head:<51}{mark}{hop}"


def summary(context: Context) -> Element:
    """How many routes there are, by table and protocol."""
    tree = context.device.configuration
    number = leaf_text(tree, "routing-options", "autonomous-system", "as-number")
    return Element(
        "route-summary-information",
        Element("as-number", number) if number else None,
        Element("router-id", _router_id(context)),
        *(
            Element("route-table", *_counts(table, found), *_by_protocol(found))
            for table, found in _tables(context)
        ),
    )


def _router_id(context: Context) -> str:
    """That of the configuration, else the first address of the loopback, else of any interface."""
    stated = leaf_text(context.device.configuration, "routing-options", "router-id")
    own = [
        (not unit.startswith("lo0."), str(prefix.ip))
        for unit, prefix in prefixes(context.device.configuration)
        if prefix.version == 4 and is_up(context.device, unit.partition(".")[0])
    ]
    return stated or min(own, default=(True, "0.0.0.0"), key=lambda found: found[0])[1]


def _by_protocol(found: list[Route]) -> Iterator[Element]:
    for protocol in _PROTOCOLS:
        of = [route for route in found if route.protocol == protocol]
        if of:
            active = sum(not route.is_hidden for route in of)
            yield Element(
                "protocols",
                Element("protocol-name", protocol),
                Element("protocol-route-count", str(len(of))),
                Element("active-route-count", str(active)),
            )


def summary_text(answer: Element, _context: Context) -> Iterator[str]:
    """The number of the system, its identifier, and the counts."""
    if answer.find("as-number") is not None:
        yield f"Autonomous system number: {answer.value('as-number')}"
    yield f"Router ID: {answer.value('router-id')}"
    for table in answer.all("route-table"):
        yield ""
        yield _title(table)
        for row in table.all("protocols"):
            value = row.value
            yield (
                f"{value('protocol-name'):>20}: {value('protocol-route-count'):>6} routes, "
                f"{value('active-route-count'):>6} active"
            )


OPERATIONS = (
    Operation("route", show_route, route_text),
    Operation("route-summary", summary, summary_text),
)
