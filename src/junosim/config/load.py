"""Loading a configuration from a text, whole or in slices, in any form."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from junosim.config import edit
from junosim.config.formats.read_fields import FieldReader
from junosim.config.formats.read_json import JsonReader
from junosim.config.formats.read_patch import PatchReader
from junosim.config.formats.read_set import VERBS, SetReader
from junosim.config.formats.read_text import TextReader
from junosim.config.formats.tokens import tokens, whole_characters
from junosim.config.journal import of_replace, of_update
from junosim.config.lookup import lookup
from junosim.config.sharing import Sharing
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from junosim.config.formats.problems import LoadProblem
    from junosim.config.formats.read_fields import Given
    from junosim.config.formats.read_xml import XmlReader
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible

_MARKUP = re.compile(r"[\s\ufeff]*([<{])")


MOST_PROBLEMS = 10_000
"""Problems after which the rest of a text is not read [our choice]; each costs memory and a few lines of report."""
TOO_MANY = "too many errors, the rest is ignored"


class Form(Enum):
    """The form of a configuration text."""

    TEXT = "text"
    SET = "set"
    XML = "xml"
    JSON = "json"
    PATCH = "patch"  # the output of `show | compare`


class Mode(Enum):
    """What happens to the configuration that is there."""

    MERGE = "merge"
    REPLACE = "replace"  # merge, but statements marked `replace:` or `delete:` go first
    OVERRIDE = "override"  # all of it goes
    UPDATE = "update"  # all of it goes but what the text has too, which counts as unchanged

    @property
    def clears(self) -> bool:
        """True when nothing stays that the text does not have."""
        return self in (Mode.OVERRIDE, Mode.UPDATE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was wrong with a text that was loaded.

    `refused` says that nothing in it could be used, so that what was there before should stay.
    """

    problems: tuple[LoadProblem, ...]
    refused: bool = False

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(not problem.warning for problem in self.problems)


def form_of(text: str) -> Form:
    """The form of a text, by its first word; an angle bracket begins XML, a brace JSON."""
    start = _MARKUP.match(text)
    if start is not None:
        return Form.XML if start[1] == "<" else Form.JSON
    for token in tokens(text):
        if token.type != "COMMENT":
            return Form.SET if token.type == "WORD" and token in VERBS else Form.TEXT
    return Form.TEXT


class _Stopped(Exception):
    """There was an error, and no more of the text is to be read."""


class _UntilError(list["LoadProblem"]):
    """What was wrong with a text of which nothing is read after its first error."""

    def append(self, problem: LoadProblem) -> None:
        """Note a problem. Raises _Stopped for an error."""
        super().append(problem)
        if not problem.warning:
            raise _Stopped


def load_in_slices(
    work: Workspace,
    text: str,
    *,
    mode: Mode = Mode.MERGE,
    form: Form | None = None,
    base: Path = (),
    stopping: bool = False,
    merging: bool = True,
) -> Generator[None, None, Loaded]:
    """Load a text on a workspace; yields about every 2 ms of work and returns the outcome.

    `form` is found out by `form_of` when it is None; `base` is the hierarchy the text is relative to, and all that
    `Mode.OVERRIDE` and `Mode.UPDATE` replace. Others may edit or commit the workspace between two slices: each
    statement is an edit of its own. With `stopping` what comes after the first error of a text, set commands or
    elements is not set; `merging` is for elements (see FieldReader).
    """
    before, noted = work.root, len(work.journal or ())
    text = text.removeprefix("\ufeff")
    form = form or form_of(text)
    if form is not Form.XML:  # which refuses them itself
        text = whole_characters(text)
    _clear(work, mode, base)
    reader = _reader(work, form, base, replacing=mode is Mode.REPLACE, stopping=stopping, merging=merging)
    yield from _read(reader.read(text), reader.problems)
    loaded = Loaded(tuple(reader.problems), refused=reader.refused)
    yield from _note(work, before, noted, mode)
    return _judged(work, loaded, mode, base)


def load_elements(
    work: Workspace,
    given: Iterable[Given],
    *,
    mode: Mode = Mode.MERGE,
    stopping: bool = False,
    merging: bool = True,
    replacing: bool = True,
) -> Generator[None, None, Loaded]:
    """Load statements that are read already, as `load_in_slices` does those of a text.

    With `replacing` their attributes `replace` count; for `stopping` and `merging` see FieldReader.
    """
    before, noted = work.root, len(work.journal or ())
    _clear(work, mode, ())
    reader = FieldReader(work, replacing=replacing, merging=merging, stopping=stopping)
    yield from _read(reader.read(given), reader.problems)
    yield from _note(work, before, noted, mode)
    return _judged(work, Loaded(tuple(reader.problems)), mode, ())


def _note(work: Workspace, before: Branch, noted: int, mode: Mode) -> Generator[None, None, None]:
    """What a mode makes of a text that was read, and of what the journal says of it, from place `noted` on."""
    if mode is Mode.UPDATE:
        yield from _update(work, before, noted)
    elif mode is Mode.REPLACE and work.journal is not None:
        work.journal[noted:] = of_replace(work.journal[noted:])


def _clear(work: Workspace, mode: Mode, base: Path) -> None:
    """Take away what does not stay."""
    if mode.clears and base:
        work.freeze()
        work.root = edit.clear(work.root, work.owner, base)
    elif mode.clears:
        work.replace(Branch(work.root.node))


def _read(reading: Iterator[None], problems: list[LoadProblem]) -> Iterator[None]:
    """Read on while there are not too many problems."""
    with suppress(_Stopped):
        for _ in reading:
            if len(problems) > MOST_PROBLEMS:
                problems.append(replace(problems[-1], message=TOO_MANY))
                break
            yield


def _judged(work: Workspace, loaded: Loaded, mode: Mode, base: Path) -> Loaded:
    """The outcome; a text that takes all that was there away and puts nothing in its place is refused."""
    is_lost = mode.clears and loaded.errors and _is_empty(work.root, base)
    return replace(loaded, refused=True) if is_lost else loaded


def _update(work: Workspace, before: Branch, noted: int) -> Generator[None, None, None]:
    """Keep of the tree before what the new one has too; the journal, from place `noted` on, tells of the rest."""
    work.root = yield from Sharing().branch(before, work.root)
    if work.journal is not None:
        work.journal[noted:] = yield from of_update(work.journal[noted:], before, work.root)


def _is_empty(root: Branch, base: Path) -> bool:
    held = lookup(root, base)
    return not isinstance(held, Branch) or not held.children


def _reader(
    work: Workspace, form: Form, base: Path, *, replacing: bool, stopping: bool, merging: bool
) -> SetReader | TextReader | XmlReader | JsonReader | PatchReader:
    if form is Form.PATCH:
        return PatchReader(work, base)
    if form is Form.XML:
        from junosim.config.formats.read_xml import XmlReader  # lxml is loaded by those who need it

        return XmlReader(work, base, replacing=replacing, merging=merging, stopping=stopping)
    if form is Form.JSON:
        return JsonReader(work, base, replacing=replacing)
    reader = SetReader(work, base) if form is Form.SET else TextReader(work, base, replacing=replacing)
    if stopping:
        reader.problems = _UntilError()
    return reader


def load(
    work: Workspace, text: str, *, mode: Mode = Mode.MERGE, form: Form | None = None, base: Path = ()
) -> Loaded:
    """Load a text at once; see `load_in_slices`."""
    slices = load_in_slices(work, text, mode=mode, form=form, base=base)
    while True:
        try:
            next(slices)
        except StopIteration as end:
            loaded: Loaded = end.value
            return loaded


def tree_of(
    schema: Node, text: str, form: Form | None = None, visible: Visible | None = None
) -> tuple[Branch, Loaded]:
    """The tree that a text describes by itself, and what was wrong with it; see Workspace for `visible`."""
    work = Workspace(Branch(schema), visible=visible)
    loaded = load(work, text, form=form)
    return work.root, loaded
