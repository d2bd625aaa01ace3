"""`file list`, `file show`, `file delete`: the files of the device; and which of them a user means by a name."""

from __future__ import annotations

import base64
import stat
from typing import TYPE_CHECKING

from junosim.device.file_names import NOT_FOUND, FileProblem, absolute, home_of
from junosim.device.files import Directory, Link, Visitor
from junosim.errors import JunosimError
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.device.device import Device
    from junosim.device.files import Node
    from junosim.operations.cli_settings import CliSettings

_BLOCK = 512  # bytes


class FileRefused(JunosimError):
    """A file command that cannot be carried out; the message is what it prints."""


def located(device: Device, user: str, settings: CliSettings, name: str) -> str:
    """The path that a user means by a name. Raises FileProblem."""
    engines = [engine.name for engine in device.platform.routing_engines]
    return absolute(name, settings.directory, home_of(user), engines)


def path_of(context: Context, name: str) -> str:
    """The path that the user of a command means by a name. Raises FileProblem."""
    return located(context.device, context.login.user, context.settings, name)


def visitor_of(context: Context) -> Visitor:
    """The user of a command, as the files of the device know him."""
    return Visitor.of(context.login.user, context.permissions)


def list_files(context: Context) -> Element:
    """The content of a directory, or one file."""
    name = context.arguments.get("path") or "."
    files, visitor = context.device.files, visitor_of(context)
    is_detailed = context.arguments.get("style") == "detail"
    try:
        path = path_of(context, name)
        found = files.status(path, visitor)
        inside = files.listing(path, visitor) if isinstance(found, Directory) else (found,)
    except FileProblem as problem:
        return Element("directory-list", Element("output", str(problem)))
    listed = (_information(context, item, is_detailed=is_detailed) for item in inside)
    if not isinstance(found, Directory):
        return Element("directory-list", *listed)
    shown = path.rstrip("/") + "/"
    sizes = [item.size for item in inside if not isinstance(item, Directory)]
    totals = (
        (
            Element("total-file-blocks", str(sum(-(-size // _BLOCK) for size in sizes))),
            Element("total-files", str(len(inside))),
        )
        if is_detailed
        else ()
    )
    return Element(
        "directory-list",
        Element("directory", *listed, *totals, attributes={"name": shown}),
        attributes={"root-path": shown},
    )


def _information(context: Context, item: Node, *, is_detailed: bool) -> Element:
    """One file or directory; without details its name is all."""
    is_directory = isinstance(item, Directory)
    name = item.path.rpartition("/")[2]
    parts = [Element("file-name", name), Element("file-directory") if is_directory else None]
    if is_detailed:
        kind = stat.S_IFDIR if is_directory else stat.S_IFLNK if isinstance(item, Link) else stat.S_IFREG
        mode = item.mode | kind
        date = context.device.local_time(item.time)
        parts += [
            Element("file-permissions", f"{item.mode:o}", attributes={"junos:format": stat.filemode(mode)}),
            Element("file-owner", item.owner),
            Element("file-group", item.group),
            Element("file-links", str(context.device.files.links(item, visitor_of(context)))),
            Element("file-size", str(item.size)),
            Element(
                "file-date",
                str(int(item.time)),
                attributes={"junos:format": f"{date:%b} {date.day:2} {date:%H:%M}"},
            ),
        ]
    return Element("file-information", *parts)


def list_text(answer: Element, _context: Context) -> Iterator[str]:
    """The names, one a line; directories end with a slash."""
    directory = answer.find("directory")
    problem = answer.value("output")
    if problem:
        yield problem
    elif directory is None:
        yield from _lines(answer)
    else:
        yield f"{directory.attributes['name']}:"
        blocks, total = directory.value("total-file-blocks"), directory.value("total-files")
        if total:
            yield f"total blocks: {blocks}"
        yield from _lines(directory)
        yield f"total files: {total}" if total else ""  # the plain list ends with an empty line


def _lines(listed: Element) -> Iterator[str]:
    for item in listed.all("file-information"):
        name = item.value("file-name") + ("/" if item.find("file-directory") is not None else "")
        if item.find("file-owner") is None:
            yield name
            continue
        owner, group = item.value("file-owner"), item.value("file-group")
        yield (
            f"{item.shown('file-permissions')}  {item.value('file-links')} {owner:<5} {group:<5}"
            f" {item.value('file-size'):>10} {item.shown('file-date')} {name}"
        )


def show_file(context: Context) -> Element:
    """The content of a file."""
    name = context.arguments["filename"]
    try:
        path = path_of(context, name)
        data = context.device.files.read(path, visitor_of(context))
    except FileProblem as problem:
        missing = problem.reason == NOT_FOUND
        text = f"could not resolve file: {name}" if missing else f"could not open '{name}': {problem.reason}"
        raise FileRefused(text) from problem
    encoding = context.arguments.get("encoding", "text")
    text = base64.encodebytes(data).decode() if encoding == "base64" else data.decode("utf-8", "replace")
    about = {"encoding": encoding, "filename": path, "filesize": str(len(data))}
    return Element("file-content", text.removesuffix("\n"), attributes=about)


def show_text(answer: Element, _context: Context) -> Iterable[str]:
    """The lines of the file."""
    return answer.text.split("\n") if answer.text else ()


def delete_file(context: Context) -> None:
    """Delete a file, without a word."""
    name = context.arguments["path"]
    try:
        context.device.files.remove(path_of(context, name), visitor_of(context))
    except FileProblem as problem:
        raise FileRefused(f"rm: {name}: {problem.reason}") from problem


OPERATIONS = (
    Operation("list", list_files, list_text),
    Operation("show", show_file, show_text),
    Operation("delete", delete_file, lambda _answer, _context: ()),
)
