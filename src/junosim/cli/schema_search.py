"""Long walks over the schema in slices: every statement once, or every command.

Each walk yields what it finds, and None after every `SLICE` nodes looked at or read, when the caller should let
others have their turn. A slice takes some 0.1 ms; where it is the first to look at a level, about 1 ms, and more
when a large file of the grammar must be read for it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.schema.node import Flag, Node
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.cli.topics import Chain
    from junosim.schema.walk import Path, Visible

SLICE: Final = 128
COPIES: Final = frozenset({"dynamic-profiles", "logical-systems", "routing-instances", "tenants"})
"""Stanzas whose entries hold other stanzas once more."""
_WHOLE_COPY: Final = "groups"  # its entries hold the whole configuration
_UNLISTED: Final = Flag.HIDDEN | Flag.DEPRECATED

Place: TypeAlias = tuple[int, ...]
"""Where a statement stands among its siblings, at each level: sorts statements into the order of the tree."""
Found: TypeAlias = "tuple[Place, Chain]"


def stanza(top: Node, visible: Visible | None, stanzas: frozenset[str]) -> Iterator[Found | None]:
    """A statement of the top level and those below it, as `statements` finds them; of `groups` only itself."""
    yield (), (top,)
    if top.has_children and top.name != _WHOLE_COPY:
        for hit in statements(top, visible, stanzas, in_copy=top.name in COPIES):
            yield None if hit is None else (hit[0], (top, *hit[1]))


def statements(
    start: Node, visible: Visible | None, stanzas: frozenset[str], *, in_copy: bool = False
) -> Iterator[Found | None]:
    """Every listed statement below `start`, those nearer to it first, with its path from there.

    Statements that many paths reach through a shared level are found on the shortest of them alone. Copies of
    the configuration are left out: what stands in `groups`, and the statements named in `stanzas` (those of
    the top level) within logical systems, routing instances and dynamic profiles. `in_copy` says
    that `start` itself is one of these; a session that edits in one wants to see all of it.
    """
    seen = {id(start.children)}
    waiting: deque[tuple[Place, Chain, bool]] = deque([((), (), in_copy)])
    work = 0
    while waiting:
        place, chain, is_copy = waiting.popleft()
        parent = chain[-1] if chain else start
        for index, node in enumerate(parent.children):
            work += 1
            if work >= SLICE:
                yield None
                work = 0
            if not _is_listed(parent, node, visible):
                continue
            here = (*place, index), (*chain, node)
            yield here
            if not node.has_children or node.name == _WHOLE_COPY or (is_copy and node.name in stanzas):
                continue
            children = node.children
            if children and id(children) not in seen:
                seen.add(id(children))
                work += len(children)  # they may have been read just now
                waiting.append((*here, is_copy or node.name in COPIES))


def commands(root: Node, visible: Visible | None) -> Iterator[Found | None]:
    """Every listed command and argument below `root`, in the order of the tree, with its path from there."""
    count = 0
    waiting: list[Found] = [((), (root,))]
    while waiting:
        place, chain = waiting.pop()
        if place:
            yield place, chain[1:]
        below = []
        path = tuple(Step(node) for node in chain[1:])
        for index, node in enumerate(chain[-1].children):
            count += 1
            if count % SLICE == 0:
                yield None
            if _is_listed(chain[-1], node, visible, path):
                below.append(((*place, index), (*chain, node)))
        waiting += reversed(below)


def _is_listed(parent: Node, node: Node, visible: Visible | None, path: Path | None = None) -> bool:
    """Whether `?` lists the statement; the keys of a list and `apply-groups` (at every level) do not count.

    `path` leads to the parent, where that matters to who sees what.
    """
    if node.name in parent.keys or node.flags & _UNLISTED or node.order < 0:
        return False
    return visible is None or visible((Step(parent),) if path is None else path, node)
