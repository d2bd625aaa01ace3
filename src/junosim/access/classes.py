"""Login classes: the four predefined ones and those of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.permissions import ALL, expand
from junosim.config.query import leaf_values

if TYPE_CHECKING:
    from junosim.config.tree import Branch

PREDEFINED: dict[str, frozenset[str]] = {
    "super-user": frozenset({ALL}),
    "superuser": frozenset({ALL}),
    "operator": frozenset({"clear", "network", "reset", "trace", "view"}),
    "read-only": frozenset({"view"}),
    "unauthorized": frozenset(),
}
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
