"""Sentences of the guides that a session shows in a line or two: inventory, versions, `local`, reboots, recovery."""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device
from junosim.device.files import SYSTEM
from junosim.device.lifecycle import State
from junosim.device.panel import Panel
from junosim.packages import build, image_authority, release_of

SWITCH = "qfx5120-48t"


def test_the_parts_of_the_mx104_are_those_of_its_policy():
    """R-PLAT-001, R-PLAT-006."""
    typist = Typist(make_device("mx104"))
    shown = typist.line("show chassis hardware")
    for part in ("RE-MX-104", "MS-MIC-16G", "AC AFEB Power Supply", "4x10GE SFPP"):
        assert f" {part}\n" in f"{shown}\n"
    assert "Junos: 19.1R3-S7.2" in typist.line("show version").splitlines()


def test_the_buttons_of_the_mx104_are_control_inputs_and_aux_takes_nothing():
    """R-PORT-003, R-PORT-005: what is plugged into Aux reaches no login."""
    device = make_device("mx104")
    fixtures = {fixture.name: fixture for fixture in device.platform.panel}
    assert fixtures["Aux"].classes == ()
    for name in Panel(device).buttons:
        assert fixtures[name].classes == ("control in",)


def test_the_packages_of_a_switch_are_listed_for_itself():
    """R-VERS-003, R-LOCAL-001: 76 lines behind the host name in FIPS mode, then the line of the chassis."""
    typist = Typist(make_device(SWITCH, fips=True))
    lines = typist.send("show version local\r").splitlines()
    assert lines[1:4] == ["Hostname: r1", f"Model: {SWITCH}-6c", "Junos: 20.2R1-S1.3"]
    assert len(lines[1:-3]) == 76
    assert lines[-3:-1] == ["", "{master:0}"]
    assert "JUNOS FIPS mode utilities [20200530.023501_builder_junos_202_r1]" in lines


@pytest.mark.parametrize("command", ["show version", "show system uptime"])
def test_without_local_the_answer_is_that_of_the_members(command):
    """R-LOCAL-001, R-LOCAL-002, R-TIME-005: under the name of the one member."""
    typist = Typist(make_device(SWITCH, fips=True))
    local, members = (typist.send(f"{command}{word}\r").splitlines()[1:] for word in (" local", ""))
    assert members[:2] == ["fpc0:", "-" * 74]
    assert members[2:][0].split(":")[0] == local[0].split(":")[0]
    assert len(members[2:]) == len(local)


def test_who_may_look_may_check_the_firmware():
    """R-VERS-006."""
    typist = Typist(make_device("mx104"), permissions=("view",))
    assert "Model: mx104" in typist.line("show version")


def test_a_guest_is_rebooted_with_its_host():
    """R-SWAD-008, R-SWAD-015: a release that was added without a look at the configuration runs afterwards."""
    device = make_device("mx480-ngre-ms-mpc")
    info = release_of(device.platform, "19.4R1.10")
    device.files.write("/var/tmp/new.tgz", build(info, image_authority(), size=64), SYSTEM)
    typist = Typist(device)
    assert "Validating" not in typist.line("request vmhost software add /var/tmp/new.tgz no-validate")
    assert "[yes,no] (no) " in typist.send("request vmhost reboot\r")
    typist.send("yes\r")
    device.lifecycle.settle()
    assert device.lifecycle.state is State.RUNNING
    assert device.software.release == "19.4R1.10"
