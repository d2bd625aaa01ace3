"""The self-tests of a device in FIPS mode: at its boot, on demand, and what follows when one fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_session import Typist, blueprint, make_device
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.files import SYSTEM
from junosim.device.lifecycle import State
from junosim.entropy import SeededEntropy
from junosim.errors import SelfTestFailure
from junosim.fips.faults import KNOWN
from junosim.platforms import platform_names

GOLDEN = Path(__file__).parents[1] / "golden" / "fips"
SELF_TESTS = (GOLDEN / "self-tests.txt").read_text()
HEADER = "Jul  8 07:00:00  r1 "


def rebooted(device, media=boot.DISK):
    """What the console shows of a boot at no pace, from the power-on to what the device does then."""
    boot.power_off(device)
    device.console.clear()
    boot.power_on(device, media)
    device.lifecycle.settle()
    return shown(device)


def shown(device):
    return device.console.content.decode().replace("\r\n", "\n")


NOT_OF_TESTS = re.compile(r" (?:init|/kernel|syslogd|syslogd /kernel|shutdown\[\d+\]|mgd\[\d+\]): ")


def messages(device):
    """What the log has beside the start of the system, and the sessions."""
    lines = device.files.read("/var/log/messages", SYSTEM).decode().splitlines(keepends=True)
    return "".join(line for line in lines if not NOT_OF_TESTS.search(line))


def settle(device):
    """Do all that is due, as a timer would."""
    while (due := device.next_due()) is not None and due <= device.clock.monotonic():
        device.do_due()


def compared(name, text, update):
    if update:
        (GOLDEN / name).write_text(text)
    assert text == (GOLDEN / name).read_text()


@pytest.fixture
def update(request):
    return request.config.getoption("--update-golden")


@pytest.mark.parametrize("platform", ["mx104", "mx480", "qfx5120-48t"])
def test_console_of_a_boot_into_fips_mode(platform, update):
    """R-KAT-001 to R-KAT-005, R-KAT-011, R-BOOT-009, R-BOOT-012 [the guides; what they do not print: ours]."""
    device = make_device(platform, fips=True)
    seen = []
    device.lifecycle.watchers.append(seen.append)
    text = rebooted(device)
    compared(f"boot-of-{platform}.txt", text, update)
    assert SELF_TESTS in text
    assert seen == [State.OFF, State.BOOTING, State.SELF_TEST, State.FIPS]


def test_the_log_has_the_same_lines_behind_their_header():
    """R-KAT-006"""
    device = make_device(fips=True)
    rebooted(device)
    assert messages(device) == "".join(f"{HEADER}{line}\n" for line in SELF_TESTS.splitlines())


def test_there_are_no_self_tests_outside_fips_mode():
    device = make_device()
    assert "Self-tests" not in rebooted(device)
    assert device.lifecycle.state is State.RUNNING


def test_one_test_is_computed_at_a_step_and_power_can_be_cut_between_two():
    device = make_device(fips=True)
    boot.power_off(device)
    boot.power_on(device)
    while not shown(device).endswith("HMAC-SHA1 Known Answer Test:                     Passed\n"):
        assert device.lifecycle.wake()
    assert device.lifecycle.state is State.SELF_TEST
    boot.power_off(device)
    assert SELF_TESTS in rebooted(device)


def test_tests_take_their_time_at_full_pace():
    clock = ManualClock()
    device = make_device(clock=clock, fips=True)
    device.lifecycle.pace = 1.0
    boot.power_off(device)
    boot.power_on(device)
    times = {}
    while (due := device.next_due()) is not None:
        clock.advance(max(0.0, due - clock.monotonic()))
        device.do_due()
        times.setdefault(device.lifecycle.state, clock.monotonic())
    assert 5.0 < times[State.FIPS] - times[State.SELF_TEST] < 60.0


# ---------------------------------------------------------------------- failures


@pytest.mark.parametrize("fault", KNOWN["kat"])
def test_each_failing_test_flips_its_line_makes_the_device_loop_and_is_gone_after_recovery(fault):
    """R-KAT-012, R-KFAIL-001 to R-KFAIL-004"""
    device = make_device(fips=True)
    device.faults.add(kat=fault)
    first = rebooted(device)
    assert device.lifecycle.state is State.PANIC
    tests = [line for line in first.splitlines() if line.startswith("mgd: ")]
    golden = [line for line in SELF_TESTS.splitlines() if line.startswith("mgd: ")]
    assert [line for line, sound in zip(tests, golden, strict=False) if line != sound] == [
        f"mgd:   {fault.partition('/')[2]} Known Answer Test:".ljust(56) + "Failed",
        "mgd: FIPS Self-tests Failed",
    ]
    assert tests[len(golden) :] == [f"mgd: FIPS error: self-test failure: {_failure(golden, tests)}"]
    assert "panic: FIPS error: self-test failure\n" in first
    assert "login:" not in first
    assert first.replace("r1", "") in shown(device).replace("r1", "")
    device.clock.advance(1.0)
    device.lifecycle.settle()
    assert device.lifecycle.state is State.PANIC
    assert shown(device) == first + first.replace("07:00:00", "07:00:01").replace("1594191600", "1594191601")
    rebooted(device, boot.USB)
    assert device.lifecycle.state is State.AMNESIAC
    assert device.faults.present == ()


def _failure(golden, tests):
    number = next(number for number, line in enumerate(golden) if line != tests[number])
    heading = next(line for line in reversed(golden[:number]) if line.startswith("mgd: Testing "))
    return f"{heading[len('mgd: Testing ') : -1]}, {golden[number][len('mgd:   ') :].partition(' Known')[0]}"


def test_a_recovered_device_can_be_led_into_fips_mode_again():
    """R-KFAIL-003: what was installed anew passes all tests."""
    device = make_device(fips=True)
    device.faults.add(kat="openssl/AES-GCM")
    rebooted(device)
    rebooted(device, boot.USB)
    device.software.install_fips()
    root = Typist(device, user="root")
    root.line("configure")
    for keys in ("set system root-authentication plain-text-password\r", "Abc123xyz9!\r", "Abc123xyz9!\r"):
        root.send(keys)
    assert "commit complete" in root.lines("set system fips chassis level 1", "commit")
    assert SELF_TESTS in rebooted(device)
    assert device.lifecycle.state is State.FIPS
    assert device.entropy.adapter == "hmac-drbg"


def test_console_and_log_of_a_failure(update):
    """R-KFAIL-001 [texts of a failure: ours]"""
    device = make_device(fips=True)
    device.faults.add(kat="openssl/AES-GCM")
    text = rebooted(device)
    compared("failure-of-mx480.txt", text, update)
    lines = [
        line
        for line in text.splitlines()
        if line.startswith(("mgd: ", "veriexec: ")) and "commit" not in line
    ]
    assert messages(device) == "".join(f"{HEADER}{line}\n" for line in lines)


def test_a_looping_device_is_never_up_and_takes_a_second_a_cycle():
    """R-KFAIL-002, R-KFAIL-004: whatever the pace, and for as long as anybody looks."""
    device = make_device(fips=True)
    device.faults.add(kat="kernel/AES-CBC")
    rebooted(device)
    seen = []
    device.lifecycle.watchers.append(seen.append)
    for _ in range(5):
        due = device.next_due()
        assert due - device.clock.monotonic() == 1.0
        device.clock.advance(1.0)
        settle(device)
    assert seen == [State.BOOTING, State.SELF_TEST, State.PANIC] * 5
    assert not any(state.is_up for state in seen)
    assert len(device.console.content) <= 256 * 1024


def test_a_device_can_loop_without_end():
    """The script of a boot does not grow from cycle to cycle."""
    device = make_device(fips=True)
    device.faults.add(rng="health", lasting=True)
    rebooted(device)
    for _ in range(3):
        device.clock.advance(1.0)
        device.lifecycle.settle()
    assert device.lifecycle.state is State.PANIC
    assert "mgd: FIPS error: self-test failure: health test of the random number generator" in shown(device)
    assert "FIPS error: self-test failure: health test" in messages(device)


def test_a_passing_fault_panics_once():
    device = make_device(fips=True)
    device.faults.add(kat="kernel/AES-CBC", times=1)
    rebooted(device)
    assert device.lifecycle.state is State.PANIC
    device.clock.advance(1.0)
    device.lifecycle.settle()
    assert device.lifecycle.state is State.FIPS


def test_a_program_that_runs_unsigned_is_a_failure_too():
    """R-PLAT-007"""
    device = make_device(fips=True)
    device.faults.add(veriexec="cannot-exec")
    assert "mgd: /sbin/kats/run-tests: /sbin/kats/cannot-exec: executed\n" in rebooted(device)
    assert device.lifecycle.state is State.PANIC


def test_power_ends_the_loop_only_while_it_is_off():
    device = make_device(fips=True)
    device.faults.add(kat="kernel/AES-CBC")
    for _ in range(2):
        rebooted(device)
        assert device.lifecycle.state is State.PANIC
    device.faults.repair()
    rebooted(device)
    assert device.lifecycle.state is State.FIPS


@pytest.mark.parametrize("name", KNOWN["ms-mic"])
def test_a_failing_services_card_leaves_the_device_without_ipsec(name):
    """R-REC-001 to R-REC-003: no panic, the mode goes on, SSH serves."""
    device = make_device("mx104", fips=True)
    assert device.ipsec_available
    device.faults.add(ms_mic=name)
    text = rebooted(device)
    assert SELF_TESTS in text
    assert "XLP" not in text
    assert device.lifecycle.state is State.FIPS_RECOVERY
    assert device.lifecycle.state.serves
    assert device.fips_mode
    assert not device.ipsec_available
    assert messages(device).endswith(f"{HEADER}mspd: XLP KATS: {name} Known Answer Test: Failed\n")
    rebooted(device)
    assert device.lifecycle.state is State.FIPS_RECOVERY  # the card is still broken


def test_a_slow_boot_has_its_file_system_checked():
    device = make_device(fips=True)
    device.faults.add(boot="slow")
    rebooted(device)
    assert device.lifecycle.state is State.BOOTING
    assert device.next_due() - device.clock.monotonic() == 60.0
    device.clock.advance(60.0)
    device.lifecycle.settle()
    assert device.lifecycle.state is State.FIPS
    assert "** Phase 1 - Check Blocks and Sizes\n" in shown(device)
    assert "FILE SYSTEM" not in rebooted(device)


# ---------------------------------------------------------------------- on demand


def test_on_demand_the_lines_are_shown_and_logged():
    """R-KAT-007, R-KAT-008 to R-KAT-010"""
    user = Typist(make_device(fips=True))
    before = messages(user.device)
    told = user.line("request system fips self-test")
    expected = SELF_TESTS.replace("pid=6039", "pid=7002").rstrip("\n")
    assert told == expected
    assert messages(user.device) == before + "".join(f"{HEADER}{line}\n" for line in expected.splitlines())
    assert user.device.lifecycle.state is State.FIPS


def test_on_demand_failure_panics_and_the_device_loops():
    """R-KFAIL-005: the session is lost."""
    user = Typist(make_device(fips=True))
    device = user.device
    device.faults.add(kat="libmd/SHA-2-512")
    told = user.line("request system fips self-test")
    assert f"{'mgd:   SHA-2-512 Known Answer Test:':<56}Failed" in told
    settle(device)
    assert user.login.expelled
    assert len(device.logins) == 0
    for _ in range(3):
        assert device.lifecycle.state is State.PANIC
        device.clock.advance(1.0)
        settle(device)


@pytest.mark.parametrize("key", ["\x03", None])
def test_a_failure_counts_though_the_user_does_not_wait_for_the_end(key):
    user = Typist(make_device(fips=True))
    device = user.device
    device.faults.add(kat="kernel/DES3-CBC")
    user.session.feed(b"request system fips self-test\r")
    while b"DES3-CBC" not in user.session.output():
        user.session.wake()
    if key is None:
        user.session.closed()
    else:
        user.send(key)
    settle(device)
    assert device.lifecycle.state is State.PANIC


def test_on_demand_needs_fips_mode_and_the_permission():
    """R-STP-005"""
    assert Typist().line("request system fips self-test") == "error: device is not in FIPS mode"
    reader = Typist(make_device(fips=True), user="ntc", permissions=("view",))
    assert "unknown command" in reader.line("request system fips self-test")


def test_on_demand_failure_of_the_card_ends_ipsec():
    user = Typist(make_device("mx104", fips=True))
    user.device.faults.add(ms_mic="RSA")
    assert user.line("request system fips self-test").endswith("mgd: FIPS Self-tests Passed")
    assert user.device.lifecycle.state is State.FIPS_RECOVERY
    assert not user.device.ipsec_available


# ---------------------------------------------------------------------- random numbers


@pytest.mark.parametrize("platform", platform_names())
def test_the_module_gives_the_random_numbers_of_fips_mode(platform):
    """R-FIPS-011: on switches from the second boot into the mode."""
    device = make_device(platform, fips=True)
    assert device.entropy.adapter == "hmac-drbg"
    rebooted(device, boot.USB)
    assert device.entropy.adapter == "system"


@pytest.mark.parametrize(("platform", "adapters"), [("mx480", "DD"), ("qfx5120-48t", "SD")])
def test_the_generator_comes_with_the_boot_that_brings_it(platform, adapters):
    """R-FIPS-011"""
    device = make_device(platform, fips=True)
    device.entropy.forget()
    found = []
    for _ in adapters:
        assert SELF_TESTS in rebooted(device)
        found.append({"hmac-drbg": "D", "system": "S"}[device.entropy.adapter])
    assert "".join(found) == adapters


def test_a_switch_that_starts_in_fips_mode_has_its_two_boots_behind_it():
    clock = ManualClock()
    device = blueprint("qfx5120-48t", fips=True).build("r1", clock, SeededEntropy(2), power=False)
    boot.power_on(device)
    device.lifecycle.settle()
    assert device.entropy.adapter == "hmac-drbg"


@pytest.mark.parametrize("name", ["noise", "output", "health"])
def test_a_stuck_generator_stops_the_device(name):
    """R-COND-002: at the boot that seeds it, or when it is asked."""
    device = make_device(fips=True)
    device.faults.add(rng=name)
    rebooted(device)
    if name == "output":
        for _ in range(2):
            with pytest.raises(SelfTestFailure, match="continuous random number test, output"):
                device.entropy.bytes(8)
        settle(device)
    assert device.lifecycle.state is State.PANIC
    assert messages(device).count(f"{HEADER}mgd: FIPS error: self-test failure: ") == 1
    device.clock.advance(1.0)
    settle(device)
    assert device.lifecycle.state is State.FIPS
    assert len(device.entropy.bytes(8)) == 8


def test_a_command_that_meets_a_stuck_generator_stores_nothing():
    """R-COND-002: the salt of a new password."""
    user = Typist(make_device(fips=True))
    device = user.device
    before = device.written_configuration
    user.lines("configure")
    device.faults.add(rng="output")
    for keys in ("set system login user ntc authentication plain-text-password\r", "Abc123xyz9!\r"):
        user.send(keys)
    told = user.send("Abc123xyz9!\r")
    assert "error: self-test failure: continuous random number test, output" in told
    settle(device)
    assert device.lifecycle.state is State.PANIC
    assert device.written_configuration is before
