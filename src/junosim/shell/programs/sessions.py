"""`cli`, `sh`, `csh`, `su`: programs that are sessions themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from junosim.access.passwords import verify
from junosim.access.users import ROOT, Accounts
from junosim.device import su_log
from junosim.device.file_names import FileProblem
from junosim.device.files import File
from junosim.device.sessions import XML
from junosim.netconf.asked import XML_MODE, asked
from junosim.shell.language.dialect import DIALECTS
from junosim.shell.language.interpreter import run
from junosim.shell.language.options import Usage, options
from junosim.shell.language.people import person_of
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import Complaint, Input, Nested, lines
from junosim.shell.language.veriexec import AUTHENTICATION_ERROR, refuse

if TYPE_CHECKING:
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program

_DEEPEST: Final = 8  # shells within shells that run without the terminal
SORRY: Final = "su: Sorry"
XML_USAGE: Final = "[netconf] [need-trailer] [interactive]"  # our wording


def command_line_interface(process: Process) -> Program:
    """`cli`, `cli -c COMMAND`, `cli COMMAND …`, or with commands on its standard input."""
    person = process.shell.person
    arguments = process.arguments
    command = " ".join(arguments[1:] if arguments[:1] == ("-c",) else arguments)
    if asked(command) is not None and process.stdin is None:
        return (yield from _speak_xml(process, command))
    if command:
        yield from process.shell.machine.cli(person, command, iter(()))
    elif process.stdin is not None:
        yield from process.shell.machine.cli(person, None, process.stdin)
    else:
        nested = Nested("cli", person.name)
        yield nested
        return nested.status
    return 0


def speak_xml(process: Process) -> Program:
    """`xml-mode` with its options, on the terminal."""
    command = " ".join((process.name.rpartition("/")[2], *process.arguments))
    if asked(command) is None or process.stdin is not None:
        yield Complaint(f"usage: {command.partition(' ')[0]} {XML_USAGE}\n")
        return 1
    return (yield from _speak_xml(process, command))


def _speak_xml(process: Process, command: str) -> Program:
    nested = Nested(XML, process.shell.person.name, command)
    yield nested
    return nested.status


def shell(process: Process) -> Program:
    """`sh`, `csh`: interactive, with `-c COMMAND`, or with lines on its standard input; no file is carried out."""
    given = options(process)
    name = process.name.rpartition("/")[2]
    dialect = DIALECTS.get(name, DIALECTS["csh"])
    outer = process.shell
    if given.operands and "c" not in given:
        return (yield from _script(process, given.operands[0]))
    if "c" not in given and process.stdin is None:
        nested = Nested(dialect.name, outer.person.name)
        yield nested
        return nested.status
    depth = int(outer.environment.get("SHLVL", "1")) + 1
    if depth > _DEEPEST:
        yield Complaint(outer.dialect.complaint(name, "Resource temporarily unavailable"))
        return 1
    environment = {**outer.environment, "SHLVL": str(depth)}
    inner = replace(
        outer, dialect=dialect, environment=environment, variables={}, pid=process.device.next_pid(),
        is_interactive=False, is_login=False, columns=process.columns, status=0,
    )  # fmt: skip
    if "c" in given:
        yield from run(inner, given.values["c"])
        return inner.status
    assert process.stdin is not None
    for line in lines(process.stdin):
        if not isinstance(line, str):
            yield line
            continue
        yield from run(inner, line.rstrip("\n"))
        if inner.ended:
            break
    return inner.status


def _script(process: Process, name: str) -> Program:
    """A file of commands: the shells open scripts for verified execution, which refuses those of users."""
    try:
        found = process.tree.status(name)
        process.tree.read(name)
    except FileProblem as problem:
        reason = problem.reason
    else:
        if isinstance(found, File):
            refuse(process.shell, found)
        reason = AUTHENTICATION_ERROR
    if process.name.endswith("csh"):
        yield Complaint(f"{name}: {reason}.\n")
        return 1
    yield Complaint(f"{process.name}: cannot open {name}: {reason}\n")
    return 2


def become(process: Process) -> Program:
    """`su [-] [-l] [USER]`: a shell of another user, for those who know his password; root is asked for none."""
    words = [word for word in process.arguments if word not in {"-", "-l", "-m"}]
    if len(words) > 1:
        raise Usage("")
    device, person = process.device, process.shell.person
    name = words[0] if words else ROOT
    if person_of(device, name) is None:
        yield Complaint(f"su: unknown login: {name}\n")
        return 1
    granted = True
    if person.uid:
        wanted = Input("Password:", hidden=True)
        yield wanted
        account = Accounts().of(device.configuration).get(name)
        granted = verify(account.hash if account is not None else None, wanted.text or "")
    su_log.tell(device, process.shell.machine.login, person.name, name, granted=granted)
    if not granted:
        yield Complaint(f"{SORRY}\n")
        return 1
    nested = Nested("csh", name, is_login=len(words) < len(process.arguments))
    yield nested
    return nested.status


_FLAGS: Final = "efilnxv"
PROGRAMS: Final = {
    "cli": Executable(command_line_interface, "cli [-c command]", "/usr/sbin"),
    "csh": Executable(shell, "csh [-c command]", flags=_FLAGS, values="c"),
    "sh": Executable(shell, "sh [-c command]", flags=_FLAGS, values="c"),
    XML_MODE: Executable(speak_xml, f"{XML_MODE} {XML_USAGE}", "/usr/sbin"),
    "su": Executable(become, "su [-] [-lm] [login]", "/usr/bin"),
    "tcsh": Executable(shell, "tcsh [-c command]", flags=_FLAGS, values="c"),
}
