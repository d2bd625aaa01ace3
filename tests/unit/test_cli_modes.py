"""`configure exclusive` and `configure private`: locks, dialogues, merges (vendor documentation, captures)."""

import pytest

from cli_session import Typist, make_device
from junosim.clock import ManualClock

SINCE = "on since 2020-07-08 07:00:00 UTC"
LOCKED = "error: configuration database locked by:\n"
PRIVATE_EDITS = "error: private edits in use. Try 'configure private' or 'configure exclusive'."


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def device(clock):
    return make_device(clock=clock)


def at_work(device, mode, *commands, user="lab"):
    typist = Typist(device, user=user)
    typist.lines(f"configure {mode}".strip(), *commands)
    return typist


def line_of(typist, kind="", idle=""):
    login = typist.login
    return f"  {login.user} terminal {login.tty} (pid {login.pid}) {SINCE}{idle}\n      {kind}[edit]"


def location(device):
    snmp = device.configuration.children.get("snmp")
    return snmp.children["location"].value if snmp else None


def answer(typist, word=""):
    return typist.send(f"{word}\r")


@pytest.mark.parametrize("mode", ["exclusive", "private"])
def test_entering_says_that_changes_will_be_lost(device, mode):
    assert Typist(device).send(f"configure {mode}\r") == (
        f"configure {mode} \nwarning: uncommitted changes will be discarded on exit\n"
        "Entering configuration mode\n\n[edit]\nlab@r1# "
    )


def test_there_is_no_dynamic_database(device):
    typist = Typist(device)
    typist.line("set cli complete-on-space off")
    assert "syntax error, expecting <command>." in typist.send("configure dynamic\r")
    assert "dynamic" not in typist.send("configure ?")


def test_a_session_is_in_configuration_mode_once(device):
    typist = at_work(device, "private", "edit snmp", "set location x")
    assert typist.line("run configure exclusive") == "error: already in configuration mode"
    assert typist.line("show") == "location x;"


def test_changes_of_the_shared_candidate_keep_the_other_modes_out(device):
    editor = at_work(device, "", "set snmp location x")
    other = Typist(device)
    block = f"Users currently editing the configuration:\n{line_of(editor)}\n"
    assert other.line("configure exclusive") == f"{block}error: configuration database modified"
    assert other.line("configure private") == "error: shared configuration database modified"
    assert not other.login.is_editing
    editor.line("commit")
    assert "Entering" in other.line("configure exclusive")


def test_the_holder_of_the_lock_is_named_to_all_others(device, clock):
    holder = at_work(device, "exclusive")
    clock.advance(125)
    who = line_of(holder, "exclusive ", ", idle 00:02:05")
    other = Typist(device)
    assert other.line("configure exclusive") == LOCKED + who
    assert other.line("configure private") == LOCKED + who
    entering = "Entering configuration mode\nUsers currently editing the configuration:\n"
    assert other.send("configure\r") == f"configure \n{entering}{who}\n\n[edit]\nlab@r1# "
    for command in ("commit", "commit check", "commit confirmed", 'commit at "08:00"', "commit synchronize"):
        assert other.send(f"{command}\r") == f"{command} \n{LOCKED}{who}\n\n[edit]\nlab@r1# "


@pytest.mark.parametrize(
    "command",
    [
        "set snmp location y",
        "set system root-authentication plain-text-password",
        "delete",
        "delete system host-name",
        "deactivate system services",
        "activate system services",
        "protect system services",
        "unprotect system services",
        'annotate system "x"',
        "rename system login user lab to user labor",
        "copy system login user lab to user labor",
        "insert system login user lab after user root",
        "load merge terminal",
        "load set terminal",
        "rollback",
        "rollback rescue",
        "top delete",
    ],
)
def test_under_a_foreign_lock_the_shared_candidate_is_only_looked_at(device, command):
    holder, other = at_work(device, "exclusive"), at_work(device, "")
    shown = other.send(f"{command}\r")
    assert shown.endswith(f"\n{LOCKED}{line_of(holder, 'exclusive ')}\n\n[edit]\nlab@r1# ")
    assert not device.stores.shared.modified
    assert "location" not in other.line("show snmp")
    holder.line("set snmp location x")
    assert other.line("show snmp") == "location x;"


def test_the_lock_that_is_taken_during_a_question_counts(device):
    other = at_work(device, "")
    assert "[yes,no]" in other.send("delete\r")
    holder = at_work(device, "exclusive")
    assert LOCKED in answer(other, "yes")
    assert not device.stores.shared.modified
    holder.line("exit")
    other.send("load merge terminal\r")
    other.send("snmp { location z; }\r")
    holder.line("configure exclusive")
    assert LOCKED in other.send("\x04")
    assert not device.stores.shared.modified


def test_leaving_the_exclusive_mode_takes_the_changes_back(device):
    holder = at_work(device, "exclusive", "set snmp location x")
    assert holder.send("exit\r") == (
        "exit \nThe configuration has been changed but not committed\n"
        "warning: Auto rollback on exiting 'configure exclusive'\n"
        "Discard uncommitted changes? [yes,no] (yes) "
    )
    assert answer(holder, "n") == "no \n\n[edit]\nlab@r1# "
    holder.send("quit configuration-mode\r")
    assert answer(holder) == (
        "yes \n\nwarning: discarding uncommitted changes\nload complete\n"
        "Exiting configuration mode\n\nlab@r1> "
    )
    assert not device.stores.shared.modified
    assert device.stores.locks.holder is None


def test_leaving_the_private_mode_asks_as_well(device):
    private = at_work(device, "private", "set snmp location x")
    assert private.send("exit\r") == (
        "exit \nThe configuration has been changed but not committed\n"
        "Discard uncommitted changes? [yes,no] (yes) "
    )
    assert answer(private).endswith("load complete\nExiting configuration mode\n\nlab@r1> ")
    assert private.line("exit") == ""


@pytest.mark.parametrize("mode", ["exclusive", "private"])
def test_without_changes_there_is_no_question(device, mode):
    typist = at_work(device, mode, "set snmp location x", "commit")
    assert typist.line("exit") == "Exiting configuration mode"
    assert location(device) == "x"


def test_what_an_exclusive_session_commits_stays(device):
    holder = at_work(device, "exclusive", "set snmp location x")
    assert holder.send("commit and-quit\r") == (
        "commit and-quit \ncommit complete\nExiting configuration mode\n\nlab@r1> "
    )
    assert location(device) == "x"
    assert at_work(device, "", "set snmp location y").line("commit") == "commit complete"


def test_while_somebody_edits_privately_the_shared_candidate_is_closed(device):
    private, shared = at_work(device, "private"), at_work(device, "")
    assert shared.line("set snmp location x") == PRIVATE_EDITS
    assert shared.line("rollback 0") == PRIVATE_EDITS
    assert shared.line("commit") == "commit complete"
    holder = at_work(device, "exclusive")
    assert holder.line("set snmp location x") == ""
    assert shared.line("set snmp location y") == LOCKED + line_of(holder, "exclusive ")
    private.line("set snmp contact me")
    assert private.line("commit") == LOCKED + line_of(holder, "exclusive ")
    holder.send("exit\r")
    answer(holder)
    assert private.line("commit") == "commit complete"
    private.line("exit")
    assert shared.line("set snmp location y") == ""


def test_private_sessions_do_not_see_each_other(device):
    one, two = at_work(device, "private"), at_work(device, "private")
    one.line("set snmp location x")
    assert two.line("show snmp") == ""
    two.line("set snmp contact me")
    assert one.line("commit") == "commit complete"
    assert two.line("show snmp") == "contact me;"
    assert two.line("commit") == "commit complete"
    assert two.line("show snmp") == "location x;\ncontact me;"
    shared = Typist(device)
    assert "The configuration has been changed" not in shared.line("configure")
    assert [revision.user for revision in device.stores.revisions] == ["lab", "lab", "root"]


def test_a_conflict_refuses_the_first_commit_and_the_second_wins(device):
    one, two = at_work(device, "private"), at_work(device, "private")
    one.lines("set system host-name apples", "set snmp location x", "commit")
    two.lines("set system host-name oranges", "set snmp contact me")
    assert two.send("commit\r") == (
        "commit \n[edit system]\n  'host-name'\n    statement does not match patch\nload complete (1 errors)\n\n"
        "[edit]\nlab@apples# "
    )
    assert two.line("show snmp") == "location x;\ncontact me;"
    assert two.line("show system host-name") == "host-name oranges;"
    assert two.line("commit") == "commit complete"
    assert device.host_name == "oranges"


def test_update_brings_in_what_others_have_committed(device):
    one, two = at_work(device, "private"), at_work(device, "private")
    two.lines("edit snmp", "set contact me")
    one.lines("set snmp location x", "commit")
    assert two.line("update") == ""
    assert two.line("show") == "location x;\ncontact me;"
    one.lines("set snmp contact you", "commit")
    assert two.line("top update") == (
        "[edit snmp]\n  'contact'\n    statement does not match patch\nload complete (1 errors)"
    )
    assert two.line("show") == "location x;\ncontact me;"


def test_update_is_for_private_candidates(device):
    assert at_work(device, "").line("update") == "error: update is valid only in private mode"


def test_rollback_in_private_mode_takes_the_committed_configuration_anew(device):
    one, two = at_work(device, "private"), at_work(device, "private")
    one.lines("set snmp location x", "commit")
    two.line("set system host-name other")
    assert two.line("rollback") == "load complete"
    assert two.line("show snmp") == "location x;"
    assert two.line("exit") == "Exiting configuration mode"


def test_an_earlier_revision_is_not_merged_with_what_came_after_it(device):
    one, two = at_work(device, "private"), at_work(device, "private")
    one.lines("set snmp location x", "commit")
    assert two.lines("rollback 1", "commit") == "commit complete"
    assert location(device) is None


def test_what_a_private_session_may_not_do(device):
    private = at_work(device, "private", "set snmp location x")
    assert (
        private.line("commit confirmed") == "error: commit confirmed not supported for private configuration"
    )
    private.line("edit snmp")
    assert private.line("commit") == "error: private configuration must be committed from the top level"
    assert private.line("top commit") == "commit complete"


def test_a_private_commit_confirms_an_earlier_one(device, clock):
    shared = at_work(device, "", "set snmp location x", "commit confirmed 5")
    shared.line("exit")
    private = Typist(device)
    assert private.send("configure private\r").endswith(
        "\n\n# commit confirmed will be rolled back in 5 minutes\n[edit]\nlab@r1# "
    )
    private.lines("set snmp contact me", "commit")
    clock.advance(3600)
    assert location(device) == "x"


def test_status_names_all_sessions_with_their_modes_and_levels(device, clock):
    shared, private = at_work(device, ""), at_work(device, "private", user="noc")
    holder = at_work(device, "exclusive")
    clock.advance(65)
    private.line("edit system login")
    idle = ", idle 00:01:05"
    assert holder.line("status") == "\n".join(
        (
            "Users currently editing the configuration:",
            line_of(shared, idle=idle),
            line_of(private, "private ").replace("[edit]", "[edit system login]"),
            line_of(holder, "exclusive "),
        )
    )


def log_out(typist):
    """Without the session having noticed yet: its lock is free at once."""
    other = Typist(typist.device)
    other.line(f"request system logout pid {typist.login.pid}")
    other.session.closed()


DEATHS = {
    "logged out by another": log_out,
    "the connection is cut": lambda typist: typist.session.closed(),
    "the input ends": lambda typist: typist.session.eof(),
    "the idle timer": lambda typist: (typist.device.clock.advance(3600), typist.session.wake()),
    "in a question": lambda typist: (typist.send("delete\r"), typist.session.closed()),
    "in a text": lambda typist: (typist.send("load merge terminal\rsnmp {"), typist.session.closed()),
    "in the pager": lambda typist: (typist.send("show\r"), typist.session.closed()),
}


@pytest.mark.parametrize("death", DEATHS)
@pytest.mark.parametrize("mode", ["exclusive", "private", ""])
def test_no_lock_outlives_its_session(device, mode, death):
    typist = Typist(device, rows=10, idle_timeout=10)
    typist.lines(f"configure {mode}".strip(), "set snmp location x")
    DEATHS[death](typist)
    locks = device.stores.locks
    assert (locks.editors, locks.holder) == ((), None)
    assert device.stores.shared.modified == (mode == "")
    typist.session.closed()
    assert len(device.logins) == 0


def test_who_logs_himself_out_does_nothing_after_it(device):
    holder = at_work(device, "exclusive", "set snmp location x")
    holder.send("run request system logout user lab\rset snmp location y\rcommit\r")
    assert not device.stores.shared.modified
    assert location(device) is None
    assert device.stores.locks.editors == ()
    assert holder.session.effects()


def test_a_fault_while_a_command_is_cut_short_does_not_keep_the_lock(device, monkeypatch):
    holder = at_work(device, "exclusive", "set snmp location x")
    holder.send("load merge terminal\r")

    def crash(self):
        raise ZeroDivisionError

    monkeypatch.setattr("junosim.cli.job.Job.cancel", crash)
    with pytest.raises(ZeroDivisionError):
        holder.session.closed()
    assert device.stores.locks.holder is None
    assert not device.stores.shared.modified


def test_commands_over_an_exec_channel_leave_no_lock(device):
    shown = Typist(
        device, pty=False, command="configure exclusive; set snmp location x; commit; set snmp contact y"
    )
    assert "commit complete" in shown.greeting
    assert device.stores.locks.editors == ()
    assert not device.stores.shared.modified
    assert location(device) == "x"
