"""Attributes that give an entry another name or another place: `rename`, `insert` (vendor documentation).

    <term rename="rename" name="new"><name>old</name></term>
    <term insert="before" name="other"><name>moving</name></term>
    <term insert="first"><name>moving</name></term>
    <term insert="after" key="[name='other']"><name>moving</name></term>

The other name, and the entry next to which one is put, stand in attributes that are called as the keys of the list,
or `name` where it has one key alone; so they do for a value of a leaf-list. The last form is that of RFC 7950.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.config import arrange
from junosim.config.lookup import lookup
from junosim.config.tree import Entries, Values
from junosim.errors import ConfigurationError
from junosim.schema.node import Kind
from junosim.schema.walk import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.config.workspace import Workspace
    from junosim.schema.node import Node
    from junosim.schema.walk import Path

_KEY: Final = re.compile(r"""\[\s*([\w.-]+)\s*=\s*(["'])(.*?)\2\s*\]""", re.DOTALL)
RENAME: Final = "rename"
INSERT: Final = "insert"
_NAME: Final = "name"
_FIRST: Final = "first"
_LAST: Final = "last"
_BEFORE: Final = "before"
_AFTER: Final = "after"


def rename(
    work: Workspace, path: Path, attributes: Mapping[str, str], stored: Callable[[Node, str], str]
) -> Path:
    """Give the entry at `path` the name that the attributes tell: the path that it has then.

    `stored` makes the stored form of a key. Raises ConfigurationError and ValueProblem.
    """
    target = _named(path, attributes, stored, RENAME)
    work.apply(arrange.rename, path, target)
    return target


def move(
    work: Workspace, path: Path, attributes: Mapping[str, str], stored: Callable[[Node, str], str]
) -> None:
    """Put the entry at `path` where the attributes tell. Raises ConfigurationError and ValueProblem."""
    where = attributes[INSERT]
    if where in (_FIRST, _LAST):
        anchor = _end(work, path, first=where == _FIRST)
    elif where in (_BEFORE, _AFTER):
        anchor = _named(path, attributes, stored, INSERT)
    else:
        raise ConfigurationError(f"invalid value '{where}' of attribute '{INSERT}'")
    work.apply(arrange.insert, path, anchor, before=where in (_FIRST, _BEFORE))


def _named(
    path: Path, attributes: Mapping[str, str], stored: Callable[[Node, str], str], attribute: str
) -> Path:
    """The entry of the same list that attributes name; a key that they leave out is that of the entry at `path`."""
    step = path[-1]
    node = step.node
    if node.kind is Kind.LEAF_LIST and _NAME in attributes:
        return (*path[:-1], Step(node, (stored(node, attributes[_NAME]),)))
    is_alone = len(node.keys) == 1
    attributes = {**attributes, **{name: value for name, _, value in _KEY.findall(attributes.get("key", ""))}}
    said = [attributes.get(key, attributes.get(_NAME) if is_alone else None) for key in node.keys]
    if not any(text is not None for text in said):
        raise ConfigurationError(f"attribute '{attribute}' needs the name of an entry")
    keys = tuple(
        own if text is None else stored(node.by_name[key], text)
        for key, own, text in zip(node.keys, step.values, said, strict=True)
    )
    return (*path[:-1], Step(node, keys))


def _end(work: Workspace, path: Path, *, first: bool) -> Path:
    """The entry, or value, that is now at one end of the list that the one at `path` is in."""
    node = path[-1].node
    held = lookup(work.root, (*path[:-1], Step(node)))
    if isinstance(held, Values):
        return (*path[:-1], Step(node, (held.values[0 if first else -1],)))
    if not isinstance(held, Entries):
        return path
    keys = next(iter(held.entries)) if first else next(reversed(held.entries))
    return (*path[:-1], Step(node, keys))
