"""`cp`, `mv`, `rm`, `ln`, `mkdir`, `rmdir`, `touch`, `chmod`, `chown`: they change the file tree.

Wordings: FreeBSD 11.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from junosim.device.file_names import IS_DIRECTORY, NOT_FOUND, FileProblem, join
from junosim.device.files import Directory
from junosim.shell.language.options import Usage, options
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import PAUSE, Complaint
from junosim.shell.programs.reading import complaint

_T = TypeVar("_T")

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.shell.language.options import Options
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Items, Program

_SYMBOLIC: Final = re.compile(r"([ugoa]*)([-+=])([rwxXst]*)")
_BITS: Final = {"r": 0o444, "w": 0o222, "x": 0o111, "X": 0o111, "s": 0, "t": 0}
_WHO: Final = {"u": 0o700, "g": 0o070, "o": 0o007, "a": 0o777}
_STICKY: Final = 0o1000


def copy(process: Process) -> Program:
    """`cp [-Rafinpv] SOURCE … DESTINATION`."""
    return (yield from _into_place(process, _copy))


def move(process: Process) -> Program:
    """`mv [-finv] SOURCE … DESTINATION`."""
    return (yield from _into_place(process, _move))


def _into_place(process: Process, carry: Callable[[Process, Options, str, str], Items]) -> Program:
    """Carry each source to the destination, or into it if that is a directory."""
    given = options(process)
    *names, destination = given.operands if len(given.operands) > 1 else _wrong()
    tree = process.tree
    into = tree.is_directory(destination)
    if len(names) > 1 and not into:
        yield Complaint(f"{process.name}: {destination} is not a directory\n")
        return 1
    status = 0
    for name in names:
        base = name.rstrip("/").rpartition("/")[2] or name
        target = join(destination, base) if into else destination
        try:
            if "n" in given and tree.exists(target):
                continue
            yield from carry(process, given, name, target)
            if "v" in given:
                yield f"{name} -> {target}\n"
        except FileProblem as problem:
            yield complaint(process, problem.name, problem)
            status = 1
        yield PAUSE
    return status


def _wrong() -> tuple[str, ...]:
    raise Usage("")


def _copy(process: Process, given: Options, name: str, target: str) -> Items:
    tree = process.tree
    found = _named(name, lambda: tree.status(name))
    if isinstance(found, Directory):
        if not given.last_of("Ra"):
            yield Complaint(f"cp: {name} is a directory (not copied).\n")
            return
        if f"{_named(target, lambda: tree.plain(target))}/".startswith(f"{found.path}/"):
            yield Complaint(f"cp: {name} and {target} are identical (not copied).\n")
            return
        if not tree.is_directory(target):
            _named(
                target, lambda: tree.files.make_directory(tree.path(target), tree.visitor, mode=found.mode)
            )
        for item in tree.listing(name):
            yield from _copy(process, given, join(name, item.name), join(target, item.name))
            yield PAUSE
        return
    data = _named(name, lambda: tree.read(name))
    if tree.exists(target):
        there = tree.status(target)
        if isinstance(there, Directory):
            raise FileProblem(target, IS_DIRECTORY)
        if there.number == found.number:
            yield Complaint(f"cp: {name} and {target} are identical (not copied).\n")
            return
    _named(target, lambda: tree.files.write(tree.path(target), data, tree.visitor, mode=found.mode & 0o777))
    yield PAUSE


def _move(process: Process, given: Options, name: str, target: str) -> Items:
    tree = process.tree
    try:
        tree.files.rename(tree.path(name), tree.path(target), tree.visitor)
    except FileProblem as problem:
        yield Complaint(f"mv: rename {name} to {target}: {problem.reason}\n")
    yield PAUSE


def remove(process: Process) -> Program:
    """`rm [-dfiPRrv] FILE …`."""
    given = options(process)
    if not given.operands and "f" not in given:
        raise Usage("")
    status = 0
    for name in given.operands:
        if name.rstrip("/").rpartition("/")[2] in {".", ".."}:
            yield Complaint('rm: "." and ".." may not be removed\n')
            status = 1
            continue
        if name.strip("/") == "":
            yield Complaint('rm: "/" may not be removed\n')
            status = 1
            continue
        try:
            yield from _remove(process, given, name)
        except FileProblem as problem:
            if not ("f" in given and problem.reason == NOT_FOUND):
                yield complaint(process, problem.name, problem)
                status = 1
        yield PAUSE
    return status


def _remove(process: Process, given: Options, name: str) -> Items:
    tree = process.tree
    found = _named(name, lambda: tree.link_status(name))
    if isinstance(found, Directory):
        if not given.last_of("rR"):
            raise FileProblem(name, "is a directory")
        for item in _named(name, lambda: tree.listing(name)):
            yield from _remove(process, given, join(name, item.name))
            yield PAUSE
        _named(name, lambda: tree.files.remove_directory(tree.path(name), tree.visitor))
    else:
        _named(name, lambda: tree.files.remove(tree.path(name), tree.visitor))
    if "v" in given:
        yield f"{name}\n"


def link(process: Process) -> Program:
    """`ln [-s] SOURCE [TARGET]`."""
    given = options(process)
    if not 1 <= len(given.operands) <= 2:
        raise Usage("")
    tree, source = process.tree, given.operands[0]
    target = given.operands[1] if len(given.operands) > 1 else source.rpartition("/")[2]
    if tree.is_directory(target):
        target = join(target, source.rstrip("/").rpartition("/")[2])
    try:
        if "f" in given and _is_there(process, target):
            tree.files.remove(tree.path(target), tree.visitor)
        if "s" in given:
            tree.files.make_link(source, tree.path(target), tree.visitor)
        else:
            tree.files.link(tree.path(source), tree.path(target), tree.visitor)
    except FileProblem as problem:
        yield Complaint(f"ln: {target}: {problem.reason}\n")
        return 1
    return 0


def make_directories(process: Process) -> Program:
    """`mkdir [-pv] DIRECTORY …`."""
    given = options(process)
    if not given.operands:
        raise Usage("")
    tree, status = process.tree, 0
    for name in given.operands:
        path = tree.path(name)
        parts = [part for part in path.split("/") if part]
        wanted = ["/" + "/".join(parts[:end]) for end in range(1, len(parts) + 1)] if "p" in given else [path]
        try:
            for part in wanted:
                if "p" in given and tree.is_directory(part):
                    continue
                tree.files.make_directory(part, tree.visitor)
        except FileProblem as problem:
            yield complaint(process, name, problem)
            status = 1
    return status


def remove_directories(process: Process) -> Program:
    """`rmdir DIRECTORY …`."""
    return (
        yield from _each(
            process,
            options(process).operands,
            lambda name: process.tree.files.remove_directory(process.tree.path(name), process.tree.visitor),
        )
    )


def touch(process: Process) -> Program:
    """`touch [-c] FILE …`: make files, or date them anew."""
    given = options(process)
    tree, now = process.tree, process.device.clock.time()

    def date(name: str) -> None:
        if tree.exists(name):
            tree.files.change_times(tree.path(name), now, now, tree.visitor)
        elif "c" not in given:
            tree.write(name, b"")

    return (yield from _each(process, given.operands, date))


def change_mode(process: Process) -> Program:
    """`chmod MODE FILE …`, the mode in octal digits or as `u+x,go-w`."""
    given = process.arguments
    start = 1 if given and re.fullmatch(r"-[RfhHLPv]+", given[0]) else 0
    if len(given) < start + 2:
        raise Usage("")
    word, names = given[start], given[start + 1 :]
    tree = process.tree
    if _new_mode(word, 0) is None:
        yield Complaint(f"chmod: invalid file mode: {word}\n")
        return 1

    def change(name: str) -> None:
        mode = _new_mode(word, tree.status(name).mode)
        assert mode is not None
        tree.files.change_mode(tree.path(name), mode, tree.visitor)

    return (yield from _each(process, names, change))


def _new_mode(word: str, mode: int) -> int | None:
    """The mode that a word makes of one; None when the word is none."""
    if re.fullmatch(r"[0-7]{1,4}", word):
        return int(word, 8)
    for clause in word.split(","):
        found = _SYMBOLIC.fullmatch(clause)
        if found is None:
            return None
        who = 0
        for letter in found[1] or "a":
            who |= _WHO[letter]
        bits = 0
        for letter in found[3]:
            bits |= _BITS[letter] & who
        sticky = _STICKY if "t" in found[3] else 0
        if found[2] == "+":
            mode |= bits | sticky
        elif found[2] == "-":
            mode &= ~(bits | sticky)
        else:
            mode = (mode & ~who) | bits | sticky
    return mode


def change_owner(process: Process) -> Program:
    """`chown OWNER[:GROUP] FILE …`, which root alone may."""
    given = options(process)
    if len(given.operands) < 2:
        raise Usage("")
    owner, _, group = given.operands[0].partition(":")
    tree = process.tree
    return (
        yield from _each(
            process,
            given.operands[1:],
            lambda name: tree.files.change_owner(tree.path(name), tree.visitor, owner=owner, group=group),
        )
    )


def _each(process: Process, names: tuple[str, ...], action: Callable[[str], None]) -> Program:
    """Do something to each of the files; complain about those that it cannot be done to."""
    if not names:
        raise Usage("")
    status = 0
    for name in names:
        try:
            action(name)
        except FileProblem as problem:
            yield complaint(process, name, problem)
            status = 1
        yield PAUSE
    return status


def _named(name: str, action: Callable[[], _T]) -> _T:
    """Do something; what goes wrong is told of the name that the user knows."""
    try:
        return action()
    except FileProblem as problem:
        raise FileProblem(name, problem.reason) from None


def _is_there(process: Process, name: str) -> bool:
    try:
        process.tree.link_status(name)
    except FileProblem:
        return False
    return True


PROGRAMS: Final = {
    "chmod": Executable(change_mode, "chmod [-fhv] [-R [-H | -L | -P]] mode file ..."),
    "chown": Executable(change_owner, "chown [-fhvx] owner[:group] file ...", "/usr/sbin", "fhvxR"),
    "cp": Executable(
        copy, "cp [-R [-H | -L | -P]] [-f | -i | -n] [-alpsvx] source_file target_file", flags="Rafinpvr"
    ),
    "ln": Executable(
        link, "ln [-s [-F] | -L | -P] [-f | -i] [-hnv] source_file [target_file]", flags="sfhnv"
    ),
    "mkdir": Executable(make_directories, "mkdir [-pv] [-m mode] directory_name ...", flags="pv"),
    "mv": Executable(move, "mv [-f | -i | -n] [-hv] source target", flags="finvh"),
    "rm": Executable(remove, "rm [-f | -i] [-dIPRrvWx] file ...", flags="dfiIPRrvWx"),
    "rmdir": Executable(remove_directories, "rmdir [-pv] directory ...", flags="pv"),
    "touch": Executable(touch, "touch [-acm] file ...", "/usr/bin", "acm"),
}
