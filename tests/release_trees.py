"""Random configurations over the whole language of a release, for property tests.

Statements are reached by random steps down the schema and get values of `schema_samples`; they are typed word by
word, as a user would. Some lie in groups, some get marks and comments, some go again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

import config_strategies
import schema_paths
from junosim.config import edit
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.entropy import SeededEntropy
from junosim.errors import ConfigurationError, SyntaxProblem
from junosim.schema.node import Kind, Node

if TYPE_CHECKING:
    from junosim.schema.walk import Path

DEEPEST = 14
OFTEN = frozenset({"unit", "family", "inet", "term", "then", "from", "group", "neighbor", "policy-statement"})
"""Statements that are gone into more often, as much lies below them."""


@st.composite
def node_paths(draw: st.DrawFn, root: Node) -> tuple[Node, ...]:
    """A way down the schema to a statement that can be set."""
    path: list[Node] = []
    level = root
    if draw(st.integers(0, 5)) == 0:
        level = root.by_name["groups"]
        path.append(level)
    while len(path) < DEEPEST:
        children = [
            node
            for node in level.children
            if node.name not in level.keys and not node.asks and (path or node.name != "version")
        ]
        if not children:
            break
        favourites = [node for node in children if node.name in OFTEN]
        node = draw(st.sampled_from(favourites if favourites and draw(st.booleans()) else children))
        path.append(node)
        if not node.has_children or (node.kind is Kind.LIST and draw(st.integers(0, 4)) == 0):
            break
        level = node
    return tuple(path)


def statements_of(root: Node, path: tuple[Node, ...], seed: int) -> tuple[Path, ...]:
    """The statements that a line for this path sets; none where no line can."""
    try:
        return schema_paths.walked(root, schema_paths.line_of(root, path, SeededEntropy(seed)))
    except (schema_paths.Unreachable, SyntaxProblem, IndexError, ValueError):
        return ()


@st.composite
def trees(
    draw: st.DrawFn, schema: Node, *, start: Branch | None = None, decorated: bool = True, most: int = 8
) -> Branch:
    """A configuration of a few statements; with `start` it is that one after some edits."""
    work = Workspace(Branch(schema) if start is None else start)
    if start is not None:
        config_strategies.thin_out(draw, work)
    for _ in range(draw(st.integers(1, most))):
        paths = statements_of(schema, draw(node_paths(schema)), draw(st.integers(0, 9)))
        try:
            for path in paths:
                work.apply(edit.set_, path)
        except ConfigurationError:  # a full list
            continue
        if decorated and paths and draw(st.integers(0, 2)) == 0:
            config_strategies.decorate(draw, work, paths[0])
    return work.root
