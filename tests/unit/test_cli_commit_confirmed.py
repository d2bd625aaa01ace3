"""`commit confirmed` on a manual clock, `show system commit`."""

import asyncio

import asyncssh
import pytest

import junosim
from cli_session import Typist, make_device
from junosim.clock import ManualClock

WALL = (
    "\aBroadcast Message from root@r1\n        (no tty) at 7:10 UTC...\n\n"
    "Commit was not confirmed; automatic rollback complete.\n"
)


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


def test_the_dialogue_and_the_reminder_in_both_modes(device, typist):
    other = Typist(device)
    assert typist.send("commit confirmed\r") == (
        "commit confirmed \n"
        "commit confirmed will be automatically rolled back in 10 minutes unless confirmed\n"
        "commit complete\n\n"
        "# commit confirmed will be rolled back in 10 minutes\n[edit]\nlab@r1# "
    )
    assert other.send("\r") == "\n\n# commit confirmed will be rolled back in 10 minutes\nlab@r1> "


@pytest.mark.parametrize(
    ("passed", "left"), [(0, "2 minutes"), (59, "2 minutes"), (60, "1 minute"), (119, "1 minute")]
)
def test_the_reminder_counts_down(clock, typist, passed, left):
    assert "rolled back in 2 minutes unless" in typist.send("commit confirmed 2\r")
    clock.advance(passed)
    assert f"# commit confirmed will be rolled back in {left}\n" in typist.send("\r")


@pytest.mark.parametrize("command", ["commit", "commit check"])
def test_a_commit_or_a_check_confirms(clock, device, typist, command):
    typist.line("commit confirmed")
    clock.advance(599)
    assert typist.send(f"{command}\r").endswith("\n\n[edit]\nlab@r1# ")
    clock.advance(3600)
    assert typist.send("\r") == "\n\n[edit]\nlab@r1# "
    assert location(device) == "new"


def test_another_session_can_confirm(clock, device, typist):
    typist.line("commit confirmed")
    Typist(device).lines("configure", "commit")
    clock.advance(3600)
    assert location(device) == "new"


def test_a_commit_that_is_refused_confirms_nothing(clock, device, typist):
    typist.line("commit confirmed")
    typist.line("set system login user x class no-such-class")
    assert "error: " in typist.line("commit")
    clock.advance(600)
    assert location(device) is None


def test_at_the_deadline_every_terminal_is_told_and_the_history_says_so(clock, device, typist):
    other = Typist(device)
    typist.line("commit confirmed 10")
    typist.send("show")
    assert typist.session.deadline() == other.session.deadline() == 600
    clock.advance(600)
    assert typist.read() == f"\n{WALL}lab@r1# show"
    assert other.read() == f"\n{WALL}lab@r1> "
    assert typist.session.deadline() is None
    assert location(device) is None
    revision = device.stores.committed
    assert (revision.user, revision.client) == ("root", "other")
    assert typist.send("\r").endswith("\n\n[edit]\nlab@r1# ")
    assert typist.line("show | compare") == ""
    assert typist.line("show | compare rollback 1") == "[edit]\n-  snmp {\n-      location new;\n-  }"


def test_a_second_one_starts_the_time_anew_and_goes_back_to_what_was_confirmed(clock, device, typist):
    typist.line("commit confirmed 10")
    clock.advance(300)
    typist.lines("set snmp contact me", "commit confirmed 10")
    clock.advance(599)
    assert location(device) == "new"
    clock.advance(1)
    assert location(device) is None


def test_it_happens_without_any_session_and_is_dated_at_the_deadline(clock, device, typist):
    typist.line("commit confirmed 5")
    typist.session.closed()
    clock.advance(86400)
    later = Typist(device)
    assert later.line("show system commit").splitlines()[0] == "0   2020-07-08 07:05:00 UTC by root via other"
    assert location(device) is None


def test_edits_that_are_not_committed_survive_the_rollback(clock, device, typist):
    typist.line("commit confirmed 1")
    typist.line("set snmp contact me")
    clock.advance(60)
    typist.read()
    assert location(device) is None
    assert (
        typist.line("show | compare") == "[edit]\n+  snmp {\n+      location new;\n+      contact me;\n+  }"
    )


def test_subscribers_live_through_the_return(clock, device, typist):
    class Listener:
        seen = ()

        def prepare(self, transition):
            return ()

        def apply(self, transition):
            self.seen += ((transition.old, transition.new),)

    listener = Listener()
    device.committer.subscribe(listener)
    before = device.configuration
    typist.line("commit confirmed 1")
    clock.advance(60)
    after = device.configuration
    assert after is before
    assert [new for _, new in listener.seen][-1] is before
    assert len(listener.seen) == 2


def test_servers_are_told_that_a_deadline_came_nearer(device, typist):
    rung = []
    device.alarms.append(lambda: rung.append(device.deadline()))
    typist.line("commit confirmed 3")
    assert rung == [180]


def test_show_system_commit_lists_pending_commits_and_comments(clock, device, typist):
    typist.line('commit comment "first step"')
    clock.advance(60)
    typist.lines("set snmp contact me", "commit confirmed 3")
    clock.advance(61)
    assert typist.line("run show system commit") == (
        "0   2020-07-08 07:01:00 UTC by lab via cli commit confirmed, rollback in 2mins\n"
        "    rollback pending\n"
        "1   2020-07-08 07:00:00 UTC by lab via cli\n"
        "    first step\n"
        "2   2020-07-08 07:00:00 UTC by root via other"
        "\n\n# commit confirmed will be rolled back in 2 minutes"
    )


def test_a_comment_and_leaving_the_mode_go_with_it(device, typist):
    shown = typist.send('commit confirmed 3 comment "try it" and-quit\r')
    assert shown.endswith(
        "commit complete\nExiting configuration mode\n\n"
        "# commit confirmed will be rolled back in 3 minutes\nlab@r1> "
    )
    assert device.stores.committed.comment == "try it"


@pytest.mark.parametrize("minutes", ["0", "65536"])
def test_the_range_of_minutes(device, typist, minutes):
    typist.line("set cli complete-on-space off")
    assert "not within range (1..65535)" in typist.send(f"commit confirmed {minutes}\r")
    assert device.stores.confirmation is None


async def read_until(process, text):
    shown = ""
    while text not in shown:
        shown += await process.stdout.read(1000)
    return shown


def test_an_idle_client_over_ssh_is_told_of_what_another_session_set_off(clock):
    """Nothing but the alarm of the device makes the server look at the idle session."""

    async def play():
        async with junosim.start("mx480", clock=clock) as device:
            ssh = device.ssh
            async with asyncssh.connect(
                ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
            ) as connection:
                idle = await connection.create_process(term_type="vt100", term_size=(80, 24))
                await read_until(idle, "> ")
                await connection.run("configure; set snmp location new; commit confirmed 1")
                clock.advance(60)
                await connection.run("show version")
                return await asyncio.wait_for(read_until(idle, "complete.\r\n"), 20)

    assert "Commit was not confirmed; automatic rollback complete.\r\n" in asyncio.run(play())
