"""`lock`, `unlock`, `discard-changes`, `validate` and `commit`: who may when, and what they answer."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from netconf_session import NetconfUser

LOCK = "<lock><target><candidate/></target></lock>"
UNLOCK = "<unlock><target><candidate/></target></unlock>"
VALIDATE = "<validate><source><candidate/></source></validate>"
SET = "<edit-config><target><candidate/></target><config><configuration>{}</configuration></config></edit-config>"
HOST_NAME = SET.format("<system><host-name>new</host-name></system>")
TIMEOUT = "<commit><confirmed/><confirm-timeout>{}</confirm-timeout></commit>"
BAD = SET.format("<system><root-authentication operation='delete'/></system>")


@pytest.fixture
def device():
    return make_device()


@pytest.fixture
def user(device):
    return NetconfUser(device)


@pytest.fixture
def other(device):
    return NetconfUser(device)


def tags(reply):
    return [part.tag for part in reply]


def error(reply):
    """Tag, first line of the message and number of the session of the one error of a reply."""
    (found,) = reply.iter("rpc-error")
    message = found.findtext("error-message").strip().partition("\n")[0]
    return found.findtext("error-tag"), message, found.findtext("error-info/session-id")


LOCKED_BY = "configuration database locked by:"


def test_one_session_has_the_lock(user, other):
    pid = str(user.login.pid)
    assert tags(user.call(LOCK)) == ["ok"]
    assert error(other.call(LOCK)) == ("lock-denied", LOCKED_BY, pid)
    for call in (
        HOST_NAME,
        "<commit/>",
        "<discard-changes/>",
        "<delete-config><target><candidate/></target></delete-config>",
    ):
        assert error(other.call(call)) == ("in-use", LOCKED_BY, pid), call
    assert tags(user.call(UNLOCK)) == ["ok"]
    assert tags(other.call(LOCK)) == ["ok"]


def test_what_is_not_committed_goes_with_the_lock(user, device):
    user.call(LOCK)
    user.call(HOST_NAME)
    user.call(UNLOCK)
    assert not device.stores.shared.modified


@pytest.mark.parametrize("end", ["<close-session/>", None])
def test_a_session_that_ends_gives_its_lock_back(user, other, end):
    user.call(LOCK)
    if end is not None:
        user.call(end)
    user.session.closed()
    assert tags(other.call(LOCK)) == ["ok"]


def test_a_candidate_with_changes_is_not_locked(user, other):
    other.call(HOST_NAME)
    assert error(user.call(LOCK))[:2] == ("operation-failed", "configuration database modified")


def test_a_lock_that_nobody_holds_is_not_given_back(user):
    assert error(user.call(UNLOCK))[1] == "Configuration database is not open"


def test_the_shared_candidate_is_left_alone_while_somebody_edits_privately(user, device):
    Typist(device).line("configure private")
    tag, message, _ = error(user.call(HOST_NAME))
    assert tag == "in-use"
    assert message.startswith("private edits in use")


def test_changes_are_discarded(user, device):
    user.call(HOST_NAME)
    assert tags(user.call("<discard-changes/>")) == ["ok"]
    assert not device.stores.shared.modified


def test_what_could_be_committed_is_valid(user):
    user.call(HOST_NAME)
    reply = user.call(VALIDATE)
    assert tags(reply) == ["commit-results", "ok"]
    assert reply.find("commit-results/routing-engine/commit-check-success") is not None
    assert user.device.host_name == "r1"


def test_what_could_not_be_committed_is_not_valid(user):
    user.call(BAD)
    reply = user.call(VALIDATE)
    first, last = reply.iter("rpc-error")
    assert first.findtext("error-path") == "[edit]"
    assert first.findtext("error-info/bad-element") == "system"
    assert "root-authentication" in first.findtext("error-message")
    assert last.findtext("error-message").strip().startswith("configuration check-out failed")


def test_a_commit_that_fails_changes_nothing(user, device):
    user.call(BAD)
    reply = user.call("<commit/>")
    assert tags(reply) == ["commit-results"]
    assert set(tags(reply[0])) == {"rpc-error"}
    assert len(device.stores.revisions) == 1


def test_a_commit_is_known_as_one_of_this_protocol(user, device):
    user.call(HOST_NAME)
    assert tags(user.call("<commit/>")) == ["ok"]
    assert device.stores.committed.client == "netconf"


@pytest.mark.parametrize(("timeout", "seconds"), [("", 600), ("<confirm-timeout>90</confirm-timeout>", 90)])
def test_a_commit_waits_to_be_confirmed(user, device, timeout, seconds):
    user.call(HOST_NAME)
    assert tags(user.call(f"<commit><confirmed/>{timeout}</commit>")) == ["ok"]
    device.clock.advance(seconds - 1)
    device.wake()
    assert device.host_name == "new"
    device.clock.advance(2)
    device.wake()
    assert device.host_name == "r1"


def test_another_commit_confirms(user, device):
    user.call(HOST_NAME)
    user.call("<commit><confirmed/><confirm-timeout>60</confirm-timeout></commit>")
    assert tags(user.call("<commit/>")) == ["ok"]
    device.clock.advance(3600)
    device.wake()
    assert device.host_name == "new"


@pytest.mark.parametrize(
    ("call", "tag", "bad"),
    [
        ("<commit><frob/></commit>", "unknown-element", "frob"),
        ("<commit><confirmed/><persist>x</persist></commit>", "unknown-element", "persist"),
        (TIMEOUT.format("0"), "invalid-value", "confirm-timeout"),
        (TIMEOUT.format("-5"), "invalid-value", "confirm-timeout"),
        (TIMEOUT.format("x"), "invalid-value", "confirm-timeout"),
        (TIMEOUT.format("9999999999"), "invalid-value", "confirm-timeout"),
        ("<cancel-commit/>", "operation-failed", "cancel-commit"),
        ("<lock><target><running/></target></lock>", "operation-not-supported", "running"),
        ("<unlock><target><running/></target></unlock>", "operation-not-supported", "running"),
        ("<lock/>", "missing-element", "target"),
        ("<validate><source><running/></source></validate>", "operation-not-supported", "running"),
        ("<validate/>", "missing-element", "source"),
        ("<discard-changes><frob/></discard-changes>", "unknown-element", "frob"),
    ],
)  # fmt: skip
def test_what_is_refused(user, device, call, tag, bad):
    (found,) = user.call(call).iter("rpc-error")
    assert (found.findtext("error-tag"), found.findtext("error-info/bad-element")) == (tag, bad)
    assert len(device.stores.revisions) == 1
