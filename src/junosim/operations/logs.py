"""`show log`, `show log user`, `clear log`: the log files of the device, and who has logged in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device import archives
from junosim.device.file_names import DENIED, IS_DIRECTORY, FileProblem, absolute
from junosim.device.files import CAPACITY, SYSTEM, Directory, Visitor
from junosim.device.logs import FOLDER
from junosim.operations.file_lists import list_logs, list_text
from junosim.operations.files import FileRefused, content, not_shown, show_text, visitor_of
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output
from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.device.login_records import Visit

_READS_LOGS: Final = frozenset({"all", "maintenance"})
"""The flags of those who may read log files that are not world-readable [vendor documentation]."""

_DAY: Final = 86400


def log_path(context: Context, name: str) -> str:
    """The path of a log; a name that leads out of the directory of logs is refused. Raises FileProblem."""
    path = context.device.files.resolve(absolute(name, FOLDER, FOLDER), SYSTEM)
    if not path.startswith(f"{FOLDER}/"):
        raise FileProblem(name, DENIED)
    return path


def log_reader(context: Context) -> Visitor:
    """Who reads a log: a user with the permission for that reads all."""
    return SYSTEM if context.permissions & _READS_LOGS else visitor_of(context)


def watched_path(context: Context, name: str) -> str:
    """The path of a log that the user may read. Raises FileRefused."""
    try:
        path = log_path(context, name)
        found = context.device.files.status(path, SYSTEM)
    except FileProblem as problem:
        raise not_shown(name, problem) from problem
    if isinstance(found, Directory):
        raise not_shown(name, FileProblem(name, IS_DIRECTORY))
    if not log_reader(context).may(4, found.owner, found.mode):
        raise not_shown(name, FileProblem(name, DENIED))
    return path


def read_log(context: Context, name: str) -> tuple[str, bytes]:
    """The path and the content of a log, as it lies on the disk. Raises FileRefused."""
    try:
        path = log_path(context, name)
        return path, context.device.files.read(path, log_reader(context))
    except FileProblem as problem:
        raise not_shown(name, problem) from problem


def is_packed(data: bytes) -> bool:
    """Whether a log is an archive that is unpacked to be shown."""
    return data.startswith(archives.GZIP_MAGIC)


def show_log(context: Context) -> Element:
    """A log as one answer; without a name the list of all."""
    name = context.arguments.get("filename")
    if name is None:
        return list_logs(context)
    path, data = read_log(context, name)
    if is_packed(data):
        try:
            data = finish(archives.unpacked(data, CAPACITY))
        except archives.ArchiveProblem as problem:
            raise FileRefused(f"gunzip: {name}: {problem}") from problem
    return content(path, data)


def show_log_text(answer: Element, context: Context) -> Iterable[str]:
    """The lines of the log, or of the list."""
    return (show_text if answer.name == "file-content" else list_text)(answer, context)


def clear_log(context: Context) -> None:
    """`clear log FILE [all]`, without a word."""
    name = context.arguments["filename"]
    try:
        path = log_path(context, name)
        context.device.logs.clear(
            path.removeprefix(f"{FOLDER}/"), SYSTEM, archives="all" in context.arguments
        )
    except FileProblem as problem:
        raise not_shown(name, problem) from problem


def show_users(context: Context) -> Element:
    """`show log user [NAME]`: who has logged in on a terminal, the last first."""
    user = context.arguments.get("user-name")
    visits = (visit for visit in context.device.logins.visits() if user in (None, visit.user))
    return Element("user-logins", *(Element("output", _line(context, visit)) for visit in visits))


def _line(context: Context, visit: Visit) -> str:
    """One line as last(1) has it [layout: vendor documentation]."""
    since = context.device.local_time(visit.since)
    head = (
        f"{visit.user:<9.9} {visit.tty:<8.8} {visit.origin:<16.16} {since:%a %b} {since.day:2} {since:%H:%M}"
    )
    if visit.until is None:
        return f"{head}   still logged in"
    minutes = int(visit.until - visit.since) // 60
    days, rest = divmod(minutes, _DAY // 60)
    lasted = f"{rest // 60:02}:{rest % 60:02}"
    until = context.device.local_time(visit.until)
    return f"{head} - {until:%H:%M} " + (f"({days}+{lasted})" if days else f" ({lasted})")


OPERATIONS = (
    Operation("show", show_log, show_log_text),
    Operation("users", show_users, output),
    Operation("clear", clear_log, output),
)
