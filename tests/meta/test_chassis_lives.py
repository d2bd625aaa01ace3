"""Every chassis goes the way of its guide on the console: as delivered, a root password, FIPS mode, zeroization.

What it shows on the way is compared with the platform's own data.
"""

from __future__ import annotations

import re

import pytest

from console_user import ConsoleUser
from junosim.assemble.blueprint import as_delivered
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.entropy import SeededEntropy
from junosim.fips.suites import suites_named
from junosim.platforms import equipments, load_platform, platform_names

PASSWORD = "Chassis-12345"
EQUIPPED = [  # each chassis, as a guest of a host system, and with two Routing Engines
    name
    for chassis in platform_names()
    for name in (
        chassis,
        *(other for other in equipments(chassis) if other.endswith(("ngre-mpc7e", chassis + "-dual"))),
    )
]


class Life:
    """A device as it is delivered, and somebody on its console."""

    def __init__(self, platform):
        self.platform = load_platform(platform)
        clock = ManualClock()
        self.device = as_delivered(platform).build(None, clock, SeededEntropy(5), power=False)
        self.states = []
        self.device.lifecycle.watchers.append(self.states.append)
        self.user = ConsoleUser(self.device)

    @property
    def context(self):
        """What stands above every prompt, with its line end."""
        return f"{self.platform.context}\n" if self.platform.context else ""

    def do(self, line):
        """Type a line; what follows its echo."""
        return self.user.send(f"{line}\r").partition("\n")[2]

    def boot(self):
        """Switch it on; what its console shows."""
        boot.power_on(self.device)
        return self.user.read()

    def enter(self, password=""):
        """Log root in; what is shown behind the name, and the password."""
        shown = self.user.send("root\r")
        return self.user.send(f"{password}\r") if password else shown


@pytest.fixture(params=EQUIPPED)
def life(request):
    return Life(request.param)


def test_from_the_box_into_fips_mode_and_back(life):
    platform, device = life.platform, life.device
    # R-BOOT-001, R-BOOT-002: amnesiac, and root needs no password
    shown = life.boot()
    assert life.states == [State.BOOTING, State.AMNESIAC]
    assert shown.endswith(f"\nFreeBSD/amd64 (Amnesiac) ({platform.console[0]})\n\nlogin: ")
    assert "KATS" not in shown
    shown = life.enter()
    assert "Password:" not in shown
    banner = platform.login_banner(platform.release)
    assert platform.cli_banner or banner in shown
    assert shown.endswith(platform.shell_prompt.format(host="", directory="~"))
    shown = life.do("cli")
    assert shown.endswith(f"{life.context}root> ")
    if platform.cli_banner:
        assert platform.cli_banner in shown

    # R-VERS: model string and packages of the platform
    version = life.do("show version | no-more")
    assert f"Model: {platform.model}\n" in version
    assert f"Junos: {platform.release}\n" in version
    listed = re.findall(r"^.+ \[\S+\]$", version, re.MULTILINE)
    assert listed == [package.comment for package in platform.packages]

    # R-FIPS-004: the package that FIPS mode needs here, by the command of the equipment
    what = "vmhost" if "vmhost" in platform.traits else "system"
    assert device.software.is_ready_for_fips is not bool(platform.fips.needs)
    if platform.fips.needs:
        life.do(f"request {what} software add optional://{platform.fips.needs}.tgz")
    assert device.software.is_ready_for_fips

    # R-ROOT, R-BOOT-006: the first commit ends the amnesiac state
    assert life.do("edit").endswith("[edit]\nroot# ")
    life.do("set system root-authentication plain-text-password")
    life.do(PASSWORD)
    life.do(PASSWORD)
    life.do("set system host-name twin")
    assert "commit complete" in life.do("commit")
    assert device.lifecycle.state is State.RUNNING

    # R-FIPS-001, R-FIPS-002: the statement of the platform, and that of the others is refused
    assert not device.fips_wanted()
    life.do(f"set system fips {platform.fips.statement} 1")
    assert "commit complete" in life.do("commit")
    assert (device.fips_wanted(), device.fips_mode) == (True, False)  # R-FIPS-009
    assert life.do("exit").endswith(f"{life.context}root@twin> ")

    # the reboot command of the equipment
    life.user.send(f"request {what} reboot\r")
    life.states.clear()
    shown = life.do("yes") + life.user.wait(10)
    assert life.states == [State.SHUTTING_DOWN, State.BOOTING, State.SELF_TEST, State.FIPS]
    expected = [test.name for suite in suites_named(platform.fips.suites) for test in suite.tests]
    assert passed_tests(shown) == expected
    assert shown.index("FIPS Self-tests Passed") < shown.rindex("login: ")  # R-BOOT-012
    assert shown.endswith(f"\nFreeBSD/amd64 (twin) ({platform.console[0]})\n\nlogin: ")

    # R-FIPS-012, R-PRMT-001, R-PRMT-002
    life.enter(PASSWORD)
    assert life.do("cli").endswith(f"{life.context}root@twin:fips> ")
    version = life.do("show version | no-more")
    fips = [package.comment for package in platform.fips.packages]
    assert [line for line in fips if line not in version] == []
    assert life.do("edit").endswith(f"{life.context}[edit]\nroot@twin:fips# ") or platform.context
    assert device.fips_mode

    # R-ZERO: the command of the equipment, what it says of each Routing Engine, and that nothing is left
    life.do("exit")
    form = "vmhost zeroize no-forwarding" if what == "vmhost" else "system zeroize"
    assert "Erase all data, including configuration and log files" in life.user.send(f"request {form}\r")
    life.states.clear()
    shown = life.do("yes") + life.user.wait(30)
    assert life.states == [State.ZEROIZING, State.BOOTING, State.AMNESIAC]
    if what == "system":
        engines = [platform.zeroizes.format(slot=engine.slot) for engine in platform.routing_engines]
        assert re.findall(r"^warning: zeroizing (\S+)", shown, re.MULTILINE) == engines
    assert "KATS" not in shown  # R-ZERO-016
    assert shown.endswith(f"\nFreeBSD/amd64 (Amnesiac) ({platform.console[0]})\n\nlogin: ")
    assert not device.fips_mode
    assert "Password:" not in life.enter()  # R-ZERO-011
    assert life.do("cli").endswith(f"{life.context}root> ")
    assert "encrypted-password" not in life.do("show configuration | display set | no-more")


def passed_tests(text):
    """The tests that have passed, in the order of the console."""
    return re.findall(r"^mgd:   (.+?) Known Answer Test: +Passed$", text, re.MULTILINE)
