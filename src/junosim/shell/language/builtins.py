"""The commands that a shell carries out itself, as they change its own state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.device.file_names import FileProblem
from junosim.device.files import File
from junosim.shell.language import variables
from junosim.shell.language.dialect import CSH
from junosim.shell.language.stream import Complaint
from junosim.shell.language.veriexec import AUTHENTICATION_ERROR, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.shell.language.dialect import Dialect
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program

    Builtin = Callable[[Process], Program]


def builtins_of(dialect: Dialect) -> Mapping[str, Builtin]:
    """The builtins of a shell, by name."""
    return _CSH if dialect is CSH else _SH


def change_directory(process: Process) -> Program:
    """`cd [DIRECTORY]`; `-` is the one before."""
    shell = process.shell
    if len(process.arguments) > 1 and shell.dialect is CSH:
        yield Complaint("cd: Too many arguments.\n")
        return 1
    name = process.arguments[0] if process.arguments else shell.environment.get("HOME", shell.person.home)
    if name == "-":
        name = shell.previous or shell.directory
        if shell.dialect is not CSH:
            yield f"{name}\n"
    try:
        path = shell.tree.entered(name)
    except FileProblem as problem:
        prefix = "" if shell.dialect is CSH else "cd: "
        yield Complaint(f"{prefix}{name}: {problem.reason}{shell.dialect.stop}\n")
        return 1
    shell.previous, shell.directory = shell.directory, path
    shell.environment["PWD"] = path
    return 0


def print_directory(process: Process) -> Program:
    """`pwd`."""
    yield f"{process.shell.directory}\n"
    return 0


def echo(process: Process) -> Program:
    """`echo [-n] WORD …`."""
    words = process.arguments
    end = "\n"
    if words and words[0] == "-n":
        words, end = words[1:], ""
    yield " ".join(words) + end
    return 0


def leave(process: Process) -> Program:
    """`exit [STATUS]`."""
    shell = process.shell
    word = process.arguments[0] if process.arguments else str(shell.status)
    if not word.isascii() or not word.isdigit():
        text = "exit: Expression Syntax.\n" if shell.dialect is CSH else f"exit: Illegal number: {word}\n"
        yield Complaint(text)
        return 1
    shell.ended = True
    return int(word[-9:]) & 0xFF


def log_out(process: Process) -> Program:
    """csh's `logout`, for login shells."""
    if not process.shell.is_login:
        yield Complaint("Not a login shell.\n")
        return 1
    process.shell.ended = True
    return 0


def show_history(process: Process) -> Program:
    """csh's `history [COUNT]`: number, time and line."""
    entries = process.shell.history()
    count = process.arguments[0] if process.arguments else ""
    if count and not (count.isascii() and count.isdigit()):
        yield Complaint("history: Badly formed number.\n")
        return 1
    start = max(len(entries) - int(count[:6]), 0) if count else 0
    for number, (text, time) in enumerate(entries[start:], start + 1):
        yield f"{number:6}\t{process.device.local_time(time):%H:%M}\t{text}\n"
    return 0


def which(process: Process) -> Program:
    """csh's `which NAME …`: where a command lies, or that the shell does it itself."""
    shell = process.shell
    status = 0
    folders = shell.environment.get("PATH", "").split(":")
    for name in process.arguments:
        found = shell.machine.programs.get(name)
        if name in builtins_of(shell.dialect):
            yield f"{name}: shell built-in command.\n"
        elif found is not None and found.folder in folders:
            yield f"{found.folder}/{name}\n"
        else:
            yield Complaint(f"{name}: Command not found.\n")
            status = 1
    return status


def kind_of_command(process: Process) -> Program:
    """sh's `type NAME …`."""
    shell = process.shell
    status = 0
    for name in process.arguments:
        found = shell.machine.programs.get(name)
        if name in builtins_of(shell.dialect):
            yield f"{name} is a shell builtin\n"
        elif found is not None:
            yield f"{name} is {found.folder}/{name}\n"
        else:
            yield Complaint(f"{name}: not found\n")
            status = 127
    return status


def source(process: Process) -> Program:
    """`source FILE`, `. FILE`: no file of a user is of the image, and its commands are not carried out."""
    shell = process.shell
    if not process.arguments:
        yield Complaint(f"{process.name}: Too few arguments.\n" if shell.dialect is CSH else "")
        return 1
    name = process.arguments[0]
    prefix = "" if shell.dialect is CSH else f"{process.name}: cannot open "
    try:
        found = shell.tree.status(name)
        shell.tree.read(name)
    except FileProblem as problem:
        yield Complaint(f"{prefix}{name}: {problem.reason}{shell.dialect.stop}\n")
        return 1
    if isinstance(found, File):
        refuse(shell, found)
    yield Complaint(f"{prefix}{name}: {AUTHENTICATION_ERROR}{shell.dialect.stop}\n")
    return 1


def nothing(process: Process) -> Program:
    """`:`, and what has no meaning here."""
    yield from ()
    return 0


def _constant(status: int) -> Builtin:
    def constant(process: Process) -> Program:
        yield from ()
        return status

    return constant


_SHARED: Final[Mapping[str, Builtin]] = {
    ":": nothing,
    "cd": change_directory,
    "echo": echo,
    "exit": leave,
    "umask": nothing,
    "unset": variables.unset,
}
_CSH: Final[Mapping[str, Builtin]] = {
    **_SHARED,
    "chdir": change_directory,
    "history": show_history,
    "logout": log_out,
    "rehash": nothing,
    "set": variables.set_variable,
    "setenv": variables.set_environment,
    "source": source,
    "unsetenv": variables.unset_environment,
    "which": which,
}
_SH: Final[Mapping[str, Builtin]] = {
    **_SHARED,
    ".": source,
    "export": variables.export,
    "false": _constant(1),
    "pwd": print_directory,
    "set": variables.show_all,
    "true": _constant(0),
    "type": kind_of_command,
}
