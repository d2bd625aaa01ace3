"""`commit at`, `clear system commit`, `commit synchronize` and `commit | display detail`."""

import pytest

from cli_session import Typist, make_device
from junosim.clock import ManualClock
from junosim.config.transition import Step
from junosim.errors import Problem

SINCE = "on since 2020-07-08 07:00:00 UTC"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def device(clock):
    return make_device(clock=clock)


@pytest.fixture
def typist(device):
    typist = Typist(device)
    typist.lines("configure", "set snmp location new")
    return typist


def location(device):
    snmp = device.configuration.children.get("snmp")
    return snmp.children["location"].value if snmp else None


@pytest.mark.parametrize(
    ("time", "moment", "seconds"),
    [
        ("08:00", "2020-07-08 08:00:00", 3600),
        ("7:01:30", "2020-07-08 07:01:30", 90),
        ("23:59:59", "2020-07-08 23:59:59", 61199),
        ('"2020-07-09 06:00"', "2020-07-09 06:00:00", 82800),
        ('"2021-1-1 00:00:01"', "2021-01-01 00:00:01", 15_267_601),
    ],
)
def test_it_happens_at_its_time_and_is_dated_then(clock, device, typist, time, moment, seconds):
    assert typist.send(f"commit at {time}\r") == (
        f"commit at {time} \nconfiguration check succeeds\ncommit at will be executed at {moment} UTC\n"
        "Exiting configuration mode\n\nlab@r1> "
    )
    assert typist.session.deadline() == seconds
    clock.advance(seconds - 0.001)
    assert location(device) is None
    clock.advance(60)
    assert location(device) == "new"
    revision = device.stores.committed
    assert (revision.user, revision.client) == ("lab", "cli")
    assert typist.line("show system commit").startswith(f"0   {moment} UTC by lab via cli\n1   ")
    assert not device.stores.shared.modified


def test_the_time_is_that_of_the_zone_of_the_device(clock, device, typist):
    typist.lines("set system time-zone America/New_York", "commit", "set snmp contact me")
    assert "executed at 2020-07-08 03:30:00 EDT" in typist.send("commit at 03:30\r")
    assert device.deadline() == 1800


@pytest.mark.parametrize(
    ("time", "answer"),
    [
        ("06:00", "time must be at least one minute in the future"),
        ("07:00:59", "time must be at least one minute in the future"),
        ('"2019-01-01 10:00"', "time must be at least one minute in the future"),
        ("25:00", "invalid time specification '25:00'"),
        ("noon", "invalid time specification 'noon'"),
        ("10", "invalid time specification '10'"),
        ('"2021-02-30 10:00"', "invalid time specification '2021-02-30 10:00'"),
        ('"0000-00-00 10:00"', "invalid time specification '0000-00-00 10:00'"),
        ('""', "invalid time specification ''"),
    ],
)
def test_times_that_will_not_do(device, typist, time, answer):
    assert typist.line(f"commit at {time}") == f"error: {answer}"
    assert typist.login.is_editing
    assert device.deadline() is None


def test_what_cannot_be_committed_is_not_put_off(device, typist):
    typist.line("set system login user x class no-such-class")
    assert "\nerror: configuration check-out failed" in typist.line("commit at 08:00")
    assert typist.login.is_editing
    assert device.stores.scheduled is None


def test_until_then_the_configuration_is_only_looked_at(clock, device, typist):
    typist.send("commit at 08:00\r")
    clock.advance(60)
    pid = typist.login.pid
    locked = (
        f"error: configuration database locked by:\n  lab terminal pts/0 (pid {pid}) {SINCE}, idle 00:01:00\n"
        "      commit at 2020-07-08 08:00:00 UTC"
    )
    other = Typist(device)
    assert other.line("configure exclusive") == other.line("configure private") == locked
    assert "The configuration has been changed" in other.line("configure")
    for command in (
        "set snmp location x",
        "rollback",
        "commit",
        "commit check",
        "commit confirmed",
        "commit at 09:00",
    ):
        assert other.line(command) == locked
    assert other.line("show snmp") == "location new;"
    clock.advance(3600)
    assert other.line("set snmp location x") == ""
    assert location(device) == "new"


def test_it_does_not_need_its_session(clock, device, typist):
    typist.send("commit at 08:00\r")
    typist.session.closed()
    other = Typist(device)
    assert "pid 7001" in other.line("configure exclusive")
    other.session.closed()
    clock.advance(86400)
    assert location(device) == "new"
    assert device.stores.committed.time == 1594191600 + 3600


def test_show_system_commit_shows_what_is_pending(device, typist):
    typist.send('commit at 08:00 comment "at last"\r')
    history = "0   2020-07-08 07:00:00 UTC by root via other"
    assert typist.line("show system commit") == (
        f"commit requested by lab via cli at Wed Jul  8 08:00:00 2020\n{history}"
    )
    xml = typist.line("show system commit | display xml")
    assert "<user>lab</user>" in xml
    assert "<comment>at last</comment>" in xml


def test_it_can_be_cancelled(clock, device, typist):
    assert typist.line("run clear system commit") == "No commit scheduled."
    typist.send("commit at 08:00\r")
    assert typist.line("clear system commit") == "Pending commit cleared"
    assert typist.line("clear system commit") == "No commit scheduled."
    clock.advance(7200)
    assert location(device) is None
    typist.line("configure")
    assert typist.line("show snmp") == "location new;"
    assert typist.line("commit") == "commit complete"


def test_only_its_user_and_those_who_maintain_the_device_cancel_it(device, typist):
    typist.lines(
        "set system login class half permissions [ clear view ]",
        "set system login user guest class half authentication encrypted-password $5$x$y",
        "commit",
    )
    typist.send("commit at 08:00\r")
    assert (
        Typist(device, user="guest", permissions=None).line("clear system commit")
        == "error: Permission denied"
    )
    assert device.stores.scheduled is not None
    assert Typist(device, user="lab").line("clear system commit") == "Pending commit cleared"


def test_a_commit_that_fails_at_its_time_tells_all_terminals(clock, device, typist):
    typist.send("commit at 08:00\r")
    device.committer.steps.append(Step("broken", lambda transition: [Problem((), "snmp", "no")]))
    clock.advance(3600)
    assert typist.read() == (
        "\n\aBroadcast Message from root@r1\n        (no tty) at 8:00 UTC...\n\n"
        "Scheduled commit failed; configuration check-out failed.\nlab@r1> "
    )
    assert location(device) is None
    assert device.stores.locks.holder is None
    assert device.stores.shared.modified


def test_the_exclusive_session_leaves_its_changes_behind(clock, device):
    holder = Typist(device)
    holder.lines("configure exclusive", "set snmp location new")
    holder.send("commit at 08:00\r")
    holder.session.closed()
    clock.advance(3600)
    assert location(device) == "new"


def test_a_private_candidate_waits_too(clock, device):
    one, two = Typist(device), Typist(device)
    one.lines("configure private", "set snmp location new")
    two.lines("configure private", "set snmp contact me", "commit", "set system host-name other")
    one.send("commit at 08:00\r")
    assert "locked by" in two.line("commit")
    clock.advance(3600)
    assert location(device) == "new"
    assert two.line("commit") == "commit complete"
    assert sorted(two.line("show snmp").split("\n")) == ["contact me;", "location new;"]


def test_a_confirmed_commit_may_run_out_before_it(clock, device, typist):
    typist.lines("commit confirmed 10", "set snmp contact me")
    typist.send("commit at 07:20\r")
    clock.advance(600)
    assert location(device) is None
    clock.advance(600)
    assert location(device) == "new"
    assert [revision.client for revision in device.stores.revisions] == ["cli", "other", "cli", "other"]


def test_a_commit_at_its_time_confirms(clock, device, typist):
    typist.lines("commit confirmed 30", "set snmp contact me")
    typist.send("commit at 07:20\r")
    clock.advance(3600)
    assert location(device) == "new"
    assert device.stores.confirmation is None


def test_at_the_next_boot(device, typist):
    assert typist.send("commit at reboot\r").split("\n")[1:4] == [
        "configuration check succeeds",
        "commit at will be executed at reboot",
        "Exiting configuration mode",
    ]
    assert device.deadline() is None
    assert typist.line("show system commit").startswith("commit requested by lab via cli at reboot\n")
    assert Typist(device).line("configure exclusive").endswith("\n      commit at reboot")
    typist.session.closed()
    device.restart_configuration()
    assert location(device) == "new"
    assert device.stores.committed.user == "lab"
    assert not device.stores.shared.modified


def test_a_private_candidate_waits_for_the_next_boot(device):
    one, two = Typist(device), Typist(device)
    one.lines("configure private", "set snmp location new")
    two.lines("configure private", "set snmp contact me", "commit")
    one.send("commit at reboot\r")
    one.session.closed()
    two.session.closed()
    device.restart_configuration()
    assert location(device) == "new"
    assert "contact" in device.configuration.children["snmp"].children


def test_a_commit_at_a_time_does_not_outlive_a_reboot(clock, device, typist):
    typist.send("commit at 08:00\r")
    typist.session.closed()
    device.restart_configuration()
    assert device.deadline() is None
    clock.advance(7200)
    assert location(device) is None
    assert "Entering" in Typist(device).line("configure exclusive")


def test_the_other_routing_engine_does_not_answer(device, typist):
    assert typist.line("commit synchronize") == (
        "re0: \nconfiguration check succeeds\nre1: \nerror: Could not connect to re1 : No route to host"
    )
    assert location(device) is None
    assert typist.lines("set system commit synchronize", "commit") == (
        "warning: Could not connect to re1 : No route to host\ncommit complete"
    )
    assert typist.line("commit force") == (
        "warning: Could not connect to re1 : No route to host\ncommit complete"
    )


DETAIL = """\
Obtaining lock for commit
start loading commit script changes
no commit script changes
no transient commit script changes
finished loading commit script changes
copying juniper.db to juniper.data+
finished copying juniper.db to juniper.data+
exporting juniper.conf
expanding interface-ranges
finished expanding interface-ranges
setup foreign files
propagating foreign files
complete foreign files
dropping unchanged foreign files
start ffp propagate
executing 'ffp propagate'
finish ffp propagate
daemons checking new configuration
updating commit revision
commit wrapup...
start ffp activate
executing 'ffp activate'
executing foreign_commands
/bin/sh /etc/rc.ui ui_setup_users (sh)
not executing ui_commit in rc.ui
finish ffp activate
activating '/var/run/db/juniper.data'
Rotate backup configs
notifying daemons of new configuration
commit complete
""".splitlines()


def test_the_stages_of_a_commit(clock, device, typist):
    clock.advance(0.0194)
    stamp = "2020-07-08 07:00:00.19400 UTC: "
    expected = "".join(f"{stamp}{text}\n" for text in DETAIL)
    assert typist.line("commit | display detail") == f"{expected}commit complete"
    assert location(device) == "new"


def test_the_stages_of_a_private_commit(device):
    private = Typist(device)
    private.lines("configure private", "set snmp location new")
    texts = [line.partition("UTC: ")[2] for line in private.line("commit | display detail").splitlines()]
    assert texts == [
        DETAIL[0],
        "merging latest committed configuration",
        *DETAIL[1:18],
        "updating shared candidate configuration",
        *DETAIL[18:],
        "",
    ]


def test_the_stages_of_a_check_and_of_a_refusal(device, typist):
    shown = typist.line("commit check | display detail").splitlines()
    assert [line.partition("UTC: ")[2] for line in shown] == [*DETAIL[:18], ""]
    assert shown[-1] == "configuration check succeeds"
    typist.line("set system login user x class no-such-class")
    shown = typist.line("commit | display detail").splitlines()
    assert shown[17].endswith("daemons checking new configuration")
    assert shown[-1].startswith("error: ")


def test_other_forms_are_not_for_a_commit(device, typist):
    assert "syntax error." in typist.line("commit | display json")
    assert location(device) is None
