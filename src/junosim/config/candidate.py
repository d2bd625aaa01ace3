"""Candidates: configurations that are being edited, as one session sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Concatenate, ParamSpec

from junosim.config import diff
from junosim.config.load import Form, Loaded, Mode, load, load_in_slices
from junosim.config.locks import Mode as EditMode
from junosim.config.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from junosim.clock import Clock
    from junosim.config.locks import Editor, Locks
    from junosim.config.revision import Revision
    from junosim.config.tree import Branch, Owner
    from junosim.schema.walk import Path, Visible

_Arguments = ParamSpec("_Arguments")


class Draft(Workspace):
    """What is edited: the tree, the revision it started from, and when it was last changed.

    The sessions of the shared mode have one draft in common; a private session has its own.
    """

    __slots__ = ("base", "changed_at")

    def __init__(self, base: Revision) -> None:
        super().__init__(base.root)
        self.base = base
        self.changed_at = base.time


class Candidate(Workspace):
    """A draft in the hands of one session: `editor`, or None where the device itself is at work.

    Each edit is refused (LockHeld, PrivateEdits) unless the locks let this session edit at that moment. `base` is
    the revision the draft started from; `changed_at` is when it was last edited (seconds since the epoch), or the
    time of its base.
    """

    __slots__ = ("_clock", "_draft", "_locks", "editor")

    def __init__(
        self,
        base: Revision | Draft,
        clock: Clock,
        editor: Editor | None = None,
        locks: Locks | None = None,
        *,
        visible: Visible | None = None,
    ) -> None:
        # the root and the owner are those of the draft: nothing of them is to be set
        self._draft = base if isinstance(base, Draft) else Draft(base)
        self._clock = clock
        self._locks = locks
        self.editor = editor
        self.visible = visible
        self.journal = None

    def in_hands_of(self, editor: Editor, locks: Locks) -> Candidate:
        """The same draft for a session."""
        return Candidate(self._draft, self._clock, editor, locks, visible=self.visible)

    @property
    def is_private(self) -> bool:
        """True for the copy of a private session, which a commit merges."""
        return self.editor is not None and self.editor.mode is EditMode.PRIVATE

    @property
    def root(self) -> Branch:
        """The tree as it is now."""
        return self._draft.root

    @root.setter
    def root(self, root: Branch) -> None:
        self._draft.root = root

    @property
    def owner(self) -> Owner:
        """The token by which parts of the tree may be changed in place."""
        return self._draft.owner

    @owner.setter
    def owner(self, owner: Owner) -> None:
        self._draft.owner = owner

    @property
    def base(self) -> Revision:
        """The revision it started from."""
        return self._draft.base

    @base.setter
    def base(self, base: Revision) -> None:
        self._draft.base = base

    @property
    def changed_at(self) -> float:
        """When it was last edited, seconds since the epoch."""
        return self._draft.changed_at

    @changed_at.setter
    def changed_at(self, time: float) -> None:
        self._draft.changed_at = time

    # ------------------------------------------------------------------ edits

    def apply(
        self,
        operation: Callable[Concatenate[Branch, Owner, _Arguments], Branch],
        *args: _Arguments.args,
        **more: _Arguments.kwargs,
    ) -> None:
        """Do one edit. Raises what the edit and the locks raise; the candidate is then as before."""
        self.admit_edit()
        super().apply(operation, *args, **more)
        self.changed_at = self._clock.time()

    def replace(self, root: Branch) -> None:
        """Put another tree in the place of this one. Raises what the locks raise."""
        self.admit_edit()
        super().replace(root)
        self.changed_at = self._clock.time()

    def admit_edit(self) -> None:
        """Raise LockHeld or PrivateEdits unless an edit is welcome now."""
        if self._locks is not None and self.editor is not None:
            self._locks.admit_edit(self.editor)

    def load(
        self, text: str, *, mode: Mode = Mode.MERGE, form: Form | None = None, base: Path = ()
    ) -> Loaded:
        """Load a text at once."""
        return load(self, text, mode=mode, form=form, base=base)

    def load_in_slices(
        self, text: str, *, mode: Mode = Mode.MERGE, form: Form | None = None, base: Path = ()
    ) -> Generator[None, None, Loaded]:
        """Load a text in slices of about 2 ms."""
        return load_in_slices(self, text, mode=mode, form=form, base=base)

    def rollback(self, revision: Revision) -> None:
        """Load a committed revision in place of the candidate. Raises what the locks raise."""
        self.replace(revision.root)

    # ------------------------------------------------------------------ what it holds beyond its base

    @property
    def modified(self) -> bool:
        """True when there is something to commit."""
        return self.root is not self.base.root and diff.differ(self.base.root, self.root)

    def changes(self) -> diff.Changes:
        """What a commit would change."""
        return diff.diff(self.base.root, self.root)

    # ------------------------------------------------------------------ for the stores and the commit pipeline

    def discard(self) -> None:
        """Go back to the base."""
        self.rebase(self.base)

    def rebase(self, revision: Revision) -> None:
        """Hold what a revision holds, and no more: it was just committed. Freezes the tree."""
        self.move(revision, revision.root)
        self.changed_at = revision.time

    def move(self, revision: Revision, root: Branch) -> None:
        """Stand on another revision, and hold `root`."""
        super().replace(root)
        self.base = revision
