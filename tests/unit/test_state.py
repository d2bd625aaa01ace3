"""A device that keeps its state in a directory: from Python and from the command line, killed and started again."""

import asyncio
import json
import os
import signal
import subprocess
import sys

import asyncssh
import pytest

import junosim
from junosim.app.run import Order
from junosim.assemble.lab import User
from junosim.assemble.serve import StateError
from junosim.clock import ManualClock
from junosim.errors import JunosimError

USERS = (User("officer", "Secret-pass1", "super-user"),)


def start(state, **more):
    return junosim.start(state=state, users=more.pop("users", USERS), clock=ManualClock(), **more)


def configure(device, *lines):
    with device.session(columns=100, rows=0) as session:
        return "".join(session.send(f"{line}\r") for line in ("configure", *lines))


def test_what_is_committed_is_there_at_the_next_start(tmp_path):
    with start(tmp_path) as device:
        configure(device, "set system host-name kept", "commit")
        configure(device, "set system host-name lost")
    with start(str(tmp_path), config="system { host-name other; }", hostname="r7") as device:
        assert device.name == "kept"
        assert "host-name kept;" in device.configuration()
        assert device.cli("show system commit").count(" by ") == 2


def test_files_are_there_at_the_next_start(tmp_path):
    with start(tmp_path) as device:
        configure(device, "set snmp location here", "save mine")
    with start(tmp_path) as device:
        assert "load complete" in configure(device, "load merge mine", "commit")
        assert "location here;" in device.configuration()


def test_the_log_says_that_it_goes_on(tmp_path):
    """R-LOG-009, R-AUD-020: with the lines of the guides behind those of before."""
    with start(tmp_path, hostname="r1", fips=False) as device:
        before = device.files.read("/var/log/messages").decode()
        assert "syslogd" not in before
        device.cli("show version | count")
        before = device.files.read("/var/log/messages").decode()
    with start(tmp_path, fips=False) as device:
        text = device.files.read("/var/log/messages").decode()
    stamp = "Jul  8 07:00:00"
    number = text.rpartition("(PID ")[2].partition(")")[0]
    assert text.removeprefix(before).splitlines()[:3] == [
        f"{stamp}  r1 syslogd: restart",
        f"{stamp}  r1 syslogd /kernel: {stamp} init: syslogd (PID {number}) exited with status=1",
        f"{stamp}  r1 /kernel: {stamp} init: syslogd (PID {number}) started",
    ]


def test_in_fips_mode_the_boot_says_so_once(tmp_path):
    for count in (1, 2):
        with start(tmp_path) as device:
            assert device.files.read("/var/log/messages").decode().count(" syslogd: restart\n") == count


def test_the_directory_can_be_read_by_its_owner_alone_and_its_files_by_a_person(tmp_path):
    with start(tmp_path / "a" / "b") as device:
        configure(device, "set snmp location here", "commit")
    folder = tmp_path / "a" / "b" / "config"
    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest", "revision-000001.conf", "revision-000002.conf",
    ]  # fmt: skip
    assert "location here;" in (folder / "revision-000002.conf").read_text()
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "a").rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_only_one_device_may_use_a_directory(tmp_path):
    with start(tmp_path), pytest.raises(StateError, match=f"{tmp_path}: in use by another running device"):
        start(tmp_path).__enter__()
    with start(tmp_path) as device:
        device.stop()
        with start(tmp_path):
            pass


def test_a_reset_empties_the_directory_too(tmp_path):
    with start(tmp_path) as device:
        configure(device, "set snmp location here", "commit", "save mine")
        device.reset()
        assert "location" not in device.configuration()
    with start(tmp_path) as device:
        assert "location" not in device.configuration()
        assert device.cli("show system commit").count(" by ") == 1
    assert b"mine" not in (tmp_path / "files" / "index").read_bytes()  # log files are there again


def test_passwords_that_are_not_known_any_more_are_empty(tmp_path):
    with junosim.start(state=tmp_path) as device:
        known = device.users
        assert all(user.password for user in known)
    with junosim.start(state=tmp_path) as device:
        assert [(user.name, user.password) for user in device.users] == [(user.name, "") for user in known]
        assert device.ssh.password == ""
        assert "Junos:" in device.cli("show version")
    with junosim.start(state=tmp_path, users=known) as device:
        assert device.users == known


def test_a_damaged_directory_is_refused_by_name(tmp_path):
    with start(tmp_path):
        pass
    (tmp_path / "config" / "revision-000001.conf").write_text("system;\n")
    with pytest.raises(
        StateError, match=rf"{tmp_path}/config/revision-000001\.conf: does not have the checksum"
    ):
        start(tmp_path).__enter__()
    (tmp_path / "config" / "manifest").unlink()
    with start(tmp_path):  # one revision that was never in force
        pass
    manifest = tmp_path / "config" / "manifest"
    manifest.write_text(manifest.read_text().replace('"platform": "mx480"', '"platform": "mx104"'))
    with pytest.raises(StateError, match="manifest: is of mx104, not of mx480"):
        start(tmp_path).__enter__()


def test_a_damaged_rollback_is_named_to_who_asks_for_it(tmp_path):
    with start(tmp_path) as device:
        configure(device, "set snmp location here", "commit")
    (tmp_path / "config" / "revision-000001.conf").write_text("")
    refusal = "error: config/revision-000001.conf: does not have the checksum that the manifest states\n"
    with start(tmp_path) as device:
        assert device.cli("show system rollback 1") == refusal
        assert refusal in configure(device, "rollback 1").replace("\r", "")
        assert "commit complete" in configure(device, "set snmp location there", "commit")


def test_a_disk_that_is_full_refuses_the_commit_in_the_words_of_junos(tmp_path, monkeypatch):
    with start(tmp_path) as device:

        def full(*_args, **_more):
            raise OSError(28, "No space left on device")

        with device.session(columns=100, rows=0) as session:
            session.send("configure\r")
            session.send("set snmp location here\r")
            with monkeypatch.context() as patch:
                patch.setattr(os, "write", full)
                shown = session.send("commit\r")
                assert (
                    "error: commit failed: (could not save the configuration: No space left on device)"
                    in shown
                )
                assert "No space left" in session.send("run request system configuration rescue save\r")
            assert "location" not in device.configuration()
            assert "commit complete" in session.send("commit\r")
        assert "location here;" in device.configuration()


# ---------------------------------------------------------------------- the command


def run(*words):
    return subprocess.Popen(
        [sys.executable, "-m", "junosim", "run", "mx480", "--port", "0", "--json", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip


async def commit(description, location):
    ssh = description["ssh"]
    async with (
        asyncssh.connect(
            ssh["host"], ssh["port"], username="crypto-officer", password="Secret-pass1", known_hosts=None,
            server_host_key_algs=["ecdsa-sha2-nistp256"],
        ) as connection,
        connection.create_process(term_type="vt100") as process,
    ):  # fmt: skip
        process.stdin.write(f"configure\nset snmp location {location}\ncommit\n")
        await asyncio.wait_for(process.stdout.readuntil("commit complete"), 20)


def test_a_killed_program_has_lost_nothing_that_was_acknowledged(tmp_path):
    words = ("--state", str(tmp_path), "--password", "Secret-pass1")
    with run(*words) as process:
        asyncio.run(commit(json.loads(process.stdout.readline()), "survives"))
        process.kill()
    with run(*words) as process:
        description = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
    assert [user["password"] for user in description["users"]] == ["Secret-pass1", None]
    newest = max((tmp_path / "mx480" / "config").glob("revision-*"))
    assert "location survives;" in newest.read_text()


def test_each_of_several_devices_has_a_directory_and_none_is_shared(tmp_path):
    with run("--state", str(tmp_path), "--count", "2") as process:
        process.stdout.readline()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["mx480-1", "mx480-2"]
        with run("--state", str(tmp_path), "--count", "2") as second:
            assert second.wait(20) == 2
            assert second.stderr.read() == f"junosim: {tmp_path}/mx480-1: in use by another running device\n"
        process.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("name", ["..", "a/b", "/etc"])
def test_a_host_name_leads_nowhere_else(tmp_path, name):
    with pytest.raises(JunosimError, match="no name for a directory"):
        Order("mx480", hostname=name, state=tmp_path).device_state(0)
    assert Order("mx480", hostname="r1", state=tmp_path).device_state(0) == tmp_path / "r1"
