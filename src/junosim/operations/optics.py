"""`show interfaces diagnostics optics`, `show services rpm probe-results`: there are neither optics nor probes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator


def optics(_context: Context) -> Element:
    """The ports with optics: nothing is plugged in."""
    return Element("interface-information")


def probes(_context: Context) -> Element:
    """The results of probes: none are sent."""
    return Element("probe-results")


def nothing(_answer: Element, _context: Context) -> Iterator[str]:
    """The view of an answer in which there is nothing."""
    return iter(())


OPERATIONS = (
    Operation("optics", optics, nothing),
    Operation("probes", probes, nothing),
)
