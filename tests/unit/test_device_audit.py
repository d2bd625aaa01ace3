"""The audit trail of a device: what happens is written, kept and told."""

from __future__ import annotations

import pytest

from cli_session import make_device
from junosim.clock import ManualClock
from junosim.device.audit import JOURNAL_LENGTH
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM


@pytest.fixture
def device():
    return make_device(clock=ManualClock(1583419638.0))  # 2020-03-05 14:47:18 UTC


def messages(device):
    return device.files.read("/var/log/messages", SYSTEM).decode().splitlines()


def test_header_has_time_host_process_and_pid(device):
    """[the guides: `Feb  4 10:07:04  host mgd[23423]: …`]; not every process gives its pid."""
    device.audit.emit("ui-logout", 6511, username="op")
    device.audit.emit("ui-idle-timeout", 6511, username="op")
    assert messages(device)[-2:] == [
        "Mar  5 14:47:18  r1 mgd[6511]: UI_LOGOUT_EVENT: User 'op' logout",
        "Mar  5 14:47:18  r1 cli: UI_CLI_IDLE_TIMEOUT: Idle timeout for user 'op' exceeded and session terminated",
    ]


def test_a_text_is_one_line_whatever_is_in_it(device):
    device.audit.emit("ui-command", 7000, username="op", command="one\nMar  5 14:47:18  r1 mgd: two\x1b\x7f")
    assert messages(device)[-1] == (
        "Mar  5 14:47:18  r1 mgd[7000]: UI_CMDLINE_READ_LINE: User 'op', "
        "command 'one^JMar  5 14:47:18  r1 mgd: two^[^?'"
    )


def test_a_disk_without_room_stops_nobody(device, monkeypatch):
    def full(*_arguments):
        raise FileProblem("messages", "No space left on device")

    monkeypatch.setattr(type(device.logs), "append", full)
    device.audit.emit("ui-logout", 6511, username="op")
    assert device.audit.journal[-1].kind.key == "ui-logout"


def test_the_journal_has_the_last_events_and_listeners_get_each(device):
    told = []
    end = device.audit.listen(told.append)
    for number in range(JOURNAL_LENGTH + 5):
        device.clock.advance(1)
        device.audit.emit("ui-logout", number, username="op")
    end()
    end()
    device.audit.emit("ui-logout", 0, username="late")
    assert [event.pid for event in told] == list(range(JOURNAL_LENGTH + 5))
    assert len(device.audit.journal) == JOURNAL_LENGTH
    assert list(device.audit.journal)[:-1] == told[6:]
    assert told[-1].time == 1583419638.0 + JOURNAL_LENGTH + 5


def test_wrong_arguments_are_the_fault_of_the_caller(device):
    before = list(device.audit.journal)
    with pytest.raises(TypeError, match="argument 'username' is missing"):
        device.audit.emit("ui-logout")
    with pytest.raises(KeyError):
        device.audit.emit("no-such-kind")
    assert list(device.audit.journal) == before
