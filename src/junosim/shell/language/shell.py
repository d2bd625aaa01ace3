"""The state of one shell process, and of the machine it runs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.shell.language.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.shell.language.dialect import Dialect
    from junosim.shell.language.people import Person
    from junosim.shell.language.stream import Items, Program


@dataclass(frozen=True, slots=True)
class Executable:
    """A program of the device's image: the directory it lies in, what it does, how it is used.

    `flags` are the letters of its options, `values` those that a value follows; `usage` tells how it is called.
    """

    run: Callable[[Process], Program]
    usage: str
    folder: str = "/bin"
    flags: str = ""
    values: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What a shell runs on: the device, the programs of its image by name, and the session's `login`.

    `cli(person, command, text)` is a CLI without a terminal that carries out a command, or the lines of a text.
    """

    device: Device
    login: Login
    programs: Mapping[str, Executable]
    cli: Callable[[Person, str | None, Items], Items]


@dataclass(slots=True)
class Shell:
    """One shell. `variables` are its own (csh: `set`), `environment` goes to programs (`setenv`, `export`).

    ended       set by `exit`
    history     the lines entered so far, oldest first
    columns     width of the terminal, 0 when the output is none
    """

    dialect: Dialect
    machine: Machine
    person: Person
    directory: str
    pid: int
    environment: dict[str, str]
    variables: dict[str, str] = field(default_factory=dict)
    history: Callable[[], list[tuple[str, float]]] = list
    previous: str = ""
    status: int = 0
    is_interactive: bool = True
    is_login: bool = False
    ended: bool = False
    columns: int = 80

    @property
    def tree(self) -> Tree:
        """The files as its user sees them."""
        return Tree(self.machine.device.files, self.person.visitor, self.directory)


@dataclass(frozen=True, slots=True)
class Process:
    """One program that runs. `stdin` is None where it is the terminal; `arguments` come without the name."""

    shell: Shell
    name: str
    arguments: tuple[str, ...]
    stdin: Items | None
    columns: int
    """Width of the terminal that takes the output, 0 when it goes elsewhere."""

    @property
    def device(self) -> Device:
        """The device."""
        return self.shell.machine.device

    @property
    def tree(self) -> Tree:
        """The files as its user sees them."""
        return self.shell.tree
