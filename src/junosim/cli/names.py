"""Names known to the device that may stand for a value: what Tab completes and `?` lists beside a placeholder.

A statement whose value is a name says where names come from with the annotation `complete`: either one of the
sources below, or the path of the list whose entries are meant (`security/ike/proposal`).
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

from junosim.access.classes import PREDEFINED
from junosim.access.permissions import FLAG_TEXTS
from junosim.cli.files import path_of, visitor
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries
from junosim.device.file_names import FileProblem
from junosim.device.files import Directory
from junosim.device.logs import FOLDER as _LOG_FOLDER
from junosim.schema.node import Kind
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.cli.context import Context
    from junosim.schema.node import Node
    from junosim.schema.walk import Path


_FILES: Final = "files"
_LOGS: Final = "logs"
_FILE_TYPE: Final = "filename"
_AT_ONCE: Final = 1000  # names between two pauses: about 1 ms
_FILES_AT_ONCE: Final = 100


class KnownNames:
    """Looks names up for one session: in its candidate, or in the committed configuration."""

    __slots__ = ("_context",)

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, node: Node, path: Path, prefix: str) -> Iterator[tuple[str, str] | None]:
        """The names for a value of `node`, or for the next key of the list that `path` ends with; with help texts.

        `prefix` is what is typed of it: of files, only those in the directory that it names are looked at. Each
        name comes once, in no order; None is a pause.
        """
        texts = self._texts(node, path, prefix)
        if texts is not None:
            yield from texts
            return
        source, seen = node.attributes.get("complete", ""), set()
        for number, name in enumerate(chain(self._from_source(source), self._existing(node, path))):
            if number % _AT_ONCE == _AT_ONCE - 1:
                yield None
            if name not in seen:
                seen.add(name)
                yield name, ""

    def _texts(self, node: Node, path: Path, prefix: str) -> Iterable[tuple[str, str] | None] | None:
        """The names that have help texts; None for a value whose names have none."""
        source = node.attributes.get("complete", "")
        if source == "rollbacks":
            return self._rollbacks().items()
        if source == "daemons":
            words = path[-1].node.by_name if path else {}  # those are commands of their own
            names = self._context.device.processes.names()
            return [(name, title) for name, title in names.items() if name not in words]
        if source == _LOGS:
            return self._inside(_LOG_FOLDER, "")
        if source == _FILES or (node.type is not None and node.type.base == _FILE_TYPE):
            return self._files(prefix)
        return None

    def _rollbacks(self) -> dict[str, str]:
        """The stored configurations: when each was committed, by whom and how."""
        device = self._context.device
        return {
            str(number): f"{device.local_time(revision.time):%Y-%m-%d %H:%M:%S %Z} "
            f"by {revision.user} via {revision.client}"
            for number, revision in enumerate(device.stores.revisions)
        }

    def _files(self, prefix: str) -> Iterator[tuple[str, str] | None]:
        """The files in the directory that the name being typed begins with; directories end with a slash."""
        start = prefix[: prefix.rfind("/") + 1]
        return self._inside(start or ".", start)

    def _inside(self, directory: str, start: str) -> Iterator[tuple[str, str] | None]:
        """What lies in a directory, each name behind `start`."""
        device = self._context.device
        try:
            items = device.files.listing(path_of(self._context, directory), visitor(self._context))
        except FileProblem:
            return
        for number, item in enumerate(items):
            if number % _FILES_AT_ONCE == _FILES_AT_ONCE - 1:
                yield None
            if isinstance(item, Directory):
                yield f"{start}{item.name}/", ""
            else:
                changed = device.local_time(item.time)
                yield start + item.name, f"Size: {item.size}, Last changed: {changed:%b %d %H:%M:%S}"

    @property
    def _root(self) -> Branch:
        editing = self._context.editing
        return self._context.device.written_configuration if editing is None else editing.candidate.root

    def _from_source(self, source: str) -> Iterable[str]:
        device = self._context.device
        if source == "interfaces":
            return [port.name for port in device.platform.ports if port.kind != "console"]
        if source == "classes":
            return [*PREDEFINED, *self._entries_at("system", "login", "class")]
        if source == "permissions":
            return FLAG_TEXTS
        if source == "users":
            return dict.fromkeys(login.user for login in device.logins.on_terminals())
        if source == "terminals":
            return [login.tty for login in device.logins.on_terminals() if login.tty is not None]
        if source == "time-zones":
            return _time_zones()
        return self._entries_at(*source.split("/")) if source else ()

    def _entries_at(self, *names: str) -> Iterable[str]:
        """The entries of the list at a path of XML names."""
        item: object = self._root
        path: Path = ()
        for name in names:
            found = item.children.get(name) if isinstance(item, Branch) else None
            path = path if found is None else (*path, Step(found.node))
            item = found
        return self._keys(item, path) if isinstance(item, Entries) else ()

    def _existing(self, node: Node, path: Path) -> Iterable[str]:
        """The entries that a list holds already; they may be named again.

        The path ends with the list, or, where entries are typed without its word, with what holds it.
        """
        if node.kind is not Kind.LIST:
            return ()
        if not (path and path[-1].node is node):
            path = (*path, Step(node))
        if path[-1].values:
            return ()
        item = lookup(self._root, path)
        return self._keys(item, path) if isinstance(item, Entries) else ()

    def _keys(self, entries: Entries, path: Path) -> Iterator[str]:
        """The names of a list that may be seen, in no order: who lists them sorts them."""
        seen = self._context.authority.seen_entries(path)
        # others may edit during a pause
        return (keys[0] for keys in tuple(entries.entries) if keys and seen(keys))


@cache
def _time_zones() -> tuple[str, ...]:
    """The zones of the host, read once: it takes some 20 ms."""
    return tuple(sorted(available_timezones()))
