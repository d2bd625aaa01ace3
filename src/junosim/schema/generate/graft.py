"""Add statements that the model of a release lacks, taken from the facts of another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.schema.generate.model import Language, Statement


def graft(language: Language, branch: Language) -> None:
    """Add to `language` every statement of `branch` it lacks, at the path where it stands.

    The facts of the branch hold no fragments. What both have stays as it is in `language`.
    """
    _add(language, language.top.members, branch.top.members)


def _add(language: Language, body: list[Statement], grafted: Iterable[Statement]) -> None:
    known = {statement.head.name: statement for statement in _all(language, body)}
    for statement in grafted:
        if statement.head.kind == "choice":
            _add_choice(language, body, statement, known)
        elif statement.head.name in known:
            _add(language, known[statement.head.name].members, statement.members)
        else:
            body.append(statement)


def _add_choice(
    language: Language, body: list[Statement], choice: Statement, known: dict[str, Statement]
) -> None:
    """The members of a choice that are lacking, in the choice of that name if there is one."""
    lacking = [member for member in choice.members if member.head.name not in known]
    for member in choice.members:
        if member.head.name in known:
            _add(language, known[member.head.name].members, member.members)
    if not lacking:
        return
    for statement in _all(language, body, choices=True):
        if statement.head == choice.head:
            statement.members.extend(lacking)
            return
    body.append(replace(choice, members=lacking))


def _all(language: Language, body: Iterable[Statement], choices: bool = False) -> Iterator[Statement]:
    """The statements of a body with those of included fragments and choices; with `choices` only the choices."""
    for statement in body:
        if statement.head.kind == "include":
            yield from _all(language, language.fragments[statement.head.name].members, choices)
        elif statement.head.kind == "choice":
            if choices:
                yield statement
            yield from _all(language, statement.members, choices)
        elif not choices:
            yield statement
