"""`cat`, `head`, `tail`, `wc`, `sort`, `uniq`: programs that print texts, or parts of them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.shell.language.options import Usage, options
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import PAUSE, Complaint, Sleep, lines, pieces
from junosim.shell.language.tree import bytes_of, text_of
from junosim.shell.programs.reading import sources, standard_input, whole

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.shell.language.options import Options
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Item, Items, Program

_MOST: Final = 16 * 1024 * 1024
"""Characters that `sort` and `tail` hold [our choice]."""
_MOST_LINES: Final = 1_000_000
_FOLLOWED: Final = 1.0  # seconds between two looks at a file, as FreeBSD
_NO_MEMORY: Final = "Cannot allocate memory"


def cat(process: Process) -> Program:
    """`cat [-n] [FILE …]`."""
    given = options(process)
    number, status = 0, 0
    for source in sources(process, given.operands):
        if isinstance(source, Complaint):
            yield source
            status = 1
        elif "n" not in given:
            yield from source.items
        else:
            for item in lines(source.items):
                number += isinstance(item, str)
                yield f"{number:6}\t{item}" if isinstance(item, str) else item
    return status


def head(process: Process) -> Program:
    """`head [-n COUNT | -COUNT | -c BYTES] [FILE …]`."""
    given = _with_old_count(process)
    count = _count(given.values.get("n", "10"), "illegal line count -- ")
    status = 0
    for index, source in enumerate(sources(process, given.operands)):
        if isinstance(source, Complaint):
            yield source
            status = 1
            continue
        if len(given.operands) > 1:
            yield ("\n" if index else "") + f"==> {source.name} <==\n"
        left = count
        for item in lines(source.items):
            yield item
            left -= isinstance(item, str)
            if not left:
                break
    return status


def tail(process: Process) -> Program:
    """`tail [-f | -F] [-n [+]COUNT | -COUNT] [FILE …]`; followed is the last file alone."""
    given = _with_old_count(process)
    word = given.values.get("n", "10")
    from_start = word.startswith("+")
    count = _count(word.lstrip("+-"), "illegal offset -- ")
    status, last = 0, ""
    for index, source in enumerate(sources(process, given.operands)):
        if isinstance(source, Complaint):
            yield source
            status = 1
            continue
        if len(given.operands) > 1:
            yield ("\n" if index else "") + f"==> {source.name} <==\n"
        yield from _from_line(source.items, count) if from_start else _last_lines(source.items, count)
        last = source.name
    if last and given.last_of("fF"):
        yield from _followed(process, last)
    return status


def _from_line(items: Items, count: int) -> Items:
    number = 0
    for item in lines(items):
        number += isinstance(item, str)
        if not isinstance(item, str) or number >= count:
            yield item


def _last_lines(items: Items, count: int) -> Items:
    held: deque[str] = deque(maxlen=min(count, _MOST_LINES))
    for item in lines(items):
        if isinstance(item, str):
            held.append(item)
        else:
            yield item
    yield from held


def _followed(process: Process, name: str) -> Items:
    """What is added to a file, until the user interrupts; one that was emptied is read from its start."""
    seen = len(process.tree.read(name))
    while True:
        yield Sleep(_FOLLOWED)
        try:
            data = process.tree.read(name)
        except FileProblem:
            continue  # it may come back: a log is made anew when it was full
        if len(data) < seen:
            seen = 0
        if len(data) > seen:
            yield from pieces(text_of(data[seen:]))
            seen = len(data)


def _with_old_count(process: Process) -> Options:
    """The options, with `-20` as `-n 20`."""
    arguments = process.arguments
    if arguments and len(arguments[0]) > 1 and arguments[0][0] == "-" and arguments[0][1:].isdigit():
        arguments = ("-n", arguments[0][1:], *arguments[1:])
    return options(process, arguments)


def _count(word: str, problem: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > 12:
        raise Usage(f"{problem}{word}")
    return int(word)


def count(process: Process) -> Program:
    """`wc [-lwc] [FILE …]`."""
    given = options(process)
    chosen = [letter for letter in "lwc" if letter in given] or list("lwc")
    totals, status = {"l": 0, "w": 0, "c": 0}, 0
    for source in sources(process, given.operands):
        if isinstance(source, Complaint):
            yield source
            status = 1
            continue
        found = yield from _counted(source.items)
        for letter in totals:
            totals[letter] += found[letter]
        yield _counts(found, chosen, source.name)
    if len(given.operands) > 1:
        yield _counts(totals, chosen, "total")
    return status


def _counted(items: Items) -> Generator[Item, None, dict[str, int]]:
    found = {"l": 0, "w": 0, "c": 0}
    for item in lines(items):
        if isinstance(item, str):
            found["l"] += item.endswith("\n")
            found["w"] += len(item.split())
            found["c"] += len(bytes_of(item))
        else:
            yield item
    return found


def _counts(found: dict[str, int], chosen: list[str], name: str) -> str:
    return "".join(f" {found[letter]:7}" for letter in chosen) + (f" {name}" if name else "") + "\n"


def sort(process: Process) -> Program:
    """`sort [-nru] [FILE …]`."""
    given = options(process)
    held: list[str] = []
    status = 0
    for source in sources(process, given.operands):
        if isinstance(source, Complaint):
            yield source
            return 2
        text = yield from whole(source.items, _MOST - sum(map(len, held)))
        if text is None:
            yield Complaint(f"sort: {_NO_MEMORY}\n")
            return 2
        held.append(text if text.endswith("\n") or not text else f"{text}\n")
    found = "".join(held).splitlines(keepends=True) if held else []
    yield PAUSE
    found.sort(key=_number if "n" in given else None, reverse="r" in given)
    if "u" in given:
        found = list(dict.fromkeys(found))
    yield PAUSE
    yield from pieces("".join(found))
    return status


def _number(line: str) -> tuple[float, str]:
    """The number a line begins with, as `sort -n` takes it."""
    text = line.lstrip()
    sign = -1 if text.startswith("-") else 1
    digits = text.removeprefix("-")
    end = next((index for index, letter in enumerate(digits) if not ("0" <= letter <= "9")), len(digits))
    return (sign * int(digits[: min(end, 300)] or "0"), line)


def unique(process: Process) -> Program:
    """`uniq [-c] [FILE]`: equal neighbours once."""
    given = options(process)
    names = given.operands[:1]
    for source in sources(process, names):
        if isinstance(source, Complaint):
            yield source
            return 1
        before, times = None, 0
        for item in lines(source.items):
            if not isinstance(item, str):
                yield item
            elif item == before:
                times += 1
            else:
                if before is not None:
                    yield f"{times:4} {before}" if "c" in given else before
                before, times = item, 1
        if before is not None:
            yield f"{times:4} {before}" if "c" in given else before
    return 0


def tee(process: Process) -> Program:
    """`tee [-a] FILE …`: print what comes, and write it to files."""
    given = options(process)
    text = yield from whole(standard_input(process), _MOST)
    status = 0
    for name in given.operands:
        try:
            process.tree.write(name, bytes_of(text or ""), appends="a" in given)
        except FileProblem as problem:
            yield Complaint(f"tee: {problem}\n")
            status = 1
    yield from pieces(text or "")
    return status


PROGRAMS: Final = {
    "cat": Executable(cat, "cat [-n] [file ...]", flags="nu"),
    "head": Executable(head, "head [-n lines | -c bytes] [file ...]", "/usr/bin", "q", "n"),
    "sort": Executable(sort, "sort [-nru] [file ...]", "/usr/bin", "nru"),
    "tail": Executable(
        tail, "tail [-F | -f | -r] [-q] [-b # | -c # | -n #] [file ...]", "/usr/bin", "fF", "n"
    ),
    "tee": Executable(tee, "tee [-ai] [file ...]", "/usr/bin", "ai"),
    "uniq": Executable(unique, "uniq [-c] [input]", "/usr/bin", "c"),
    "wc": Executable(count, "wc [-clmw] [file ...]", "/usr/bin", "lwcm"),
}
