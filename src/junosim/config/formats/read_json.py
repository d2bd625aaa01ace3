"""The JSON form read: members are statements, `"@"` and `"@NAME"` are attributes.

A text that is not well-formed is refused before anything is set. Integers may be bare or strings.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, Union

from junosim.config import comments
from junosim.config.formats import json_places
from junosim.config.formats.problems import LoadProblem
from junosim.config.formats.read_fields import NESTING, FieldReader, Given
from junosim.config.formats.tokens import whole_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path


@dataclass(slots=True)
class _Object:
    """The members of an object, in their order; a name may occur twice.

    `first` is the number of its first member, from 1, where members count object by object in the order of their
    ends: the order in which the parser makes them.
    """

    members: list[tuple[str, _Json]]
    first: int


_Json: TypeAlias = Union["_Object", "list[_Json]", str, bool, None]


class JsonReader:
    """Sets the statements of a JSON text on a workspace, from the hierarchy `base`.

    The text is an object whose one member `configuration` holds the statements. `problems` collects what was
    wrong; see FieldReader for the attributes. `refused` is set when the text is nothing of the kind, of which nothing
    is set then.
    """

    def __init__(self, work: Workspace, base: Path = (), *, replacing: bool = False) -> None:
        self._fields = FieldReader(work, base, replacing=replacing)
        self.problems: list[LoadProblem] = self._fields.problems
        self.refused = False

    def read(self, text: str) -> Iterator[None]:
        """Read the whole text; yields now and then so that other work can be done in between."""
        text = text.removeprefix("\ufeff")
        try:
            document: _Json = json.loads(
                text,
                object_pairs_hook=_Counter().object,
                parse_int=str,
                parse_float=str,
                parse_constant=_refuse_constant,
            )
        except json.JSONDecodeError as problem:
            self._refuse(LoadProblem(problem.lineno, problem.colno - 1, problem.msg))
            return
        except _NotJson as problem:
            self._refuse(LoadProblem(0, 0, "syntax error", word=str(problem)))
            return
        except RecursionError:
            self._refuse(LoadProblem(0, 0, NESTING))
            return
        held = dict(document.members) if isinstance(document, _Object) else {}
        statements = held.get("configuration")
        while isinstance(statements, list) and len(statements) == 1:  # as `display json` of 14.2 and 15.1
            statements = statements[0]
        if not isinstance(statements, _Object) or len(held) != 1:
            self._refuse(LoadProblem(1, 0, "syntax error", word="configuration"))
            return
        yield from self._fields.read(_parts(statements))
        if self.problems:
            yield from self._place(text)

    def _place(self, text: str) -> Iterator[None]:
        """Say of each problem, which knows the number of its member, where that stands."""
        places = yield from json_places.places(text)
        for at, problem in enumerate(self.problems):
            if problem.line:
                line, column = places[problem.line - 1]
                self.problems[at] = replace(problem, line=line, column=column)

    def _refuse(self, problem: LoadProblem) -> None:
        self.problems.append(problem)
        self.refused = True


class _Counter:
    """Makes objects of a text, and numbers their members."""

    def __init__(self) -> None:
        self._next = 1

    def object(self, members: list[tuple[str, _Json]]) -> _Object:
        """The next object of the text."""
        made = _Object(members, self._next)
        self._next += len(members)
        return made


class _NotJson(ValueError):
    """A word that Python's reader takes, and JSON does not have."""


def _refuse_constant(word: str) -> str:
    raise _NotJson(word)


def _parts(held: _Object) -> Iterator[Given]:
    """The statements of an object: one for each entry or value of an array."""
    notes = {name[1:]: value for name, value in held.members if name.startswith("@") and name != "@"}
    for number, (name, value) in enumerate(held.members, held.first):
        if name.startswith("@"):
            continue
        if not isinstance(value, list):
            yield _given(name, value, notes.get(name), number)
            continue
        note = notes.get(name)
        each = note if isinstance(note, list) else [note] * len(value)
        for place, part in enumerate(value):
            first = part.first if isinstance(part, _Object) and part.members else number
            yield _given(name, part, each[place] if place < len(each) else None, first)


def _given(name: str, value: _Json, note: _Json, number: int) -> Given:
    """One statement; `number` is that of the member that says where it stands."""
    if isinstance(value, _Object):
        note = next((held for member, held in value.members if member == "@"), note)
        attributes, comment = _attributes(note)
        return Given(name, None, lambda: _parts(value), attributes, comment, number)
    attributes, comment = _attributes(note)
    if isinstance(value, list):  # an array in an array is nothing in a configuration
        inner = Given("[", None, tuple, line=number)
        return Given(name, None, lambda: iter((inner,)), attributes, comment, number)
    text = str(value).lower() if isinstance(value, bool) else value
    if isinstance(text, str):
        text = whole_characters(text)  # an escape may be half of a pair
    return Given(name, text, tuple, attributes, comment, number)


def _attributes(note: _Json) -> tuple[dict[str, str], str | None]:
    """The attributes that are not false, and the comment among them."""
    found: dict[str, str] = {}
    comment = None
    for name, value in note.members if isinstance(note, _Object) else ():
        if name == "comment" and isinstance(value, str):
            comment = whole_characters(comments.kept(value))
        elif value is not False and value is not None:
            found[name.rpartition(":")[2]] = value if isinstance(value, str) else "true"
    return found, comment
