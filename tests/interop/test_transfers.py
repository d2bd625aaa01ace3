"""Files to and from a router with the clients people have: scp, sftp, paramiko, scp.py, netmiko."""

from __future__ import annotations

import filecmp
import os
import stat

import paramiko
import pexpect
import pytest
from netmiko import ConnectHandler, file_transfer
from netmiko.scp_handler import SCPConn
from scp import SCPClient, SCPException

from interop_clients import TRUST_ANYBODY

MODE_OF_SCP = {"sftp": [], "legacy": ["-O"]}
CONTENT = bytes(range(256)) * 2000


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "here"
    (folder / "tree" / "below").mkdir(parents=True)
    (folder / "file").write_bytes(CONTENT)
    (folder / "tree" / "script").write_bytes(b"#!/bin/sh\n")
    (folder / "tree" / "script").chmod(0o750)
    (folder / "tree" / "below" / "empty").write_bytes(b"")
    (folder / "tree" / "below" / "copy").write_bytes(CONTENT)
    os.utime(folder / "tree" / "below" / "copy", (1_000_000_000, 1_100_000_000))
    return folder


@pytest.fixture
def openssh(needs_openssh, junos_device, here):
    """Runs `scp` or `sftp`; returns the exit status and what it printed."""

    def run(program, *arguments, user="crypto-officer"):
        password = next(known.password for known in junos_device.users if known.name == user)
        command = [*TRUST_ANYBODY, "-o", "LogLevel=ERROR", "-P", str(junos_device.ssh.port), *arguments]
        child = pexpect.spawn(program, command, cwd=str(here), encoding="utf-8", timeout=20)
        child.delaybeforesend = None
        child.expect("assword:")
        child.sendline(password)
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus, child.before.replace("\r", "")

    return run


def at(device, path, user="crypto-officer"):
    return f"{user}@{device.ssh.host}:{path}"


@pytest.mark.parametrize("mode", MODE_OF_SCP)
def test_scp_copies_files_there_and_back(openssh, junos_device, here, mode):
    options = MODE_OF_SCP[mode]
    assert openssh("scp", *options, "file", at(junos_device, ""))[0] == 0
    assert openssh("scp", *options, "file", at(junos_device, "/var/tmp/other"))[0] == 0
    assert junos_device.files.read("~/file") == junos_device.files.read("/var/tmp/other") == CONTENT
    assert openssh("scp", *options, at(junos_device, "/var/tmp/other"), "back")[0] == 0
    assert (here / "back").read_bytes() == CONTENT
    assert openssh("scp", *options, at(junos_device, "/var/tmp/o*"), "tree")[0] == 0
    assert (here / "tree" / "other").read_bytes() == CONTENT


@pytest.mark.parametrize("mode", MODE_OF_SCP)
def test_scp_copies_trees_with_modes_and_times(openssh, junos_device, here, mode):
    options = MODE_OF_SCP[mode]
    assert openssh("scp", *options, "-rp", "tree", at(junos_device, "~/there"))[0] == 0
    listed = junos_device.cli("file list ~/there detail")
    assert "-rwxr-x---" in listed
    assert openssh("scp", *options, "-rp", at(junos_device, "there"), "back")[0] == 0
    compared = filecmp.dircmp(here / "tree", here / "back")
    assert (compared.left_only, compared.right_only, compared.diff_files) == ([], [], [])
    copy = (here / "back" / "below" / "copy").stat()
    assert (copy.st_size, copy.st_mtime, copy.st_atime) == (len(CONTENT), 1_100_000_000, 1_000_000_000)
    assert stat.S_IMODE((here / "back" / "script").stat().st_mode) == 0o750


@pytest.mark.parametrize("mode", MODE_OF_SCP)
def test_scp_says_what_is_refused(openssh, junos_device, here, mode):
    options = MODE_OF_SCP[mode]
    status, text = openssh("scp", *options, at(junos_device, "/var/tmp/no"), "x")
    assert (status, "/var/tmp/no: No such file or directory" in text) == (1, True)
    status, text = openssh(
        "scp", *options, "file", at(junos_device, "/root/x", "fips-user"), user="fips-user"
    )
    assert (status, "Permission denied" in text) == (1, True)
    status, text = openssh("scp", *options, "file", at(junos_device, "/etc/passwd"))
    assert (status, "Permission denied" in text) == (1, True)
    assert not (here / "x").exists()


def test_sftp_in_batch(openssh, junos_device, here):
    (here / "batch").write_text(
        "put file\nls -l\nmkdir d\nrename file d/f\nls -1 d\nln -s d/f l\nls -l\n"
        "chmod 600 d/f\nget d/f back\nrm d/f\nrmdir d\npwd\ncd /var\nls -1\nget /no/such\n"
    )
    # a batch asks for no password unless told so
    status, text = openssh("sftp", "-o", "BatchMode=no", "-b", "batch", at(junos_device, "").rstrip(":"))
    assert status == 1  # for the last line
    lines = text.split("\n")
    assert any(line.startswith("-rw-r--r--    1 crypto-officer wheel      512000 ") for line in lines)
    assert "d/f" in lines
    assert any(line.startswith("lrwxr-xr-x") and line.endswith(" l") for line in lines)
    assert "Remote working directory: /var/home/crypto-officer" in lines
    assert "log" in lines
    assert lines[-2] == 'File "/no/such" not found.'
    assert (here / "back").read_bytes() == CONTENT
    assert "JUNOS" not in text


@pytest.fixture
def paramiko_client(junos_device):
    ssh = junos_device.ssh
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(ssh.host, ssh.port, ssh.user, ssh.password, allow_agent=False, look_for_keys=False)
    yield client
    client.close()


def test_paramiko_sftp(paramiko_client, junos_device, here):
    with paramiko_client.open_sftp() as sftp:
        assert sftp.normalize(".") == "/var/home/crypto-officer"
        assert sftp.put(str(here / "file"), "/var/tmp/x").st_size == len(CONTENT)
        sftp.get("/var/tmp/x", str(here / "back"))
        with sftp.open("/var/tmp/x", "r+") as file:
            file.seek(100)
            file.write(b"patched")
        with sftp.open("/var/tmp/x", "a") as file:
            file.write(b"end")
        sftp.utime("/var/tmp/x", (1, 2))
        assert sftp.stat("/var/tmp/x").st_mtime == 2
        sftp.symlink("x", "/var/tmp/link")
        assert sftp.readlink("/var/tmp/link") == "x"
        sftp.posix_rename("/var/tmp/x", "/var/tmp/y")
        assert sorted(sftp.listdir("/var/tmp")) == ["link", "y"]
        with pytest.raises(FileNotFoundError):
            sftp.stat("/var/tmp/link")
        with pytest.raises(OSError, match="File exists"):
            sftp.rename("/var/tmp/y", "/var/tmp/link")
    assert (here / "back").read_bytes() == CONTENT
    assert junos_device.files.read("/var/tmp/y") == CONTENT[:100] + b"patched" + CONTENT[107:] + b"end"


def test_scp_py(paramiko_client, junos_device, here):
    with SCPClient(paramiko_client.get_transport()) as scp:
        scp.put(str(here / "file"), "/var/tmp/x")
        scp.put(str(here / "tree"), "/var/tmp", recursive=True, preserve_times=True)
        scp.get("/var/tmp/x", str(here / "back"))
        scp.get("/var/tmp/tree", str(here / "tree back"), recursive=True, preserve_times=True)
        with pytest.raises(SCPException, match="/no/such: No such file or directory"):
            scp.get("/no/such", str(here / "no"))
    assert (here / "back").read_bytes() == CONTENT
    assert (here / "tree back" / "below" / "copy").stat().st_mtime == 1_100_000_000
    assert junos_device.files.read("/var/tmp/tree/script") == b"#!/bin/sh\n"


def test_the_scp_part_of_netmiko(junos_device, here):
    ssh = junos_device.ssh
    with ConnectHandler(
        device_type="juniper_junos", host=ssh.host, port=ssh.port, username=ssh.user, password=ssh.password
    ) as connection:
        copying = SCPConn(connection)
        copying.scp_transfer_file(str(here / "file"), "/var/tmp/x")
        copying.scp_get_file("/var/tmp/x", str(here / "back"))
        copying.close()
        assert "= " in connection.send_command("file checksum md5 /var/tmp/x")
    assert (here / "back").read_bytes() == CONTENT


def test_a_whole_transfer_of_netmiko(junos_device, here):
    """Its checks run in the shell and with `file checksum md5`."""
    ssh = junos_device.ssh
    with ConnectHandler(
        device_type="juniper_junos", host=ssh.host, port=ssh.port, username=ssh.user, password=ssh.password
    ) as connection:
        transfer = {"file_system": "/var/tmp", "overwrite_file": True}
        there = {"source_file": str(here / "file"), "dest_file": "x", "direction": "put", **transfer}
        back = {"source_file": "x", "dest_file": str(here / "back"), "direction": "get", **transfer}
        done = {"file_exists": True, "file_transferred": True, "file_verified": True}
        assert file_transfer(connection, **there) == done
        assert file_transfer(connection, **there) == {**done, "file_transferred": False}  # it is the same
        (here / "file").write_bytes(b"other")
        assert file_transfer(connection, **there) == done
        assert file_transfer(connection, **back) == done
    assert (here / "back").read_bytes() == b"other"
