"""The stages of a commit, for those who want to follow it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias


class Stage(Enum):
    """What begins; in this order. A stage that a commit has no use for is left out."""

    LOCK = "lock"  # may this session commit?
    MERGE = "merge"  # a private candidate is brought up to the committed configuration
    PREPARE = "prepare"  # what will be in force is put together
    CHECK = "check"  # the checks, and those of the subscribers
    SHARE = "share"  # the shared candidate follows a private commit
    STORE = "store"  # the new revision
    APPLY = "apply"  # the subscribers take it over
    COMPLETE = "complete"


Follow: TypeAlias = Callable[[Stage], None]


def unfollowed(stage: Stage) -> None:
    """What is called for each stage of a commit that nobody follows."""
