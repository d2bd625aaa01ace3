"""Which words exist for one session: what the login class allows, and what the platform has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible


def commands_for(permissions: frozenset[str]) -> Visible:
    """The command words that a class with these permissions sees; a word without a permission is everybody's."""

    def visible(_path: Path, node: Node) -> bool:
        needed = node.attributes.get("permission")
        return needed is None or "all" in permissions or any(name in permissions for name in needed.split())

    return visible


def statements_on(platform: str) -> Visible:
    """The configuration statements of one platform: `only` names those that have it, `not` those that lack it."""

    def visible(_path: Path, node: Node) -> bool:
        attributes = node.attributes
        if not attributes:
            return True
        only = attributes.get("only")
        if only is not None and platform not in only.split():
            return False
        return platform not in attributes.get("not", "").split()

    return visible
