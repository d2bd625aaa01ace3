"""The programs of the device's image that the simulated shells can run, by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from junosim.shell.programs import (
    changing,
    digests,
    filtering,
    identity,
    listing,
    paging,
    processes,
    sessions,
    storage,
    system,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.shell.language.shell import Executable

PROGRAMS: Mapping[str, Executable] = MappingProxyType(
    {
        name: program
        for module in (
            changing,
            digests,
            filtering,
            identity,
            listing,
            paging,
            processes,
            sessions,
            storage,
            system,
            text,
        )
        for name, program in module.PROGRAMS.items()
    }
)
