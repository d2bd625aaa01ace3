"""`junosim.start` in its two forms, and the fixtures of the pytest plugin."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading

import asyncssh
import pytest

import junosim
from junosim.testing import ManualClock, SeededEntropy, assert_transcript


async def over_ssh(ssh, command):
    async with asyncssh.connect(
        ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
    ) as connection:
        return str((await connection.run(command, check=True)).stdout)


def test_device_answers_with_and_without_a_socket(junos_device):
    local = junos_device.cli("show version")
    assert "Model: mx480" in local
    assert asyncio.run(over_ssh(junos_device.ssh, "show version")) == local


def test_read_only_user(junos_device):
    assert [user.login_class for user in junos_device.users] == ["super-user", "read-only"]
    assert "unknown command" in junos_device.cli("configure", user="fips-user")


def test_files_without_a_session(junos_device):
    files = junos_device.files
    files.write("x", b"one")
    files.make_directory("/var/tmp/d")
    files.write("/var/tmp/d/y", b"two")
    assert (files.read("~/x"), files.names("/var/tmp/d"), files.names()) == (b"one", ["y"], ["x"])
    assert "one" in junos_device.cli("file show x")
    files.remove("x")
    with pytest.raises(FileNotFoundError, match="No such file or directory: 'x'"):
        files.read("x")
    with pytest.raises(IsADirectoryError):
        files.write("/var/tmp", b"")
    with pytest.raises(FileExistsError):
        files.make_directory("/var/tmp/d")
    with pytest.raises(OSError, match="No route to host"):
        files.read("scp://host/x")
    theirs = junos_device.files_of("fips-user")
    assert theirs.read("/var/tmp/d/y") == b"two"
    with pytest.raises(PermissionError):
        theirs.write("/var/tmp/d/y", b"three")
    with pytest.raises(ValueError, match="has no user 'nobody'"):
        junos_device.files_of("nobody")


def test_unknown_user(junos_device):
    with pytest.raises(ValueError, match="mx480 has no user 'nobody'"):
        junos_device.cli("show version", user="nobody")
    with pytest.raises(ValueError, match="mx480 has no user 'nobody'"):
        junos_device.session(user="nobody")


def test_a_start_can_be_entered_again():
    start = junosim.start("mx480")
    for _ in range(2):
        with start as device:
            assert "Model: mx480" in asyncio.run(over_ssh(device.ssh, "show version"))


def test_reset_goes_back_to_the_start(junos_device):
    before = junos_device.configuration()
    junos_device.cli("configure; set system host-name changed; commit; set system host-name pending")
    assert junos_device.configuration() != before
    junos_device.reset()
    assert junos_device.configuration() == before
    assert junos_device.cli("configure; show | compare").strip() == "Entering configuration mode"
    assert "error" in junos_device.cli("configure; rollback 1")


def test_reset_cuts_sessions_and_keeps_the_port(junos_device):
    port = junos_device.ssh.port

    async def session_survives():
        ssh = junos_device.ssh
        async with asyncssh.connect(
            ssh.host, ssh.port, username=ssh.user, password=ssh.password, known_hosts=None
        ) as connection:
            await asyncio.to_thread(junos_device.reset)
            await asyncio.wait_for(connection.wait_closed(), 5)

    asyncio.run(session_survives())
    assert junos_device.ssh.port == port
    assert "Junos:" in asyncio.run(over_ssh(junos_device.ssh, "show version"))


def test_reset_cuts_local_sessions_too(junos_device):
    session = junos_device.session()
    session.send("configure\r")
    assert "crypto-officer" in junos_device.cli("configure; status")
    junos_device.reset()
    assert "Users currently" not in junos_device.cli("configure")
    session.close()


@pytest.mark.parametrize("config", ["set system host-name r7", "system { host-name r7; }"])
def test_make_device_with_a_configuration(make_junos_device, config):
    device = make_junos_device(platform="mx480", config=config)
    assert (device.name, device.platform) == ("r7", "mx480")
    assert "host-name r7;" in device.configuration()
    assert "user crypto-officer" in device.configuration()


def test_make_device_from_a_file(make_junos_device, tmp_path):
    path = tmp_path / "r8.conf"
    path.write_text("system { host-name r8; }")
    assert make_junos_device(config=path).name == "r8"


def test_host_name_argument_wins(make_junos_device):
    assert make_junos_device(config="set system host-name a", hostname="b").name == "b"


def test_configuration_loads_back(make_junos_device):
    first = make_junos_device(config="set interfaces lo0 unit 0 family inet address 10.1.1.1/32")
    second = make_junos_device(config=first.configuration())
    assert second.configuration() == first.configuration()


def test_devices_share_nothing(make_junos_device):
    one, other = make_junos_device(), make_junos_device()
    one.cli("configure; set system host-name one; commit")
    assert "host-name mx480;" in other.configuration()


def loops():
    return sum(thread.name == "junosim-loop" for thread in threading.enumerate())


async def test_async_form_runs_on_the_callers_loop():
    before = loops()
    async with junosim.start("mx480") as device:
        assert loops() == before
        assert "Junos: 19.1R2.8" in await over_ssh(device.ssh, "show version")
        assert "Junos: 19.1R2.8" in device.cli("show version")
        device.cli("configure; set system host-name changed; commit")
        await device.areset()
        assert "host-name mx480;" in device.configuration()
        with pytest.raises(RuntimeError, match="areset"):
            device.stop()
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection(device.ssh.host, device.ssh.port)


def test_leaving_frees_port_threads_and_tasks():
    threads = set(threading.enumerate())
    with junosim.start("mx480") as device:
        ssh = device.ssh
        asyncio.run(over_ssh(ssh, "show version"))
    assert set(threading.enumerate()) <= threads
    with socket.create_server((ssh.host, ssh.port)):
        pass
    gc.collect()


def test_stop_may_come_first():
    with junosim.start("mx480") as device:
        device.stop()
        device.stop()


def test_port_in_use_is_said_at_the_start():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        threads = set(threading.enumerate())
        with pytest.raises(OSError, match="in use"), junosim.start("mx480", port=taken.getsockname()[1]):
            pass
        assert set(threading.enumerate()) <= threads


def test_unknown_platform():
    with pytest.raises(junosim.PlatformError, match="mx9999"):
        junosim.start("mx9999")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("system { nonsense; }", r"configuration, line 1: "),
        ("set system host-name a\nset nonsense", r"configuration, line 2: "),
        (
            "set system login user x class no-such-class",
            r"system login user x.* 'no-such-class' is not defined",
        ),
        ("delete system root-authentication", r"root-authentication"),
    ],
)
def test_bad_configuration(config, message):
    with pytest.raises(junosim.StartConfigurationError, match=message):
        junosim.start("mx480", config=config)


def test_random_passwords_conform_to_fips_mode():
    clock = ManualClock()
    for seed in range(5):
        start = junosim.start("mx480", clock=clock, entropy=SeededEntropy(seed))
        with start as device:
            for user in device.users:
                assert 10 <= len(user.password) <= 20
                kinds = (str.isupper, str.islower, str.isdigit)
                assert all(any(kind(letter) for letter in user.password) for kind in kinds)


def test_time_is_the_tests(make_junos_device):
    device = make_junos_device(clock=ManualClock())
    with device.session() as session:
        assert session.read().endswith("crypto-officer@mx480> ")
        session.send("set cli idle-timeout 2\r")
        session.send("\r")
        device.advance(60)
        assert "1 minute" in session.read()
        device.advance(61)
        assert "closing session" in session.read()
        assert session.has_ended
    assert "2020-07-08 07:02:01 UTC" in device.cli("show system uptime | match Current")


def test_time_of_the_host_cannot_be_advanced(junos_device):
    with pytest.raises(TypeError, match="ManualClock"):
        junos_device.advance(1)


def test_transcripts_forgive_line_ends_only():
    assert_transcript("\r\nshow  x \r\nyes\r\n", "show  x\nyes")
    with pytest.raises(AssertionError, match=r"\+no"):
        assert_transcript("show\r\nno", "show\nyes")
