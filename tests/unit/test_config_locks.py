"""Who may enter, edit and commit, as a table of the state that others have brought about."""

import pytest

from junosim.config.locks import Editor, Locks, Mode
from junosim.errors import DatabaseModified, LockHeld, PrivateEdits

SHARED, EXCLUSIVE, PRIVATE = Mode.SHARED, Mode.EXCLUSIVE, Mode.PRIVATE


def editor(session, mode):
    return Editor(session, "lab", None, mode, 0.0)


def held_by(*modes):
    locks = Locks()
    for session, mode in enumerate(modes):
        locks.enter(editor(session, mode), modified=False)
    return locks


def outcome(act, *args, **more):
    try:
        act(*args, **more)
    except (LockHeld, PrivateEdits, DatabaseModified) as problem:
        return type(problem)
    return None


@pytest.mark.parametrize(
    ("others", "modified", "shared", "exclusive", "private"),
    [
        ((), False, None, None, None),
        ((), True, None, DatabaseModified, DatabaseModified),
        ((SHARED,), False, None, None, None),
        ((PRIVATE,), False, None, None, None),
        ((EXCLUSIVE,), False, None, LockHeld, LockHeld),
        ((PRIVATE, EXCLUSIVE), True, None, LockHeld, LockHeld),
    ],
)
def test_entering(others, modified, shared, exclusive, private):
    for mode, expected in ((SHARED, shared), (EXCLUSIVE, exclusive), (PRIVATE, private)):
        locks = held_by(*others)
        assert outcome(locks.enter, editor(9, mode), modified=modified) is expected
        assert len(locks.editors) == len(others) + (expected is None)


@pytest.mark.parametrize(
    ("others", "edits", "commits"),
    [
        ((), (None, None), (None, None)),
        ((PRIVATE,), (PrivateEdits, None), (None, None)),
        ((EXCLUSIVE,), (LockHeld, None), (LockHeld, LockHeld)),
        ((PRIVATE, EXCLUSIVE), (LockHeld, None), (LockHeld, LockHeld)),
    ],
)
def test_editing_and_committing_beside_others(others, edits, commits):
    for mode, edit, commit in zip((SHARED, PRIVATE), edits, commits, strict=True):
        locks, who = Locks(), editor(9, mode)
        locks.enter(who, modified=False)
        for session, other in enumerate(others):
            locks.enter(editor(session, other), modified=False)
        assert outcome(locks.admit_edit, who) is edit
        assert outcome(locks.admit_commit, who, modified=False) is commit


def test_a_private_commit_waits_until_the_shared_candidate_is_clean():
    locks, who = Locks(), editor(1, PRIVATE)
    locks.enter(who, modified=False)
    with pytest.raises(DatabaseModified) as refusal:
        locks.admit_commit(who, modified=True)
    assert refusal.value.private


def test_the_holder_is_not_in_its_own_way():
    locks, who = held_by(PRIVATE), editor(9, EXCLUSIVE)
    locks.enter(who, modified=False)
    locks.admit_edit(who)
    locks.admit_commit(who, modified=True)
    assert locks.holder is who
    assert locks.leave(who)
    assert not locks.leave(who)
    assert locks.holder is None


def test_a_commit_that_waits_stands_in_everybodys_way_and_in_that_of_its_own_session():
    locks, who = held_by(SHARED), editor(9, EXCLUSIVE)
    locks.enter(who, modified=False)
    locks.wait(who)
    locks.leave(who)
    assert locks.holder is who
    again = editor(9, SHARED)
    locks.enter(again, modified=True)
    for refused in (
        lambda: locks.admit_edit(again),
        lambda: locks.admit_commit(again, modified=False),
        lambda: locks.wait(again),
        lambda: locks.wait(who),
        lambda: locks.enter(editor(10, PRIVATE), modified=False),
    ):
        assert outcome(refused) is LockHeld
    locks.release()
    locks.admit_edit(again)
