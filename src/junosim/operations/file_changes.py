"""`file copy`, `file rename` and `file checksum`. Nothing here reaches the host, or leaves it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.device.files import Directory
from junosim.operations.files import FileRefused, path_of, visitor_of
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_NAMES: Final = {"md5": "MD5", "sha1": "SHA1", "sha256": "SHA256"}


def copy(context: Context) -> None:
    """`file copy SOURCE DESTINATION`, without a word."""
    _copy(context, "cp")


def rename(context: Context) -> None:
    """`file rename SOURCE DESTINATION`: onto itself it changes nothing."""
    source, destination = _copy(context, "mv")
    if source == destination:
        return
    try:
        context.device.files.remove(source, visitor_of(context))
    except FileProblem as problem:
        raise FileRefused(f"mv: {problem}") from problem


def _copy(context: Context, command: str) -> tuple[str, str]:
    """Copy; where from and where to. A destination that is a directory takes the file under its name."""
    files, visitor = context.device.files, visitor_of(context)
    try:
        source, destination = (
            path_of(context, context.arguments[name]) for name in ("source", "destination")
        )
        data = files.read(source, visitor)
        if _is_directory(context, destination):
            destination = f"{destination.rstrip('/')}/{source.rpartition('/')[2]}"
        if source != destination:
            files.write(destination, data, visitor)
    except FileProblem as problem:
        raise FileRefused(f"{command}: {problem}") from problem
    return source, destination


def _is_directory(context: Context, path: str) -> bool:
    try:
        return isinstance(context.device.files.status(path, visitor_of(context)), Directory)
    except FileProblem:
        return False  # it is new, or writing it will say what is wrong


def _checksum(method: str) -> Callable[[Context], Element]:
    def checksum(context: Context) -> Element:
        name = context.arguments["path"]
        try:
            path = path_of(context, name)
            data = context.device.files.read(path, visitor_of(context))
        except FileProblem as problem:
            raise FileRefused(f"could not open '{name}': {problem.reason}") from problem
        return Element(
            "checksum-information",
            Element(
                "file-checksum",
                Element("computation-method", _NAMES[method]),
                Element("input-file", path),
                Element("checksum", hashlib.new(method, data, usedforsecurity=False).hexdigest()),
            ),
        )

    return checksum


def checksum_text(answer: Element, _context: Context) -> Iterable[str]:
    """`MD5 (PATH) = …`."""
    for found in answer.all("file-checksum"):
        method, path = found.value("computation-method"), found.value("input-file")
        yield f"{method} ({path}) = {found.value('checksum')}"


OPERATIONS = (
    Operation("copy", copy, output),
    Operation("rename", rename, output),
    Operation("checksum-md5", _checksum("md5"), checksum_text),
    Operation("checksum-sha1", _checksum("sha1"), checksum_text),
    Operation("checksum-sha256", _checksum("sha256"), checksum_text),
)
