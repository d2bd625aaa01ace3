"""The checks of every commit as named steps, and what `show` says of a configuration that would not pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.config.query import branch, find
from junosim.config.rules import table
from junosim.config.rules.stated import Sort
from junosim.config.rules.step import Rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.commit import Transition
    from junosim.config.tree import Branch
    from junosim.errors import Problem


def rule_steps() -> list[tuple[str, Callable[[Transition], list[Problem]], str]]:
    """The checks of what the language states: (name, check, reason in the last line of a commit it refuses)."""
    rules = Rules()
    return [(f"{sort.name.lower()} rules", rules.of(sort), sort.value) for sort in Sort]


def missing_notes(root: Branch) -> dict[int, str]:
    """The last line that `show` prints in a container that lacks a required statement, by the container's id."""
    notes = {}
    for row in table.required_at_top():
        container = branch(root, row.names[0])
        if container is not None and find(container, row.text) is None:
            notes[id(container)] = f"## Warning: missing mandatory statement(s): '{row.text}'"
    return notes
