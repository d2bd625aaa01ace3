"""Login classes: the four predefined ones and those of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.permissions import expand
from junosim.config.query import leaf_values
from junosim.config.rules import defaults

if TYPE_CHECKING:
    from junosim.config.tree import Branch

PREDEFINED = defaults.login_classes()
"""The classes every device has, with their permission words as in 19.1."""


def permissions_of(tree: Branch, class_name: str) -> frozenset[str]:
    """The permission flags of a login class, expanded.

    `tree` is the root of the committed configuration. A class that does not exist gives nothing, as
    `unauthorized`; a predefined one cannot be redefined.
    """
    words = PREDEFINED.get(class_name)
    if words is None:
        words = frozenset(leaf_values(tree, "system", "login", "class", class_name, "permissions"))
    return expand(words)
