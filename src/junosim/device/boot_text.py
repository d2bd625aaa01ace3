"""The texts of boot and shutdown, as data: one file for each kind of device under `platforms/boot/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from junosim.errors import PlatformError
from junosim.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PHASES: Final = (
    "loader", "usb", "kernel", "check", "start", "daemons", "shutdown", "reboot", "halt", "power-off", "panic",
)  # fmt: skip
"""Every phase that a file has to have: what is printed, in the order in which a life goes through them."""

FIELDS: Final = frozenset({"version", "kernel", "model", "host", "epoch", "date", "local"})
"""What may stand in braces in a text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the console and the seconds that pass before it; a text without a line end stays open."""

    delay: float
    text: str


@dataclass(frozen=True, slots=True)
class BootText:
    """The lines of every phase."""

    phases: Mapping[str, tuple[Line, ...]]


@cache
def boot_text(name: str) -> BootText:
    """The texts of that name. Raises PlatformError when there are none, or the file is wrong."""
    return read_boot_text(data_folder("platforms") / "boot" / f"{name}.toml")


def read_boot_text(path: Path) -> BootText:
    """Read and check one file. Raises PlatformError, naming the file and the phase."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlatformError(f"{path.name}: {error}") from error
    unknown = content.keys() ^ set(PHASES)
    if unknown:
        raise PlatformError(f"{path.name}: {sorted(unknown)[0]}: is missing, or no phase")
    phases = {name: tuple(_line(row, path.name, name) for row in content[name]) for name in PHASES}
    return BootText(MappingProxyType(phases))


def _line(row: object, file: str, phase: str) -> Line:
    if not (isinstance(row, list) and len(row) == 2):
        raise PlatformError(f"{file}: {phase}: every line is [seconds, text]")
    delay, text = row
    if (
        isinstance(delay, bool)
        or not isinstance(delay, int | float)
        or delay < 0
        or not isinstance(text, str)
    ):
        raise PlatformError(f"{file}: {phase}: every line is [seconds, text]")
    try:
        text.format(**dict.fromkeys(FIELDS, ""))
    except (KeyError, IndexError, ValueError) as error:
        raise PlatformError(f"{file}: {phase}: bad template ({error})") from error
    return Line(float(delay), text)
