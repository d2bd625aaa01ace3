"""`file copy`, `rename`, `delete`, `link`, `make-directory`, `checksum`. Nothing reaches the host, or leaves it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem, join
from junosim.device.files import Directory
from junosim.operations.file_patterns import matching
from junosim.operations.files import FileRefused, path_of, visitor_of
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_UMASK: Final = 0o022
_NAMES: Final = {"md5": "MD5", "sha1": "SHA1", "sha256": "SHA256"}


def copy(context: Context) -> None:
    """`file copy SOURCE DESTINATION`, without a word; a new file has the permissions of the old one."""
    files, visitor = context.device.files, visitor_of(context)
    try:
        source, destination = _ends(context)
        data = files.read(source, visitor)
        destination = _inside(context, source, destination)
        if files.resolve(source, visitor) != files.resolve(destination, visitor):
            mode = files.status(source, visitor).mode & ~_UMASK
            files.write(destination, data, visitor, mode=mode)
    except FileProblem as problem:
        raise FileRefused(f"cp: {problem}") from problem


def rename(context: Context) -> None:
    """`file rename SOURCE DESTINATION`: a file, a link, or a directory; onto itself it changes nothing."""
    try:
        source, destination = _ends(context)
        context.device.files.rename(source, _inside(context, source, destination), visitor_of(context))
    except FileProblem as problem:
        raise FileRefused(f"mv: {problem}") from problem


def delete(context: Context) -> None:
    """`file delete [purge] FILE`, without a word; a pattern stands for all files that it fits."""
    name, files, visitor = context.arguments["path"], context.device.files, visitor_of(context)
    shown = name
    try:
        for found, path in matching(context, name, visitor):
            shown = found
            files.remove(path, visitor)
    except FileProblem as problem:
        raise FileRefused(f"rm: {shown}: {problem.reason}") from problem


def link(context: Context) -> None:
    """`file link SOURCE DESTINATION [symbolic-link]`: a second name for a file, or a way to it."""
    arguments, files, visitor = context.arguments, context.device.files, visitor_of(context)
    try:
        source, destination = _ends(context)
        destination = _inside(context, source, destination)
        if "symbolic-link" in arguments:
            files.make_link(arguments["source"], destination, visitor)
        else:
            files.link(source, destination, visitor)
    except FileProblem as problem:
        raise FileRefused(f"ln: {problem}") from problem


def make_directory(context: Context) -> None:
    """`file make-directory DIRECTORY [with-path]`: with those above it that are missing."""
    files, visitor = context.device.files, visitor_of(context)
    try:
        path = path_of(context, context.arguments["directory"])
        above = [path[:at] for at, sign in enumerate(path) if sign == "/" and at]
        for missing in above if "with-path" in context.arguments else ():
            if not _is_directory(context, missing):
                files.make_directory(missing, visitor)
        if not ("with-path" in context.arguments and _is_directory(context, path)):
            files.make_directory(path, visitor)
    except FileProblem as problem:
        raise FileRefused(f"mkdir: {problem}") from problem


def _ends(context: Context) -> tuple[str, str]:
    """The paths of source and destination. Raises FileProblem."""
    source, destination = (path_of(context, context.arguments[name]) for name in ("source", "destination"))
    return source, destination


def _inside(context: Context, source: str, destination: str) -> str:
    """A destination that is a directory takes the file under its name."""
    return (
        join(destination, source.rpartition("/")[2]) if _is_directory(context, destination) else destination
    )


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
    Operation("delete", delete, output),
    Operation("link", link, output),
    Operation("make-directory", make_directory, output),
    Operation("checksum-md5", _checksum("md5"), checksum_text),
    Operation("checksum-sha1", _checksum("sha1"), checksum_text),
    Operation("checksum-sha256", _checksum("sha256"), checksum_text),
)
