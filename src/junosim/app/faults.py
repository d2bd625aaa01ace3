"""`junosim run --list-faults`: what can be broken on order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.fips.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Iterator


def lines() -> Iterator[str]:
    """One line for each fault, as `--fault` takes it."""
    yield from Faults().known
