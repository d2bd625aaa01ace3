"""`md5`, `sha1`, `sha256`, `sha512`: digests of files, computed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.shell.language.options import options
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import PAUSE
from junosim.shell.language.tree import bytes_of
from junosim.shell.programs.reading import complaint, standard_input

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Item, Program

_PIECE: Final = 256 * 1024  # bytes between two pauses: below a millisecond


def digest(process: Process) -> Program:
    """`md5 [-qr] [-s TEXT] [FILE …]`, and the same of the others."""
    method = process.name.rpartition("/")[2]
    given = options(process)
    if "s" in given:
        text = given.values["s"]
        found = yield from _digest(method, bytes_of(text))
        yield _line(method, found, f'"{text}"', given.letters)
        return 0
    if not given.operands:
        data = bytearray()
        for item in standard_input(process):
            if isinstance(item, str):
                data += bytes_of(item)
            else:
                yield item
        found = yield from _digest(method, bytes(data))
        yield f"{found}\n"
        return 0
    status = 0
    for name in given.operands:
        try:
            data_of_file = process.tree.read(name)
        except FileProblem as problem:
            yield complaint(process, name, problem)
            status = 1
            continue
        found = yield from _digest(method, data_of_file)
        yield _line(method, found, name, given.letters)
    return status


def _digest(method: str, data: bytes) -> Generator[Item, None, str]:
    computed = hashlib.new(method, usedforsecurity=False)
    for start in range(0, len(data), _PIECE):
        computed.update(data[start : start + _PIECE])
        yield PAUSE
    return computed.hexdigest()


def _line(method: str, found: str, name: str, letters: str) -> str:
    if "q" in letters:
        return f"{found}\n"
    if "r" in letters:
        return f"{found} {name}\n"
    return f"{method.upper()} ({name}) = {found}\n"


PROGRAMS: Final = {
    name: Executable(digest, f"{name} [-pqrtx] [-c string] [-s string] [files ...]", "/sbin", "qr", "s")
    for name in ("md5", "sha1", "sha256", "sha512")
}
