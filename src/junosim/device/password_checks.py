"""What a commit finds in the password hashes that were pasted: those that would cost too much at every login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.passwords import MOST_ROUNDS, costs_too_much
from junosim.config.query import branch, entries, leaf_text
from junosim.config.rules.stated import Sort
from junosim.config.transition import Step
from junosim.errors import Problem
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.transition import Transition
    from junosim.config.tree import Branch

TOO_DEAR: Final = f"password hash has more than {MOST_ROUNDS} rounds"  # [g]
_HASH: Final = "encrypted-password"


def _problems(transition: Transition) -> Iterator[Problem | None]:
    """The hashes with too many rounds, where anything about the system has changed; pauses among them."""
    system = branch(transition.new, "system")
    if system is branch(transition.old, "system"):
        return
    beat = Beat()
    for path, authentication in _authentications(system):
        if beat.due():
            yield None
        if costs_too_much(leaf_text(authentication, _HASH) or ""):
            yield Problem(path, _HASH, TOO_DEAR)


def _authentications(system: Branch | None) -> Iterator[tuple[tuple[str, ...], Branch | None]]:
    """Where accounts keep their hashes, each with its place."""
    yield ("system", "root-authentication"), branch(system, "root-authentication")
    for user in entries(system, "login", "user"):
        place = ("system", "login", "user", user.keys[0], "authentication")
        yield place, branch(user, "authentication")


PASSWORD_HASHES: Final = Step("password hashes", _problems, Sort.CONSTRAINT.value)
"""The check, under its name."""
