"""Stores and the commit pipeline: checks, atomicity, subscribers, rollbacks."""

from __future__ import annotations

import pytest

import config_session
from junosim.clock import ManualClock
from junosim.config import edit
from junosim.config.commit import Committer
from junosim.config.formats import set as set_form
from junosim.config.load import tree_of
from junosim.config.stores import Stores
from junosim.config.transition import Step
from junosim.errors import CommitError, ConfigurationError, Problem

at, SCHEMA = config_session.at, config_session.SCHEMA
ROOT = "set system root-authentication encrypted-password x"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def stores(clock):
    root, _ = tree_of(SCHEMA, ROOT)
    return Stores(SCHEMA, clock, root)


@pytest.fixture
def committer(stores):
    return Committer(stores)


def load(stores, *lines):
    assert stores.shared.load("\n".join(lines)).problems == ()


def lines(root):
    return list(set_form.lines(root))


def refusal(committer, candidate):
    with pytest.raises(CommitError) as caught:
        committer.check(candidate)
    return caught.value


def test_a_commit_makes_a_revision_and_freezes_it(stores, committer, clock):
    clock.advance(60)
    load(stores, "set system host-name a")
    outcome = committer.commit(stores.shared, user="admin", comment="first")
    assert outcome.revision is stores.committed
    assert (stores.committed.user, stores.committed.client, stores.committed.comment) == (
        "admin",
        "cli",
        "first",
    )
    assert stores.committed.time == clock.time()
    frozen = lines(stores.committed.root)
    load(stores, "set system host-name b", "delete system root-authentication")
    assert lines(stores.committed.root) == frozen
    assert stores.shared.modified


def test_the_candidate_knows_whether_it_differs(stores, clock):
    candidate = stores.shared
    assert not candidate.modified
    clock.advance(5)
    load(stores, "set snmp location x")
    assert candidate.modified
    assert candidate.changed_at == clock.time()
    load(stores, "delete snmp location")
    assert not candidate.modified
    load(stores, "set snmp location x")
    candidate.discard()
    assert not candidate.modified
    assert candidate.changed_at == stores.committed.time


def test_rollbacks_go_back_and_fifty_are_kept(stores, committer):
    for number in range(60):
        load(stores, f"set system host-name h{number}")
        committer.commit(stores.shared, user="admin")
    assert len(stores.revisions) == 50
    assert "set system host-name h10" in lines(stores.revision(49).root)
    with pytest.raises(ConfigurationError, match="rollback configuration 50"):
        stores.revision(50)
    stores.shared.rollback(stores.revision(1))
    assert stores.shared.modified
    committer.commit(stores.shared, user="admin")
    assert "set system host-name h58" in lines(stores.committed.root)


def test_a_missing_root_authentication_refuses_the_commit(stores, committer):
    load(stores, "delete system root-authentication", "set system host-name x")
    error = refusal(committer, stores.shared)
    assert error.problems == (Problem((), "system", "Missing mandatory statement: 'root-authentication'"),)
    assert error.reason == "missing mandatory statements"
    load(stores, ROOT, "deactivate system root-authentication")
    assert refusal(committer, stores.shared).reason == "missing mandatory statements"


def test_all_problems_come_at_once_and_nothing_changes(stores, committer):
    load(
        stores,
        "delete system root-authentication",
        "set system login user a uid 2000 class nobody",
        "set system login user b uid 2000 class super-user",
        "set shapes empty",
    )
    before = stores.revisions, lines(stores.shared.root)
    with pytest.raises(CommitError) as caught:
        committer.commit(stores.shared, user="admin")
    assert [(problem.path, problem.statement) for problem in caught.value.problems] == [
        ((), "system"),
        ((), "shapes"),
        (("system", "login", "user", "a"), "uid 2000"),
        (("system", "login", "user", "a"), "class nobody"),
        (("system", "login", "user", "b"), "uid 2000"),
    ]
    assert caught.value.problems[1].message == "Missing mandatory statement: 'wanted'"
    assert (stores.revisions, lines(stores.shared.root)) == before


def test_what_is_inactive_is_not_checked(stores, committer):
    load(
        stores,
        "set system login user a uid 2000 class nobody",
        "deactivate system login user a",
        "set system login user b uid 2000 class mine",
        "set system login class mine permissions view",
        "set shapes empty",
        "deactivate shapes",
    )
    committer.check(stores.shared)
    load(stores, "deactivate system login class mine")
    assert [problem.statement for problem in refusal(committer, stores.shared).problems] == ["class mine"]


def test_deleting_a_class_that_is_in_use_is_refused(stores, committer):
    load(stores, "set system login class mine permissions view", "set system login user a class mine")
    committer.commit(stores.shared, user="admin")
    load(stores, "delete system login class mine")
    problem = refusal(committer, stores.shared).problems[0]
    assert problem == Problem(
        ("system", "login", "user", "a"), "class mine", "Referenced class 'mine' is not defined"
    )


def test_lists_are_counted_at_commit_too(stores, committer):
    node = SCHEMA.by_name["shapes"].by_name["few"]
    load(stores, "set shapes few 1", "set shapes few 2", "set shapes wanted x")
    entries = edit.own_entries(stores.shared.root.children["shapes"], node, stores.shared.owner)
    entries.entries[("3",)] = type(stores.shared.root)(node, ("3",))
    problem = refusal(committer, stores.shared).problems[0]
    assert problem == Problem(("shapes",), "few", "number of elements exceeds limit of 2")


class Recorder:
    def __init__(self, *problems):
        self.problems = problems
        self.applied = []

    def prepare(self, transition):
        return self.problems

    def apply(self, transition):
        self.applied.append(
            sorted(step.node.name for change in transition.changes for step in change.path[-1:])
        )


def test_subscribers_prepare_and_apply(stores, committer):
    good = Recorder(Problem((), "snmp", "take care", warning=True))
    committer.subscribe(good)
    load(stores, "set snmp location x")
    outcome = committer.commit(stores.shared, user="admin")
    assert [problem.message for problem in outcome.warnings] == ["take care"]
    assert good.applied == [["snmp"]]
    committer.subscribe(Recorder(Problem(("snmp",), "location", "no")))
    load(stores, "set snmp location y")
    with pytest.raises(CommitError):
        committer.commit(stores.shared, user="admin")
    assert len(good.applied) == 1
    assert "set snmp location x" in lines(stores.committed.root)
    assert "set snmp location y" in lines(stores.shared.root)


def test_steps_can_be_added(stores, committer):
    committer.steps.append(Step("mine", lambda transition: [Problem((), "x", "y")], "my reason"))
    assert refusal(committer, stores.shared).reason == "my reason"
