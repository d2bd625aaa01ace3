"""What in a configuration does not go with FIPS mode: statements, values and secrets, each by its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.formats import shape
from junosim.config.lookup import words_of
from junosim.config.tree import Branch, Entries, Leaf
from junosim.errors import Problem
from junosim.fips.policy import STATEMENT_REFUSED
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.diff import Changes
    from junosim.config.tree import Item
    from junosim.fips.policy import Policy
    from junosim.schema.node import Node
    from junosim.schema.walk import Path
    from junosim.slices import Beat


class Search:
    """Looks for what the policy refuses. On the way into the mode (`entering`) secrets count too.

    Inactive statements and groups that nobody applies count as well: in FIPS mode their words do not exist. Among the
    problems that are found are pauses.
    """

    def __init__(self, policy: Policy, beat: Beat, *, entering: bool) -> None:
        self._policy = policy
        self._beat = beat
        self._entering = entering

    def everywhere(self, root: Branch) -> Iterator[Problem | None]:
        """Look at a whole configuration, given by its root."""
        return self._children(root, ())

    def among(self, changes: Changes) -> Iterator[Problem | None]:
        """Look at what changes bring."""
        for change in changes:
            if change.new is not None and not isinstance(change.new, Entries):
                yield from self._item(change.new, change.path[:-1])

    def _children(self, branch: Branch, path: Path) -> Iterator[Problem | None]:
        for item in shape.ordered(branch):
            yield from self._item(item, path)

    def _item(self, item: Item, path: Path) -> Iterator[Problem | None]:
        if self._beat.due():
            yield None
        node = item.node
        if self._policy.is_refused(node):
            yield _problem(path, node, STATEMENT_REFUSED)
        elif isinstance(item, Entries):
            for entry in item.entries.values():
                yield from self._item(entry, path)
        elif isinstance(item, Branch):
            for name, key in zip(node.keys, item.keys, strict=True):
                yield from self._value((*path, Step(node)), node.by_name[name], key, path, node)
            yield from self._children(item, (*path, Step(node, item.keys)))
        elif isinstance(item, Leaf):
            if item.value is not None:
                yield from self._value(path, node, item.value, path, node)
        else:
            for value in item.values:
                yield from self._value(path, node, value, path, node)

    def _value(
        self, hierarchy: Path, leaf: Node, value: str, path: Path, statement: Node
    ) -> Iterator[Problem | None]:
        """Look at a value of a leaf; the finding is about the statement at `path`."""
        message = self._policy.finding(hierarchy, leaf, value, entering=self._entering)
        if message is not None:
            yield _problem(path, statement, message)


def _problem(path: Path, node: Node, message: str) -> Problem:
    return Problem(words_of(path), node.word, message)
