"""Platforms as data: what a chassis is, what is plugged into it, and which software runs on it.

A platform is one file under `platforms/`; nothing in the code asks for a platform by name. `load_platform`
reads and checks a file once and gives a frozen `Platform` that any number of devices share. Every error is a
`PlatformError` that names the file and the key.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from junosim.errors import PlatformError
from junosim.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KERNEL_IDENT_LENGTH = 31  # the login banner shows no more of the kernel's name
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Package:
    """One installed software package: name in XML, title and version as `show version` prints them."""

    name: str
    title: str
    version: str

    @property
    def comment(self) -> str:
        """The line of `show version`."""
        return f"{self.title} [{self.version}]"


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of the chassis inventory with the parts plugged into it (CPU, PIC, transceiver …).

    `kind` is the part's class in lower case (`fpc`, `pem`, `cb`, `fan` …), `model` the order number.
    """

    name: str
    kind: str
    description: str = ""
    version: str = ""
    part_number: str = ""
    serial_number: str = ""
    model: str = ""
    parts: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Port:
    """One port: `kind` is `management`, `console`, `network` or `service`; `speed` in bit/s, or 0."""

    name: str
    kind: str
    speed: int = 0


@dataclass(frozen=True, slots=True)
class RoutingEngine:
    """One Routing Engine; memory in MB. `name` is the one CLI outputs use (`re0`)."""

    slot: int
    name: str
    model: str
    memory: int
    processors: int


@dataclass(frozen=True, slots=True)
class FipsMode:
    """FIPS mode on one platform.

    statement     words below `system fips` that set the level: `level`, or `chassis level`
    rules         the column of what the mode allows, `mx` or `switch`
    suites        the self-tests of a Routing Engine, in their order
    card_suites   those of a services card; their failure stops IPsec, not the device
    packages      what `show version` lists beside the others once the packages of the mode are installed
    """

    statement: str
    rules: str
    suites: tuple[str, ...]
    card_suites: tuple[str, ...]
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Platform:
    """One kind of device. There is one object of each, so that it can be the key of what is derived from it.

    name, model         file name, and the word `show version` prints
    family              product family as `show system information` prints it
    release             software version (`19.1R2.8`)
    schema              name of the schema release, `mx19`
    banner              login line after the version; `{version}` and `{kernel}` stand in it
    kernel              full name of the kernel
    context             line above the prompt (`{master:0}`), empty when there is none
    shell_prompt        prompt of root's shell, with `{host}` and `{directory}`
    console             tty of the console port as the getty prints it (`ttyu0`) and as `show system users`
                        does (`u0`)
    protocols_delay     seconds from boot until the routing protocols start
    boot_time           seconds from boot until users can log in
    idle_load           load average of an idle Routing Engine
    users_command       what `show system users` prints for a CLI session
    boot_text           name of the texts of its boot, below `platforms/boot`
    factory_configuration  text of the configuration that it is delivered with, in a file of its own
    fips                what FIPS mode is here
    pseudo_interfaces   names of the interfaces that the software always has (`irb`, `dsc`)
    processes           text of the list of what its Routing Engine runs, in a file of its own
    """

    name: str
    model: str
    description: str
    family: str
    release: str
    schema: str
    banner: str
    kernel: str
    context: str
    shell_prompt: str
    console: tuple[str, str]
    protocols_delay: float
    boot_time: float
    idle_load: float
    users_command: str
    boot_text: str
    factory_configuration: str
    processes: str
    chassis: Slot
    routing_engines: tuple[RoutingEngine, ...]
    ports: tuple[Port, ...]
    packages: tuple[Package, ...]
    pseudo_interfaces: tuple[str, ...]
    fips: FipsMode

    @property
    def login_banner(self) -> str:
        """The line printed after a login, without the date of the last one."""
        return self.banner.format(version=self.release, kernel=self.kernel[:_KERNEL_IDENT_LENGTH])

    @property
    def line_cards(self) -> tuple[Slot, ...]:
        """The FPCs, in slot order."""
        return tuple(part for part in self.chassis.parts if part.kind == "fpc")


def platform_names() -> tuple[str, ...]:
    """The platforms of this installation, sorted."""
    return tuple(sorted(path.stem for path in data_folder("platforms").glob("*.toml")))


@cache
def load_platform(name: str) -> Platform:
    """The platform of that name. Raises PlatformError when it is unknown or its file is wrong."""
    if name not in platform_names():
        raise PlatformError(f"unknown platform {name!r}; known are: {', '.join(platform_names())}")
    return read_platform(data_folder("platforms") / f"{name}.toml")


def read_platform(path: Path) -> Platform:
    """Read and check one platform file. Raises PlatformError, naming the file and the key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlatformError(f"{path.name}: {error}") from error
    top = _Table(content, path.name, "")
    software, prompts, times = top.table("software"), top.table("prompts"), top.table("times")
    description = top.text("description")
    platform = Platform(
        name=path.stem,
        model=top.text("model"),
        description=description,
        family=top.text("family"),
        release=software.text("version"),
        schema=software.text("schema"),
        banner=_template(software, "banner", "version", "kernel"),
        kernel=software.text("kernel"),
        context=prompts.text("context"),
        shell_prompt=_template(prompts, "shell", "host", "directory"),
        console=_console(prompts),
        protocols_delay=times.number("protocols-delay"),
        boot_time=times.number("boot"),
        idle_load=times.number("idle-load"),
        users_command=prompts.text("users-command"),
        boot_text=top.text("boot-text"),
        factory_configuration=_neighbour(top, "factory-configuration"),
        processes=_neighbour(top, "processes"),
        chassis=_slot(top.table("chassis"), description),
        routing_engines=tuple(_routing_engine(entry) for entry in top.tables("routing-engine")),
        ports=tuple(port for entry in top.tables("ports") for port in _ports(entry)),
        packages=_packages(software),
        pseudo_interfaces=tuple(str(name) for name in top.take("pseudo-interfaces", list, [])),
        fips=_fips_mode(top.table("fips")),
    )
    for table in (software, prompts, times, top):
        table.finish()
    _check_unique(path.name, platform)
    return platform


class _Table:
    """A TOML table that checks what is taken from it and refuses what nobody took."""

    def __init__(self, content: Mapping[str, Any], file: str, where: str) -> None:
        self._rest = dict(content)
        self._file = file
        self._where = where

    def error(self, key: str, problem: str) -> PlatformError:
        """The error for one key, naming file and key."""
        return PlatformError(f"{self._file}: {self._where}{key}: {problem}")

    def take(self, key: str, kind: type[_V], default: _V | None = None) -> _V:
        """The value of a key; a key without default must be there."""
        value = self._rest.pop(key, default)
        if value is None:
            raise self.error(key, "is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"must be a {kind.__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return self.take(key, str, default)

    def texts(self, key: str) -> tuple[str, ...]:
        entries: list[Any] = self.take(key, list)
        if not all(isinstance(entry, str) for entry in entries):
            raise self.error(key, "must be a list of texts")
        return tuple(entries)

    def integer(self, key: str) -> int:
        return self.take(key, int)

    def number(self, key: str) -> float:
        value = self._rest.pop(key, None)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, "must be a number")
        return float(value)

    def table(self, key: str) -> _Table:
        return _Table(self.take(key, dict), self._file, f"{self._where}{key}.")

    def tables(self, key: str) -> list[_Table]:
        entries: list[Any] = self.take(key, list, [])
        if not all(isinstance(entry, dict) for entry in entries):
            raise self.error(key, "must be a list of tables")
        return [_Table(entry, self._file, f"{self._where}{key}[{n}].") for n, entry in enumerate(entries)]

    def finish(self) -> None:
        """Raises PlatformError for a key that nothing has taken."""
        for key in self._rest:
            raise self.error(key, "is not a key of this table")


def _fips_mode(table: _Table) -> FipsMode:
    mode = FipsMode(
        table.text("statement"),
        table.text("rules"),
        table.texts("suites"),
        table.texts("card-suites"),
        _packages(table),
    )
    table.finish()
    return mode


def _neighbour(table: _Table, key: str) -> str:
    """The text of the file beside the platform's own that a key names."""
    name = table.text(key)
    file = data_folder("platforms") / name
    if "/" in name or not file.is_file():
        raise table.error(key, f"there is no file {name!r} among the platforms")
    return file.read_text(encoding="utf-8")


def _template(table: _Table, key: str, *names: str) -> str:
    text = table.text(key)
    try:
        text.format(**dict.fromkeys(names, ""))
    except (KeyError, IndexError, ValueError) as error:
        raise table.error(key, f"bad template ({error}); known are {', '.join(names)}") from error
    return text


def _console(prompts: _Table) -> tuple[str, str]:
    console = prompts.table("console")
    pair = (console.text("getty"), console.text("terminal"))
    console.finish()
    return pair


def _slot(table: _Table, description: str | None = None) -> Slot:
    slot = Slot(
        name=table.text("name"),
        kind=table.text("kind"),
        description=table.text("description", description or ""),
        version=table.text("version", ""),
        part_number=table.text("part-number", ""),
        serial_number=table.text("serial-number", ""),
        model=table.text("model", ""),
        parts=tuple(_slot(part) for part in table.tables("part")),
    )
    table.finish()
    return slot


def _routing_engine(table: _Table) -> RoutingEngine:
    slot = table.integer("slot")
    engine = RoutingEngine(
        slot, f"re{slot}", table.text("model"), table.integer("memory"), table.integer("processors")
    )
    table.finish()
    return engine


def _ports(table: _Table) -> list[Port]:
    """One entry stands for one port by name, or for all ports of a PIC (`media`, `fpc`, `pic`, `count`)."""
    kind, speed = table.text("kind"), table.take("speed", int, 0)
    if kind not in ("management", "console", "network", "service"):
        raise table.error("kind", f"{kind!r} is no kind of port")
    name = table.text("name", "")
    if name:
        names = [name]
    else:
        prefix = f"{table.text('media')}-{table.integer('fpc')}/{table.integer('pic')}/"
        names = [f"{prefix}{number}" for number in range(table.integer("count"))]
    table.finish()
    return [Port(name, kind, speed) for name in names]


def _packages(software: _Table) -> tuple[Package, ...]:
    """Rows of XML name, title, and either a version or the name of one in `package-versions`."""
    versions: dict[str, Any] = software.take("package-versions", dict, {})
    packages = []
    for number, row in enumerate(software.take("packages", list)):
        if not (isinstance(row, list) and len(row) == 3 and all(isinstance(cell, str) for cell in row)):
            raise software.error(f"packages[{number}]", "must be [name, title, version]")
        name, title, version = row
        packages.append(Package(name, title, str(versions.get(version, version))))
    return tuple(packages)


def _check_unique(file: str, platform: Platform) -> None:
    for key, names in (
        ("ports", [port.name for port in platform.ports]),
        ("software.packages", [package.name for package in platform.packages]),
        ("chassis.part", [part.name for part in platform.chassis.parts]),
    ):
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise PlatformError(f"{file}: {key}: {twice!r} is there twice")
