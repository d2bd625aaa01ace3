"""The configuration database in the hands of NETCONF sessions: who may open, lock, change and commit it, and when."""

import pytest

from cli_session import Typist, make_device
from junosim.config.load import Form, Mode
from junosim.netconf import candidate
from junosim.netconf.replies import Refused
from junosim.slices import finish
from netconf_session import NetconfUser

LOCK = "<lock-configuration/>"
UNLOCK = "<unlock-configuration/>"
PRIVATE = "<open-configuration><private/></open-configuration>"
CLOSE = "<close-configuration/>"


@pytest.fixture
def device():
    return make_device()


def caller(user):
    return user.session._caller


def load(user, text, mode=Mode.MERGE):
    """The problems of a text in set commands."""
    work = candidate.load(caller(user), text, mode, Form.SET, verb="set", name="load-configuration")
    return [problem.message for problem in finish(work)[0].problems]


def commit(user, **more):
    return finish(candidate.commit(caller(user), "commit-configuration", **more))


def is_done(reply):
    return len(reply) == 0 and not (reply.text or "").strip()


def error_of(reply):
    assert [part.tag for part in reply] == ["rpc-error"]
    fields = ("error-tag", "error-severity", "error-message", "error-info/session-id")
    found = [reply.findtext(f"rpc-error/{field}") for field in fields]
    return tuple(text and text.strip("\n") for text in found)


def refusal_of(work):
    """The messages of a refusal, with what they say is bad."""
    with pytest.raises(Refused) as problem:
        finish(work)
    return [(error.message, error.bad_element) for error in problem.value.errors]


def host_name(device):
    return Typist(device).line("show configuration system host-name | display set")


# ---------------------------------------------------------------- locks


def test_a_lock_is_taken_and_given_back(device):
    user, other = NetconfUser(device), NetconfUser(device)
    assert is_done(user.call(LOCK))
    assert is_done(user.call(LOCK))
    assert error_of(other.call(LOCK))[0] == "lock-denied"
    assert is_done(user.call(UNLOCK))
    assert is_done(other.call(LOCK))


def test_the_refusal_of_a_lock_names_who_holds_it(device):
    """As captured: a session of NETCONF has no terminal and stands at no level."""
    user, other = NetconfUser(device), NetconfUser(device)
    user.call(LOCK)
    device.clock.advance(3651)
    tag, severity, text, session = error_of(other.call(LOCK))
    assert (tag, severity, session) == ("lock-denied", "error", str(user.login.pid))
    since = device.local_time(user.login.editor.since)
    assert text == (
        "configuration database locked by:\n"
        f"  lab terminal  (pid {user.login.pid}) on since {since:%Y-%m-%d %H:%M:%S %Z}, idle 01:00:51\n"
        "      exclusive "
    )


def test_a_session_of_the_cli_that_holds_the_lock_is_named_with_its_terminal(device):
    typist, user = Typist(device), NetconfUser(device)
    typist.line("configure exclusive")
    text = error_of(user.call(LOCK))[2]
    assert f"  lab terminal {typist.login.tty} (pid {typist.login.pid})" in text
    assert text.endswith("      exclusive [edit]")


def test_the_cli_sees_a_lock_of_netconf(device):
    typist, user = Typist(device), NetconfUser(device)
    user.call(LOCK)
    assert f"  lab terminal  (pid {user.login.pid}) on since" in typist.line("configure")
    assert "error: configuration database locked by:" in typist.line("set system host-name x")


def test_no_lock_while_the_candidate_has_changes(device):
    typist, user = Typist(device), NetconfUser(device)
    typist.lines("configure", "set system host-name changed")
    assert error_of(user.call(LOCK))[2] == "configuration database modified"
    assert error_of(user.call(PRIVATE))[2] == "shared configuration database modified"
    typist.line("rollback 0")
    assert is_done(user.call(LOCK))


@pytest.mark.parametrize("call", [UNLOCK, CLOSE])
def test_nothing_is_closed_that_is_not_open(device, call):
    user = NetconfUser(device)
    assert error_of(user.call(call)) == (
        "operation-failed",
        "error",
        "Configuration database is not open",
        None,
    )


def test_a_lock_that_is_given_back_takes_the_changes_along(device):
    user = NetconfUser(device)
    user.call(LOCK)
    load(user, "set system host-name changed")
    user.call(UNLOCK)
    assert not device.stores.shared.modified


@pytest.mark.parametrize(
    "end",
    [
        lambda user, other: user.call("<close-session/>"),
        lambda user, other: user.session.closed(),
        lambda user, other: user.session.eof(),
        lambda user, other: user.message("<!DOCTYPE x>"),
        lambda user, other: other.call(
            f"<kill-session><session-id>{user.login.pid}</session-id></kill-session>"
        ),
    ],
    ids=["closed by itself", "connection lost", "end of input", "thrown out", "killed"],
)
@pytest.mark.parametrize("opening", [LOCK, PRIVATE])
def test_the_end_of_a_session_frees_what_it_holds(device, end, opening):
    user, other = NetconfUser(device), NetconfUser(device)
    user.call(opening)
    load(user, "set system host-name changed")
    end(user, other)
    assert device.stores.locks.editors == ()
    assert not device.stores.shared.modified
    assert is_done(other.call(LOCK))


def test_the_device_may_close_a_candidate(device):
    user = NetconfUser(device)
    user.call(LOCK)
    device.leave_configuration(user.login)
    assert candidate.opened(caller(user)) is None
    assert error_of(user.call(UNLOCK))[2] == "Configuration database is not open"


# ---------------------------------------------------------------- opening


def test_a_private_candidate_warns_and_is_private(device):
    user, other = NetconfUser(device), NetconfUser(device)
    reply = user.message(f"<rpc>{PRIVATE}</rpc>")
    assert (
        "<rpc-error>\n<error-severity>warning</error-severity>\n<error-message>\n"
        "uncommitted changes will be discarded on exit\n</error-message>\n</rpc-error>\n"
    ) in reply
    load(user, "set system host-name changed")
    assert not device.stores.shared.modified
    other.call(PRIVATE)
    load(other, "set system domain-name example.net")
    commit(user)
    commit(other)
    text = Typist(device).line("show configuration system | display set")
    assert "set system host-name changed\n" in text
    assert "set system domain-name example.net\n" in text


def test_a_candidate_is_opened_once(device):
    user = NetconfUser(device)
    user.call(PRIVATE)
    assert error_of(user.call(LOCK))[2] == "Configuration database is already open"
    assert is_done(user.call(CLOSE))
    assert is_done(user.call(LOCK))


def test_the_shared_candidate_that_a_call_has_opened_gives_way_to_a_lock(device):
    user = NetconfUser(device)
    load(user, "set system host-name changed")
    assert error_of(user.call(LOCK))[2] == "configuration database modified"
    assert user.login.editor is not None
    finish(candidate.discard(caller(user), "discard-changes"))
    assert is_done(user.call(LOCK))


def test_there_is_no_other_database(device):
    user = NetconfUser(device)
    reply = user.call("<open-configuration><dynamic/></open-configuration>")
    assert reply.findtext("rpc-error/error-info/bad-element") == "dynamic"


# ---------------------------------------------------------------- changes and commits


def test_a_change_is_committed_with_its_client_and_comment(device):
    user = NetconfUser(device)
    assert load(user, "set system host-name changed\nset system nothing") == ["syntax error"]
    commit(user, comment="why")
    line = Typist(device).line("show system commit | no-more").splitlines()
    assert line[0].endswith(" by lab via netconf")
    assert line[1].strip() == "why"
    assert host_name(device).startswith("set system host-name changed")


def test_a_locked_database_is_not_changed(device):
    user, other = NetconfUser(device), NetconfUser(device)
    user.call(LOCK)
    work = candidate.load(caller(other), "set system host-name x", Mode.MERGE, Form.SET, verb="set", name="x")
    with pytest.raises(Refused) as problem:
        finish(work)
    assert problem.value.errors[0].tag == "in-use"
    assert problem.value.errors[0].info == (("session-id", str(user.login.pid)),)


def test_a_change_that_is_not_allowed_is_undone(device):
    """The rights of the caller are judged on the difference, as in the CLI."""
    user = NetconfUser(device, permissions=("configure", "view", "system", "system-control"), name="some")
    held = device.stores.shared.root
    work = candidate.change(caller(user), lambda work: _firewall(work), "edit-config")
    assert refusal_of(work) == [("permission denied", "edit-config")]
    assert device.stores.shared.root is held
    assert load(user, "set system host-name changed") == []


def _firewall(work):
    text = "set firewall family inet filter f term t then accept"
    from junosim.config.load import load as load_text

    work.visible = None
    load_text(work, text, form=Form.SET)
    yield


@pytest.mark.parametrize(
    "work",
    [
        lambda user: candidate.check(caller(user), "call"),
        lambda user: candidate.commit(caller(user), "call"),
        lambda user: candidate.discard(caller(user), "call"),
        lambda user: candidate.put_off(caller(user), "call", time="reboot"),
        lambda user: candidate.load(caller(user), "", Mode.MERGE, Form.SET, verb="set", name="call"),
    ],
)
def test_who_may_not_configure_may_do_nothing(device, work):
    user = NetconfUser(device, permissions=("view",), name="read-only")
    assert refusal_of(work(user)) == [("permission denied", "call")]
    assert user.call(LOCK).findtext("rpc-error/error-message") == "permission denied"
    assert device.stores.locks.editors == ()


def test_a_commit_that_is_refused_says_what_it_has_found(device):
    user = NetconfUser(device)
    load(user, "set interfaces ge-0/0/0 unit 0 family inet filter input nothing")
    found = refusal_of(candidate.commit(caller(user), "commit-configuration"))
    assert found == [
        ("Referenced filter 'nothing' is not defined", "filter"),
        ("configuration check-out failed", ""),
    ]


def test_what_mgd_itself_finds_in_a_commit_has_its_name(device):
    """As captured."""
    user = NetconfUser(device)
    load(user, "delete system root-authentication")
    with pytest.raises(Refused) as problem:
        commit(user)
    first, last = problem.value.errors
    assert (first.kind, first.tag, first.path) == ("application", "invalid-value", "[edit]")
    assert first.message == "mgd: Missing mandatory statement: 'root-authentication'"
    assert first.bad_element == "system"
    assert last.message == "commit failed: (missing mandatory statements)"


def test_a_commit_that_is_not_confirmed_goes_back(device):
    user = NetconfUser(device)
    load(user, "set system host-name changed")
    commit(user, minutes=5)
    assert "changed" in host_name(device)
    device.clock.advance(301)
    user.session.wake()
    assert "changed" not in host_name(device)


def test_a_check_confirms(device):
    user = NetconfUser(device)
    load(user, "set system host-name changed")
    commit(user, minutes=5)
    finish(candidate.check(caller(user), "validate"))
    device.clock.advance(301)
    assert "changed" in host_name(device)


def test_a_private_candidate_is_not_confirmed(device):
    user = NetconfUser(device)
    user.call(PRIVATE)
    work = candidate.commit(caller(user), "commit-configuration", minutes=5)
    assert refusal_of(work) == [("commit confirmed not supported for private configuration", "")]


def test_a_commit_that_is_put_off_holds_the_lock(device):
    user = NetconfUser(device)
    load(user, "set system host-name changed")
    finish(candidate.put_off(caller(user), "commit-configuration", time="reboot"))
    assert candidate.opened(caller(user)) is None
    assert error_of(NetconfUser(device).call(LOCK))[0] == "lock-denied"


def test_an_earlier_configuration_is_loaded_by_who_may_go_back(device):
    user = NetconfUser(device)
    before = host_name(device)
    load(user, "set system host-name changed")
    commit(user)
    some = NetconfUser(device, permissions=("configure", "view", "all-control"), name="some")
    assert refusal_of(candidate.roll_back(caller(some), 1, "load")) == [("permission denied", "load")]
    assert refusal_of(candidate.roll_back(caller(user), 9, "load")) == [
        ("could not find rollback configuration 9", "")
    ]
    finish(candidate.roll_back(caller(user), 1, "load"))
    commit(user)
    assert host_name(device) == before


def test_what_netconf_changes_is_reported_as_in_the_cli(device):
    told = []
    device.audit.listen(told.append)
    user = NetconfUser(device)
    load(user, "set system host-name changed\nset system radius-server 192.0.2.1 secret hidden")
    assert [event.text.removeprefix("User 'lab' ") for event in told[-3:]] == [
        'set: [system host-name] "r1" -> "changed"',
        "set: [system radius-server 192.0.2.1]",
        "set: [system radius-server 192.0.2.1 secret]",
    ]
    assert told[-1].kind.tag == "UI_CFG_AUDIT_SET_SECRET"
    assert {event.pid for event in told[-3:]} == {user.login.pid}


def test_a_load_without_a_file_names_none(device):
    user = NetconfUser(device)
    text = "<configuration-text>system { host-name changed; }</configuration-text>"
    user.call(f'<load-configuration action="override" format="text">{text}</load-configuration>')
    assert [event.text for event in device.audit.journal][-2:] == [
        "User 'lab' is performing a 'load override'",
        "User 'lab' set: [system host-name] <unconfigured> -> \"changed\"",
    ]


def test_a_large_load_lets_others_have_their_turn(device):
    user = NetconfUser(device)
    text = "\n".join(f"set system static-host-mapping h{place} inet 192.0.2.1" for place in range(2000))
    work = candidate.load(caller(user), text, Mode.MERGE, Form.SET, verb="set", name="load-configuration")
    assert sum(1 for _ in work) > 20


def told(device, login):
    """What the log has of the editing of a session."""
    own = [event for event in device.audit.journal if event.pid == login.pid]
    others = ("ui-auth", "ui-login", "ui-command", "ui-netconf-command")
    return [event.text for event in own if event.kind.key not in others]


def test_the_log_has_of_a_session_what_it_has_of_the_cli():
    lines = "set system host-name changed\nset system radius-server 192.0.2.1 secret hidden"
    user = NetconfUser(make_device())
    user.call(LOCK)
    load(user, lines)
    finish(candidate.roll_back(caller(user), 0, "load-configuration"))
    load(user, "set system host-name changed")
    commit(user, comment="why")
    user.call(UNLOCK)
    typist = Typist(make_device())
    typist.line("configure exclusive")
    typist.line("load set terminal")
    typist.send(f"{lines}\n\x04")
    typist.lines("rollback 0", "set system host-name changed", 'commit comment "why"', "exit")
    found = told(user.device, user.login)
    assert found == told(typist.device, typist.login)
    assert found[0].endswith("entering configuration mode")
    assert "User 'lab' set: [system radius-server 192.0.2.1 secret]" in found
    assert "User 'lab' requested 'commit' operation (comment: why)" in found
    assert not [text for text in found if "hidden" in text]
