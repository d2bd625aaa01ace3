"""Trees over the small language of `schema_builder`, made by edit commands as one types them."""

from __future__ import annotations

import schema_builder
from junosim.config.formats.read_set import SetReader
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.schema import walk

SCHEMA = schema_builder.build()


def at(words: str) -> walk.Path:
    """The path that words name."""
    return walk.locate(SCHEMA, words.split())


def edited(*commands: str, root: Branch | None = None) -> Workspace:
    """A workspace on which all these commands were done without a complaint."""
    work = Workspace(Branch(SCHEMA) if root is None else root)
    reader = SetReader(work)
    for command in commands:
        reader.line(command)
    assert reader.problems == []
    return work


def tree(*commands: str, root: Branch | None = None) -> Branch:
    return edited(*commands, root=root).root
