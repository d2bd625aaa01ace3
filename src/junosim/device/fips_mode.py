"""FIPS mode as the configuration asks for it, and the language of the configuration while the mode is on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from junosim.config.query import leaf_text
from junosim.fips.policy import Policy
from junosim.schema.presence import existing_on

if TYPE_CHECKING:
    from junosim.config.tree import Branch
    from junosim.platforms import Platform
    from junosim.schema.walk import Visible

FIPS: Final = ("system", "fips")


def level_of(configuration: Branch, platform: Platform) -> int:
    """The FIPS level that a configuration (with what it inherits) asks for in the platform's own statement."""
    text = leaf_text(configuration, *FIPS, *platform.fips.statement.split())
    return 0 if text is None else int(text)


def statement_of(platform: Platform, level: int = 1) -> str:
    """The line that asks for FIPS mode on the platform."""
    return " ".join(("set", *FIPS, platform.fips.statement, str(level)))


@lru_cache(maxsize=64)
def policy_of(platform: Platform) -> Policy:
    """What FIPS mode allows on a platform."""
    return Policy(platform.fips)


@lru_cache(maxsize=128)
def statements_on(platform: Platform, *, fips: bool) -> Visible:
    """The configuration statements that exist on a platform, in FIPS mode (with limits of values) or outside it."""
    exists = existing_on(platform.traits)
    return policy_of(platform).language(exists) if fips else exists
