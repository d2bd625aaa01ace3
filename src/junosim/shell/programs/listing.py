"""`ls`. Layout: FreeBSD 11."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.device.files import Directory, Link
from junosim.shell.language.options import options
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import PAUSE
from junosim.shell.programs.reading import complaint
from junosim.text import human_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from junosim.device.files import Node
    from junosim.shell.language.options import Options
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Items, Program

_BLOCK: Final = 512
_TAB: Final = 8
_HALF_YEAR: Final = (365 // 2) * 86400
_DEEPEST: Final = 64


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing to list, under the name that is shown."""

    name: str
    item: Node

    @property
    def is_directory(self) -> bool:
        return isinstance(self.item, Directory)

    @property
    def blocks(self) -> int:
        return 0 if isinstance(self.item, Link) else -(-self.item.size // _BLOCK)

    @property
    def mode(self) -> str:
        kind = stat.S_IFDIR if self.is_directory else stat.S_IFREG
        return stat.filemode(self.item.mode | (stat.S_IFLNK if isinstance(self.item, Link) else kind))

    @property
    def mark(self) -> str:
        """What `-F` puts behind the name."""
        if isinstance(self.item, Link):
            return "@"
        return "/" if self.is_directory else "*" if self.item.mode & 0o111 else ""

    @property
    def target(self) -> str:
        """What the long form puts behind the name of a link."""
        return f" -> {self.item.target}" if isinstance(self.item, Link) else ""


def list_files(process: Process) -> Program:
    """`ls [-1ACFRSadhlrst] [FILE …]`: first the files among the operands, then the directories."""
    given = options(process)
    status = 0
    files: list[_Entry] = []
    folders: list[_Entry] = []
    for number, name in enumerate(given.operands or (".",)):
        if not number % 100:
            yield PAUSE
        try:
            entry = _Entry(name, _looked_at(process, name, given))
        except FileProblem as problem:
            yield complaint(process, name, problem)
            status = 1
            continue
        (folders if entry.is_directory and "d" not in given else files).append(entry)
    if files:
        yield from _shown(process, _sorted(files, given), given)
    for index, folder in enumerate(_sorted(folders, given)):
        if len(given.operands) > 1 or ("R" in given and index):
            yield ("\n" if index or files else "") + f"{folder.name}:\n"
        failed = yield from _folder(process, folder.name, given, 0)
        status = status or failed
    return status


def _looked_at(process: Process, name: str, given: Options) -> Node:
    """What an operand means; with `-l` a link is shown as such."""
    if "l" in given or "d" in given or "F" in given:
        return process.tree.link_status(name)
    return process.tree.status(name)


def _folder(process: Process, name: str, given: Options, depth: int) -> Program:
    """The content of a directory, and with `-R` of those in it."""
    try:
        inside = _inside(process, name, given)
    except FileProblem as problem:
        yield complaint(process, name, problem)
        return 1
    if "l" in given or "s" in given:
        yield f"total {sum(entry.blocks for entry in inside)}\n"
    yield from _shown(process, inside, given)
    status = 0
    if "R" in given and depth < _DEEPEST:
        for entry in inside:
            if entry.is_directory and entry.name not in {".", ".."}:
                path = f"{name.rstrip('/')}/{entry.name}"
                yield f"\n{path}:\n"
                failed = yield from _folder(process, path, given, depth + 1)
                status = status or failed
    return status


def _inside(process: Process, name: str, given: Options) -> list[_Entry]:
    tree = process.tree
    found = [_Entry(item.name, item) for item in tree.listing(name)]
    if "a" in given:
        start = name.rstrip("/")
        found += [_Entry(dots, tree.status(f"{start}/{dots}")) for dots in (".", "..")]
    elif "A" not in given and process.shell.person.uid:
        found = [entry for entry in found if not entry.name.startswith(".")]
    return _sorted(found, given)


def _sorted(entries: list[_Entry], given: Options) -> list[_Entry]:
    entries = sorted(entries, key=lambda entry: entry.name)
    by = given.last_of("tS")
    if by == "t":
        entries.sort(key=lambda entry: -entry.item.time)
    elif by == "S":
        entries.sort(key=lambda entry: -entry.item.size)
    return entries[::-1] if "r" in given else entries


def _shown(process: Process, entries: Sequence[_Entry], given: Options) -> Items:
    form = given.last_of("l1C") or ("C" if process.columns else "1")
    names = [entry.name + (entry.mark if "F" in given else "") for entry in entries]
    if "s" in given:
        width = max((len(str(entry.blocks)) for entry in entries), default=0)
        names = [f"{entry.blocks:{width}} {name}" for entry, name in zip(entries, names, strict=True)]
    if form == "l":
        lines = _long(process, entries, names, human_sizes="h" in given)
    elif form == "C":
        lines = _in_columns(names, process.columns or 80)
    else:
        lines = iter(names)
    for number, line in enumerate(lines, 1):
        yield f"{line}\n"
        if not number % 100:
            yield PAUSE


def _long(
    process: Process, entries: Sequence[_Entry], names: Sequence[str], *, human_sizes: bool
) -> Iterator[str]:
    """Mode, links, owner, group, size, time, name; the columns are as wide as they have to be."""
    now = process.device.clock.time()
    files, visitor = process.device.files, process.tree.visitor
    links = [str(files.links(entry.item, visitor)) for entry in entries]
    sizes = [human_size(entry.item.size) if human_sizes else str(entry.item.size) for entry in entries]
    wide = [max(map(len, column), default=0) for column in (
        links, [entry.item.owner for entry in entries], [entry.item.group for entry in entries], sizes,
    )]  # fmt: skip
    for entry, name, count, size in zip(entries, names, links, sizes, strict=True):
        item = entry.item
        yield (
            f"{entry.mode}  {count:>{wide[0]}} {item.owner:<{wide[1]}}  {item.group:<{wide[2]}}  "
            f"{size:>{wide[3]}} {_day(process, item.time, now)} {name}{entry.target}"
        )


def _day(process: Process, time: float, now: float) -> str:
    """When a file was changed; what is older than half a year has the year for the time of day."""
    local = process.device.local_time(time)
    is_recent = abs(now - time) < _HALF_YEAR
    return f"{local:%b} {local.day:2} " + (f"{local:%H:%M}" if is_recent else f" {local:%Y}")


def _in_columns(names: Sequence[str], width: int) -> Iterator[str]:
    """Names down the columns, which are as wide as tabs make the longest name."""
    longest = max(map(len, names), default=0)
    column = (longest + _TAB) // _TAB * _TAB
    if width < 2 * column:
        yield from names
        return
    rows = -(-len(names) // (width // column))
    for row in range(rows):
        line = ""
        for index in range(row, len(names), rows):
            line += names[index]
            if index + rows < len(names):
                line += "\t" * -(-(column - len(names[index])) // _TAB)
        yield line


_USAGE: Final = "ls [-1ACFRSadhlrst] [file ...]"
PROGRAMS: Final = {"ls": Executable(list_files, _USAGE, flags="1ACFRSadhlrst")}
