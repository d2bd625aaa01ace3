"""Who edits the configuration in which mode, and what that forbids the others. Pure state: no clock, no trees.

The rules are those of the vendor's documentation of `configure`:

- anybody may enter the shared mode at any time, also to look on while it is locked;
- `exclusive` and `private` are entered only while nobody holds the lock and the shared candidate has no changes;
- the holder of the exclusive lock alone may edit or commit the shared candidate, and commit at all;
- while somebody edits privately, the shared candidate is left alone by all but the holder of that lock;
- a private candidate may be edited at any time; it is committed while the shared one has no changes;
- a commit that waits for its time holds the lock too: nobody edits the shared candidate or commits meanwhile;
- so does one that is being done, which may take many slices of work [our choice].
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

from junosim.errors import DatabaseModified, LockHeld, PrivateEdits


class Mode(Enum):
    """Which candidate a session edits, and who else may."""

    SHARED = "shared"
    EXCLUSIVE = "exclusive"
    PRIVATE = "private"


@dataclass(slots=True, eq=False)
class Editor:
    """A session in configuration mode.

    session      its process id
    terminal     `pts/0`; None for a session without one
    since        when it entered the mode, seconds since the epoch
    hierarchy    words of the level it is at; None for a program, which is at none
    """

    session: int
    user: str
    terminal: str | None
    mode: Mode
    since: float
    hierarchy: tuple[str, ...] | None = ()


class Locks:
    """The sessions in configuration mode, in the order of entering, and what each may do now."""

    __slots__ = ("_committing", "_editors", "_waiting")

    def __init__(self) -> None:
        self._editors: dict[int, Editor] = {}
        self._waiting: Editor | None = None
        self._committing: Editor | None = None

    @property
    def editors(self) -> tuple[Editor, ...]:
        """All sessions in configuration mode."""
        return tuple(self._editors.values())

    @property
    def holder(self) -> Editor | None:
        """Who holds the lock: the session that commits, or whose commit waits; else the exclusive one."""
        if self._waiting is not None or self._committing is not None:
            return self._waiting or self._committing
        return next((editor for editor in self._editors.values() if editor.mode is Mode.EXCLUSIVE), None)

    def enter(self, editor: Editor, *, modified: bool) -> None:
        """Let a session in; `modified` tells whether the shared candidate has changes.

        Raises LockHeld and DatabaseModified. A session must have left before it enters again.
        """
        assert editor.session not in self._editors
        if editor.mode is not Mode.SHARED:
            self._refuse_held(editor)
            if modified:
                raise DatabaseModified(private=editor.mode is Mode.PRIVATE)
        self._editors[editor.session] = editor

    def leave(self, editor: Editor) -> bool:
        """Let a session go; False when it had gone already."""
        if self._editors.get(editor.session) is not editor:
            return False
        del self._editors[editor.session]
        return True

    def admit_edit(self, editor: Editor) -> None:
        """Raise LockHeld or PrivateEdits unless the session may change its candidate now."""
        if editor.mode is Mode.PRIVATE:
            return
        self._refuse_held(editor)
        if editor.mode is Mode.SHARED and self._has_private:
            raise PrivateEdits

    def admit_commit(self, editor: Editor, *, modified: bool) -> None:
        """Raise LockHeld or DatabaseModified unless the session may commit now; `modified` as for `enter`."""
        self._refuse_held(editor)
        if editor.mode is Mode.PRIVATE and modified:
            raise DatabaseModified(private=True)

    def wait(self, editor: Editor) -> None:
        """A commit of this session waits for its time: it holds the lock until `release`, also when it has left."""
        self._refuse_held(editor)
        self._waiting = editor

    def release(self) -> None:
        """No commit waits any more."""
        self._waiting = None

    @contextmanager
    def committing(self, editor: Editor) -> Iterator[None]:
        """While this session commits, which `admit_commit` has let it, it holds the lock."""
        self._committing = editor
        try:
            yield
        finally:
            self._committing = None

    @property
    def is_committing(self) -> bool:
        """True while a session commits."""
        return self._committing is not None

    @property
    def _has_private(self) -> bool:
        return any(editor.mode is Mode.PRIVATE for editor in self._editors.values())

    def _refuse_held(self, editor: Editor) -> None:
        holder = self.holder
        if holder is not None and (holder is not editor or holder is self._waiting):
            raise LockHeld(holder.session)
