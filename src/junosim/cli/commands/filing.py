"""The commands on files that may take long: each works in slices, and what they print comes from `operations`."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final, TypeVar

from junosim.cli.commands import operating
from junosim.cli.context import PAUSE
from junosim.cli.files import path_of, visitor
from junosim.cli.text_input import MOST
from junosim.device import archives
from junosim.device.file_names import EXISTS, FileProblem
from junosim.device.files import CAPACITY, Directory, File
from junosim.operations import difference_text
from junosim.operations.difference_text import Text
from junosim.operations.differences import changes
from junosim.operations.file_attributes import changing_owner
from junosim.operations.file_lists import LOGS, list_text, listed, listing_of
from junosim.operations.file_patterns import matching
from junosim.operations.file_secrets import masked
from junosim.operations.files import FileRefused, not_shown
from junosim.operations.logs import is_packed, read_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.operations.differences import Change
    from junosim.operations.model import Element
    from junosim.operations.operation import Context as Call
    from junosim.slices import Slices

Made = TypeVar("Made")

_PIECE: Final = 128 * 1024  # bytes of a text that are shown between two pauses
_BASE64: Final = 57 * 1000  # bytes, whole lines of base64
_LINES: Final = 20  # lines of a comparison between two pauses
_FORMS: Final = {
    "": difference_text.usual,
    "context": difference_text.context,
    "unified": difference_text.unified,
}
REMOVED_SLASH: Final = "/usr/bin/tar: Removing leading / from absolute path names in the archive."
"""What `file archive` says [vendor documentation]."""


def show_file(context: Context, command: Command) -> Routine:
    """`file show FILE [encoding base64|raw]`."""
    if operating.form_of(command) is not None:
        yield from operating.operate(context, command)
        return
    name = command.arguments["filename"]
    try:
        path = path_of(context, name)
        yield from context.device.files.prepare(path, visitor(context))
        data = context.device.files.read(path, visitor(context))
    except FileProblem as problem:
        raise not_shown(name, problem) from problem
    if command.arguments.get("encoding") != "base64":
        if is_packed(data):
            data = yield from _refusing("gunzip", archives.unpacked(data, CAPACITY), name)
        yield from _shown(data, masks=context.masks_secrets)
        return
    if context.masks_secrets:
        data = masked(data)
    for start in range(0, len(data), _BASE64):
        yield base64.encodebytes(data[start : start + _BASE64]).decode().splitlines()
        yield PAUSE


def list_files(context: Context, command: Command) -> Routine:
    """`file list [detail|recursive] [NAME]`."""
    call = operating.call_of(context, command)
    if operating.form_of(command) is not None:
        yield from operating.operate(context, command)
    else:
        yield from _listed(call, listing_of(call))


def _listed(call: Call, work: Slices[Element]) -> Routine:
    answer = yield from work
    yield from list_text(answer, call)


def change_owner(context: Context, command: Command) -> Routine:
    """`file change-owner FILE user NAME … [recurse]`."""
    yield from changing_owner(operating.call_of(context, command))


def show_log(context: Context, command: Command) -> Routine:
    """`show log FILE`: a log, unpacked where it is an archive; without a file the list of all."""
    name, call = command.arguments.get("filename"), operating.call_of(context, command)
    if operating.form_of(command) is not None:
        yield from operating.operate(context, command)
        return
    if name is None:
        yield from _listed(call, listed(call, LOGS, "detail"))
        return
    _, data = read_log(call, name)
    if is_packed(data):
        data = yield from _refusing("gunzip", archives.unpacked(data, CAPACITY), name)
    yield from _shown(data)


def _shown(data: bytes, *, masks: bool = False) -> Routine:
    """The lines of a text, with pauses; `masks` hides what is a secret by its form."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _PIECE)
        end = len(data) if end < 0 else end
        piece = data[start:end].removesuffix(b"\n")
        yield (masked(piece) if masks else piece).decode("utf-8", "replace").split("\n")
        start = end + 1
        yield PAUSE


def archive(context: Context, command: Command) -> Routine:
    """`file archive [compress] source NAME destination NAME`: the suffix is added where it is missing."""
    arguments = command.arguments
    source, name = arguments["source"], arguments["destination"]
    compress = "compress" in arguments
    suffix = ".tgz" if compress else ".tar"
    name = name if name.endswith(suffix) else name + suffix
    files, who = context.device.files, visitor(context)
    try:
        destination = path_of(context, name)
        files.check_write(destination, who)
        found = [path for _, path in matching(operating.call_of(context, command), source, who)]
        for path in found:
            files.link_status(path, who)
    except FileProblem as problem:
        raise FileRefused(f"tar: {problem}") from problem
    yield REMOVED_SLASH
    data = yield from _refusing("tar", archives.tar(files, found, who))
    if compress:
        data = yield from _refusing("tar", archives.packed(data))
    _write(context, "tar", destination, data)


def extract(context: Context, command: Command) -> Routine:
    """`file extract SOURCE [delete] [destination DIRECTORY]`: into the working directory unless one is named."""
    arguments = command.arguments
    files, who, name = context.device.files, visitor(context), arguments["source"]
    try:
        source = path_of(context, name)
        directory = path_of(context, arguments.get("destination") or ".")
        data = files.read(source, who)
        if not isinstance(files.status(directory, who), Directory):
            raise FileRefused(f"tar: could not chdir to '{directory}'")
    except FileProblem as problem:
        raise FileRefused(f"tar: {problem}") from problem
    if data.startswith(archives.GZIP_MAGIC):
        data = yield from _refusing("tar", archives.unpacked(data, CAPACITY))
    yield from _refusing("tar", archives.extract(files, data, files.resolve(directory, who), who))
    if "delete" in arguments:
        _remove(context, "rm", source)


def compress(context: Context, command: Command) -> Routine:
    """`file compress FILE`: as gzip does, `FILE.gz` takes the place of the file."""
    name, files, who = command.arguments["file"], context.device.files, visitor(context)
    try:
        path = path_of(context, name)
        found, data = files.status(path, who), files.read(path, who)
        packed_name = f"{path}.gz"
        if _exists(context, packed_name):
            raise FileRefused(f"gzip: {packed_name}: {EXISTS}")
    except FileProblem as problem:
        raise FileRefused(f"gzip: {problem}") from problem
    packed = yield from _refusing("gzip", archives.packed(data))
    _write(context, "gzip", packed_name, packed, found.mode)
    try:
        files.change_times(packed_name, found.accessed, found.time, who)
    except FileProblem as problem:
        raise FileRefused(f"gzip: {problem}") from problem
    _remove(context, "gzip", path)


def delete_directory(context: Context, command: Command) -> Routine:
    """`file delete-directory DIRECTORY [recurse]`: an empty one, or with all that is in it."""
    files, who = context.device.files, visitor(context)
    recurse = "recurse" in command.arguments
    tool = "rm" if recurse else "rmdir"
    try:
        path = path_of(context, command.arguments["directory"])
        if recurse:
            if not isinstance(files.link_status(path, who), Directory):
                files.remove_directory(path, who)  # says what it is instead
            for below in _deepest_first(context, path):
                if isinstance(files.link_status(below, who), Directory):
                    files.remove_directory(below, who)
                else:
                    files.remove(below, who)
                yield PAUSE
        files.remove_directory(path, who)
    except FileProblem as problem:
        raise FileRefused(f"{tool}: {problem}") from problem


def _deepest_first(context: Context, path: str) -> Iterator[str]:
    """All that is below a directory, each directory behind what it holds."""
    files, who = context.device.files, visitor(context)
    waiting, found = [path], []
    while waiting:
        at = waiting.pop()
        for node in files.listing(at, who):
            found.append(node.path)
            if isinstance(node, Directory):
                waiting.append(node.path)
    return reversed(found)


def compare(context: Context, command: Command) -> Routine:
    """`file compare files A B [context|unified] [ignore-white-space]`: what diff(1) prints."""
    arguments = command.arguments
    ignores = "ignore-white-space" in arguments
    names = [arguments["from-file"], arguments["to-file"]]
    read = [_compared(context, name) for name in names]
    if read[0][1] == read[1][1]:
        return
    if any(b"\0" in data[:_PIECE] for _, data in read):
        yield f"Binary files {read[0][0].name} and {read[1][0].name} differ"
        return
    keys = []
    for text, _ in read:
        keys.append([_bare(line) for line in text.lines] if ignores else list(text.lines))
        if not text.ends and not ignores:
            keys[-1][-1] += "\0"  # a last line without its end is another one
        yield PAUSE
    found: Sequence[Change] = yield from changes(*keys)
    form: Callable[[Text, Text, Sequence[Change]], Iterator[str]] = _FORMS[arguments.get("style", "")]
    for number, line in enumerate(form(read[0][0], read[1][0], found)):
        yield line
        if number % _LINES == 0:
            yield PAUSE


def _bare(line: str) -> str:
    return "".join(line.split())


def _compared(context: Context, name: str) -> tuple[Text, bytes]:
    """A text to compare: as the head shows it, and its bytes. Raises FileRefused."""
    device, who = context.device, visitor(context)
    try:
        path = path_of(context, name)
        found = device.files.status(path, who)
        data = device.files.read(path, who)
    except FileProblem as problem:
        raise FileRefused(f"diff: {problem}") from problem
    if context.masks_secrets:
        data = masked(data)
    if len(data) > MOST:
        raise FileRefused(f"diff: {path}: File too large")
    date = device.local_time(found.time)
    lines = data.removesuffix(b"\n").decode("utf-8", "replace").split("\n") if data else []
    shown = f"{date:%a %b} {date.day:2} {date:%H:%M:%S %Y}"
    return Text(path, shown, lines, ends=not data or data.endswith(b"\n")), data


# ---------------------------------------------------------------------- what they share


def _refusing(tool: str, work: Slices[Made], name: str = "") -> Slices[Made]:
    """Work on an archive; what goes wrong is said in the name of the program that does it on the device."""
    try:
        return (yield from work)
    except (FileProblem, archives.ArchiveProblem) as problem:
        raise FileRefused(f"{tool}: {f'{name}: ' if name else ''}{problem}") from problem


def _write(context: Context, tool: str, path: str, data: bytes, mode: int = 0o644) -> None:
    try:
        context.device.files.write(path, data, visitor(context), mode=mode)
    except FileProblem as problem:
        raise FileRefused(f"{tool}: {problem}") from problem


def _remove(context: Context, tool: str, path: str) -> None:
    try:
        context.device.files.remove(path, visitor(context))
    except FileProblem as problem:
        raise FileRefused(f"{tool}: {problem}") from problem


def _exists(context: Context, path: str) -> bool:
    try:
        return isinstance(context.device.files.link_status(path, visitor(context)), File | Directory)
    except FileProblem:
        return False
