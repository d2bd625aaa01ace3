"""`uname`, `date`, `ps`, `sysctl`, `sleep`, `uptime`: the machine and its time."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Final

from junosim.device.audit import NAMELESS
from junosim.operations.cli_settings import CliSettings
from junosim.operations.operation import Context
from junosim.operations.system import users, users_text
from junosim.shell.language.options import Usage, options
from junosim.shell.language.shell import Executable
from junosim.shell.language.stream import Complaint, Sleep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from junosim.device.device import Device
    from junosim.shell.language.shell import Process
    from junosim.shell.language.stream import Program

_SYSTEM: Final = "JUNOS"
_MACHINE: Final = "amd64"
_MEGABYTE: Final = 1024 * 1024
_LONGEST_SLEEP: Final = 100_000_000.0


def system_name(process: Process) -> Program:
    """`uname [-aimnprsv]`."""
    given = options(process)
    platform = process.device.platform
    words = {
        "s": _SYSTEM, "n": process.device.host_name or NAMELESS, "r": platform.kernel.split(" ")[0],
        "v": f"JUNOS {process.device.software.release} Kernel 64-bit {platform.kernel}", "m": _MACHINE, "p": _MACHINE,
        "i": platform.model.upper(),
    }  # fmt: skip
    wanted = "snrvm" if "a" in given else given.letters or "s"
    yield " ".join(words[letter] for letter in "snrvmpi" if letter in wanted) + "\n"
    return 0


def date(process: Process) -> Program:
    """`date [-u] [+FORMAT]`; setting the clock is for `set date` of the CLI."""
    given = options(process)
    device = process.device
    now = device.local_time()
    if "u" in given:
        now = now.astimezone(UTC)
    if given.operands:
        form = given.operands[0]
        if not form.startswith("+"):
            yield Complaint("date: settimeofday (timeval): Operation not permitted\n")
            return 1
        yield f"{_formatted(form[1:], now)}\n"
        return 0
    yield f"{now:%a %b} {now.day:2} {now:%H:%M:%S %Z %Y}\n"
    return 0


_CONVERSION: Final = re.compile(r"%(.)", re.DOTALL)
_CONVERSIONS: Final = frozenset("aAbBcdDeFHIjklmMpRSTuUwyYzZ")


def _formatted(form: str, now: datetime) -> str:
    """The time in the format of strftime(3); a conversion that it does not know stays as it is."""

    def converted(found: re.Match[str]) -> str:
        letter = found[1]
        if letter == "s":
            return str(int(now.timestamp()))
        if letter in _CONVERSIONS:
            return now.strftime(found[0])
        return {"n": "\n", "t": "\t", "%": "%"}.get(letter, found[0])

    return _CONVERSION.sub(converted, form)


def up_time(process: Process) -> Program:
    """`uptime`: the first line of `w`."""
    context = Context(process.device, process.shell.machine.login, CliSettings())
    yield f"{next(iter(users_text(users(context), context)))}\n"
    return 0


def sleep(process: Process) -> Program:
    """`sleep SECONDS`."""
    word = process.arguments[0] if len(process.arguments) == 1 else ""
    if re.fullmatch(r"[0-9]{0,12}(\.[0-9]{0,9})?", word) is None or not any(map(str.isdigit, word)):
        raise Usage("")
    yield Sleep(min(float(word), _LONGEST_SLEEP))
    return 0


def constant(process: Process) -> Program:
    """`true`, `false`."""
    yield from ()
    return int(process.name.endswith("false"))


def _memory(device: Device) -> int:
    return device.platform.routing_engines[0].memory * _MEGABYTE


def _boot_time(device: Device) -> str:
    booted = int(device.booted)
    local = device.local_time(booted)
    return f"{{ sec = {booted}, usec = 0 }} {local:%a %b} {local.day:2} {local:%H:%M:%S %Y}"


_VALUES: Final[Mapping[str, Callable[[Device], object]]] = {
    "hw.machine": lambda _device: _MACHINE,
    "hw.model": lambda device: device.platform.routing_engines[0].model,
    "hw.ncpu": lambda device: device.platform.routing_engines[0].processors,
    "hw.physmem": _memory,
    "hw.product.model": lambda device: device.platform.model,
    "hw.re.vmhost_mode": lambda _device: 0,
    "kern.boottime": _boot_time,
    "kern.hostname": lambda device: device.host_name or "",
    "kern.osrelease": lambda device: device.platform.kernel.split(" ")[0],
    "kern.ostype": lambda _device: _SYSTEM,
    "kern.securelevel": lambda _device: -1,
    "kern.version": lambda device: f"JUNOS {device.software.release} Kernel 64-bit {device.platform.kernel}",
}
"""What `sysctl` knows: names of FreeBSD and those that clients ask for; the values are those of the device."""


def system_control(process: Process) -> Program:
    """`sysctl [-anN] NAME …`, or `-a` for all; a name may be one of those above it (`hw`)."""
    given = options(process)
    status = 0
    names = list(given.operands)
    if "a" in given:
        names = list(_VALUES)
    if not names:
        raise Usage("")
    for name in names:
        if "=" in name:
            yield Complaint(f"sysctl: {name.partition('=')[0]}: Operation not permitted\n")
            status = 1
            continue
        fitting = [known for known in _VALUES if known == name or known.startswith(f"{name}.")]
        if not fitting:
            yield Complaint(f"sysctl: unknown oid '{name}'\n")
            status = 1
        for known in fitting:
            value = _VALUES[known](process.device)
            yield f"{value}\n" if "n" in given else f"{known}\n" if "N" in given else f"{known}: {value}\n"
    return status


PROGRAMS: Final = {
    "date": Executable(date, "date [-u] [+output_fmt]", flags="ju"),
    "false": Executable(constant, "false", "/usr/bin"),
    "sleep": Executable(sleep, "sleep seconds"),
    "sysctl": Executable(system_control, "sysctl [-bdehiNnoqTtWx] name ...", "/sbin", "aNnq"),
    "true": Executable(constant, "true", "/usr/bin"),
    "uname": Executable(system_name, "uname [-aimnprsv]", "/usr/bin", "aimnprsv"),
    "uptime": Executable(up_time, "uptime", "/usr/bin"),
}
