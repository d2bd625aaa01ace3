"""What a reboot leaves of the configuration, with and without a disk: on a manual clock (R-TIME-001)."""

import pytest

from cli_session import Typist, blueprint
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy
from junosim.errors import CommitError
from junosim.storage import MemoryStorage

REMINDER = "# commit confirmed will be rolled back in "
BOOT = 95.0


class Router:
    """A device that reboots: its sessions end, time passes, and a new session logs in."""

    def __init__(self, kind):
        self.kind = kind
        self.clock = ManualClock()
        self.storage = None if kind == "memory" else MemoryStorage()
        self.device = self.made()
        self.typist = Typist(self.device)

    def made(self):
        return blueprint().build("r1", self.clock, SeededEntropy(2), self.storage)

    def reboot(self, seconds=BOOT):
        self.typist.session.closed()
        self.clock.advance(seconds)
        if self.kind == "process":  # the program is started again on the same disk
            self.device = self.made()
        else:
            self.device.restart_configuration()
        self.typist = Typist(self.device)

    def prompt(self):
        return self.typist.send("\r")

    @property
    def location(self):
        snmp = self.device.configuration.children.get("snmp")
        return snmp.children["location"].value if snmp else None


@pytest.fixture(params=["memory", "disk", "process"])
def router(request):
    router = Router(request.param)
    router.typist.lines("configure", "set snmp location old", "commit comment first")
    return router


def test_the_time_to_confirm_runs_on_while_the_device_is_down(router):
    router.typist.lines("set snmp location new", "commit confirmed 10")
    router.reboot()
    assert router.location == "new"
    assert f"{REMINDER}9 minutes\n" in router.prompt()
    router.clock.advance(10 * 60 - BOOT - 1)
    assert f"{REMINDER}1 minute\n" in router.prompt()
    router.clock.advance(1)
    assert "Commit was not confirmed; automatic rollback complete." in router.typist.read()
    assert REMINDER not in router.prompt()
    assert router.location == "old"


def test_a_commit_whose_time_ran_out_meanwhile_goes_back_at_the_boot(router):
    router.typist.lines("set snmp location new", "commit confirmed 1")
    deadline = router.clock.time() + 60
    router.reboot()
    assert router.device.stores.committed.time == pytest.approx(deadline)
    assert router.location == "old"
    assert REMINDER not in router.prompt()
    shown = router.typist.line("show system commit").splitlines()
    assert shown[0].startswith("0   2020-07-08 07:01:00 UTC by root via other")
    assert shown[1].startswith("1   2020-07-08 07:00:00 UTC by lab via cli")
    assert "rollback pending" not in "".join(shown)


@pytest.mark.parametrize("command", ["commit", "commit check"])
def test_it_can_be_confirmed_after_the_reboot(router, command):
    router.typist.lines("set snmp location new", "commit confirmed 10")
    router.reboot()
    router.typist.lines("configure", command)
    router.reboot(3600)
    assert router.location == "new"
    assert REMINDER not in router.prompt()


def test_a_second_commit_confirmed_after_the_reboot_starts_the_time_anew(router):
    router.typist.lines("set snmp location new", "commit confirmed 10")
    router.reboot()
    router.typist.lines("configure", "set snmp location newest", "commit confirmed 5")
    router.reboot()
    assert f"{REMINDER}4 minutes\n" in router.prompt()
    router.clock.advance(300 - BOOT)
    router.prompt()
    assert router.location == "old"  # what was last confirmed, not what came between
    assert router.device.stores.committed.sequence == 4


def test_what_is_committed_survives_and_what_is_not_is_gone(router):
    router.typist.line("run request system configuration rescue save")
    router.typist.lines("set snmp location second", "commit", "set snmp location never")
    before = router.typist.line("run show system commit")
    router.reboot()
    assert router.typist.line("show system commit") == before
    assert router.typist.line("show system rollback 2 compare 1").splitlines()[-1] == "+  }"
    assert router.typist.line("configure") == "Entering configuration mode"  # nobody else, nothing changed
    assert router.typist.line("show | compare") == ""
    assert "location old;" in router.typist.line("run show system configuration rescue")
    router.typist.lines("rollback 1", "commit")
    assert router.location == "old"
    router.reboot()
    assert router.location == "old"


def test_a_rescue_configuration_that_was_deleted_stays_so(router):
    router.typist.line("run request system configuration rescue save")
    router.reboot()
    router.typist.line("request system configuration rescue delete")
    router.reboot()
    assert router.typist.lines("configure", "rollback rescue") == "error: No rescue configuration is set."


def test_a_commit_that_waits_for_the_boot_is_done_then_and_only_then(router):
    router.typist.lines("set snmp location new", 'commit at "reboot" comment later')
    assert router.location == "old"
    router.reboot()
    assert router.location == "new"
    shown = router.typist.line("show system commit").splitlines()
    assert shown[0].startswith("0   2020-07-08 07:01:35 UTC by lab via cli")
    assert shown[1].strip() == "later"
    router.typist.lines("configure", "set snmp location newest", "commit")
    router.reboot()
    assert router.location == "newest"


def test_one_that_was_cancelled_is_not_done(router):
    router.typist.lines("set snmp location new", "commit at reboot")
    router.typist.line("clear system commit")
    router.reboot()
    assert router.location == "old"
    assert router.typist.line("configure exclusive").endswith("Entering configuration mode")


def test_one_that_cannot_be_done_at_the_boot_waits_no_more(router, monkeypatch):
    router.typist.lines("set snmp location new", "commit at reboot")

    def refuse(*_args):
        raise CommitError((), "no")

    with monkeypatch.context() as patch:
        patch.setattr("junosim.config.commit.Committer._warnings", refuse)
        router.reboot()
    assert router.location == "old"
    router.reboot()
    assert router.location == "old"
    assert not router.device.stores.shared.modified
