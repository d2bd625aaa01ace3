"""`replace pattern`: names and values that a pattern matches are changed throughout a part of the configuration.

What counts as one replacement is a statement: one leaf, one leaf-list, or the name of one list entry, however often
the pattern matches in it. Statements of a level come before those of deeper levels, which matters where only so many
are to be replaced (vendor documentation). Keywords, comments and secrets stay.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.config import edit, journal, protection
from junosim.config.formats import shape
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Leaf, Values
from junosim.errors import ConfigurationError
from junosim.schema.node import Kind
from junosim.schema.walk import Step, is_absent_key, stored_value

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from junosim.config.tree import Keys, Owner
    from junosim.config.workspace import Workspace
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible

_SLICE = 100  # statements between two yields: about 1 ms


@dataclass(frozen=True, slots=True)
class _Hit:
    """One replacement: the branch at `holder` holds `node`, whose values (or keys of an entry) become `new`."""

    holder: Path
    node: Node
    old: tuple[str, ...]
    new: tuple[str, ...]


def replace_pattern(
    work: Workspace, base: Path, substitute: Callable[[str], str], limit: int | None = None
) -> Generator[None, None, int]:
    """Replace at and below the hierarchy `base`, at most `limit` times; yields about every 2 ms of work.

    `substitute` gives the text that comes in the place of a name or value, the same one where nothing matches.
    Returns how many replacements there were. Raises ValueProblem for a text that its statement does not take, and
    ConfigurationError for a name that is taken or a protected statement; the workspace may then hold a part. Nobody
    else may edit it in the meantime.
    """
    hits: list[_Hit] = []
    for count, found in enumerate(_statements(work.root, base), 1):
        if found is None:
            yield
            continue
        if limit is not None and len(hits) >= limit:
            break
        hit = _hit(*found, substitute, work.visible)
        if hit is not None:
            protection.refuse_below(work.root, (*hit.holder, Step(hit.node, hit.old)), "modified")
            hits.append(hit)
        if count % _SLICE == 0:
            yield
    by_holder: dict[Path, list[_Hit]] = {}
    for hit in reversed(hits):  # the deepest first: what holds them is found by the name it still has
        by_holder.setdefault(hit.holder, []).append(hit)
    for count, (holder, group) in enumerate(by_holder.items(), 1):
        work.change(_replaced, holder, group)
        for noted, entry in enumerate(_entries(holder, group), 1):
            work.note(entry)
            if noted % _SLICE == 0:
                yield
        if count % _SLICE == 0:
            yield
    return len(hits)


def _statements(root: Branch, base: Path) -> Iterator[tuple[Path, Node, tuple[str, ...]] | None]:
    """What has a name or value at and below a level, level by level: its holder, its node, its keys or values."""
    level = lookup(root, base)
    waiting = deque([(base, level)] if isinstance(level, Branch) else ())
    while waiting:
        holder, branch = waiting.popleft()
        for item in shape.ordered(branch):
            if isinstance(item, Entries):
                for entry in (yield from shape.in_order(item)):
                    yield holder, item.node, entry.keys
                    waiting.append(((*holder, Step(item.node, entry.keys)), entry))
            elif isinstance(item, Branch):
                waiting.append(((*holder, Step(item.node)), item))
            elif isinstance(item, Values):
                yield holder, item.node, item.values
            elif item.value is not None:
                yield holder, item.node, (item.value,)


def _hit(
    holder: Path,
    node: Node,
    old: tuple[str, ...],
    substitute: Callable[[str], str],
    visible: Visible | None,
) -> _Hit | None:
    """The replacement of one statement, None when nothing matches."""
    leaves = [node.by_name[name] for name in node.keys] if node.keys else [node] * len(old)
    new = tuple(
        _value(leaf, value, substitute, holder, visible, key_of=node if node.keys else None)
        for leaf, value in zip(leaves, old, strict=True)
    )
    return None if new == old else _Hit(holder, node, old, new)


def _value(
    leaf: Node,
    old: str,
    substitute: Callable[[str], str],
    holder: Path,
    visible: Visible | None,
    *,
    key_of: Node | None,
) -> str:
    if leaf.is_secret or (key_of is not None and is_absent_key(leaf.name, old)):
        return old
    new = substitute(old)
    return old if new == old else stored_value(leaf, new, holder, visible, key_of=key_of)


def _replaced(root: Branch, owner: Owner, holder: Path, hits: list[_Hit]) -> Branch:
    """The root with these replacements, which all stand in the branch at `holder`."""
    root = root.own(owner)
    branch = edit.own_branch(root, owner, holder)
    renamed: dict[Node, dict[Keys, Keys]] = {}
    for hit in hits:
        item = branch.children[hit.node.name]
        if isinstance(item, Leaf):
            branch.children[hit.node.name] = Leaf(item.node, hit.new[0], item.mark, item.comment)
        elif isinstance(item, Values):
            values = tuple(dict.fromkeys(hit.new))
            branch.children[hit.node.name] = Values(item.node, values, item.mark, item.comment)
        else:
            renamed.setdefault(hit.node, {})[hit.old] = hit.new
    for node, names in renamed.items():
        _rename(edit.own_entries(branch, node, owner), names, owner)
    return root


def _entries(holder: Path, hits: list[_Hit]) -> Iterator[journal.Entry]:
    """The same for the journal."""
    for hit in hits:
        if hit.node.kind is Kind.LIST:
            yield journal.renamed((*holder, Step(hit.node, hit.old)), hit.new)
            continue
        for old, new in zip(hit.old, hit.new, strict=True):
            if old != new:
                yield journal.replaced((*holder, Step(hit.node, (new,))), old, new)


def _rename(entries: Entries, names: dict[Keys, Keys], owner: Owner) -> None:
    """Give entries of one list their new names, in their places."""
    renamed: dict[Keys, Branch] = {}
    for keys, entry in entries.entries.items():
        new = names.get(keys, keys)
        if new in renamed:
            raise ConfigurationError(f"target '{' '.join(Step(entries.node, new).words)}' already exists")
        if new != keys:
            entry = entry.own(owner)
            entry.keys = new
        renamed[new] = entry
    entries.entries = renamed
