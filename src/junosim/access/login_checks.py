"""What a commit has to obey in `system login` beside the rules of the language (R-ROOT-007)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.config.query import find
from junosim.config.rules.stated import Sort
from junosim.config.transition import Step
from junosim.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.transition import Transition

_LOGIN: Final = ("system", "login")
_ROOT_IS_NO_USER: Final = "user 'root' must be configured with 'root-authentication'"  # [g]


def _problems(transition: Transition) -> Iterator[Problem]:
    """Root has an account of its own; one among the users would give its name another class."""
    if find(transition.new, *_LOGIN, "user", ROOT) is not None:
        yield Problem(_LOGIN, f"user {ROOT}", _ROOT_IS_NO_USER)


LOGIN_CHECKS: Final = Step("login users", _problems, Sort.CONSTRAINT.value)
