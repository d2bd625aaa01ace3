"""Runs a line: its pipelines one after the other, the programs of each as a chain of generators."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from junosim.device.file_names import DENIED, NOT_FOUND, FileProblem
from junosim.device.files import Directory
from junosim.shell.language.builtins import builtins_of
from junosim.shell.language.dialect import ShellError
from junosim.shell.language.expand import expanded
from junosim.shell.language.options import Usage
from junosim.shell.language.outputs import opened, routed
from junosim.shell.language.shell import Process
from junosim.shell.language.stream import PAUSE, Complaint, Shown
from junosim.shell.language.syntax import parse
from junosim.shell.language.variables import assignments
from junosim.shell.language.veriexec import AUTHENTICATION_ERROR, refuse

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.shell.language.shell import Executable, Shell
    from junosim.shell.language.stream import Item, Items, Program
    from junosim.shell.language.syntax import Command

_MISUSED, _CANNOT_RUN, _NOT_FOUND = 1, 126, 127


def run(shell: Shell, line: str) -> Generator[Item, None, None]:
    """Carry out a line; `shell.status` is that of the last command. Text is for the terminal."""
    try:
        steps = parse(line, shell.dialect)
    except ShellError as problem:
        yield str(problem)
        shell.status = 1
        return
    for step in steps:
        if (step.condition == "&&" and shell.status) or (step.condition == "||" and not shell.status):
            continue
        shell.status = yield from _pipeline(shell, step.commands)
        yield PAUSE
        if shell.ended:
            return


def _pipeline(shell: Shell, commands: tuple[Command, ...]) -> Generator[Item, None, int]:
    stage: Program | None = None
    for number, command in enumerate(commands):
        stage = _stage(shell, command, stage, is_last=number == len(commands) - 1)
    assert stage is not None
    return (yield from stage)


def _stage(shell: Shell, command: Command, source: Program | None, *, is_last: bool) -> Program:
    """One command of a pipeline, which reads from `source`."""
    try:
        try:
            words = yield from expanded(shell, command.words)
            outputs = yield from opened(shell, command.redirections, joins_errors=command.joins_errors)
        except ShellError as problem:
            yield Shown(str(problem))
            return 1
        words = assignments(shell, words, command.words)
        if not words:
            return 0
        stdin: Items | None = source if outputs.input is None else outputs.input
        columns = shell.columns if is_last and outputs.on_screen else 0
        process = Process(shell, words[0], tuple(words[1:]), stdin, columns)
        return (yield from routed(_program(process), outputs, process.name))
    finally:
        if source is not None:
            source.close()


def _program(process: Process) -> Program:
    """What a command does: a builtin of the shell, a program of the image, or a refusal."""
    shell, name = process.shell, process.name
    builtin = builtins_of(shell.dialect).get(name)
    if builtin is not None:
        return (yield from builtin(process))
    found = located(shell, name)
    if found is None:
        return (yield from _refused(process))
    try:
        return (yield from found.run(process))
    except Usage as problem:
        said = f"{process.name}: {problem}\n" if str(problem) else ""
        yield Complaint(f"{said}usage: {found.usage}\n")
        return _MISUSED


def located(shell: Shell, name: str) -> Executable | None:
    """The program of the image that a command means, by its name in one of the directories of PATH or by its path."""
    programs = shell.machine.programs
    base = name.rpartition("/")[2]
    found = programs.get(base)
    if found is None:
        return None
    if "/" in name:  # the directories of the image are no part of the file tree
        return found if posixpath.normpath(_path(shell, name)) == f"{found.folder}/{base}" else None
    return found if found.folder in shell.environment.get("PATH", "").split(":") else None


def _path(shell: Shell, name: str) -> str:
    try:
        return shell.tree.path(name)
    except FileProblem:
        return ""


def _refused(process: Process) -> Program:
    """Say why something cannot be run: it is not there, is no program, or is not of the image."""
    shell, name = process.shell, process.name
    if "/" not in name:
        yield Complaint(shell.dialect.unknown(name))
        return _NOT_FOUND if shell.dialect.has_io_numbers else 1
    reason = _reason(process)
    if reason == NOT_FOUND:
        yield Complaint(shell.dialect.unknown(name))
        return _NOT_FOUND if shell.dialect.has_io_numbers else 1
    yield Complaint(shell.dialect.complaint(name, reason))
    return _CANNOT_RUN if shell.dialect.has_io_numbers else 1


def _reason(process: Process) -> str:
    shell = process.shell
    try:
        found = shell.tree.status(process.name)
    except FileProblem as problem:
        return problem.reason
    bits = found.mode & 0o111 if shell.person.uid == 0 else found.mode & (
        0o100 if found.owner == shell.person.name else 0o001
    )  # fmt: skip
    if isinstance(found, Directory) or not bits:
        return DENIED
    refuse(shell, found)
    return AUTHENTICATION_ERROR
