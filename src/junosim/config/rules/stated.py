"""What the language states about one of its places: `must` rules, mandatory statements, limits, unique values.

All of them become expressions of one kind, so that one engine checks them. What the model does not state although
devices check it stands in the table `grammars/junos/commit.checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from junosim.config.edit import surplus_message
from junosim.config.rules import table
from junosim.schema import constraints
from junosim.schema.constraints import Read, Word
from junosim.schema.node import Flag, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.constraints import Expression
    from junosim.schema.node import Node

NodePath: TypeAlias = tuple["Node", ...]

# Rules that a guide's own configuration violates, and are therefore not checked: (expression, message).
NOT_ENFORCED = frozenset(
    {
        # The EX4650/QFX5120 guide sets both statements for one file ("Configuring Audit Log Options").
        (
            '(!(".. structured-data"))',
            "'explicit-priority' cannot be configured if 'structured-data' is configured",
        ),
    }
)

# [our wording] where no source prints one; the first is for the two rules to which the model gives no message.
_UNTOLD = "constraint check failed"
_REPEATED = "'$$' is used more than once"
_MISSING = "Missing mandatory statement: '{}'"


class Sort(Enum):
    """Which part of a commit finds it; the value stands in the last line of a commit that is refused for it."""

    MANDATORY = "missing mandatory statements"
    CONSTRAINT = "statements constraint check failed"
    DAEMON = ""  # found by the process that reads the statement


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule as it is stated.

    word   the value for which it holds, None if it always does
    key    for a rule of a key leaf, which of the keys it is
    about  the statement below the bearer that is quoted when the rule is broken; "" quotes the bearer itself, or
    quoted the statement on the way to it that has this word, or nothing (`table.NOTHING`)
    """

    expression: Expression
    message: str
    sort: Sort = Sort.CONSTRAINT
    word: str | None = None
    key: int = 0
    about: str = ""
    quoted: str = ""


def stated(root: Node, path: NodePath) -> Iterator[tuple[NodePath, Statement]]:
    """The rules of the statement at `path`, those of its keys included, each with the path of what bears it."""
    if not path:
        for row in table.required_at_top():
            if row.names[0] in root.by_name:
                yield path, _required((row.names[0], row.text), row.names[0], row.text)
        return
    node = path[-1]
    for statement in (*_of_model(node, 0), *_structural(path), *_of_table(path)):
        yield path, statement
    if node.kind is Kind.LIST:
        for place, name in enumerate(node.keys):
            leaf = node.by_name[name]
            for statement in (*_of_model(leaf, place), *_of_table((*path, leaf), place)):
                yield (*path, leaf), statement


def _of_model(node: Node, key: int) -> Iterator[Statement]:
    for expression, message in node.rules:
        if (expression, message) not in NOT_ENFORCED:
            yield Statement(constraints.parse(expression), message or _UNTOLD, key=key)
    if node.type is not None:
        for spec in (node.type, *node.type.members):
            for word in spec.words:
                for expression, message in word.rules:
                    yield Statement(
                        constraints.parse(expression), message or _UNTOLD, word=word.word, key=key
                    )


def _structural(path: NodePath) -> Iterator[Statement]:
    node = path[-1]
    if node.flags & Flag.UNIQUE and len(path) > 1:
        yield Statement(_once(path[-2], node), _REPEATED)
    if not node.has_children:
        return
    for name in node.required:
        if name not in node.keys:
            yield _required((name,), "", node.by_name[name].word, up=0)
    for child in node.children:
        if child.maximum is not None:
            most = Read("unique", 0, (Word("statement", child.name),), child.maximum)
            yield Statement(most, surplus_message(child.maximum), about=child.word)


def _once(holder: Node, node: Node) -> Expression:
    """A value occurs once among the entries of the list `holder` of which the bearing leaf is part."""
    words = (Word("statement", holder.name), Word("glob", "*"), Word("statement", node.name), Word("own"))
    return Read("unique", 2, words)


def _required(names: tuple[str, ...], about: str, shown: str, *, up: int = constraints.ABSOLUTE) -> Statement:
    read = Read("any", up, tuple(Word("statement", name) for name in names))
    return Statement(read, _MISSING.format(shown), Sort.MANDATORY, about=about)


def _of_table(path: NodePath, key: int = 0) -> Iterator[Statement]:
    spec = path[-1].type
    for row in table.rows_at(tuple(node.name for node in path), spec.base if spec is not None else ""):
        if row.sort == table.MANDATORY:
            if len(path) > 1:
                yield _required((row.text,), "", row.text, up=0)
        else:
            sort = Sort[row.sort.upper()]
            yield Statement(constraints.parse(row.text), row.message, sort, key=key, quoted=row.quoted)
