"""`show version`, `show system uptime`, `show system users`, `show system fips level`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from junosim.device import hosts
from junosim.device.logins import CLI
from junosim.device.software import listed
from junosim.operations import times
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from junosim.device.logins import Login
    from junosim.device.software_set import SoftwareSet
    from junosim.platforms import Platform

_USERS_HEADER = "USER     TTY      FROM                              LOGIN@  IDLE WHAT"


def version(context: Context) -> Element:
    """The software: host name (when there is one), model, release and packages."""
    return _software(*_software_of(context), context.device.host_name)


def _software_of(context: Context) -> tuple[Platform, SoftwareSet, bool]:
    device = context.device
    return device.platform, device.software.current, device.lifecycle.state.in_fips_mode


@lru_cache(maxsize=1024)
def _software(platform: Platform, software: SoftwareSet, fips: bool, host: str | None) -> Element:
    """The answer of `show version`, which changes only with the software and the host name."""
    return Element(
        "software-information",
        None if host is None else Element("host-name", host),
        Element("product-model", platform.model),
        Element("product-name", platform.model),
        Element("junos-version", software.release),
        *_packages(platform, software, fips),
    )


@lru_cache(maxsize=16)
def _packages(platform: Platform, software: SoftwareSet, fips: bool) -> tuple[Element, ...]:
    """The packages as elements; they are the same in every answer."""
    return tuple(
        Element("package-information", Element("name", package.name), Element("comment", package.comment))
        for package in listed(platform, software, fips)
    )


@lru_cache(maxsize=16)
def _package_lines(platform: Platform, software: SoftwareSet, fips: bool) -> tuple[str, ...]:
    """The view of `_packages`, made once for the same reason."""
    return tuple(package.value("comment") for package in _packages(platform, software, fips))


def version_text(answer: Element, context: Context) -> Iterable[str]:
    """Host name, model and release, then one line for each package."""
    host = [f"Hostname: {answer.value('host-name')}"] if answer.find("host-name") else []
    model, release = answer.value("product-model"), answer.value("junos-version")
    return [*host, f"Model: {model}", f"Junos: {release}", *_package_lines(*_software_of(context))]


def software(context: Context) -> Element:
    """`show system software`: every package by itself."""
    return Element("software-information", *_packages(*_software_of(context)))


def software_text(answer: Element, context: Context) -> Iterable[str]:
    """A paragraph for each package; `detail` adds what else is known of it [g]."""
    detailed = "detail" in context.arguments
    for package in answer.all("package-information"):
        yield from (f"Information for {package.value('name')}:", "", "Comment:", package.value("comment"), "")
        if detailed:
            yield from ("Description:", package.value("comment").partition(" [")[0], "")
        yield ""


def uptime(context: Context) -> Element:
    """Times of boot, protocols and last commit, and the summary that `w` gives."""
    device, now = context.device, context.device.clock.time()
    commit = device.stores.committed
    started = device.protocols_started
    return Element(
        "system-uptime-information",
        Element("current-time", times.stamp("date-time", device.local_time(now))),
        Element("time-source", "LOCAL CLOCK"),
        _since(context, "system-booted-time", device.booted),
        None if started is None else _since(context, "protocols-started-time", started),
        _since(context, "last-configured-time", commit.time, Element("user", commit.user)),
        _summary(context),
    )


def uptime_text(answer: Element, _context: Context) -> Iterable[str]:
    """One line for each time, then the line of `w`."""
    yield f"Current time: {answer.value('current-time', 'date-time')}"
    yield f"Time Source:  {answer.value('time-source')} "
    for name, label in (
        ("system-booted-time", "System booted"),
        ("protocols-started-time", "Protocols started"),
        ("last-configured-time", "Last configured"),
    ):
        since = answer.find(name)
        if since is not None:
            user = f" by {since.value('user')}" if since.find("user") else ""
            yield f"{label}: {since.value('date-time')} ({since.value('time-length')} ago){user}"
    summary = answer.find("uptime-information")
    if summary is not None:
        yield _summary_line(summary)


def users(context: Context) -> Element:
    """The summary that `w` gives, and every session that users see; hosts by name, unless `no-resolve`."""
    device = context.device
    now = device.local_time()
    names = {} if "no-resolve" in context.arguments else dict(hosts.names(device.configuration))
    entries = []
    for login in device.logins.shown():
        since, idle = device.local_time(login.since), device.logins.idle(login)
        entries.append(
            Element(
                "user-entry",
                Element("user", login.user),
                Element("tty", login.tty or "-"),
                Element("from", _host(login.origin, names) or "-"),
                _seconds("login-time", times.login_time(since, now), login.since),
                _seconds("idle-time", times.idle_time(idle), idle),
                Element("command", _running(login) or device.platform.users_command),
            )
        )
    table = Element("user-table", *entries)
    return Element("system-users-information", _summary(context, table))


def _running(login: Login) -> str:
    """What a session does, if it is not the CLI at its prompt: a program's is shown by its protocol [g]."""
    return login.foreground or (login.mode if login.mode != CLI else "")


def _host(origin: str, names: Mapping[hosts.IPAddress, str]) -> str:
    """Where a user comes from: the name of the host, as far as the configuration maps one to the address."""
    address = hosts.parsed(origin.partition("%")[0])
    return origin if address is None else names.get(address, origin)


def users_text(answer: Element, _context: Context) -> Iterable[str]:
    """The line of `w`, the header, and one line for each session."""
    summary = answer.find("uptime-information")
    if summary is None:
        return
    yield _summary_line(summary)
    yield _USERS_HEADER
    table = summary.find("user-table")
    for entry in table.all("user-entry") if table is not None else ():
        yield (
            f"{entry.value('user')[:8]:<8} {entry.value('tty')[:8]:<8} {entry.value('from')[:32]:<32} "
            f"{entry.value('login-time'):>7}{entry.value('idle-time'):>7} {entry.value('command')}"
        )


def fips_level(context: Context) -> Element:
    """The level that the device works at: 1 in FIPS mode, else 0."""
    return Element("fips", Element("level", str(int(context.device.fips_mode))))


def fips_level_text(answer: Element, _context: Context) -> Iterable[str]:
    """As the configuration shows it [g]."""
    yield f"level {answer.value('level')};"


def _since(context: Context, name: str, moment: float, *more: Element) -> Element:
    passed = max(0.0, context.device.clock.time() - moment)
    local = context.device.local_time(moment)
    return Element(name, times.stamp("date-time", local), times.length("time-length", passed), *more)


def _summary(context: Context, table: Element | None = None) -> Element:
    device = context.device
    now, count = device.local_time(), len(device.logins.shown())
    averages = device.load.averages(device.clock.monotonic())
    return Element(
        "uptime-information",
        _seconds("date-time", times.clock_time(now), now.timestamp()),
        _seconds("up-time", times.up_time(device.uptime), device.uptime),
        Element(
            "active-user-count",
            str(count),
            attributes={"junos:format": f"{count} user{'' if count == 1 else 's'}"},
        ),
        *(
            Element(f"load-average-{minutes}", f"{average:.2f}")
            for minutes, average in zip((1, 5, 15), averages, strict=True)
        ),
        table,
    )


def _summary_line(summary: Element) -> str:
    averages = ", ".join(summary.value(f"load-average-{minutes}") for minutes in (1, 5, 15))
    return (
        f"{summary.value('date-time'):>7}  up {summary.value('up-time')}, "
        f"{summary.shown('active-user-count')}, load averages: {averages}"
    )


def _seconds(name: str, text: str, seconds: float) -> Element:
    return Element(name, text, attributes={"junos:seconds": str(int(seconds))})


OPERATIONS = (
    Operation("software", software, software_text, by_member=True),
    Operation("version", version, version_text, by_member=True),
    Operation("uptime", uptime, uptime_text, by_member=True),
    Operation("users", users, users_text, by_member=True),
    Operation("fips-level", fips_level, fips_level_text),
)
