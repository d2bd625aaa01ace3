"""The life of a running device from Python, while real clients are connected."""

from __future__ import annotations

import asyncio

import asyncssh
import pytest

import junosim
from junosim import LifecycleError, LifecycleTimeout, State
from junosim.testing import ManualClock


async def connected(ssh):
    return await asyncssh.connect(
        ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
    )


def test_state_is_a_member_and_its_text(junos_device):
    assert junos_device.state is State.RUNNING
    assert junos_device.state == "running"


def test_a_power_cycle_cuts_clients_and_comes_up_again(junos_device):
    async def cut():
        connection = await connected(junos_device.ssh)
        await asyncio.to_thread(junos_device.power_cycle)
        await asyncio.wait_for(connection.wait_closed(), 5)
        await asyncio.to_thread(junos_device.wait_for)
        async with await connected(junos_device.ssh) as again:
            return str((await again.run("show system uptime | match booted", check=True)).stdout)

    junos_device.cli("configure; set system host-name pending")
    port = junos_device.ssh.port
    assert "System booted" in asyncio.run(cut())
    assert (junos_device.ssh.port, junos_device.state) == (port, "running")
    assert junos_device.cli("configure; show | compare").strip() == "Entering configuration mode"


def test_without_power_nobody_can_log_in(junos_device):
    session = junos_device.session()
    junos_device.power_off()
    assert junos_device.state == "off"
    session.read()
    assert session.has_ended
    for ask in (lambda: junos_device.cli("show version"), junos_device.session, lambda: junos_device.files):
        with pytest.raises(LifecycleError, match="mx480 is off: nobody can log in"):
            ask()
    with pytest.raises(OSError, match="Connect call failed"):
        asyncio.run(connected(junos_device.ssh))
    junos_device.power_on()
    assert junos_device.wait_for("running", 5) is State.RUNNING
    with pytest.raises(LifecycleError, match="on already"):
        junos_device.power_on()


def test_installing_from_usb_leaves_a_device_as_delivered(junos_device):
    junos_device.boot(media="usb")
    assert junos_device.wait_for(("amnesiac", State.RUNNING), 5) is State.AMNESIAC
    assert "host-name" not in junos_device.configuration()
    with pytest.raises(ValueError, match="has no user 'crypto-officer'"):
        junos_device.cli("show version")
    junos_device.reset()
    assert junos_device.state is State.RUNNING
    assert "Model: mx480" in junos_device.cli("show version")


def test_an_unknown_medium_changes_nothing(junos_device):
    with pytest.raises(LifecycleError, match="'tape' is nothing to boot from; there are disk, usb"):
        junos_device.boot(media="tape")
    assert junos_device.state is State.RUNNING


def test_waiting_ends_in_time(junos_device):
    with pytest.raises(LifecycleTimeout, match="mx480 is running, and has not become halted or off"):
        junos_device.wait_for(("off", "halted"), timeout=0.01)
    with pytest.raises(TimeoutError):
        junos_device.wait_for("off", timeout=0)
    with pytest.raises(ValueError, match="'asleep' is not a valid State"):
        junos_device.wait_for("asleep")


def test_a_state_that_is_only_passed_through_is_seen(junos_device):
    async def seen():
        waiting = asyncio.create_task(asyncio.to_thread(junos_device.wait_for, State.SHUTTING_DOWN, 5))
        await asyncio.sleep(0)
        with junos_device.session() as session:
            session.send("request system reboot\r")
            while not waiting.done() and junos_device.state is State.RUNNING:
                session.send("yes\r")
                await asyncio.sleep(0.01)
        return await waiting

    assert asyncio.run(seen()) is State.SHUTTING_DOWN
    junos_device.wait_for("running", 5)


@pytest.mark.parametrize("state", ["off", "halted", "amnesiac", "booting", "counting down"])
def test_reset_works_from_every_state_and_leaves_nothing(make_junos_device, state):
    device = make_junos_device(clock=ManualClock(), pace=1.0)
    before = device.configuration()
    device.files.write("~/x", b"one")
    if state == "off":
        device.power_off()
    elif state == "booting":
        device.power_cycle()
        device.clock.advance(30)
    elif state == "amnesiac":
        device.boot("usb")
        device.clock.advance(600)
    else:
        when = " in 10" if state == "counting down" else ""
        with device.session() as session:
            session.send(f"request system halt{when}\r")
            session.send("yes\r")
            device.clock.advance(120)
    assert device.state == ("running" if state == "counting down" else state)
    device.reset()
    assert device.state is State.RUNNING
    assert device.configuration() == before
    assert device.files.names() == []
    assert "No shutdown/reboot scheduled." in device.cli("show system reboot")
    device.clock.advance(1200)
    assert device.state is State.RUNNING
    assert "Model: mx480" in asyncio.run(version(device.ssh))


async def version(ssh):
    async with await connected(ssh) as connection:
        return str((await connection.run("show version", check=True)).stdout)


def test_what_time_brings_comes_in_its_order(make_junos_device):
    device = make_junos_device(clock=ManualClock())
    with device.session(rows=0) as idle, device.session(rows=0) as busy:
        idle.send("set cli idle-timeout 2\r")
        for line in ("configure", "set system location floor 9", "commit confirmed 3", "exit"):
            busy.send(f"{line}\r")
        with device.session() as third:
            third.send("request system reboot in 5\r")
            third.send("yes\r")
        device.clock.advance(3600)
        shown = idle.read()
        assert "closing session" in shown
        assert "automatic rollback" not in shown
        told = busy.read()
        assert told.index("automatic rollback complete") < told.index("System going down in 1 minute")
        assert busy.has_ended
    assert device.state is State.RUNNING
    assert "booted: 2020-07-08 07:05:00 UTC (00:55:00 ago)" in device.cli("show system uptime")
    assert "floor" not in device.configuration()


def test_clients_over_ssh_feel_the_time_too(make_junos_device):
    device = make_junos_device(clock=ManualClock())

    async def ended():
        async with await connected(device.ssh) as connection:
            process = await connection.create_process(term_type="vt100")
            await process.stdout.readuntil("> ")
            process.stdin.write("set cli idle-timeout 2\r")
            await process.stdout.readuntil("> ")
            await asyncio.to_thread(device.clock.advance, 600)
            return await asyncio.wait_for(process.stdout.read(), 5)

    text = asyncio.run(ended())
    assert text.index("1 minute") < text.index("closing session")


def test_the_clock_can_be_read_and_does_not_go_back(make_junos_device):
    device = make_junos_device(clock=ManualClock())
    begun = device.clock.time(), device.clock.monotonic()
    device.clock.advance(1.5)
    assert (device.clock.time(), device.clock.monotonic()) == (begun[0] + 1.5, begun[1] + 1.5)
    with pytest.raises(ValueError, match="does not go back"):
        device.clock.advance(-1)


def test_faults_are_ordered_seen_and_gone_with_a_reset(junos_device):
    faults = junos_device.faults
    faults.add(kat="openssl/AES-GCM", ms_mic="AES-GCM")
    faults.add_text("rng=noise", times=2)
    assert faults.waiting == ("kat=openssl/AES-GCM", "ms-mic=AES-GCM", "rng=noise")
    assert (faults.present, set(faults.waiting) <= set(faults.known)) == ((), True)
    with pytest.raises(junosim.UnknownFault, match="dsa"):
        faults.add(keypair="dsa")
    junos_device.reset()
    assert faults.waiting == ()
    faults.add(package="signature")
    faults.clear()
    assert faults.waiting == ()


def test_the_panel_of_a_running_device(junos_device):
    panel = junos_device.panel
    assert panel.leds["OK/Fail indicator"] == junosim.Light.GREEN
    assert "Online/offline button" in panel.buttons
    panel.press("Online/offline button")
    junos_device.wait_for("off", 5)
    assert panel.leds["OK/Fail indicator"] == "off"
    with pytest.raises(junosim.NoSuchButton):
        panel.press("Any key")


async def test_the_same_on_the_callers_loop():
    async with junosim.start("mx480", clock=ManualClock()) as device:
        with pytest.raises(RuntimeError, match="areset"):
            device.wait_for("running")
        device.power_cycle()
        assert await device.await_for(timeout=5) is State.FIPS
        with pytest.raises(LifecycleTimeout):
            await device.await_for("off", timeout=0.01)
        device.clock.advance(60)
        device.power_off()
        await device.areset()
        assert device.state is State.FIPS
        assert "Model: mx480" in await version(device.ssh)


def test_the_random_source_and_the_security_parameters_are_seen(make_junos_device):
    """R-FIPS-011, R-CSP-002, R-CSP-004, R-REC-005"""
    plain, twin = make_junos_device(fips=False), make_junos_device("mx104", fips=True)
    assert (plain.random_source, plain.security_parameters) == ("system", ())
    assert twin.random_source == "hmac-drbg"
    whole = {parameter.name for parameter in twin.security_parameters}
    twin.faults.add(ms_mic="AES-GCM")
    twin.power_cycle()
    twin.wait_for("fips-recovery")
    left = {parameter.name for parameter in twin.security_parameters}
    assert left < whole
    assert any("IKE" in name for name in whole - left)
