"""Which statements exist on a platform at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible


def statements_on(platform: str) -> Visible:
    """The configuration statements of one platform: `only` names those that have it, `not` those that lack it.

    A statement whose support state is `refused` is a word on none.
    """

    def visible(_path: Path, node: Node) -> bool:
        attributes = node.attributes
        if not attributes:
            return True
        if attributes.get("state") == "refused":
            return False
        only = attributes.get("only")
        if only is not None and platform not in only.split():
            return False
        return platform not in attributes.get("not", "").split()

    return visible
