"""Where messages go: `system syslog` of a committed configuration as values."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from junosim.audit.forms import Layout
from junosim.audit.selection import Selection, match, thresholds
from junosim.config.query import branch, entries, find, leaf_text, leaf_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from junosim.config.tree import Branch

PORT: Final = 514
"""Where remote hosts listen, if `port` says nothing else (RFC 3164)."""
EVERYBODY: Final = "*"
"""The name of the `user` whose messages go to all who are logged in."""

_LEVELS: Final = frozenset(
    ("any", "emergency", "alert", "critical", "error", "warning", "notice", "info", "none")
)
_SIZE: Final = re.compile(r"(\d+)([kmg]?)", re.IGNORECASE)
_UNITS: Final[Mapping[str, int]] = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


@dataclass(frozen=True, slots=True)
class Archive:
    """`archive` of a file, over that of all files; None where neither says something. `size` is in bytes."""

    size: int | None = None
    files: int | None = None
    world_readable: bool | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file below `/var/log`."""

    name: str
    selection: Selection
    layout: Layout
    archive: Archive
    allow_duplicates: bool


@dataclass(frozen=True, slots=True)
class User:
    """The terminals of one user, or of everybody."""

    name: str
    selection: Selection
    layout: Layout
    allow_duplicates: bool


@dataclass(frozen=True, slots=True)
class Console:
    """The console of the device."""

    selection: Selection
    layout: Layout


@dataclass(frozen=True, slots=True)
class Host:
    """A remote host, by UDP. `source` is the address that messages come from, the host's own or that of all hosts."""

    name: str
    selection: Selection
    layout: Layout
    port: int
    source: str | None
    routing_instance: str | None
    allow_duplicates: bool


@dataclass(frozen=True, slots=True)
class Routes:
    """All destinations, in the order of input; `rotate_every` is in minutes."""

    files: tuple[File, ...] = ()
    users: tuple[User, ...] = ()
    console: Console | None = None
    hosts: tuple[Host, ...] = ()
    rotate_every: int = 15


class Routing:
    """Reads the destinations once for each committed `syslog` stanza; the stanza is known by its identity."""

    __slots__ = ("_routes", "_stanza")

    def __init__(self) -> None:
        self._stanza: Branch | None = None
        self._routes = Routes()

    def of(self, tree: Branch) -> Routes:
        """The destinations of a configuration; `tree` is its root, with the groups applied."""
        stanza = branch(tree, "system", "syslog")
        if stanza is not self._stanza:
            self._routes = Routes() if stanza is None else routes(stanza)
            self._stanza = stanza
        return self._routes


def routes(stanza: Branch) -> Routes:
    """The destinations of a `syslog` stanza."""
    time_format = branch(stanza, "time-format")
    common = Layout(year=_has(time_format, "year"), millisecond=_has(time_format, "millisecond"))
    console = entries(stanza, "console")
    return Routes(
        files=tuple(_file(entry, stanza, common) for entry in entries(stanza, "file")),
        users=tuple(
            User(entry.keys[0], _selection(entry), common, _duplicates(entry, stanza))
            for entry in entries(stanza, "user")
        ),
        console=Console(Selection(thresholds(_levels(console))), common) if console else None,
        hosts=tuple(_host(entry, stanza, common) for entry in entries(stanza, "host")),
        rotate_every=int(leaf_text(stanza, "log-rotate-frequency") or Routes().rotate_every),
    )


def size(text: str) -> int | None:
    """A size with `k`, `m` or `g` in bytes; None for what is no size."""
    found = _SIZE.fullmatch(text)
    return int(found[1]) * _UNITS[found[2].lower()] if found else None


def _file(entry: Branch, stanza: Branch, common: Layout) -> File:
    return File(
        name=entry.keys[0],
        selection=_selection(entry),
        layout=_layout(entry, common),
        archive=_archive(branch(entry, "archive"), _archive(branch(stanza, "archive"), Archive())),
        allow_duplicates=_duplicates(entry, stanza),
    )


def _host(entry: Branch, stanza: Branch, common: Layout) -> Host:
    layout = replace(
        _layout(
            entry, replace(common, year=False, millisecond=False)
        ),  # what remote hosts read has one form [recalled]
        remote=True,
        facility=leaf_text(entry, "facility-override"),
        prefix=leaf_text(entry, "log-prefix") or "",
        names_host=not _has(entry, "exclude-hostname"),
    )
    return Host(
        name=entry.keys[0],
        selection=_selection(entry),
        layout=layout,
        port=int(leaf_text(entry, "port") or PORT),
        source=leaf_text(entry, "source-address") or leaf_text(stanza, "source-address"),
        routing_instance=leaf_text(entry, "routing-instance") or leaf_text(stanza, "routing-instance"),
        allow_duplicates=_duplicates(entry, stanza),
    )


def _layout(entry: Branch, common: Layout) -> Layout:
    structured = branch(entry, "structured-data")
    return replace(
        common,
        explicit_priority=_has(entry, "explicit-priority"),
        structured=structured is not None,
        brief=_has(structured, "brief"),
    )


def _selection(entry: Branch) -> Selection:
    pattern = leaf_text(entry, "match")
    return Selection(
        thresholds(_levels(entries(entry, "contents"))),
        None if pattern is None else match(pattern),
        leaf_values(entry, "match-strings"),
    )


def _levels(contents: Iterable[Branch]) -> Mapping[str, str]:
    """Facility -> severity. A facility without a severity takes nothing, and leaves `any` as it is [g]."""
    found: dict[str, str] = {}
    for entry in contents:
        for name in _LEVELS.intersection(entry.children):
            if _has(entry, name):
                found[entry.keys[0]] = name
    return found


def _archive(stanza: Branch | None, outer: Archive) -> Archive:
    if stanza is None:
        return outer
    files = leaf_text(stanza, "files") or ""
    own = size(leaf_text(stanza, "size") or "")
    readable = outer.world_readable
    if _has(stanza, "world-readable") or _has(stanza, "no-world-readable"):
        readable = _has(stanza, "world-readable")
    return Archive(
        outer.size if own is None else own, int(files) if files.isdecimal() else outer.files, readable
    )


def _duplicates(entry: Branch, stanza: Branch) -> bool:
    return _has(entry, "allow-duplicates") or _has(stanza, "allow-duplicates")


def _has(tree: Branch | None, name: str) -> bool:
    return find(tree, name) is not None
