"""Statements with their XML names, as XML and JSON give them, set on a workspace."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config import edit, marks
from junosim.config.formats import field_moves, fields
from junosim.config.formats.problems import (
    BAD_ATTRIBUTE,
    DATA_EXISTS,
    DATA_MISSING,
    INVALID_VALUE,
    MISSING_ELEMENT,
    UNKNOWN_ELEMENT,
    LoadProblem,
)
from junosim.config.lookup import lookup, words_of
from junosim.config.tree import Mark
from junosim.errors import ConfigurationError, ValueProblem
from junosim.schema.node import Kind, Node
from junosim.schema.walk import Step, stored_value, takes_choice_value

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path

NESTING = "nesting too deep"
MAXIMUM_NESTING = 128
_SLICE = 50  # statements between two yields: about 2 ms
_REFUSED = ("replace-pattern",)
_OPERATION = "operation"
_NONE = "none"
_TAKING = ("delete", "remove")
_OPERATIONS = frozenset({"merge", _NONE, "create", "replace", *_TAKING})


@dataclass(slots=True)
class Given:
    """One statement as a file gives it.

    `text` is its value, None where it has none; `parts` makes the statements in it anew at each call. `line` is
    where it stands, 0 when that is not known.
    """

    name: str
    text: str | None
    parts: Callable[[], Iterable[Given]]
    attributes: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
    line: int = 0


class _Refused(Exception):
    """A statement that cannot be set, and why; `word` is what is wrong where that is not its value."""

    def __init__(self, message: str, *, word: str = "", kind: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.word = word
        self.kind = kind


class _Stopped(Exception):
    """There was an error, and nothing after it is to be set."""


class FieldReader:
    """Sets statements on a workspace, from the hierarchy `base`.

    `delete` and `operation` attributes are always honoured, `replace` only with `replacing`. Without `merging` a
    statement that has no operation, and lies in none that has one, is not set, but must be there. `problems` collects
    what was wrong; the rest stays set, of it all but what comes after the first error with `stopping`.
    """

    def __init__(
        self,
        work: Workspace,
        base: Path = (),
        *,
        replacing: bool = False,
        merging: bool = True,
        stopping: bool = False,
    ) -> None:
        self._work = work
        self._base = base
        self._replacing = replacing
        self._merging = merging
        self._stopping = stopping
        self._count = 0
        self.problems: list[LoadProblem] = []

    def read(self, given: Iterable[Given]) -> Iterator[None]:
        """Set all these statements; yields now and then so that other work can be done in between."""
        node = self._base[-1].node if self._base else self._work.root.node
        with suppress(_Stopped):
            yield from self._level(node, self._base, given, merging=self._merging)

    # ------------------------------------------------------------------ statements

    def _level(
        self,
        node: Node,
        base: Path,
        given: Iterable[Given],
        skip: frozenset[str] = frozenset(),
        *,
        merging: bool,
    ) -> Iterator[None]:
        for item in given:
            if item.name in skip:
                continue
            self._count += 1
            if self._count % _SLICE == 0:
                yield
            try:
                yield from self._statement(node, base, item, merging=merging)
            except _Refused as problem:
                self._problem(base, item, problem.message, word=problem.word, kind=problem.kind)
            except ConfigurationError as problem:
                self._problem(base, item, problem.message, warning=problem.severity == "warning")
            except ValueProblem as problem:
                self._problem(base, item, problem.message, kind=INVALID_VALUE)

    def _statement(self, parent: Node, base: Path, item: Given, *, merging: bool) -> Iterator[None]:
        node = parent.by_name.get(item.name)
        visible = self._work.visible
        if node is None or node.is_deed or (visible is not None and not visible(base, node)):
            raise _Refused("syntax error", word=item.name, kind=UNKNOWN_ELEMENT)
        if len(base) >= MAXIMUM_NESTING:
            raise _Refused(NESTING)
        if not node.has_children:
            self._leaf(node, base, item, merging=merging)
            return
        if item.text is not None and item.text.strip():
            raise _Refused("syntax error")
        keys = (yield from self._keys(node, base, item)) if node.kind is Kind.LIST else ()
        path = (*base, Step(node, keys))
        merging = self._is_merged(path, item, merging=merging)
        if not self._prepare(path, item):
            return
        path, key_names = self._renamed(path, item), _key_names(node)
        if not merging and all(part.name in key_names for part in item.parts()):
            self._require(path)
        if merging and (node.kind is Kind.LIST or edit.stands_alone(node)):
            self._work.apply(edit.set_, path)
        yield from self._level(node, path, item.parts(), key_names, merging=merging)
        self._move(path, item)
        self._decorate(path, item)

    def _leaf(self, node: Node, base: Path, item: Given, *, merging: bool) -> None:
        if any(True for _ in item.parts()):
            raise _Refused("syntax error")
        path = (*base, Step(node))
        if node.is_flag:
            if item.text is not None and item.text.strip():
                raise _Refused("syntax error")
        elif item.text is not None or not self._is_left_open((*base, Step(node)), item):
            value = self._value(node, item.text or "", base)
            path = (*base, Step(node, (value,)))
        # one element of a leaf-list is one value, one of a leaf is the statement whatever its value
        target = path if node.kind is Kind.LEAF_LIST else (*base, Step(node))
        merging = self._is_merged(target, item, merging=merging)
        if not self._prepare(target, item):
            return
        path = self._renamed(path, item)
        if not merging:
            self._require(path if node.kind is Kind.LEAF_LIST else target)
        elif node.is_flag or path[-1].values:
            self._work.apply(edit.set_, path)
        self._move(path, item)
        self._decorate((*base, Step(node)), item)

    def _is_merged(self, path: Path, item: Given, *, merging: bool) -> bool:
        """True for a statement that is to be set: it asks for that, or what it lies in does (`merging`).

        Refuses one that is to be set in what neither is there nor is to be set.
        """
        operation = item.attributes.get(_OPERATION)
        wanted = merging if operation is None else operation != _NONE
        if wanted and not merging and operation not in _TAKING:
            self._require(path[:-1])
        return wanted

    def _require(self, path: Path) -> None:
        """Refuse a statement that should be there and is not."""
        if lookup(self._work.root, path) is None:
            raise _Refused(edit.NOT_FOUND, kind=DATA_MISSING)

    def _is_left_open(self, path: Path, item: Given) -> bool:
        """True for an empty leaf that says something about the statement, not its value: `active`, `delete`.

        Marks that are added speak about the leaf that is there; else they come with an empty value.
        """
        marked = not item.attributes.keys().isdisjoint(_ADDED)
        if not marked or path[-1].node.kind is Kind.LEAF_LIST:
            return bool(item.attributes) and not marked
        return lookup(self._work.root, path) is not None

    def _keys(self, node: Node, base: Path, item: Given) -> Generator[None, None, tuple[str, ...]]:
        """The keys of a list entry, from among the statements in it."""
        given: dict[str, str | None] = {}
        names = _key_names(node)
        for place, part in enumerate(item.parts() if names else (), 1):
            if place % _SLICE == 0:
                yield
            if part.name in names:
                given.setdefault(part.name, part.text)
                if len(given) == len(node.keys):  # keys nearly always stand first
                    break
        for word in fields.choice_words(node) & given.keys():
            value = given.pop(word)
            given.setdefault(fields.CHOICE, word)
            given.setdefault(fields.CHOICE_VALUE, value)
        keys: list[str] = []
        for name in node.keys:
            if name == fields.CHOICE_VALUE and not takes_choice_value(given.get(fields.CHOICE) or ""):
                keys.append("")
                continue
            if name not in given or (name == fields.CHOICE_VALUE and given[name] is None):
                raise _Refused(f"missing mandatory statement: '{name}'", kind=MISSING_ELEMENT)
            keys.append(self._value(node.by_name[name], given[name] or "", base, key_of=node))
        return tuple(keys)

    def _value(self, leaf: Node, text: str, base: Path, *, key_of: Node | None = None) -> str:
        """The stored form of a value; blanks around it count only where it is free text."""
        free = leaf.type is not None and leaf.type.base in ("str", "secret")
        return stored_value(leaf, text if free else text.strip(), base, self._work.visible, key_of=key_of)

    # ------------------------------------------------------------------ attributes

    def _prepare(self, path: Path, item: Given) -> bool:
        """Do what the attributes ask before a statement is set; False when it is not to be set."""
        given = item.attributes
        if not given:
            return True
        refused = next((name for name in _REFUSED if name in given), None)
        if refused is not None:
            raise _Refused(f"attribute '{refused}' is not supported", kind=BAD_ATTRIBUTE)
        operation = given.get(_OPERATION, "merge")
        if operation not in _OPERATIONS:
            raise _Refused(f"invalid operation '{operation}'", kind=BAD_ATTRIBUTE)
        if "delete" in given or operation in _TAKING:
            if operation != "remove" or lookup(self._work.root, path) is not None:
                self._work.apply(edit.delete, path)
            return False
        is_value = path[-1].node.kind is Kind.LEAF_LIST
        replaces = operation == "replace" or (self._replacing and "replace" in given)
        if (replaces and not is_value) or operation == "create":
            found = lookup(self._work.root, path) is not None
            if found and operation == "create":
                raise _Refused("statement already exists", kind=DATA_EXISTS)
            if found:
                self._work.apply(edit.delete, path)
        return True

    def _renamed(self, path: Path, item: Given) -> Path:
        """The statement by the name that it is to have from here on."""
        if field_moves.RENAME not in item.attributes:
            return path
        return field_moves.rename(self._work, path, item.attributes, self._stored(path))

    def _move(self, path: Path, item: Given) -> None:
        """Put an entry where its attributes want it."""
        if field_moves.INSERT in item.attributes:
            field_moves.move(self._work, path, item.attributes, self._stored(path))

    def _stored(self, path: Path) -> Callable[[Node, str], str]:
        """What makes the stored form of a key of the entry at `path`, or of a value like it."""
        node = path[-1].node
        key_of = node if node.kind is Kind.LIST else None
        return lambda leaf, text: self._value(leaf, text, path[:-1], key_of=key_of)

    def _decorate(self, path: Path, item: Given) -> None:
        """Give the statement its marks and comment."""
        add, remove = Mark.NONE, Mark.NONE
        for name in item.attributes:
            add |= _ADDED.get(name, Mark.NONE)
            remove |= _REMOVED.get(name, Mark.NONE)
        if not (add or remove or item.comment is not None):
            return
        if lookup(self._work.root, path) is not None:
            self._work.apply(marks.overlay, path, add, remove, item.comment)

    def _problem(
        self, base: Path, item: Given, message: str, *, word: str = "", warning: bool = False, kind: str = ""
    ) -> None:
        word = word or item.text or item.name
        self.problems.append(
            LoadProblem(item.line, 0, message, words_of(base), item.name, warning, word, kind)
        )
        if self._stopping and not warning:
            raise _Stopped


_ADDED = {"inactive": Mark.INACTIVE, "protect": Mark.PROTECTED}
_REMOVED = {"active": Mark.INACTIVE, "unprotect": Mark.PROTECTED}


def _key_names(node: Node) -> frozenset[str]:
    """The fields of a list entry that are its keys."""
    return frozenset(node.keys) | fields.choice_words(node)
