"""`df`: what the disk of the device holds, and how much is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.device.files import CAPACITY
from junosim.operations.resources import DISK, MOUNTED
from junosim.shell.language.options import options
from junosim.shell.language.shell import Executable
from junosim.shell.programs.reading import complaint
from junosim.text import human_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program

_BLOCK: Final = 512


def free_space(process: Process) -> Program:
    """`df [-hkmg] [FILE …]`: size, use and free space of the disk, once for each file."""
    given = options(process)
    unit = given.last_of("hkmg")
    size, used = CAPACITY, process.device.files.used
    if unit == "h":
        heading = "Size"
        shown: Callable[[int], str] = human_size
    else:
        divisor, heading = {
            "k": (1024, "1024-blocks"), "m": (1024**2, "1M-blocks"), "g": (1024**3, "1G-blocks"),
        }.get(unit, (_BLOCK, "512-blocks"))  # fmt: skip
        shown = _in_blocks(divisor)
    used = -(-used // 1024) * 1024  # the disk gives whole blocks
    cells = [shown(size), shown(used), shown(size - used)]
    titles = [heading, "Used", "Avail"]
    widths = [max(len(title), len(cell)) for title, cell in zip(titles, cells, strict=True)]
    name = max(len(DISK), len("Filesystem"))
    rows, status = 0, 0
    for operand in given.operands or ("/",):
        try:
            process.tree.status(operand)
        except FileProblem as problem:
            yield complaint(process, operand, problem)
            status = 1
            continue
        if not rows:
            yield _row("Filesystem", name, titles, widths, "Capacity", "Mounted on")
        rows += 1
        yield _row(DISK, name, cells, widths, f"{-(-100 * used // size)}%", MOUNTED)
    return status


def _in_blocks(divisor: int) -> Callable[[int], str]:
    return lambda size: str(-(-size // divisor))


def _row(name: str, width: int, cells: list[str], widths: list[int], capacity: str, place: str) -> str:
    middle = " ".join(f"{cell:>{wide}}" for cell, wide in zip(cells, widths, strict=True))
    return f"{name:<{width}} {middle} {capacity:>8}  {place}\n"


PROGRAMS: Final = {
    "df": Executable(
        free_space, "df [-b | -g | -H | -h | -k | -m | -P] [file | filesystem ...]", flags="hkmgibP"
    )
}
