"""The places in the commit pipeline at which a test may let the power fail."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias


class Point(Enum):
    """A moment in making a change of the committed state, in this order."""

    BEFORE_STORE = "before store"  # all checks have passed, nothing is written
    AFTER_STORE = "after store"  # it is safe on the disk; in memory all is as before
    BEFORE_AUDIT = "before audit"  # the device works with it
    BEFORE_ANSWER = "before answer"  # the audit has it; nobody was told that it is done


Failpoint: TypeAlias = Callable[[Point], None]


def passed(_point: Point) -> None:
    """The failpoint of every device outside tests: nothing happens."""
