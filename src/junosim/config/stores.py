"""The configuration database of a device: committed revisions, the shared candidate, and who is editing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from junosim.config import diff, persistent
from junosim.config.archive import UnsafeCommit
from junosim.config.load import Form, Loaded, Mode, load, load_in_slices
from junosim.config.revision import Revision
from junosim.config.state import REVISIONS, State
from junosim.config.tree import Branch, Owner
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from junosim.clock import Clock
    from junosim.config.archive import Archive
    from junosim.config.confirm import Confirmation
    from junosim.schema.node import Node
    from junosim.schema.walk import Path, Visible

__all__ = ["REVISIONS", "Candidate", "Editor", "Revision", "Stores"]

_Arguments = ParamSpec("_Arguments")


@dataclass(slots=True)
class Editor:
    """A session in configuration mode: since when, at which level, and in which mode (`shared`)."""

    session: int
    since: float
    hierarchy: tuple[str, ...] = ()
    mode: str = "shared"


class Candidate(Workspace):
    """A configuration that is being edited; `base` is the revision it started from.

    `changed_at` is when it was last edited (seconds since the epoch), or the time of its base.
    """

    __slots__ = ("_clock", "base", "changed_at")

    def __init__(self, base: Revision, clock: Clock, visible: Visible | None = None) -> None:
        super().__init__(base.root, visible=visible)
        self._clock = clock
        self.base = base
        self.changed_at = base.time

    def apply(
        self,
        operation: Callable[Concatenate[Branch, Owner, _Arguments], Branch],
        *args: _Arguments.args,
        **more: _Arguments.kwargs,
    ) -> None:
        """Do one edit. Raises what the edit raises; the candidate is then as before."""
        super().apply(operation, *args, **more)
        self.changed_at = self._clock.time()

    def replace(self, root: Branch) -> None:
        """Put another tree in the place of this one."""
        super().replace(root)
        self.changed_at = self._clock.time()

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

    @property
    def modified(self) -> bool:
        """True when there is something to commit."""
        return self.root is not self.base.root and diff.differ(self.base.root, self.root)

    def changes(self) -> diff.Changes:
        """What a commit would change."""
        return diff.diff(self.base.root, self.root)

    def discard(self) -> None:
        """Go back to the base."""
        self.replace(self.base.root)
        self.changed_at = self.base.time

    def rollback(self, revision: Revision) -> None:
        """Load a committed revision in place of the candidate."""
        self.replace(revision.root)

    def rebase(self, revision: Revision) -> None:
        """Stand on a revision that was just committed from this candidate, and freeze what it holds."""
        self.replace(revision.root)
        self.base = revision
        self.changed_at = revision.time


class Stores:
    """The revisions of one device, newest first, and its shared candidate. Starts with `initial` as rollback 0.

    With an archive it starts with what that holds, and `initial` is the start of an empty one; every change of the
    committed state is then kept there before it is seen. `visible` says which statements of the language exist.
    Raises StorageError when the archive cannot be read.
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
        self._editors: dict[int, Editor] = {}
        self.shared = Candidate(self.committed, self.clock, self.visible)

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

    # ------------------------------------------------------------------ who is editing

    def enter(self, session: int, mode: str = "shared") -> Editor:
        """A session enters configuration mode."""
        editor = Editor(session, self.clock.time(), mode=mode)
        self._editors[session] = editor
        return editor

    def leave(self, session: int) -> None:
        """A session leaves configuration mode, or is gone."""
        self._editors.pop(session, None)

    def editors(self, but: int | None = None) -> tuple[Editor, ...]:
        """Who is in configuration mode, in the order of entering; `but` leaves one session out."""
        return tuple(editor for editor in self._editors.values() if editor.session != but)
