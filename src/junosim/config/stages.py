"""The stages of a commit, for those who want to follow it, and for those who keep a record of all commits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from junosim.errors import CommitError


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


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for: `operation` is `commit`, `commit check` and the like, `session` that of the editor.

    `session` is None where the device itself commits.
    """

    operation: str
    user: str
    session: int | None
    comment: str = ""


class Observer(Protocol):
    """Who is told of one commit, from the moment it is asked for."""

    def stage(self, stage: Stage) -> None:
        """A stage begins; behind the last one nothing but the answer comes."""
        ...

    def refused(self, problem: CommitError) -> None:
        """It was refused."""
        ...


class Unobserved:
    """Nobody."""

    def __init__(self, _request: Request) -> None:
        """Take no note."""

    def stage(self, stage: Stage) -> None:
        """Take no note."""

    def refused(self, problem: CommitError) -> None:
        """Take no note."""


Observe: TypeAlias = Callable[[Request], Observer]
