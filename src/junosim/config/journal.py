"""What is done to a configuration, statement by statement, for those who keep a record of it.

A workspace has a journal only while somebody listens; without one, an edit costs nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from junosim.config import arrange, diff, edit, marks
from junosim.config.formats.shape import MASK
from junosim.config.lookup import child, lookup
from junosim.config.tree import Branch, Entries, Item, Leaf, Mark, Owner, Values
from junosim.schema.node import Kind
from junosim.schema.walk import Step, is_absent_key

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from junosim.schema.node import Node
    from junosim.schema.walk import Path

Operation: TypeAlias = Callable[..., Branch]

SET: Final = "set"
REPLACE: Final = "replace"
DELETE: Final = "delete"
DEACTIVATE: Final = "deactivate"
_SLICE: Final = 200  # entries between two yields


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done: `verb` is the command, `path` what it was done to.

    `old` and `new` are the values of a leaf before and after; `new` is also the new name that `rename` and `copy`
    give, the neighbour of `insert` with the side, and the text of `annotate`. Neither is there for a secret.
    """

    verb: str
    path: Path
    old: str | None = None
    new: str | None = None

    @property
    def is_secret(self) -> bool:
        """True when the statement holds a secret."""
        return bool(self.path) and self.path[-1].node.is_secret

    @property
    def words(self) -> tuple[str, ...]:
        """The path without values, secrets among the keys masked."""
        return _words_of(self.path)


Journal: TypeAlias = "list[Entry]"

_VERBS: Final[Mapping[Operation, str]] = {
    edit.delete: DELETE,
    edit.clear: DELETE,
    edit.take: DELETE,
    marks.activate: "activate",
    marks.annotate: "annotate",
    marks.deactivate: DEACTIVATE,
    marks.protect: "protect",
    marks.unprotect: "unprotect",
    arrange.copy: "copy",
    arrange.insert: "insert",
    arrange.reorder: "insert",
    arrange.rename: "rename",
}


def _words_of(path: Path) -> tuple[str, ...]:
    """The words of a path without the value of its leaf; secrets among the keys are masked."""
    found: list[str] = []
    for step in path:
        node = step.node
        if not node.has_no_word:
            found.append(node.word)
        if node.kind is Kind.LIST:
            for name, key in zip(node.keys, step.values, strict=False):
                if not is_absent_key(name, key):
                    found.append(MASK if node.by_name[name].is_secret else key)
    return tuple(found)


def record(
    journal: Journal,
    root: Branch,
    owner: Owner,
    operation: Operation,
    arguments: Sequence[Any],
    more: Mapping[str, Any],
) -> Branch:
    """Do one edit and note it. Raises what the edit raises, and then notes nothing."""
    if operation is edit.set_:
        entries = [*_made(root, arguments[0]), *_setting(root, arguments[0])]
        root = operation(root, owner, *arguments, **more)
    elif operation is edit.set_values:
        entries = [*_made(root, arguments[0]), *_adding(*arguments)]
        root = operation(root, owner, *arguments, **more)
    elif operation is edit.prune:  # what it takes away means nothing
        return operation(root, owner, *arguments, **more)
    elif operation in _VERBS:
        root = operation(root, owner, *arguments, **more)
        entries = [Entry(_VERBS[operation], arguments[0], new=_text(arguments[1:], **more))]
    elif operation is marks.overlay:
        root = operation(root, owner, *arguments, **more)
        entries = list(_marking(*arguments))
    else:
        result = operation(root, object(), *arguments, **more)  # on a copy, so that the two can be compared
        entries = list(_entries_of(diff.diff(root, result)))
        root = result
    journal += entries
    return root


def differences(old: Branch, new: Branch) -> Generator[None, None, Journal]:
    """What a tree that was put in the place of another has changed, statement by statement; a pause now and then."""
    found: Journal = []
    changes = yield from diff.diff_in_slices(old, new)
    for count, entry in enumerate(_entries_of(changes), 1):
        found.append(entry)
        if count % _SLICE == 0:
            yield
    return found


def of_replace(entries: Journal) -> Journal:
    """What `load replace` has done: what is set is replaced."""
    return [replace(entry, verb=REPLACE) if entry.verb == SET else entry for entry in entries]


def of_update(entries: Journal, old: Branch, new: Branch) -> Generator[None, None, Journal]:
    """What `load update` has done: it sets every secret of the text anew, and of the rest what differs.

    Yields about every 2 ms of work.
    """
    found: Journal = []
    for count, entry in enumerate(entries, 1):
        if count % _SLICE == 0:
            yield
        if entry.verb != SET:
            found.append(entry)
        elif entry.is_secret:
            found += (entry, Entry(DEACTIVATE, entry.path))
        else:
            found += _setting(old, entry.path, unchanged=False)
    changes = yield from diff.diff_in_slices(old, new)
    return found + [Entry(DELETE, change.path) for change in changes.of(diff.Kind.REMOVED)]


# ---------------------------------------------------------------------- entries


def _setting(root: Branch, path: Path, *, unchanged: bool = True) -> Iterator[Entry]:
    """What setting a statement does to a tree; with `unchanged`, a leaf is set also where it has that value."""
    step = path[-1]
    if step.node.kind <= Kind.LIST:
        means_something = step.node.kind is Kind.LIST or edit.stands_alone(step.node)
        if means_something and lookup(root, path) is None:
            yield Entry(SET, path)
        return
    held = lookup(root, (*path[:-1], Step(step.node)))
    new = step.values[0] if step.values else None
    old = held.value if isinstance(held, Leaf) else None
    is_same = old == new if isinstance(held, Leaf) else isinstance(held, Values) and new in held.values
    if is_same and not unchanged:
        return
    yield _leaf(SET, path, old, new)


def _adding(path: Path, values: Sequence[str]) -> Iterator[Entry]:
    """What setting several values of a leaf-list does: those that it has are set once more."""
    return (_leaf(SET, (*path[:-1], Step(path[-1].node, (value,))), None, value) for value in values)


def replaced(path: Path, old: str, new: str) -> Entry:
    """A value that another one has taken the place of; `path` ends with the new one."""
    return _leaf(SET, path, old, new)


def renamed(path: Path, keys: tuple[str, ...]) -> Entry:
    """An entry of a list that has other keys now."""
    return Entry(_VERBS[arrange.rename], path, new=" ".join(_words_of((Step(path[-1].node, keys),))))


def _made(root: Branch, path: Path) -> Iterator[Entry]:
    """What setting a statement does around it: what it excludes goes, what it lies in and is not there comes.

    The latter is set before the statement [captures].
    """
    item: Item | None = root
    for depth, step in enumerate(path):
        if step.node.choices and isinstance(item, Branch):
            yield from _excluded(item, path[:depth], step.node)
        if depth == len(path) - 1:
            return
        item = child(item, step) if isinstance(item, Branch) else None
        if item is None and (step.node.kind is Kind.LIST or edit.stands_alone(step.node)):
            yield Entry(SET, path[: depth + 1])


def _excluded(branch: Branch, level: Path, node: Node) -> Iterator[Entry]:
    """The statements beside a member of a choice that lie in another case of it."""
    for item in branch.children.values():
        if edit.excludes(node, item.node):
            yield Entry(DELETE, (*level, Step(item.node)))


def _leaf(verb: str, path: Path, old: str | None, new: str | None) -> Entry:
    return Entry(verb, path) if path[-1].node.is_secret else Entry(verb, path, old, new)


def _text(arguments: Sequence[Any], *, before: bool | None = None) -> str | None:
    """What an edit was told besides the statement: another statement of the same kind, or a text."""
    if not arguments:
        return None
    target = arguments[0]
    if isinstance(target, str):
        return target
    if not isinstance(target, tuple) or not all(isinstance(step, Step) for step in target):
        return None
    name = " ".join(_words_of(target[-1:]))
    return name if before is None else f"{'before' if before else 'after'} {name}"


def _marking(path: Path, add: Mark, remove: Mark, comment: str | None) -> Iterator[Entry]:
    for mark, given, taken in (
        (Mark.INACTIVE, marks.deactivate, marks.activate),
        (Mark.PROTECTED, marks.protect, marks.unprotect),
    ):
        if add & mark:
            yield Entry(_VERBS[given], path)
        elif remove & mark:
            yield Entry(_VERBS[taken], path)
    if comment is not None:
        yield Entry(_VERBS[marks.annotate], path, new=comment)


def _entries_of(changes: Iterable[diff.Change]) -> Iterator[Entry]:
    """What an edit of another kind has done, by what it has changed."""
    for change in changes:
        if change.kind is diff.Kind.REMOVED:
            if not isinstance(change.old, Branch) or change.old.children:
                yield Entry(DELETE, change.path)
        elif change.kind is diff.Kind.MOVED:
            yield Entry(_VERBS[arrange.insert], change.path)
        elif change.kind is diff.Kind.MARKED:
            yield from _marked(change.path, change.new, change.old)
        elif change.new is not None:
            yield from _contents(change.path, change.new, change.old)


def _contents(path: Path, new: Item, old: Item | None = None) -> Iterator[Entry]:
    """The statements that came: all that lie in one that is new, and values that are."""
    if isinstance(new, Branch):
        if new.node.kind is Kind.LIST or edit.stands_alone(new.node):
            yield Entry(SET, path)
        for item in new.children.values():
            if isinstance(item, Entries):
                for keys, entry in item.entries.items():
                    yield from _contents((*path, Step(item.node, keys)), entry)
            else:
                yield from _contents((*path, Step(item.node)), item)
    elif isinstance(new, Leaf):
        yield _leaf(SET, path, old.value if isinstance(old, Leaf) else None, new.value)
    elif isinstance(new, Values):
        held = old.values if isinstance(old, Values) else ()
        for value in new.values:
            if value not in held:
                yield _leaf(SET, path, None, value)
    yield from _marked(path, new, old)


def _marked(path: Path, new: Item | None, old: Item | None) -> Iterator[Entry]:
    """The marks and the comment that a statement has now, and those it had."""
    if new is None or isinstance(new, Entries) or isinstance(old, Entries):  # which have none
        return
    before, comment = (Mark.NONE, None) if old is None else (old.mark, old.comment)
    told = (new.comment or "") if new.comment != comment else None
    yield from _marking(path, new.mark & ~before, before & ~new.mark, told)
