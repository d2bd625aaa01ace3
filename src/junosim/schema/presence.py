"""Which statements and commands exist on a platform at all."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible


@lru_cache(maxsize=256)
def existing_on(traits: frozenset[str]) -> Visible:
    """The statements or commands of a platform, by the words that describe it (its name, `mx`, `vmhost` …).

    `only` names those of which one must fit, `not` those of which none may. A statement whose support state is
    `refused` is a word on none.
    """

    def exists(_path: Path, node: Node) -> bool:
        attributes = node.attributes
        if not attributes:
            return True
        if attributes.get("state") == "refused":
            return False
        only = attributes.get("only")
        if only is not None and traits.isdisjoint(only.split()):
            return False
        return traits.isdisjoint(attributes.get("not", "").split())

    return exists
