"""`ping` and `traceroute`: only the device's own addresses answer, as nothing leaves the host.

Layouts: public captures. How long answers take is drawn from the device's entropy; when they come, from its clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Final

from junosim.cli.context import Interrupted, Wait
from junosim.device import hosts
from junosim.device.reach import Reach, own_addresses, reach
from junosim.errors import ConfigurationError
from junosim.operations.model import Element

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output, Routine
    from junosim.device.hosts import IPAddress

_SIZE, _SIZE_6 = 56, 8  # bytes of data in a request
_HEADER_4, _HEADER_6 = 8, 48  # bytes: ICMP; IPv6 and ICMPv6
_RAPID: Final = 5  # requests of `rapid` without a number
_LAST_ANSWER: Final = 10.0  # seconds that the last answer is waited for
_FASTEST, _SPREAD = 35, 80  # microseconds of an answer of the device itself
_PROBES: Final = 3  # of each hop
_PROBE: Final = 5.0  # seconds that traceroute waits for an answer
_HOPS: Final = 30
_TRACE, _TRACE_6 = 52, 12  # bytes of a probe


@dataclass(slots=True)
class _Counts:
    answers: list[float | None] = field(default_factory=list)  # milliseconds until each request was answered

    @property
    def sent(self) -> int:
        return len(self.answers)

    @property
    def times(self) -> list[float]:
        return [time for time in self.answers if time is not None]


def address_of(context: Context, name: str, arguments: Mapping[str, str]) -> IPAddress | None:
    """The address that a name stands for, of the family that was asked for."""
    wanted = 6 if "inet6" in arguments else 4 if "inet" in arguments else 0
    found = hosts.addresses(context.device.configuration, name)
    return next((address for address in found if wanted in (0, address.version)), None)


def ping(context: Context, command: Command) -> Routine:
    """`ping HOST [count N] [rapid] [size N] [interval SECONDS] …`; without a count until Ctrl-C."""
    arguments = command.arguments
    name = arguments["host"]
    address = address_of(context, name, arguments)
    if address is None:
        yield f"ping: cannot resolve {name}: Host name lookup failure"
        return
    size = int(arguments.get("size", _SIZE if address.version == 4 else _SIZE_6))
    yield _head(context, name, address, size)
    counts = _Counts()
    try:
        yield from _requests(context, arguments, address, size, counts)
        yield ""
    except Interrupted:
        pass  # the line of ^C is the empty one
    yield from _statistics(name, address, counts)


def ping_results(context: Context, command: Command) -> Generator[Output, str, Element]:
    """What a ping has to say to programs, in microseconds (captures); without a count it sends five requests.

    Raises ConfigurationError for a name that nobody knows.
    """
    arguments = {"count": str(_RAPID), **command.arguments}
    name = arguments["host"]
    address = address_of(context, name, arguments)
    if address is None:
        raise ConfigurationError(f"ping: cannot resolve {name}: Host name lookup failure")
    size = int(arguments.get("size", _SIZE if address.version == 4 else _SIZE_6))
    counts = _Counts()
    for item in _requests(context, arguments, address, size, counts):
        if isinstance(item, Wait):
            yield item
    lost = 100 * (counts.sent - len(counts.times)) // counts.sent
    return Element(
        "ping-results",
        Element("target-host", name),
        Element("target-ip", str(address)),
        Element("packet-size", str(size)),
        *(_probe_result(number, time, address, size) for number, time in enumerate(counts.answers)),
        Element(
            "probe-results-summary",
            Element("probes-sent", str(counts.sent)),
            Element("responses-received", str(len(counts.times))),
            Element("packet-loss", str(lost)),
            *(Element(f"rtt-{name}", f"{1000 * time:.0f}") for name, time in _figures(counts.times)),
        ),
        Element("ping-success") if counts.times else Element("ping-failure", "no response"),
    )


def _probe_result(number: int, time: float | None, address: IPAddress, size: int) -> Element:
    if time is None:
        return Element(
            "probe-result",
            Element("probe-index", str(number + 1)),
            Element("probe-failure", "no response"),
            Element("sequence-number", str(number)),
        )
    return Element(
        "probe-result",
        Element("probe-index", str(number + 1)),
        Element("probe-success"),
        Element("sequence-number", str(number)),
        Element("ip-address", str(address)),
        Element("time-to-live", "64"),
        Element("response-size", str(size + _HEADER_4)),
        Element("rtt", f"{1000 * time:.0f}"),
    )


def _figures(times: list[float]) -> list[tuple[str, float]]:
    """Least, greatest and mean time, and how far the others are from that; nothing of no answers."""
    if not times:
        return []
    mean = sum(times) / len(times)
    spread = sqrt(max(0.0, sum(time * time for time in times) / len(times) - mean * mean))
    return [("minimum", min(times)), ("maximum", max(times)), ("average", mean), ("stddev", spread)]


def _head(context: Context, name: str, address: IPAddress, size: int) -> str:
    if address.version == 4:
        return f"PING {name} ({address}): {size} data bytes"
    own = own_addresses(context.device)
    source = address if address in own else next((it for it in own if it.version == 6), address)
    return f"PING6({_HEADER_6 + size}=40+8+{size} bytes) {source} --> {address}"


def _requests(
    context: Context, arguments: Mapping[str, str], address: IPAddress, size: int, counts: _Counts
) -> Generator[Output, str, None]:
    """Send requests, one in each interval, and show what comes back."""
    clock = context.device.clock
    rapid = "rapid" in arguments
    wanted = int(arguments["count"]) if "count" in arguments else _RAPID if rapid else None
    interval = 0.0 if rapid else _seconds(arguments.get("interval"), 1.0)
    there, marks = reach(context.device, address), []
    while wanted is None or counts.sent < wanted:
        if counts.sent and interval:
            yield Wait(clock.monotonic() + interval)
        line = _request(context, address, size, there, counts)
        marks.append("!" if there is Reach.OWN else ".")
        if line and not rapid:
            yield line
    if rapid:
        yield "".join(marks)
    if there is Reach.SILENT:
        yield Wait(clock.monotonic() + _seconds(arguments.get("wait"), _LAST_ANSWER))


def _request(context: Context, address: IPAddress, size: int, there: Reach, counts: _Counts) -> str:
    """One request: the line that it makes, "" when nothing is heard of it."""
    number, time = counts.sent, answer_time(context) if there is Reach.OWN else None
    counts.answers.append(time)
    if time is None:
        return "ping: sendto: No route to host" if there is Reach.UNROUTABLE else ""
    if address.version == 6:
        return f"{size + _HEADER_4} bytes from {address}, icmp_seq={number} hlim=64 time={time:.3f} ms"
    return f"{size + _HEADER_4} bytes from {address}: icmp_seq={number} ttl=64 time={time:.3f} ms"


def answer_time(context: Context) -> float:
    """Milliseconds until the device itself has answered."""
    return (_FASTEST + context.device.entropy.below(_SPREAD)) / 1000


def _seconds(text: str | None, default: float) -> float:
    try:
        return max(float(text), 0.01) if text else default
    except ValueError:
        return default


def _statistics(name: str, address: IPAddress, counts: _Counts) -> Iterator[str]:
    kind, deviation = ("ping6", "std-dev") if address.version == 6 else ("ping", "stddev")
    sent, times = counts.sent, counts.times
    lost = 100 * (sent - len(times)) // sent if sent else 0
    yield f"--- {name} {kind} statistics ---"
    yield f"{sent} packets transmitted, {len(times)} packets received, {lost}% packet loss"
    if times:
        least, most, mean, spread = (figure for _, figure in _figures(times))
        figures = "/".join(f"{figure:.3f}" for figure in (least, mean, most, spread))
        yield f"round-trip min/avg/max/{deviation} = {figures} ms"


def traceroute(context: Context, command: Command) -> Routine:
    """`traceroute HOST [no-resolve] [ttl N] [wait SECONDS] …`."""
    arguments = command.arguments
    name = arguments["host"]
    address = address_of(context, name, arguments)
    if address is None:
        yield f"traceroute: unknown host {name}"
        return
    hops = int(arguments["ttl"]) if arguments.get("ttl", "").isdecimal() else _HOPS
    there = reach(context.device, address)
    if there is Reach.UNROUTABLE:
        yield "traceroute: sendto: No route to host"
        return
    kind, size = ("traceroute6", _TRACE_6) if address.version == 6 else ("traceroute", _TRACE)
    yield f"{kind} to {name} ({address}), {hops} hops max, {size} byte packets"
    shown = str(address) if "no-resolve" in arguments else f"{_name_of(context, address)} ({address})"
    if there is Reach.OWN:
        times = "  ".join(f"{answer_time(context):.3f} ms" for _ in range(_PROBES))
        yield f" 1  {shown}  {times}"
        return
    wait = _seconds(arguments.get("wait"), _PROBE)
    try:
        for hop in range(1, hops + 1):
            yield Wait(context.device.clock.monotonic() + _PROBES * wait)
            yield f"{hop:2}  * * *"
    except Interrupted:
        pass


def traceroute_results(context: Context, command: Command) -> Generator[Output, str, Element]:
    """What a traceroute has to say to programs, in microseconds (captures). Raises as a ping does."""
    arguments = command.arguments
    name = arguments["host"]
    address = address_of(context, name, arguments)
    if address is None:
        raise ConfigurationError(f"traceroute: unknown host {name}")
    hops = int(arguments["ttl"]) if arguments.get("ttl", "").isdecimal() else _HOPS
    there = reach(context.device, address)
    if there is Reach.UNROUTABLE:
        raise ConfigurationError("traceroute: sendto: No route to host")
    found = [_answered_hop(context, address, "no-resolve" not in arguments)] if there is Reach.OWN else []
    wait = _seconds(arguments.get("wait"), _PROBE)
    while there is not Reach.OWN and len(found) < hops:
        yield Wait(context.device.clock.monotonic() + _PROBES * wait)
        found.append(_silent_hop(len(found) + 1))
    return Element(
        "traceroute-results",
        Element("target-host", name),
        Element("target-ip", str(address)),
        Element("max-hop-index", str(hops)),
        Element("packet-size", str(_TRACE_6 if address.version == 6 else _TRACE)),
        *found,
        Element("traceroute-success") if there is Reach.OWN else Element("traceroute-failure", "no response"),
    )


def _answered_hop(context: Context, address: IPAddress, resolves: bool) -> Element:
    name = _name_of(context, address) if resolves else str(address)
    return Element(
        "hop",
        Element("ttl-value", "1"),
        Element("last-ip-address", str(address)),
        Element("last-host-name", name),
        *(
            Element(
                "probe-result",
                Element("probe-index", str(number)),
                Element("ip-address", str(address)),
                Element("host-name", name),
                Element("probe-success"),
                Element("rtt", f"{1000 * answer_time(context):.0f}"),
            )
            for number in range(1, _PROBES + 1)
        ),
    )


def _silent_hop(ttl: int) -> Element:
    probes = (
        Element("probe-result", Element("probe-index", str(number)), Element("probe-failure", "no response"))
        for number in range(1, _PROBES + 1)
    )
    return Element("hop", Element("ttl-value", str(ttl)), *probes)


def _name_of(context: Context, address: IPAddress) -> str:
    """The name of an address, or itself."""
    known = hosts.names(context.device.configuration)
    return next((name for found, name in known if found == address), str(address))
