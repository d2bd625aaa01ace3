"""`request system storage cleanup`: archives of logs and files of crashes are deleted, after a question.

Layout and elements: vendor documentation, and what programs read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.context import PAUSE, Ask
from junosim.device.files import SYSTEM, File
from junosim.operations.model import Element
from junosim.text import human_size

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Output, Routine

_LOGS, _CRASHES = "/var/log", "/var/crash"
_ARCHIVE = ".gz"


def clean_up(context: Context, command: Command) -> Routine:
    """`request system storage cleanup [dry-run] [no-confirm]`."""
    found = _removable(context)
    yield ["", "List of files to delete:", "", messages.CLEANUP_HEADER]
    yield [f"{human_size(file.size):>13} {_date(context, file)} {file.path}" for file in found]
    if "dry-run" in command.arguments:
        return
    if (
        "no-confirm" not in command.arguments
        and (yield Ask(messages.CLEANUP_QUESTION, default="no")) != "yes"
    ):
        return
    yield from _delete(context, found)


def cleanup_results(context: Context, command: Command) -> Generator[Output, str, Element]:
    """The same for programs: what was deleted, or would be."""
    found = _removable(context)
    if "dry-run" not in command.arguments:
        yield from _delete(context, found)
    files = (
        Element(
            "file",
            Element("file-name", file.path),
            Element("size", str(file.size), attributes={"junos:format": human_size(file.size)}),
            Element("date", _date(context, file)),
        )
        for file in found
    )
    return Element("system-storage-cleanup-information", Element("file-list", *files))


def _removable(context: Context) -> list[File]:
    """Archives of logs, and what crashes have left."""
    files = context.device.files
    return [
        node
        for folder in (_LOGS, _CRASHES)
        for node in files.listing(folder, SYSTEM)
        if isinstance(node, File) and (folder != _LOGS or node.name.endswith(_ARCHIVE))
    ]


def _delete(context: Context, found: list[File]) -> Generator[Output, str, None]:
    for file in found:
        context.device.files.remove(file.path, SYSTEM)
        yield PAUSE


def _date(context: Context, file: File) -> str:
    moment = context.device.local_time(file.time)
    return f"{moment:%b} {moment.day:2} {moment:%H:%M}"
