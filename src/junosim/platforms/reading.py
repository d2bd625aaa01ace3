"""Platforms as data: what a chassis is, what is plugged into it, and which software runs on it.

A platform is one file under `platforms/`; nothing in the code asks for a platform by name. `load_platform`
reads and checks a file once and gives a frozen `Platform` that any number of devices share. Every error is a
`PlatformError` that names the file and the key.

A chassis can be equipped in several ways: `mx480` is the usual one, `mx480-ngre-ms-mpc` names Routing Engine and
card, `mx480-dual` has two Routing Engines.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from junosim.errors import PlatformError
from junosim.platforms import parts
from junosim.platforms.equipment import equipped, suffixes
from junosim.platforms.model import ASSIGNED, AT_LEVEL, FipsMode, NetconfHello, Platform
from junosim.platforms.table import Table
from junosim.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from junosim.platforms.model import RoutingEngine


def platform_names() -> tuple[str, ...]:
    """The chassis of this installation, sorted, as they are usually equipped."""
    return tuple(sorted(path.stem for path in data_folder("platforms").glob("*.toml")))


def equipments(name: str) -> tuple[str, ...]:
    """The names of one chassis with each of the equipments that its file lists. Raises PlatformError."""
    path = _file(name)
    return tuple(f"{path.stem}-{suffix}" for suffix in suffixes(_content(path), path.name))


@cache
def load_platform(name: str) -> Platform:
    """The platform of that name. Raises PlatformError when it is unknown or its file is wrong."""
    path = _file(name)
    return read_platform(path, name.removeprefix(path.stem).removeprefix("-"))


def _file(name: str) -> Path:
    """The file of the chassis that a name begins with."""
    fitting = [known for known in platform_names() if name == known or name.startswith(f"{known}-")]
    if not fitting:
        raise PlatformError(f"unknown platform {name!r}; known are: {', '.join(platform_names())}")
    return data_folder("platforms") / f"{max(fitting, key=len)}.toml"


def read_platform(path: Path, equipment: str = "") -> Platform:
    """Read and check one platform file, with this equipment. Raises PlatformError, naming the file and the key."""
    content = _content(path)
    top = Table(content, path.name, "")
    prompts, times, fips = top.table("prompts"), top.table("times"), top.table("fips")
    software = _software(top)
    versions: dict[str, Any] = software.take("package-versions", dict, {})
    description = top.text("description")
    fitted = equipped(top, equipment, path.stem, tuple(suffixes(content, path.name)))
    packages = parts.packages(software, "packages", versions)
    contexts = prompts.texts("context")
    platform = Platform(
        name=f"{path.stem}-{equipment}" if equipment else path.stem,
        chassis_name=path.stem,
        model=top.text("model"),
        description=description,
        family=top.text("family"),
        product=top.integer("product"),
        log_size=top.take("log-size", int, 1024 * 1024),
        release=software.text("version"),
        schema=software.text("schema"),
        banner=software.template("banner", "version", "kernel"),
        kernel=software.text("kernel"),
        context=contexts[min(len(fitted.engines), len(contexts)) - 1],
        shell_prompt=prompts.template("shell", "host", "directory"),
        console=_console(prompts),
        protocols_delay=times.number("protocols-delay"),
        boot_time=times.number("boot"),
        idle_load=times.number("idle-load"),
        cli_banner=software.text("cli-banner", ""),
        member=prompts.text("member", ""),
        zeroizes=prompts.template("zeroizes", "slot"),
        users_command=software.text("users-command"),
        root_login=software.text("root-login"),
        auth_event=software.choice("auth-event", AT_LEVEL, ASSIGNED),
        netconf_hello=NetconfHello(
            software.texts("netconf-capabilities"),
            software.take("netconf-hello-namespace", bool, default=False),
        ),
        boot_text=top.text("boot-text"),
        factory_configuration=_neighbour(top, "factory-configuration"),
        processes=_neighbour(top, "processes"),
        chassis=parts.chassis(top.table("chassis"), description, fitted),
        routing_engines=fitted.engines,
        ports=tuple(port for entry in top.tables("ports") for port in parts.ports(entry, fitted)),
        pseudo_interfaces=top.texts("pseudo-interfaces"),
        internal_interfaces=_internal_interfaces(software),
        packages=packages,
        fips=FipsMode(
            fips.text("statement"),
            fips.text("rules"),
            fips.texts("suites"),
            fips.texts("card-suites"),
            parts.packages(software, "fips-packages", versions),
            software.text("fips-packages-behind", packages[-1].name),
            fips.text("needs", ""),
            fips.take("names-host-keys", bool, default=False),
            fips.take("boots-twice", bool, default=False),
        ),
        panel=tuple(parts.fixture(entry) for entry in top.tables("panel")),
        release_package=_release_package(software, fitted.engines),
        fips_package=_file_name(software, "fips-package"),
        flex_package=_file_name(software, "flex-package"),
    )
    for table in (software, prompts, times, fips, top):
        table.finish()
    _check_unique(path.name, platform)
    return platform


def _release_package(software: Table, engines: Iterable[RoutingEngine]) -> tuple[str, str, str]:
    """The names of releases; where Junos is a guest they come with those of the host."""
    usual, guest = _file_name(software, "release-package"), _file_name(software, "vmhost-package")
    return guest if any(engine.is_guest for engine in engines) else usual


def _internal_interfaces(software: Table) -> tuple[tuple[str, ...], ...]:
    """Rows of the name of a unit and its addresses."""
    rows: list[Any] = software.take("internal-interfaces", list)
    if not all(isinstance(row, list) and row and all(isinstance(cell, str) for cell in row) for row in rows):
        raise software.error("internal-interfaces", "must be rows of a unit and its addresses")
    return tuple(tuple(row) for row in rows)


def _file_name(software: Table, key: str) -> tuple[str, str, str]:
    """Name, architecture and suffix of the files of packages; empty texts where there are none."""
    parts_of_name: list[Any] = software.take(key, list, ["", "", ""])
    if len(parts_of_name) != 3 or not all(isinstance(part, str) for part in parts_of_name):
        raise software.error(key, "must be [name, architecture, suffix]")
    name, architecture, suffix = parts_of_name
    return name, architecture, suffix


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlatformError(f"{path.name}: {error}") from error


def _software(top: Table) -> Table:
    """The software that runs here, in a file of its own, as all chassis of a family have the same."""
    name = top.text("software")
    file = data_folder("platforms") / "software" / f"{name}.toml"
    if "/" in name or not file.is_file():
        raise top.error("software", f"there is no software {name!r} among the platforms")
    return Table(_content(file), file.name, "")


def _neighbour(table: Table, key: str) -> str:
    """The text of the file beside the platform's own that a key names."""
    name = table.text(key)
    file = data_folder("platforms") / name
    if "/" in name or not file.is_file():
        raise table.error(key, f"there is no file {name!r} among the platforms")
    return file.read_text(encoding="utf-8")


def _console(prompts: Table) -> tuple[str, str]:
    console = prompts.table("console")
    pair = (console.text("getty"), console.text("terminal"))
    console.finish()
    return pair


def _check_unique(file: str, platform: Platform) -> None:
    for key, names in (
        ("ports", [port.name for port in platform.ports]),
        ("software.packages", [package.name for package in platform.packages]),
        ("chassis.part", [part.name for part in platform.chassis.parts]),
    ):
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise PlatformError(f"{file}: {key}: {twice!r} is there twice")
