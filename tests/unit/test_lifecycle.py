"""The states of a device and the ways between them, on a clock that is moved by hand."""

from __future__ import annotations

import pytest

from cli_session import Typist, blueprint, make_device
from junosim.assemble.blueprint import draft
from junosim.clock import ManualClock
from junosim.device import boot, shutdown
from junosim.device.boot_text import PHASES, boot_text, read_boot_text
from junosim.device.console import KEPT, Console
from junosim.device.lifecycle import NEXT, Lifecycle, LifecycleError, Real, State
from junosim.entropy import SeededEntropy
from junosim.errors import ConfigurationError, PlatformError


def started(clock, pace=1.0):
    device = blueprint().build("r1", clock, SeededEntropy(2), pace=pace)
    seen = []
    device.lifecycle.watchers.append(seen.append)
    return device, seen


def pass_time(device, clock, seconds):
    """Advance to each deadline on the way, as a timer would."""
    end = clock.monotonic() + seconds
    while (due := device.next_due()) is not None and due <= end:
        clock.advance(max(0.0, due - clock.monotonic()))
        device.do_due()
    clock.advance(end - clock.monotonic())


def test_every_state_has_a_way_on_and_can_lose_its_power():
    assert set(NEXT) == set(State)
    for state, following in NEXT.items():
        assert following
        assert State.OFF in following or state is State.OFF


def test_every_state_is_reached_from_off():
    reached, edge = {State.OFF}, {State.OFF}
    while edge:
        edge = {following for state in edge for following in NEXT[state]} - reached
        reached |= edge
    assert reached == set(State)


def test_a_state_that_cannot_follow_is_refused():
    lifecycle = Lifecycle(ManualClock())
    with pytest.raises(LifecycleError, match="off cannot become running"):
        lifecycle.enter(State.RUNNING)
    assert lifecycle.state is State.OFF


def test_steps_of_a_script_come_at_their_times_times_the_pace():
    clock, times = ManualClock(), []

    def script():
        for wait in (1.0, 2.0, Real(3.0), 0.0):
            times.append(clock.monotonic())
            yield wait
        times.append(clock.monotonic())

    lifecycle = Lifecycle(clock, pace=0.5)
    lifecycle.run(script())
    while (due := lifecycle.deadline()) is not None:
        clock.advance(max(0.0, due - clock.monotonic()))
        lifecycle.wake()
    assert times == [0.0, 0.5, 1.5, 4.5, 4.5]
    assert lifecycle.is_settled


def test_a_script_can_put_another_in_its_place():
    lifecycle = Lifecycle(ManualClock())
    done = []

    def second():
        done.append("second")
        yield 0

    def first():
        lifecycle.run(second())
        yield 0
        done.append("never")

    lifecycle.run(first())
    lifecycle.settle()
    assert done == ["second"]


def test_a_reboot_cuts_sessions_prints_on_the_console_and_starts_the_uptime_anew():
    clock = ManualClock()
    device, seen = started(clock)
    user = Typist(device)
    login = user.login
    asked = user.send("request system reboot\r")
    assert asked.endswith("Reboot the system ? [yes,no] (no) ")
    told = user.send("yes\r")
    assert (
        "\n*** FINAL System shutdown message from lab@r1 ***\n\nSystem going down IMMEDIATELY\n\nShutdown NOW!\n[pid "
        in told
    )
    pass_time(device, clock, 2.0)
    assert login.expelled
    assert len(device.logins) == 0
    assert device.lifecycle.state is State.SHUTTING_DOWN
    pass_time(device, clock, 120)
    assert seen == [State.SHUTTING_DOWN, State.BOOTING, State.RUNNING]
    text = device.console.content.decode()
    assert "All buffers synced.\r\nRebooting...\r\n" in text
    assert "UTC] mgd start\r\nCreating initial configuration: ...\r\n" in text
    assert 80 < device.uptime < 110
    assert device.host_name == "r1"


def test_with_no_pace_a_reboot_takes_no_time():
    clock = ManualClock()
    device, seen = started(clock, pace=0.0)
    device.begin(boot.reboot(device))
    device.lifecycle.settle()
    assert seen == [State.SHUTTING_DOWN, State.BOOTING, State.RUNNING]
    assert clock.monotonic() == 0.0


def test_no_is_the_default_and_changes_nothing():
    user = Typist()
    user.send("request system reboot\r")
    assert "System going down" not in user.send("\r")
    assert user.device.lifecycle.is_settled
    assert "No shutdown/reboot scheduled." in user.line("show system reboot")


def test_a_reboot_at_a_time_warns_all_terminals_and_can_be_cancelled():
    clock = ManualClock()  # 07:00:00
    device, _ = started(clock)
    officer, other = Typist(device), Typist(device, user="ntc")
    officer.send("request system reboot at 07:30 message upgrade\r")
    told = officer.send("yes\r")
    assert "Shutdown at Wed Jul  8 07:30:00 2020\n[pid 7005]\n" in told
    device.do_due()
    assert (
        "*** System shutdown message from lab@r1 ***\n\nSystem going down at 07:30\n\nupgrade\n"
        in other.read()
    )
    pass_time(device, clock, 20 * 60)
    shown = other.read()
    assert "System going down at 07:30" in shown
    assert "System going down in 10 minutes\n\nupgrade" in shown
    assert "System going down in 10 minutes" in officer.read()
    assert (
        officer.line("show system reboot")
        == "reboot requested by lab at Wed Jul  8 07:30:00 2020\n[process id 7005]"
    )
    assert officer.line("clear system reboot").endswith("[process id 7005]\nTerminating...")
    pass_time(device, clock, 3600)
    assert device.lifecycle.state is State.RUNNING
    assert "System going down in 5 minutes" not in other.read()


def test_the_last_warnings_come_before_the_end():
    clock = ManualClock()
    device, seen = started(clock)
    other = Typist(device, user="ntc")
    shutdown.request(device, Typist(device).login, shutdown.Kind.HALT, 120.0)
    pass_time(device, clock, 119.0)
    text = other.read()
    places = [
        text.index(f"System going down in {left}") for left in ("2 minutes", "1 minute\n", "30 seconds")
    ]
    assert places == sorted(places)
    pass_time(device, clock, 30.0)
    assert seen == [State.SHUTTING_DOWN, State.HALTED]
    assert "Please press any key to reboot." in device.console.content.decode()


def test_power_off_and_on():
    clock = ManualClock()
    device, seen = started(clock, pace=0.0)
    user = Typist(device)
    user.send("request system power-off\r")
    user.send("yes\r")
    device.lifecycle.settle()
    assert seen == [State.SHUTTING_DOWN, State.OFF]
    boot.power_on(device)
    device.lifecycle.settle()
    assert seen[2:] == [State.BOOTING, State.RUNNING]
    with pytest.raises(LifecycleError, match="on already"):
        boot.power_on(device)


def test_power_can_be_taken_away_at_any_moment():
    clock = ManualClock()
    device, _ = started(clock)
    device.begin(boot.reboot(device))
    for _ in range(15):
        pass_time(device, clock, 5.0)
        boot.power_off(device)
        assert device.lifecycle.state is State.OFF
        assert device.lifecycle.is_settled
        boot.power_on(device)
    pass_time(device, clock, 200.0)
    assert device.lifecycle.state is State.RUNNING


def test_installing_from_usb_leaves_an_amnesiac_device_and_a_root_password_wakes_it():
    clock = ManualClock()
    device, seen = started(clock, pace=0.0)
    boot.power_off(device)
    boot.power_on(device, boot.USB)
    device.lifecycle.settle()
    assert seen == [State.OFF, State.BOOTING, State.AMNESIAC]
    assert not device.lifecycle.state.serves
    assert device.host_name is None
    root = Typist(device, user="root")
    root.line("configure")
    for keys in ("set system root-authentication plain-text-password\r", "Abc123xyz9\r", "Abc123xyz9\r"):
        root.send(keys)
    assert root.line("commit") == "commit complete"
    assert device.lifecycle.state is State.RUNNING
    assert device.lifecycle.state.serves


@pytest.mark.parametrize(
    ("at", "seconds"),
    [("now", 0), ("+5", 300), ("07:30", 1800), ("730", 1800), ("06:59", 86340), ("2007090700", 86400)],
)
def test_times_of_a_stop(at, seconds):
    device = make_device()
    assert shutdown.delay_of(device, at) == seconds


@pytest.mark.parametrize("at", ["soon", "25:00", "2013990000", "+", "-5", "1907090700"])
def test_what_is_no_time_is_refused(at):
    with pytest.raises(ConfigurationError):
        shutdown.delay_of(make_device(), at)


def test_in_minutes():
    user = Typist()
    user.send("request system halt in 5\r")
    assert "Shutdown at Wed Jul  8 07:05:00 2020" in user.send("yes\r")


def test_a_device_can_be_made_switched_off():
    clock = ManualClock()
    device = draft("mx480", clock, SeededEntropy(1)).build("r9", clock, SeededEntropy(1), power=False)
    assert device.lifecycle.state is State.OFF
    boot.power_on(device)
    device.lifecycle.settle()
    assert device.lifecycle.state is State.RUNNING


def test_the_console_keeps_the_last_of_what_was_printed():
    console, heard = Console(), []
    console.listeners.append(heard.append)
    console.print("a\né\n")
    assert console.content == b"a\r\n?\r\n" == b"".join(heard)
    for _ in range(5):
        console.write(b"x" * (KEPT // 2 + 1))
    assert len(console.content) == KEPT
    console.clear()
    assert console.content == b""


def test_every_phase_has_a_text_and_errors_name_the_place(tmp_path):
    assert set(boot_text("mx").phases) == set(PHASES)
    file = tmp_path / "x.toml"
    whole = "".join(f"{phase} = []\n" for phase in PHASES)
    for text, error in (
        ("x = [", "x.toml"),
        (whole.replace("halt = []\n", ""), "halt"),
        (whole + "more = []\n", "more"),
        (whole.replace("halt = []", 'halt = [["a", "b"]]'), "halt"),
        (whole.replace("halt = []", 'halt = [[1, "{what}"]]'), "halt: bad template"),
    ):
        file.write_text(text)
        with pytest.raises(PlatformError, match=error):
            read_boot_text(file)
