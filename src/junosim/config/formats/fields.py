"""How a configuration is named in XML and JSON: the fields of a list entry, and what both forms share.

Statements have their XML names; the keys of an entry are fields like its other leaves and stand first. A key
that is one of several words is a field of that name: `exact` and `upto /24` of a route filter are `<exact/>` and
`<upto>/24</upto>` [captures of the CLI].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.formats.shape import MASK
from junosim.schema import values
from junosim.schema.walk import is_absent_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.tree import Branch
    from junosim.schema.node import Node

CHOICE = "choice-ident"
CHOICE_VALUE = "choice-value"


def key_fields(entry: Branch, *, mask: bool) -> Iterator[tuple[Node, str, str | None]]:
    """The keys of a list entry as (leaf, name of the field, value); None is the value of a bare name."""
    node = entry.node
    given = dict(zip(node.keys, entry.keys, strict=True))
    named = given.get(CHOICE) in choice_words(node)
    for name, key in given.items():
        leaf = node.by_name[name]
        if named and name == CHOICE:
            yield leaf, key, given.get(CHOICE_VALUE) or None
        elif not (named and name == CHOICE_VALUE) and not is_absent_key(name, key):
            yield leaf, name, shown(leaf, key, mask=mask)


def choice_words(node: Node) -> frozenset[str]:
    """The names that the choice among the keys of a list may have as a field."""
    if CHOICE not in node.keys:
        return frozenset()
    spec = node.by_name[CHOICE].type
    if spec is None:
        return frozenset()
    return frozenset(word.word for word in values.enumerated(spec)) - node.by_name.keys()


def shown(leaf: Node, value: str, *, mask: bool) -> str:
    """A value as it is shown: with `mask`, a secret is hidden."""
    return MASK if mask and leaf.is_secret else value
