"""`id`, `whoami`, `hostname`, `who`, `w`, `env`, `pwd`, `echo`: who and where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.operations.cli_settings import CliSettings
from junosim.operations.operation import Context
from junosim.operations.system import users, users_text
from junosim.shell.language.builtins import echo, print_directory
from junosim.shell.language.options import options
from junosim.shell.language.people import person_of
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import Complaint

if TYPE_CHECKING:
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program


def identity(process: Process) -> Program:
    """`id [-Ggnu] [USER]`."""
    given = options(process)
    person = process.shell.person
    if given.operands:
        found = person_of(process.device, given.operands[0])
        if found is None:
            yield Complaint(f"id: {given.operands[0]}: no such user\n")
            return 1
        person = found
    named = "n" in given
    chosen = given.last_of("uGg")
    if chosen == "u":
        yield f"{person.name if named else person.uid}\n"
    elif chosen:
        groups = person.groups if chosen == "G" else person.groups[:1]
        yield " ".join(group if named else str(number) for number, group in groups) + "\n"
    else:
        first = f"{person.groups[0][0]}({person.groups[0][1]})"
        everything = ", ".join(f"{number}({group})" for number, group in person.groups)
        yield f"uid={person.uid}({person.name}) gid={first} groups={everything}\n"
    return 0


def user_name(process: Process) -> Program:
    """`whoami`."""
    yield f"{process.shell.person.name}\n"
    return 0


def host_name(process: Process) -> Program:
    """`hostname [-s]`."""
    given = options(process)
    if given.operands:
        yield Complaint("hostname: sethostname: Operation not permitted\n")
        return 1
    name = process.device.host_name or ""
    yield f"{name.partition('.')[0] if 's' in given else name}\n"
    return 0


def who(process: Process) -> Program:
    """`who`: the users on terminals."""
    device = process.device
    for login in device.logins.on_terminals():
        since = device.local_time(login.since)
        origin = f" ({login.origin})" if login.origin else ""
        yield f"{login.user:<16} {login.tty or '':<12} {since:%b} {since.day:2} {since:%H:%M}{origin}\n"
    return 0


def who_does_what(process: Process) -> Program:
    """`w`: the same as `show system users`."""
    context = Context(process.device, process.shell.machine.login, CliSettings())
    for line in users_text(users(context), context):
        yield f"{line}\n"
    return 0


def environment(process: Process) -> Program:
    """`env`, `printenv [NAME]`."""
    variables = process.shell.environment
    if process.arguments:
        value = variables.get(process.arguments[0])
        if value is None:
            return 1
        yield f"{value}\n"
        return 0
    for name, value in variables.items():
        yield f"{name}={value}\n"
    return 0


PROGRAMS: Final = {
    "echo": Executable(echo, "echo [-n] [string ...]"),
    "env": Executable(environment, "env [name=value ...] [utility [argument ...]]", "/usr/bin"),
    "hostname": Executable(host_name, "hostname [-fs] [name-of-host]", flags="fs"),
    "id": Executable(identity, "id [-Ggu] [-n] [user]", "/usr/bin", "Ggun"),
    "pwd": Executable(print_directory, "pwd [-L | -P]"),
    "printenv": Executable(environment, "printenv [name]", "/usr/bin"),
    "w": Executable(who_does_what, "w [-dhin] [user ...]", "/usr/bin"),
    "who": Executable(who, "who [-abHmqsTu] [am I] [file]", "/usr/bin"),
    "whoami": Executable(user_name, "whoami", "/usr/bin"),
}
