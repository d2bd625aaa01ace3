"""What a chassis is, what is plugged into it, and which software runs on it: frozen values, shared by devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AT_LEVEL: Final = "at permission level"
"""How 19.1 says which class a user has (the guides)."""
ASSIGNED: Final = "assigned to class"
"""How the 20.2 of the switches says it (the guides)."""

_KERNEL_IDENT_LENGTH: Final = 31  # the login banner shows no more of the kernel's name


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
    """One Routing Engine; memory in MB. `name` is the one CLI outputs use (`re0`).

    `is_guest` is True where Junos runs as a guest of a host system: `request vmhost` takes the place of
    `request system` there.
    """

    slot: int
    name: str
    model: str
    memory: int
    processors: int
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Fixture:
    """Something on the panel of the chassis: a `connector`, `led` or `button`.

    `count` says how many there are; `classes` what passes through it, as a security policy counts
    (`data in`, `status out` …). `role` is what an LED shows or a button does, empty for connectors.
    """

    name: str
    kind: str
    count: int = 1
    classes: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class FipsMode:
    """FIPS mode on one platform.

    statement     words below `system fips` that set the level: `level`, or `chassis level`
    rules         the column of what the mode allows, `mx` or `switch`
    suites        the self-tests of a Routing Engine, in their order
    card_suites   those of a services card; their failure stops IPsec, not the device
    packages      what `show version` lists beside the others in FIPS mode, `behind` that package
    needs         the package that has to be installed first, empty when the image has all
    names_host_keys  True when the commit that asks for it makes the SSH host keys of the mode, and names them
    boots_twice   True when a second reboot has to bring the random generator of the mode back
    """

    statement: str
    rules: str
    suites: tuple[str, ...]
    card_suites: tuple[str, ...]
    packages: tuple[Package, ...]
    behind: str
    needs: str
    names_host_keys: bool
    boots_twice: bool


@dataclass(frozen=True, slots=True)
class NetconfHello:
    """What NETCONF says first: its `capabilities`, in an element with the namespace of the standard or without.

    With `urn:ietf:params:netconf:base:1.1` among these, chunks are spoken with clients that know them.
    """

    capabilities: tuple[str, ...]
    has_namespace: bool


@dataclass(frozen=True, slots=True, eq=False)
class Platform:
    """One kind of device. There is one object of each, so that it can be the key of what is derived from it.

    name                what users call it: that of the chassis, with the equipment when it is not the usual one
    chassis_name        name of its file
    model               the word `show version` prints
    family              product family as `show system information` prints it
    log_size            bytes beyond which log files are turned over, where the configuration says nothing
    product             number of the product in structured log messages: the last one of its `jnxProductName`
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
    cli_banner          line that `cli` prints when it is started from the shell, or empty
    member              name of a switch as the one member of its virtual chassis (`fpc0`), else empty
    zeroizes            what zeroization says it erases, with `{slot}` of the Routing Engine
    users_command       what `show system users` prints for a CLI session
    root_login          whether root may log in over SSH when the configuration does not say (`root-login`)
    auth_event          how the log says which class a user has: `at permission level`, `assigned to class`
    netconf_hello       what a NETCONF session says first
    boot_text           name of the texts of its boot, below `platforms/boot`
    factory_configuration  text of the configuration that it is delivered with, in a file of its own
    fips                what FIPS mode is here
    processes           text of the list of what its Routing Engine runs, in a file of its own
    pseudo_interfaces   names of the interfaces that the software always has (`irb`, `dsc`)
    internal_interfaces units of the network inside the chassis, each with its addresses: (`em0.0`, `128.0.0.1/2` …)
    panel               connectors, LEDs and buttons
    release_package     name, architecture and suffix of the files in which its releases come
    fips_package        the same of the package that FIPS mode needs, empty texts where it needs none
    flex_package        the same of the images that have no FIPS mode, empty texts where there are none
    """

    name: str
    chassis_name: str
    model: str
    description: str
    family: str
    product: int
    log_size: int
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
    cli_banner: str
    member: str
    zeroizes: str
    users_command: str
    root_login: str
    auth_event: str
    netconf_hello: NetconfHello
    boot_text: str
    factory_configuration: str
    processes: str
    chassis: Slot
    routing_engines: tuple[RoutingEngine, ...]
    ports: tuple[Port, ...]
    pseudo_interfaces: tuple[str, ...]
    internal_interfaces: tuple[tuple[str, ...], ...]
    packages: tuple[Package, ...]
    fips: FipsMode
    panel: tuple[Fixture, ...]
    release_package: tuple[str, str, str]
    fips_package: tuple[str, str, str]
    flex_package: tuple[str, str, str]

    @property
    def traits(self) -> frozenset[str]:
        """The words by which statements and commands name the platforms that have them."""
        host = "vmhost" if any(engine.is_guest for engine in self.routing_engines) else "no-vmhost"
        return frozenset({self.name, self.chassis_name, self.fips.rules, host})

    def login_banner(self, release: str) -> str:
        """The line printed after a login to this release, without the date of the last one."""
        return self.banner.format(version=release, kernel=self.kernel[:_KERNEL_IDENT_LENGTH])

    def packages_listed(self, *, fips: bool) -> tuple[Package, ...]:
        """What `show version` lists, with or without the packages of FIPS mode."""
        if not fips:
            return self.packages
        names = [package.name for package in self.packages]
        place = names.index(self.fips.behind) + 1
        return (*self.packages[:place], *self.fips.packages, *self.packages[place:])

    @property
    def management(self) -> str:
        """The name of the management port."""
        return next(port.name for port in self.ports if port.kind == "management")

    @property
    def line_cards(self) -> tuple[Slot, ...]:
        """The FPCs, in slot order."""
        return tuple(part for part in self.chassis.parts if part.kind == "fpc")
