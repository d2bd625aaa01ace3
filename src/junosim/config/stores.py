"""The configuration database of a device: committed revisions, the shared candidate, and who is editing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from junosim.config import persistent
from junosim.config.archive import UnsafeCommit
from junosim.config.candidate import Candidate
from junosim.config.locks import Editor, Locks, Mode
from junosim.config.revision import Revision
from junosim.config.state import State
from junosim.config.tree import Branch
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.clock import Clock
    from junosim.config.archive import Archive
    from junosim.config.waiting import Confirmation, Scheduled
    from junosim.schema.node import Node
    from junosim.schema.walk import Visible


class Stores:
    """The revisions of one device, newest first, and its shared candidate. Starts with `initial` as rollback 0.

    With an archive it starts with what that holds, and `initial` is the start of an empty one; every change of the
    committed state is then kept there before it is seen. `visible` says which statements of the language exist.
    `locks` knows who is editing; `scheduled` is set while a commit waits for the next boot, or for its time, which no
    reboot outlives. Raises StorageError when the archive cannot be read.
    """

    def __init__(
        self,
        schema: Node,
        clock: Clock,
        initial: Branch | None = None,
        visible: Visible | None = None,
        archive: Archive | None = None,
    ) -> None:
        self.schema = schema
        self.visible = visible
        self.clock = clock
        self._archive = archive
        saved = None if archive is None else archive.load()
        if saved is None:
            self.reset(Branch(schema) if initial is None else initial)
        else:
            self._begin(persistent.restored(saved, clock))

    def reset(self, initial: Branch) -> None:
        """Start anew with this configuration and nothing to roll back to. All sessions must have ended."""
        state = State((Revision(0, initial, self.clock.time(), "root", "other"),))
        self._save(state)
        self._begin(state)

    def disk_was_erased(self) -> None:
        """All that was kept is gone from the disk; `reset` has to follow."""
        if self._archive is not None:
            self._archive.forget()

    def reopen(self) -> None:
        """What a reboot does: what is committed is read again, what is not is lost. All sessions must have ended.

        The time to confirm a commit has run on meanwhile; it may be over. Raises StorageError when the archive cannot
        be read.
        """
        saved = None if self._archive is None else self._archive.load()
        self._begin(self._state if saved is None else persistent.restored(saved, self.clock))

    def _begin(self, state: State) -> None:
        """Work with this state, and with nobody editing."""
        state.revisions[0].root  # noqa: B018 - read now: without it there is no device
        if state.confirmation is not None:
            state.confirmation.back.root  # noqa: B018 - read now: going back must not fail
        self._state = state
        self.locks = Locks()
        self.scheduled: Scheduled | None = None
        self.shared = Candidate(self.committed, self.clock, visible=self.visible)

    def speak(self, visible: Visible | None) -> None:
        """Know these statements of the language from now on. Nobody may be editing."""
        self.visible = visible
        self.shared.visible = visible

    @property
    def state(self) -> State:
        """All that is committed, or goes with it."""
        return self._state

    def record(self, state: State) -> None:
        """Put another state in the place of this one, durably; only the commit pipeline calls this.

        Raises StorageError when that fails: all is then as before. With UnsafeCommit it is done all the same, but a
        power loss may undo it.
        """
        try:
            self._save(state)
        except UnsafeCommit:
            self._state = state
            raise
        self._state = state

    def assume(self, state: State) -> None:
        """Go on with a state that the archive does not have; it gets it with the next one."""
        self._state = state

    def _save(self, state: State) -> None:
        if self._archive is not None:
            self._archive.save(persistent.saved(state, self.clock))

    @property
    def committed(self) -> Revision:
        """The active configuration (rollback 0)."""
        return self._state.revisions[0]

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """All revisions that are kept, rollback 0 first."""
        return self._state.revisions

    @property
    def confirmation(self) -> Confirmation | None:
        """What is waited for while the active configuration still has to be confirmed."""
        return self._state.confirmation

    def revision(self, number: int) -> Revision:
        """Rollback `number`. Raises ConfigurationError when it is not kept."""
        if not 0 <= number < len(self.revisions):
            raise ConfigurationError(f"could not find rollback configuration {number}")
        return self.revisions[number]

    @property
    def has_rescue(self) -> bool:
        """True when a rescue configuration was saved."""
        return self._state.rescue is not None

    def rescued(self) -> Branch:
        """The rescue configuration. Raises ConfigurationError when none was saved."""
        if self._state.rescue is None:
            raise ConfigurationError("No rescue configuration is set.")
        return self._state.rescue.root

    def next_revision(
        self, root: Branch, user: str, client: str, comment: str = "", *, time: float | None = None
    ) -> Revision:
        """The revision that a tree becomes when it is committed (at `time`, else now)."""
        since = self.clock.time() if time is None else time
        return Revision(self.committed.sequence + 1, root, since, user, client, comment)

    # ------------------------------------------------------------------ sessions in configuration mode

    def enter(self, editor: Editor) -> Candidate:
        """Let a session in, and give it its candidate. Raises LockHeld and DatabaseModified (see `config.locks`)."""
        alone = editor.mode is not Mode.SHARED
        self.locks.enter(editor, modified=alone and self.shared.modified)
        if editor.mode is Mode.PRIVATE:
            return Candidate(self.committed, self.clock, editor, self.locks, visible=self.visible)
        return self.shared.in_hands_of(editor, self.locks)

    @contextmanager
    def committing(self, candidate: Candidate) -> Iterator[None]:
        """Let a candidate be committed, in slices: what is committed meanwhile stays as it is, and so do its edits.

        Raises LockHeld or DatabaseModified unless its session may commit it now.
        """
        self.admit_commit(candidate)
        if candidate.editor is None:  # the device itself, which does it at once
            yield
            return
        with self.locks.committing(candidate.editor):
            yield

    def admit_commit(self, candidate: Candidate) -> None:
        """Raise LockHeld or DatabaseModified unless the session of this candidate may commit it now."""
        if candidate.editor is not None:
            modified = candidate.is_private and self.shared.modified
            self.locks.admit_commit(candidate.editor, modified=modified)

    def leave(self, editor: Editor) -> None:
        """A session leaves, or has died; what an exclusive one has not committed is lost. Harmless when repeated."""
        if self.locks.leave(editor) and editor.mode is Mode.EXCLUSIVE and self.locks.holder is not editor:
            self.shared.discard()
