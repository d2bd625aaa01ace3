"""The texts that a program reads: the files it is given, or its standard input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.device.file_names import FileProblem
from junosim.shell.language.stream import Complaint, Input, pieces
from junosim.shell.language.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Item, Items


@dataclass(slots=True)
class Source:
    """One text: the name that the user gave it ("" for the standard input), and its pieces."""

    name: str
    items: Items


def sources(process: Process, names: tuple[str, ...]) -> Iterator[Source | Complaint]:
    """The files of these names, or a complaint in the place of one; the standard input for `-` and without names."""
    for name in names or ("-",):
        if name == "-":
            yield Source("", standard_input(process))
            continue
        try:
            yield Source(name, pieces(text_of(process.tree.read(name))))
        except FileProblem as problem:
            yield complaint(process, name, problem)


def complaint(process: Process, name: str, problem: FileProblem) -> Complaint:
    """What a program says of a file."""
    return Complaint(f"{process.name.rpartition('/')[2]}: {name}: {problem.reason}\n")


def standard_input(process: Process) -> Items:
    """What comes down the pipe, or what the user types up to Ctrl-D."""
    return process.stdin if process.stdin is not None else _typed()


def _typed() -> Items:
    while True:
        wanted = Input()
        yield wanted
        if wanted.text is None:
            return
        yield f"{wanted.text}\n"


def whole(items: Items, most: int) -> Generator[Item, None, str | None]:
    """All of a text at once; None when it has more than `most` characters."""
    found: list[str] = []
    size = 0
    for item in items:
        if not isinstance(item, str):
            yield item
            continue
        size += len(item)
        if size > most:
            return None
        found.append(item)
    return "".join(found)
