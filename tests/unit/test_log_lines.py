"""The header of log lines, and what a line may hold."""

from __future__ import annotations

from cli_session import make_device
from junosim.clock import ManualClock
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM
from junosim.device.log_lines import header, log


def messages(device):
    return device.files.read("/var/log/messages", SYSTEM).decode()


def test_header_has_time_host_process_and_pid():
    """[the guides: `Feb  4 10:07:04  host mgd[23423]: …`]"""
    device = make_device(clock=ManualClock(1583419638.0))  # 2020-03-05 14:47:18 UTC
    assert header(device, "sshd", 6511) == "Mar  5 14:47:18  r1 sshd[6511]:"
    assert header(device, "mgd") == "Mar  5 14:47:18  r1 mgd:"


def test_a_text_is_one_line_whatever_is_in_it():
    device = make_device(clock=ManualClock(1583419638.0))
    log(device, "mgd", "one\nMar  5 14:47:18  r1 mgd: two\x1b\x7f", 7000)
    assert messages(device).splitlines()[-1] == (
        "Mar  5 14:47:18  r1 mgd[7000]: one^JMar  5 14:47:18  r1 mgd: two^[^?"
    )


def test_a_disk_without_room_stops_nobody(monkeypatch):
    device = make_device()

    def full(*_arguments):
        raise FileProblem("messages", "No space left on device")

    monkeypatch.setattr(type(device.logs), "append", full)
    log(device, "mgd", "lost")
