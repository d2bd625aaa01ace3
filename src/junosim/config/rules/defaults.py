"""What every device has without being told: the hidden group `junos-defaults`, as far as rules ask for it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from junosim.config.load import Form, tree_of
from junosim.resources import data_folder

if TYPE_CHECKING:
    from junosim.config.tree import Branch
    from junosim.schema.node import Node

FILE = "junos/defaults.set"


@lru_cache(maxsize=8)
def tree(schema: Node) -> Branch | None:
    """The statements of `grammars/junos/defaults.set` that the language has; None for one without `applications`."""
    if "applications" not in schema.by_name:
        return None
    text = (data_folder("grammars") / FILE).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.startswith("set "))
    known = (line for line in lines if line.split()[1] in schema.by_name)
    root, _ = tree_of(schema, "\n".join(known), Form.SET)
    return root
