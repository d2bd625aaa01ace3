"""The commit pipeline: named steps over (old, new, changes), then store, then apply, then the answer.

Steps and subscribers see what the trees mean: inherited statements stand where they take effect, groups are gone.
Stored is the tree as it was written. All steps run and their findings are reported together; the first that finds
an error names the reason. A subscriber may refuse in `prepare`; `apply` comes after the store and may not fail.
Nothing else writes committed state, and nothing is acknowledged before it is safe on the disk, if there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from junosim.config.archive import UnsafeCommit
from junosim.config.checks import LanguageChecks
from junosim.config.diff import diff_in_slices
from junosim.config.failpoints import Failpoint, Point, passed
from junosim.config.groups import checks as groups
from junosim.config.groups.inheritance import Inheritance
from junosim.config.merge import merge
from junosim.config.stages import Follow, Observe, Observer, Request, Stage, Unobserved, unfollowed
from junosim.config.transition import Step, Subscriber, Transition
from junosim.config.waiting import Confirmation
from junosim.errors import CommitError, MergeConflict, Problem
from junosim.slices import collected, finish
from junosim.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from junosim.config.candidate import Candidate
    from junosim.config.notes import Notes
    from junosim.config.revision import Revision
    from junosim.config.state import State
    from junosim.config.stores import Stores
    from junosim.config.tree import Branch
    from junosim.slices import Slices


# What the device says when its disk fails; no source prints it.
_NOT_SAVED = "could not save the configuration: {}"
_NOT_SAFE = "the configuration is active, but may be lost when the power fails: {}"


class Deed(Enum):
    """What was done to the committed state."""

    COMMIT = "commit"
    CONFIRM = "confirm"
    ROLLBACK = "rollback"  # as a commit was not confirmed
    PUT_OFF = "put off"  # to the next boot
    CANCEL = "cancel"
    RESCUE_SAVE = "rescue save"
    RESCUE_DELETE = "rescue delete"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A commit that was done, or a check that succeeded (then without a revision)."""

    warnings: tuple[Problem, ...]
    revision: Revision | None = None


def standard_steps(inheritance: Inheritance, language: LanguageChecks) -> list[Step]:
    """The checks of every device; platform and mode add theirs."""
    rules = (Step(name, run, reason) for name, run, reason in language.steps())
    return [Step("groups", partial(groups.problems, inheritance)), *rules]


class Committer:
    """Commits candidates to the stores of one device.

    `observe` is called with each commit or check that is asked for, and gives who is told of its stages; `witnesses`
    are told each deed with the state it has led to. Both before it is acknowledged: the places of the audit.
    `failpoint` is called at each `Point` on the way.
    """

    def __init__(
        self,
        stores: Stores,
        steps: Iterable[Step] | None = None,
        inheritance: Inheritance | None = None,
        failpoint: Failpoint = passed,
    ) -> None:
        self._stores = stores
        self.inheritance = Inheritance() if inheritance is None else inheritance
        self._language = LanguageChecks()
        self.steps = standard_steps(self.inheritance, self._language) if steps is None else list(steps)
        self.observe: Observe = Unobserved
        self.witnesses: list[Callable[[Deed, State], None]] = []
        self._failpoint = failpoint
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> None:
        """Let a part of the device take part in all commits from now on."""
        self._subscribers.append(subscriber)

    def vouch(self, root: Branch) -> None:
        """Take it that this tree obeys all rules: it was checked when devices that start with it were planned."""
        self._language.vouch(self._transition(root, root))

    def notes(self, root: Branch) -> Slices[Notes | None]:
        """What `show` says of statements of a configuration, which must not change any more.

        None if that is not known at the cost of what was edited.
        """
        transition = yield from self._transition_in_slices(self._stores.committed.root, root)
        return (yield from self._language.notes(transition))

    def check(self, candidate: Candidate, *, follow: Follow = unfollowed) -> Outcome:
        """What `commit check` does. Raises what `commit` raises."""
        return finish(self.check_in_slices(candidate, follow=follow))

    def check_in_slices(
        self,
        candidate: Candidate,
        *,
        follow: Follow = unfollowed,
        operation: str = "commit check",
        comment: str = "",
    ) -> Slices[Outcome]:
        """The same in slices. Others may edit and commit meanwhile: it is about what was there at its start.

        `operation` is what the check is for.
        """
        editor = candidate.editor
        request = Request(operation, "" if editor is None else editor.user, _session_of(candidate), comment)
        return (yield from self._observed(request, follow, partial(self._checked, candidate)))

    def _checked(self, candidate: Candidate, follow: Follow) -> Slices[Outcome]:
        follow(Stage.LOCK)
        self._stores.admit_commit(candidate)
        transition = yield from self._proposed(candidate, follow)
        warnings = yield from self._warnings(transition, follow)
        return Outcome(tuple(problem for problem in warnings if not problem.is_deed))

    def commit(
        self,
        candidate: Candidate,
        *,
        user: str,
        client: str = "cli",
        comment: str = "",
        confirm_within: float | None = None,
        time: float | None = None,
        follow: Follow = unfollowed,
    ) -> Outcome:
        """Do all slices of a commit at once; see `commit_in_slices`."""
        return finish(
            self.commit_in_slices(
                candidate,
                user=user,
                client=client,
                comment=comment,
                confirm_within=confirm_within,
                time=time,
                follow=follow,
            )
        )

    def commit_in_slices(
        self,
        candidate: Candidate,
        *,
        user: str,
        client: str = "cli",
        comment: str = "",
        confirm_within: float | None = None,
        time: float | None = None,
        follow: Follow = unfollowed,
    ) -> Slices[Outcome]:
        """Make the candidate the active configuration. An earlier one that was to be confirmed is.

        A private candidate is merged into what is committed by now (`config.merge`), and the shared one follows.
        With `confirm_within` (seconds) the device goes back to the last confirmed configuration unless another
        commit or `confirm` comes in time (see `settle`); one that was waited for already is waited for anew.
        `time` is when it counts as done (default: now), `follow` is told each stage.

        Raises LockHeld, DatabaseModified and MergeConflict before anything is checked, and CommitError with all
        problems, or when the disk fails; stores, candidate and subscribers are then as before, but for what
        MergeConflict says.

        Until it is done its session holds the lock. It may be broken off at any pause, with nothing changed: once it
        stores, there is none.
        """
        operation = "commit" if confirm_within is None else "commit confirmed"

        def work(follow: Follow) -> Slices[Outcome]:
            return self._committed(
                candidate,
                follow,
                user=user,
                client=client,
                comment=comment,
                confirm_within=confirm_within,
                time=time,
            )

        request = Request(operation, user, _session_of(candidate), comment)
        return (yield from self._observed(request, follow, work))

    def _observed(
        self, request: Request, follow: Follow, work: Callable[[Follow], Slices[Outcome]]
    ) -> Slices[Outcome]:
        """Do it, with its observer told of the stages before whoever follows it."""
        observer: Observer = self.observe(request)

        def both(stage: Stage) -> None:
            observer.stage(stage)
            follow(stage)

        try:
            return (yield from work(both))
        except CommitError as problem:
            observer.refused(problem)
            raise

    def _committed(
        self,
        candidate: Candidate,
        follow: Follow,
        *,
        user: str,
        client: str,
        comment: str,
        confirm_within: float | None,
        time: float | None,
    ) -> Slices[Outcome]:
        stores = self._stores
        follow(Stage.LOCK)
        with stores.committing(candidate):
            transition = yield from self._proposed(candidate, follow)
            warnings = yield from self._warnings(transition, follow)
            waiting = stores.confirmation
            back = stores.committed if waiting is None else waiting.back
            pending = (
                None
                if confirm_within is None
                else Confirmation(back, stores.clock.monotonic() + confirm_within)
            )
            if candidate.is_private:
                follow(Stage.SHARE)
            follow(Stage.STORE)
            revision = stores.next_revision(transition.written[1], user, client, comment, time=time)
            self._record(
                Deed.COMMIT,
                stores.state.after(revision, pending),
                lambda: self._take_over(candidate, transition, follow),
            )
            follow(Stage.COMPLETE)
            return Outcome(warnings, revision)

    def update(self, candidate: Candidate) -> None:
        """Bring a private candidate up to the committed configuration.

        Raises MergeConflict when both have changed a statement in different ways; in these the candidate keeps what
        it holds, and its next commit puts that into force.
        """
        root = self._merged(candidate)
        candidate.move(self._stores.committed, root)

    def confirm(self) -> None:
        """Keep the active configuration, if it had to be confirmed. Raises CommitError when that cannot be stored."""
        if self._stores.confirmation is not None:
            self._record(Deed.CONFIRM, replace(self._stores.state, confirmation=None))

    def put_off(self, candidate: Candidate, user: str, client: str, comment: str) -> None:
        """Have the candidate, which was checked, committed at the next boot. Raises CommitError when that fails."""
        candidate.freeze()
        root = self._merged(candidate) if candidate.is_private else candidate.root
        waiting = self._stores.next_revision(root, user, client, comment)
        self._record(Deed.PUT_OFF, replace(self._stores.state, at_boot=waiting))

    def cancel(self) -> None:
        """Have nothing committed at the next boot. Raises CommitError when that cannot be stored."""
        if self._stores.state.at_boot is not None:
            self._record(Deed.CANCEL, replace(self._stores.state, at_boot=None))

    def save_rescue(self) -> None:
        """Put the active configuration aside as the rescue configuration. Raises CommitError when that fails."""
        self._record(Deed.RESCUE_SAVE, replace(self._stores.state, rescue=self._stores.committed))

    def delete_rescue(self) -> None:
        """Forget the rescue configuration, if there is one. Raises CommitError when that fails."""
        if self._stores.state.rescue is not None:
            self._record(Deed.RESCUE_DELETE, replace(self._stores.state, rescue=None))

    def settle(self) -> Revision | None:
        """Go back if a commit was not confirmed in time; the revision made by that, dated at the deadline.

        What it goes back to was in force before, so nothing may refuse it. Not even the disk: what it still has is
        a commit whose time is over, which goes back as soon as it is read. A candidate without edits goes along;
        one with edits keeps all it holds.
        """
        stores, waiting = self._stores, self._stores.confirmation
        late = 0.0 if waiting is None else stores.clock.monotonic() - waiting.deadline
        if waiting is None or late < 0:
            return None
        old, new = stores.committed.root, waiting.back.root
        edited = stores.shared.modified
        revision = stores.next_revision(new, "root", "other", time=stores.clock.time() - late)

        def go_back() -> None:
            if not edited:
                stores.shared.rebase(revision)
            else:
                stores.shared.base = revision
            self._apply(self._transition(old, new))

        self._record(Deed.ROLLBACK, stores.state.back_to(revision), go_back, whatever_the_disk=True)
        return revision

    def _record(
        self,
        deed: Deed,
        state: State,
        take_over: Callable[[], None] = lambda: None,
        *,
        whatever_the_disk: bool = False,
    ) -> None:
        """Store a state, let the device take it over, and have it witnessed; then it may be acknowledged.

        Raises CommitError when it cannot be stored: all is as before then, unless the disk shows it nevertheless.
        With `whatever_the_disk` the device takes over what could not be stored.
        """
        stores, fault = self._stores, ""
        self._failpoint(Point.BEFORE_STORE)
        try:
            stores.record(state)
        except UnsafeCommit as problem:
            fault = _NOT_SAFE.format(problem.reason)
        except StorageError as problem:
            if not whatever_the_disk:
                raise CommitError((), _NOT_SAVED.format(problem.reason)) from problem
            stores.assume(state)
        self._failpoint(Point.AFTER_STORE)
        take_over()
        self._failpoint(Point.BEFORE_AUDIT)
        for witness in self.witnesses:
            witness(deed, state)
        self._failpoint(Point.BEFORE_ANSWER)
        if fault and not whatever_the_disk:
            raise CommitError((), fault)

    def _take_over(self, candidate: Candidate, transition: Transition, follow: Follow) -> None:
        stores = self._stores
        candidate.rebase(stores.committed)
        if candidate.is_private:
            stores.shared.rebase(stores.committed)
        follow(Stage.APPLY)
        self._apply(transition)

    def _apply(self, transition: Transition) -> None:
        for subscriber in self._subscribers:
            subscriber.apply(transition)

    def _transition(self, committed: Branch, candidate: Branch) -> Transition:
        return finish(self._transition_in_slices(committed, candidate))

    def _transition_in_slices(self, committed: Branch, candidate: Branch) -> Slices[Transition]:
        old = yield from self.inheritance.view_in_slices(committed)
        new = yield from self.inheritance.view_in_slices(candidate)
        changes = yield from diff_in_slices(old, new)
        return Transition(old, new, changes, committed, candidate)

    def _proposed(self, candidate: Candidate, follow: Follow) -> Slices[Transition]:
        """What a commit of the candidate would do; later edits of the candidate do not change it.

        Raises MergeConflict.
        """
        candidate.freeze()
        root = candidate.root
        if candidate.is_private:
            follow(Stage.MERGE)
            root = self._merged(candidate)
        follow(Stage.PREPARE)
        return (yield from self._transition_in_slices(self._stores.committed.root, root))

    def _merged(self, candidate: Candidate) -> Branch:
        """A private candidate on top of what is committed. Raises MergeConflict, with what that does."""
        committed = self._stores.committed
        merged = merge(candidate.base.root, candidate.root, committed.root)
        if merged.conflicts:
            candidate.move(committed, merged.root)
            raise MergeConflict(merged.problems())
        return merged.root

    def _warnings(self, transition: Transition, follow: Follow) -> Slices[tuple[Problem, ...]]:
        """Run all steps; raises CommitError unless all they find are warnings."""
        follow(Stage.CHECK)
        found: list[Problem] = []
        reason: str | None = None
        for step in self.steps:
            problems = yield from collected(step.run(transition))
            if reason is None and any(not problem.warning for problem in problems):
                reason = step.reason
            found += problems
        for subscriber in self._subscribers:
            problems = list(subscriber.prepare(transition))
            if reason is None and any(not problem.warning for problem in problems):
                reason = ""
            found += problems
        if reason is not None:
            raise CommitError(tuple(problem for problem in found if not problem.notice), reason)
        return tuple(found)


def _session_of(candidate: Candidate) -> int | None:
    return None if candidate.editor is None else candidate.editor.session
