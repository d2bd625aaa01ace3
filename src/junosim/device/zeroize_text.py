"""What zeroization prints, as data: one file for each way of it under `platforms/zeroize/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from junosim.errors import PlatformError
from junosim.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VMHOST: Final = "vmhost"
"""The file for Routing Engines that run as guests of a host; else it is the one with the name of the boot texts."""

_STANDARD, _FIPS = "standard", "fips"
TARGET: Final = "{target}"
"""Stands in a line that is there for each Routing Engine."""


@dataclass(frozen=True, slots=True)
class ZeroizeText:
    """What the session shows that asked for it, and who ends which processes on the console.

    session    rows of seconds before a line, and the line
    sender     the process that ends the others
    processes  rows of a name, the number in the guide, and the program whose number is that of the device
    """

    session: tuple[tuple[float, str], ...]
    sender: str
    processes: tuple[tuple[str, int, str], ...]


def zeroize_text(name: str, *, fips: bool) -> ZeroizeText:
    """The texts of that name, in FIPS mode or outside it. Raises PlatformError for a file that is wrong."""
    found = _read(data_folder("platforms") / "zeroize" / f"{name}.toml")
    return found.get(_FIPS, found[_STANDARD]) if fips else found[_STANDARD]


@cache
def _read(path: Path) -> Mapping[str, ZeroizeText]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            mode: _text(content[mode]) for mode in (_STANDARD, _FIPS) if mode in content or mode == _STANDARD
        }
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PlatformError(f"{path.name}: {error!r}") from error


def _text(table: Mapping[str, Any]) -> ZeroizeText:
    return ZeroizeText(
        tuple((float(delay), str(line)) for delay, line in table["session"]),
        str(table["sender"]),
        tuple((str(name), int(number), str(program)) for name, number, program in table["processes"]),
    )
