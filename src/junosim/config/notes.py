"""What `show` says about a configuration that could not be committed, in lines that begin with `##`.

A statement that violates a rule has its warning above it, and a container that lacks statements names them in its
last line (captures). What only daemons find is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config.lookup import lookup
from junosim.config.query import branch, find
from junosim.config.rules import table
from junosim.config.rules.stated import Sort
from junosim.config.tree import Branch, Entries
from junosim.schema.constraints import Read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.config.rules.findings import Finding
    from junosim.config.tree import Leaf, Values


@dataclass(frozen=True, slots=True)
class Notes:
    """Messages about single statements, and the statements that branches lack, by the ids of both in one tree."""

    messages: dict[int, list[str]] = field(default_factory=dict)
    missing: dict[int, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.messages or self.missing)

    def above(self, item: Branch | Leaf | Values) -> Iterator[str]:
        """The lines above a statement."""
        for message in self.messages.get(id(item), ()):
            yield from ("##", f"## Warning: {message}", "##")

    def inside(self, holder: Branch) -> Iterator[str]:
        """The last line of what a branch holds, if there is something to say."""
        names = self.missing.get(id(holder))
        if names:
            yield "## Warning: missing mandatory statement(s): " + ", ".join(f"'{name}'" for name in names)


def missing_notes(root: Branch) -> Notes:
    """The notes about top-level containers that lack what they must hold, groups not considered."""
    notes = Notes()
    for row in table.required_at_top():
        container = branch(root, row.names[0])
        if container is not None and find(container, row.text) is None:
            notes.missing.setdefault(id(container), []).append(row.text)
    return notes


def notes_on(root: Branch, findings: Iterable[Finding]) -> Notes:
    """The notes on the tree `root`, as it is written, from what was found in it."""
    notes = Notes()
    for finding in findings:
        rule = finding.rule
        item = lookup(root, finding.path)
        if rule.sort is Sort.MANDATORY and isinstance(item, Branch) and isinstance(rule.expression, Read):
            *way, name = (word.text for word in rule.expression.words)
            for step in way:
                below = item.children.get(step) if isinstance(item, Branch) else None
                item = below if isinstance(below, Branch) else None
            if item is not None:
                notes.missing.setdefault(id(item), []).append(name)
        elif rule.sort is Sort.CONSTRAINT and item is not None and not isinstance(item, Entries):
            known = notes.messages.setdefault(id(item), [])
            known += dict.fromkeys(p.message for p in finding.problems if p.message not in known)
    return notes
