"""What a commit has to obey in `system login` beside the rules of the language (R-ROOT-007)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.access.classes import Classes
from junosim.access.permissions import CRYPTO_OFFICER
from junosim.access.users import ROOT
from junosim.config.query import find
from junosim.config.rules.stated import Sort
from junosim.config.transition import Step
from junosim.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.transition import Transition

_LOGIN: Final = ("system", "login")
_HALF_AN_OFFICER: Final = (  # [g]
    "some of the permissions secret, security, maintenance and control: "
    "a crypto officer needs all four, a FIPS user has none"
)
_ROOT_IS_NO_USER: Final = "user 'root' must be configured with 'root-authentication'"  # [g]


def _problems(transition: Transition) -> Iterator[Problem]:
    """Root has an account of its own; one among the users would give its name another class."""
    if find(transition.new, *_LOGIN, "user", ROOT) is not None:
        yield Problem(_LOGIN, f"user {ROOT}", _ROOT_IS_NO_USER)


def half_officers(transition: Transition) -> Iterator[Problem]:
    """In FIPS mode a class is a crypto officer's with all of four permissions, a FIPS user's with none (R-ROLE-002).

    One with some of them is accepted, with a warning [g].
    """
    old, new = (find(tree, *_LOGIN, "class") for tree in (transition.old, transition.new))
    if old is new:
        return
    for login_class in Classes().of(transition.new).values():
        held = CRYPTO_OFFICER & login_class.permissions
        if held and held != CRYPTO_OFFICER:
            yield Problem(_LOGIN, f"class {login_class.name}", _HALF_AN_OFFICER, warning=True)


LOGIN_CHECKS: Final = Step("login users", _problems, Sort.CONSTRAINT.value)
