"""The JSON form read: members are statements, `"@"` and `"@NAME"` are attributes.

A text that is not well-formed is refused before anything is set. Integers may be bare or strings.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias, Union

from junosim.config import comments
from junosim.config.formats.problems import LoadProblem
from junosim.config.formats.read_fields import NESTING, FieldReader, Given
from junosim.config.formats.tokens import whole_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path


class _Object(tuple[tuple[str, "_Json"], ...]):
    """The members of an object, in their order; a name may occur twice."""

    __slots__ = ()


_Json: TypeAlias = Union[_Object, "list[_Json]", str, bool, None]


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
        try:
            document: _Json = json.loads(
                text.removeprefix("\ufeff"),
                object_pairs_hook=_Object,
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
        held = dict(document) if isinstance(document, _Object) else {}
        statements = held.get("configuration")
        while isinstance(statements, list) and len(statements) == 1:  # as `display json` of 14.2 and 15.1
            statements = statements[0]
        if not isinstance(statements, _Object) or len(held) != 1:
            self._refuse(LoadProblem(1, 0, "syntax error", word="configuration"))
            return
        yield from self._fields.read(_parts(statements))

    def _refuse(self, problem: LoadProblem) -> None:
        self.problems.append(problem)
        self.refused = True


class _NotJson(ValueError):
    """A word that Python's reader takes, and JSON does not have."""


def _refuse_constant(word: str) -> str:
    raise _NotJson(word)


def _parts(members: _Object) -> Iterator[Given]:
    """The statements of an object: one for each entry or value of an array."""
    notes = {name[1:]: value for name, value in members if name.startswith("@") and name != "@"}
    for name, value in members:
        if name.startswith("@"):
            continue
        values = value if isinstance(value, list) else [value]
        note = notes.get(name)
        each = note if isinstance(note, list) else [note] * len(values)
        for place, part in enumerate(values):
            yield _given(name, part, each[place] if place < len(each) else None)


def _given(name: str, value: _Json, note: _Json) -> Given:
    if isinstance(value, _Object):
        note = next((held for member, held in value if member == "@"), note)
        attributes, comment = _attributes(note)
        return Given(name, None, lambda: _parts(value), attributes, comment)
    attributes, comment = _attributes(note)
    if isinstance(value, list):  # an array in an array is nothing in a configuration
        return Given(name, None, lambda: iter((Given("[", None, tuple),)), attributes, comment)
    text = str(value).lower() if isinstance(value, bool) else value
    if isinstance(text, str):
        text = whole_characters(text)  # an escape may be half of a pair
    return Given(name, text, tuple, attributes, comment)


def _attributes(note: _Json) -> tuple[dict[str, str], str | None]:
    """The attributes that are not false, and the comment among them."""
    found: dict[str, str] = {}
    comment = None
    for name, value in note if isinstance(note, _Object) else ():
        if name == "comment" and isinstance(value, str):
            comment = whole_characters(comments.kept(value))
        elif value is not False and value is not None:
            found[name.rpartition(":")[2]] = value if isinstance(value, str) else "true"
    return found, comment
