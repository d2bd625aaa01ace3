"""`more` and `less`: the output stops at each full screen, in the pager of the CLI [g]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.shell.language.options import options
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import Complaint, Paging
from junosim.shell.programs.reading import sources

if TYPE_CHECKING:
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program


def more(process: Process) -> Program:
    """`more [FILE …]`; where the output is no terminal it is `cat`."""
    given = options(process)
    status = 0
    if not given.operands and process.stdin is None:
        yield Complaint('Missing filename ("less --help" for help)\n')
        return 1
    for source in sources(process, given.operands):
        if isinstance(source, Complaint):
            yield source
            status = 1
            continue
        if process.columns:
            yield Paging(on=True)
        yield from source.items
        if process.columns:
            yield Paging(on=False)
    return status


PROGRAMS: Final = {
    name: Executable(more, f"{name} [-dEeFiNnqRSsX] [file ...]", "/usr/bin", "dEeFiNnqRSsX")
    for name in ("less", "more")
}
