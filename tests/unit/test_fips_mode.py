"""A device in FIPS mode: how it gets there, and what shows that it is (R-FIPS-001, -002, -009, -012, R-PRMT-001)."""

from __future__ import annotations

import pytest
from tests.cli_session import Typist, make_device

from junosim.clock import ManualClock
from junosim.device.boot import reboot
from junosim.device.lifecycle import State
from junosim.transcripts.written import read, write

MX, SWITCH = "mx480", "qfx5120-48t"
STATEMENTS = {MX: "chassis level 1", SWITCH: "level 1"}


def reboot_now(device):
    """Boot the device again; the states on the way."""
    states = []
    device.lifecycle.watchers.append(states.append)
    device.begin(reboot(device))
    while (due := device.next_due()) is not None and due <= device.clock.monotonic():
        device.do_due()
    return states


@pytest.mark.parametrize("platform", STATEMENTS)
def test_fips_mode_begins_with_the_boot_behind_the_commit(platform):
    device = make_device(platform, ManualClock())
    device.software.install_fips()
    typist = Typist(device)
    typist.lines("configure", f"set system fips {STATEMENTS[platform]}", "commit")
    assert device.fips_wanted()
    assert not device.fips_mode
    assert typist.send("exit\r").endswith("lab@r1> ")
    states = reboot_now(device)
    assert states[-2:] == [State.SELF_TEST, State.FIPS]
    assert device.fips_mode
    typist = Typist(device)
    assert typist.greeting.endswith("lab@r1:fips> ")
    assert typist.send("configure\r").endswith("[edit]\nlab@r1:fips# ")


def test_a_device_can_be_in_fips_mode_from_the_start():
    for platform, statement in STATEMENTS.items():
        device = make_device(platform, fips=True)
        assert device.lifecycle.state is State.FIPS
        *_, level = statement.split()
        assert f"level {level};" in Typist(device).line("show configuration system fips")


def test_a_boot_without_the_statement_leads_to_no_fips_mode():
    device = make_device(MX, ManualClock())
    assert reboot_now(device)[-1] is State.RUNNING
    assert not device.fips_mode


def test_without_its_package_a_device_boots_as_before():
    device = make_device(MX, ManualClock())
    Typist(device).lines("configure", "set system fips chassis level 1", "commit")
    assert not device.fips_wanted()
    assert reboot_now(device)[-1] is State.RUNNING


def test_a_logical_system_stands_before_the_mode():
    typist = Typist(make_device(MX, fips=True))
    assert typist.send("set cli logical-system one\r").endswith("lab@r1:one:fips> ")


def test_the_head_of_a_transcript_says_that_the_device_is_in_fips_mode():
    text = "# t\nplatform: mx480\ntime: 2020-07-08 07:00:00 UTC\nfips: yes\n\n"
    assert read(text).fips
    assert write(read(text)) == text
