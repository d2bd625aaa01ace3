"""A tree that somebody edits: its root, and the token by which parts of it may be changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Concatenate, ParamSpec

from junosim.config.journal import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from junosim.config.journal import Entry, Journal
    from junosim.config.tree import Branch, Owner
    from junosim.schema.walk import Visible

_Arguments = ParamSpec("_Arguments")


class Workspace:
    """A root and the owner token of those who edit it together.

    `visible` says which statements exist for texts that are read into it; None stands for all of the language.
    `journal` notes the edits; None while nobody wants to know.
    """

    __slots__ = ("journal", "owner", "root", "visible")

    def __init__(self, root: Branch, owner: Owner | None = None, *, visible: Visible | None = None) -> None:
        self.root = root
        self.visible = visible
        self.journal: Journal | None = None
        self.owner: Owner = object() if owner is None else owner

    def apply(
        self,
        operation: Callable[Concatenate[Branch, Owner, _Arguments], Branch],
        *args: _Arguments.args,
        **more: _Arguments.kwargs,
    ) -> None:
        """Do one edit of `config.edit`, `config.marks` or `config.arrange`. Raises what the edit raises."""
        if self.journal is None:
            self.root = operation(self.root, self.owner, *args, **more)
        else:
            self.root = record(self.journal, self.root, self.owner, operation, args, more)

    def change(
        self,
        operation: Callable[Concatenate[Branch, Owner, _Arguments], Branch],
        *args: _Arguments.args,
        **more: _Arguments.kwargs,
    ) -> None:
        """Do an edit of a kind that the journal does not know; who does it has to `note` what it was."""
        self.root = operation(self.root, self.owner, *args, **more)

    def note(self, entry: Entry) -> None:
        """Note what an edit has done."""
        if self.journal is not None:
            self.journal.append(entry)

    def replace(self, root: Branch) -> None:
        """Put another tree, which nobody may change in place, where the old one was."""
        self.root = root
        self.owner = object()

    def fork(self) -> Workspace:
        """A workspace on what this one holds now; from then on, neither sees the edits of the other.

        The root of this one is another object as soon as it is edited, so that `root` tells.
        """
        self.freeze()
        work = Workspace(self.root, visible=self.visible)
        work.journal = None if self.journal is None else []
        return work

    def adopt(self, fork: Workspace) -> None:
        """Hold what a fork of this one holds, as if its edits had been done here."""
        if fork.root is not self.root:
            self.replace(fork.root)
        if self.journal is not None and fork.journal is not None:
            self.journal += fork.journal

    def forget(self) -> None:
        """Take back all that was noted so far."""
        if self.journal is not None:
            self.journal.clear()

    def freeze(self) -> None:
        """Leave what the root holds now as it is for ever: the next edit copies what it changes."""
        self.owner = object()
