"""`file list`, and the list of `show log`: names, or details as `ls -l` has them."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.device.files import Directory, Link
from junosim.operations.file_patterns import matching
from junosim.operations.files import visitor_of
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.device.files import Node, Visitor
    from junosim.slices import Slices

_BLOCK: Final = 512  # bytes
_RECENT: Final = 182.5 * 86400  # seconds: what is older is dated with its year, as `ls` does
_KINDS: Final = {Directory: stat.S_IFDIR, Link: stat.S_IFLNK}
_AT_ONCE: Final = 25  # entries between two pauses: about 1 ms
LOGS: Final = "/var/log"
"""The directory that `show log` lists."""


def list_files(context: Context) -> Element:
    """The content of a directory or, with `recursive`, of all below it; one file; or what a pattern fits."""
    return finish(listing_of(context))


def listing_of(context: Context) -> Slices[Element]:
    """The same, in slices."""
    arguments = context.arguments
    return listed(context, arguments.get("path") or ".", arguments.get("style", ""))


def list_logs(context: Context) -> Element:
    """The directory of the log files, in detail."""
    return finish(listed(context, LOGS, "detail"))


def listed(context: Context, name: str, style: str) -> Slices[Element]:
    """The list of what a user calls `name`; what is wrong stands in it as a text."""
    files, visitor, is_detailed = context.device.files, visitor_of(context), style == "detail"
    try:
        found = matching(context, name, visitor)
        alone, directories = [], []
        for shown, path in found:
            node = files.link_status(path, visitor)
            place = _place(context, node, visitor)
            if place is None:
                alone.append(_information(context, node, shown, visitor, is_detailed=is_detailed))
                yield
            else:
                directories.append((yield from _directory(context, place, visitor, is_detailed=is_detailed)))
                if style == "recursive":
                    directories += yield from _below(context, place, visitor)
    except FileProblem as problem:
        return Element("directory-list", Element("output", str(problem)))
    root = directories[0].attributes["name"] if len(directories) == 1 and not alone else ""
    files_alone = [Element("directory", *alone)] if alone else []  # of no name, as captures have it
    return Element(
        "directory-list", *files_alone, *directories, attributes={"root-path": root} if root else None
    )


def _place(context: Context, node: Node, visitor: Visitor) -> str | None:
    """The directory that a node is or leads to."""
    if isinstance(node, Link):
        try:
            found = context.device.files.status(node.path, visitor)
        except FileProblem:
            return None
        return node.path if isinstance(found, Directory) else None
    return node.path if isinstance(node, Directory) else None


def _below(context: Context, path: str, visitor: Visitor) -> Slices[list[Element]]:
    """All directories below one that the user may read, each before those in it."""
    files, found = context.device.files, []
    waiting = [path]
    while waiting:
        at = waiting.pop()
        try:
            inside = [node.path for node in files.listing(at, visitor) if isinstance(node, Directory)]
            if at != path:
                found.append((yield from _directory(context, at, visitor, is_detailed=False)))
        except FileProblem:
            continue
        waiting += reversed(inside)
        yield
    return found


def _directory(context: Context, path: str, visitor: Visitor, *, is_detailed: bool) -> Slices[Element]:
    entries, blocks = [], 0
    for number, node in enumerate(context.device.files.listing(path, visitor), 1):
        entries.append(_information(context, node, node.name, visitor, is_detailed=is_detailed))
        blocks += 0 if isinstance(node, Directory | Link) else -(-node.size // _BLOCK)
        if number % _AT_ONCE == 0:
            yield
    totals = (
        (Element("total-file-blocks", str(blocks)), Element("total-files", str(len(entries))))
        if is_detailed
        else ()
    )
    return Element("directory", *entries, *totals, attributes={"name": path.rstrip("/") + "/"})


def _information(context: Context, node: Node, name: str, visitor: Visitor, *, is_detailed: bool) -> Element:
    """One file, directory or link; without details its name, and where a link leads, is all."""
    parts = [
        Element("file-name", name),
        Element("file-directory") if isinstance(node, Directory) else None,
        Element("file-symlink-target", node.target) if isinstance(node, Link) else None,
    ]
    if is_detailed:
        mode = node.mode | _KINDS.get(type(node), stat.S_IFREG)
        parts += [
            Element("file-permissions", f"{node.mode:o}", attributes={"junos:format": stat.filemode(mode)}),
            Element("file-owner", node.owner),
            Element("file-group", node.group),
            Element("file-links", str(context.device.files.links(node, visitor))),
            Element("file-size", str(node.size)),
            Element("file-date", str(int(node.time)), attributes={"junos:format": _date(context, node.time)}),
        ]
    return Element("file-information", *parts)


def _date(context: Context, time: float) -> str:
    """A time as `ls -l` shows it."""
    device = context.device
    date = device.local_time(time)
    is_recent = abs(device.clock.time() - time) < _RECENT
    return f"{date:%b} {date.day:2} {f'{date:%H:%M}' if is_recent else f' {date.year}'}"


def list_text(answer: Element, _context: Context) -> Iterator[str]:
    """The names, one a line: directories end with a slash, links with an `@` and where they lead."""
    problem = answer.value("output")
    if problem:
        yield problem
        return
    for directory in answer.all("directory"):
        if "name" not in directory.attributes:
            yield from _lines(directory.all("file-information"))
            continue
        yield f"{directory.attributes['name']}:"
        blocks, total = directory.value("total-file-blocks"), directory.value("total-files")
        if total:
            yield f"total blocks: {blocks}"
        yield from _lines(directory.all("file-information"))
        yield f"total files: {total}" if total else ""  # the plain list ends with an empty line


def _lines(entries: Iterable[Element]) -> Iterator[str]:
    """The lines of one list; its columns are as wide as what is in them, as `ls -l` has it."""
    listed = list(entries)
    links, owner, group = (
        max((len(entry.value(name)) for entry in listed), default=0)
        for name in ("file-links", "file-owner", "file-group")
    )
    for entry in listed:
        name, target = entry.value("file-name"), entry.find("file-symlink-target")
        if target is not None:
            name = f"{name}@ -> {target.text}"
        elif entry.find("file-directory") is not None:
            name = name.rstrip("/") + "/"
        if entry.find("file-owner") is None:
            yield name
            continue
        yield (
            f"{entry.shown('file-permissions')}  {entry.value('file-links'):>{links}}"
            f" {entry.value('file-owner'):<{owner}}  {entry.value('file-group'):<{group}}"
            f" {entry.value('file-size'):>10} {entry.shown('file-date')} {name}"
        )


OPERATIONS = (Operation("list", list_files, list_text),)
