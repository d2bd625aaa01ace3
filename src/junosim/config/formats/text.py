"""The text form of a configuration: braces, semicolons, four columns a level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from junosim.config import comments, layout
from junosim.config.formats import shape
from junosim.config.lookup import lookup, words_of
from junosim.config.notes import Notes, missing_notes
from junosim.config.tree import Branch, Denied, Entries, Item, Leaf, Mark, Values
from junosim.schema.node import Flag
from junosim.slices import without_pauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.schema.node import Node
    from junosim.schema.walk import Path
    from junosim.slices import Lines, Slices

INDENT = 4
SECRET = " ## SECRET-DATA"
_FLAGS, _OMIT = "apply-flags", "omit"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that stand in one line, and whether one of them is a secret."""

    words: tuple[str, ...] = ()
    secret: bool = False

    def __add__(self, other: _Phrase) -> _Phrase:
        return _Phrase(self.words + other.words, self.secret or other.secret)


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes trees as text.

    `mask` hides secrets from those who may not see them; `notes` are what is to say about single statements;
    `omits` leaves out the content of statements that say `apply-flags omit`.
    """

    mask: bool = False
    notes: Notes = field(default_factory=Notes)
    omits: bool = False

    def level(self, branch: Branch, pad: str = "") -> Lines:
        """The lines of what a branch holds."""
        arranged = shape.level_of(branch)
        if arranged.values:
            line = self._end(pad, self._leaves(arranged.values, branch.node))
            yield from self._told(line, pad, *arranged.values)
        yield from self._statements(arranged.statements, branch.node, pad)
        yield from self._note(branch, pad)

    def item(self, item: Item, parent: Node, pad: str = "", before: str = "") -> Lines:
        """The lines of one statement of a level whose node is `parent`; `before` are words joined to it."""
        yield from self.statement(shape.Statement(item), parent, pad, before)

    def statement(self, statement: shape.Statement, parent: Node, pad: str = "", before: str = "") -> Lines:
        """The same for a statement with the values that stand behind its words."""
        yield from self._item(statement, parent, pad, before)

    def entries(self, entries: Entries) -> Lines:
        """The lines of the entries that share one pair of braces, without these."""
        for entry in (yield from self._ordered(entries)):
            yield from self.entry(entry)

    def entry(self, entry: Branch, pad: str = "") -> Lines:
        """The lines of a list entry without the word of its list, as they stand in the braces of a group."""
        keys = _Phrase(shape.key_words(entry, mask=self.mask), shape.entry_has_secret_key(entry))
        return self._body(entry, pad, "", keys)

    def loose(self, head: tuple[str, ...], leaves: tuple[Leaf, ...], parent: Node) -> str:
        """The line of the words `head` and the invisible leaves that follow them."""
        return self._end("", _Phrase(head) + self._leaves(leaves, parent))

    # ------------------------------------------------------------------ statements

    def _statements(
        self, statements: tuple[shape.Statement, ...], parent: Node, pad: str, before: str = ""
    ) -> Lines:
        for statement in statements:
            yield from self._item(statement, parent, pad, before)

    def _item(self, statement: shape.Statement, parent: Node, pad: str, before: str) -> Lines:
        item = statement.item
        if isinstance(item, Entries):
            yield from self._entries(item, parent, pad, before)
        elif isinstance(item, Branch):
            yield from self._branch(item, parent, pad, before, statement.values)
        else:
            line = self._end(pad + shape.marks_of(item) + before, self._simple(item, parent))
            yield from self._told(line, pad, item)

    def _entries(self, entries: Entries, parent: Node, pad: str, before: str) -> Lines:
        if not layout.is_grouped(entries.node, len(entries.entries)):
            for entry in (yield from self._ordered(entries)):
                yield from self._branch(entry, parent, pad, before)
            return
        yield f"{pad}{before}{entries.node.word} {{"
        for entry in (yield from self._ordered(entries)):
            yield from self.entry(entry, pad + " " * INDENT)
        yield pad + "}"

    def _branch(
        self, branch: Branch, parent: Node, pad: str, before: str, values: tuple[Leaf, ...] = ()
    ) -> Lines:
        if branch.children and layout.is_joined(branch.node):
            joined = f"{before}{branch.node.word} "
            yield from self._statements(shape.level_of(branch).statements, branch.node, pad, joined)
            return
        head = shape.head_words(branch, parent, mask=self.mask)
        phrase = _Phrase(head, shape.entry_has_secret_key(branch)) + self._leaves(values, parent)
        yield from self._body(branch, pad, before, phrase, values)

    def _body(
        self, branch: Branch, pad: str, before: str, head: _Phrase, values: tuple[Leaf, ...] = ()
    ) -> Lines:
        """A container or entry whose own words, with the `values` behind them, are `head`."""
        if self.omits and is_omitted(branch):
            line = self._end(pad + shape.marks_of(branch) + before, head + OMITTED)
            yield from self._told(line, pad, branch, *values)
            return
        arranged = shape.level_of(branch)
        head += self._leaves(arranged.values, branch.node)
        start = pad + shape.marks_of(branch) + before
        tail = self._tail(branch, arranged.statements) if arranged.statements else _Phrase()
        if tail is not None:
            yield from self._told(self._end(start, head + tail), pad, branch, *values, whole=True)
            return
        line = f"{start}{' '.join(head.words)} {{{SECRET if head.secret else ''}"
        yield from self._told(line, pad, branch, *values, *arranged.values)
        yield from self._statements(arranged.statements, branch.node, pad + " " * INDENT)
        yield from self._note(branch, pad + " " * INDENT)
        yield pad + "}"

    def _told(
        self, line: str, pad: str, item: Branch | Leaf | Values, *beside: Leaf, whole: bool = False
    ) -> Iterator[str]:
        """A line with what is to be said about it.

        It is the first line of `item` (the only one if `whole` is true) and holds the values `beside` it.
        """
        yield from comment_above(item, pad)
        yield from (pad + note for note in self.notes.above(item))
        yield line

    def _ordered(self, entries: Entries) -> Slices[list[Branch]]:
        """The entries of a list in the order in which they are shown."""
        return shape.in_order(entries)

    def _note(self, branch: Branch, pad: str) -> Iterator[str]:
        yield from (pad + note for note in self.notes.inside(branch))

    # ------------------------------------------------------------------ one-line statements

    def _tail(
        self, branch: Branch, statements: tuple[shape.Statement, ...], *, inner: bool = False
    ) -> _Phrase | None:
        """The statements as the rest of a line, or None where braces are needed.

        In one line nothing says where a nested statement ends, so only the last one may have statements below;
        marks and comments need a line of their own. `inner` is true inside a statement that has no braces.
        """
        flags = branch.node.flags
        always = inner or layout.is_one_line(branch.node)
        if not always and not (flags & Flag.ONE_LINE_IF_SINGLE and len(statements) == 1):
            return None
        phrase = _Phrase()
        for index, statement in enumerate(statements):
            part = self._part(statement, branch.node, last=index == len(statements) - 1, inner=always)
            if part is None:
                return None
            phrase += part
        return phrase

    def _part(self, statement: shape.Statement, parent: Node, *, last: bool, inner: bool) -> _Phrase | None:
        item = statement.item
        if isinstance(item, Entries):
            if len(item.entries) != 1 or layout.is_grouped(item.node) or not last:
                return None
            item = next(iter(item.entries.values()))
        if item.mark or item.comment is not None:
            return None
        if not isinstance(item, Branch):
            return self._simple(item, parent)
        if item.node.children and not last:
            return None
        head = _Phrase(shape.head_words(item, parent, mask=self.mask), shape.entry_has_secret_key(item))
        arranged = shape.level_of(item)
        head += self._leaves(statement.values, parent) + self._leaves(arranged.values, item.node)
        if not arranged.statements:
            return head
        tail = self._tail(item, arranged.statements, inner=inner)
        return None if tail is None else head + tail

    # ------------------------------------------------------------------ words

    def _simple(self, item: Leaf | Values, parent: Node) -> _Phrase:
        if isinstance(item, Denied):
            *word, text = shape.leaf_words(item, parent)
            return _Phrase((*word, "{", text, "}") if item.node.has_children else (*word, text))
        if isinstance(item, Leaf):
            return _Phrase(shape.leaf_words(item, parent, mask=self.mask), item.node.is_secret)
        words = shape.values_words(item)
        if len(words) == 1:
            return _Phrase((item.node.word, *words), item.node.is_secret)
        return _Phrase((item.node.word, "[", *words, "]"), item.node.is_secret)

    def _leaves(self, leaves: tuple[Leaf, ...], parent: Node) -> _Phrase:
        words = tuple(word for leaf in leaves for word in shape.leaf_words(leaf, parent, mask=self.mask))
        return _Phrase(words, shape.has_secret(leaves))

    @staticmethod
    def _end(start: str, phrase: _Phrase) -> str:
        return f"{start}{' '.join(phrase.words)};{SECRET if phrase.secret else ''}"


OMITTED = _Phrase(("{", "/* OMITTED */", "}"))  # capture of a device


def is_omitted(branch: Branch) -> bool:
    """True for a container or entry that says that its content is not to be shown."""
    flags = branch.children.get(_FLAGS)
    return isinstance(flags, Values) and _OMIT in flags.values


def comment_above(item: Branch | Leaf | Values, pad: str) -> Iterator[str]:
    """The comment above a statement; one of several lines keeps them as they were written."""
    if item.comment is not None:
        first, *rest = comments.shown(item.comment).split("\n")
        yield pad + first
        yield from (pad + line for line in rest) if first.startswith("#") else rest


def lines(branch: Branch, *, mask: bool = False) -> Iterator[str]:
    """The text form of what a branch holds, relative to it, without line ends."""
    return without_pauses(TextWriter(mask).level(branch))


def show(root: Branch, path: Path, *, mask: bool = False, notes: Notes | None = None) -> Iterator[str]:
    """The text form of the statement at `path`: what it holds, or a leaf or list itself; nothing when missing.

    A required statement that is missing is named in the last line of its container, unless `notes` say otherwise.
    """
    writer = TextWriter(mask, missing_notes(root) if notes is None else notes)
    return without_pauses(written(writer, root, path))


def written(writer: TextWriter, root: Branch, path: Path) -> Lines:
    """What a writer makes of the statement at `path`: of what it holds, or of a leaf or one-line list itself.

    An inactive container says so first, as its own words are not shown [capture].
    """
    item = lookup(root, path)
    if item is None:
        return
    if isinstance(item, Entries) and layout.is_grouped(item.node, len(item.entries)):
        yield from writer.entries(item)  # their word is a level of its own: `show groups`
        return
    if not isinstance(item, Branch):
        yield from writer.item(item, path[-2].node if len(path) > 1 else root.node)
        return
    if path and item.mark & Mark.INACTIVE:
        yield from ("##", f"## inactive: {' '.join(words_of(path))}", "##")
    yield from writer.level(item)
