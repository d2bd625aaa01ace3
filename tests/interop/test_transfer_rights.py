"""Which files a user may copy by SFTP and SCP: those he may read and write on the device."""

from __future__ import annotations

import gzip
import subprocess
from contextlib import suppress

import asyncssh
import pytest

import junosim
from interop_clients import TRUST_ANYBODY

pytestmark = pytest.mark.interop

_PUBLIC, _CONFIGURATION, _HOST_KEY = (
    "/var/tmp/public",
    "/config/juniper.conf.gz",
    "/etc/ssh/ssh_host_ecdsa_key",
)
_CLASSES = """
set system login class keeper permissions [ maintenance secret view view-configuration ]
set system login class helper permissions [ maintenance view ]
set system login class no-sftp permissions view
set system login class no-sftp no-sftp-server
set system login class no-scp permissions view
set system login class no-scp no-scp-server
"""
_USERS = {
    "chief": "super-user", "reader": "read-only", "keeper": "keeper", "helper": "helper", "no-sftp": "no-sftp",
    "no-scp": "no-scp", "nobody": "unauthorized",
}  # fmt: skip


@pytest.fixture(scope="module")
def key():
    return asyncssh.generate_private_key("ecdsa-sha2-nistp256")


@pytest.fixture(scope="module")
def router(key):
    line = b" ".join(key.export_public_key().split()[:2]).decode()
    users = [
        f'set system login user {user} class {name} authentication ssh-ecdsa "{line}"\n'
        for user, name in _USERS.items()
    ]
    with junosim.start("qfx5120-48t", fips=False, config=_CLASSES + "".join(users)) as device:
        device.files.write(_PUBLIC, b"for all\n")
        yield device


@pytest.fixture
def identity(key, tmp_path):
    place = tmp_path / "key"
    key.write_private_key(place)
    place.chmod(0o600)
    return place


def connect(router, user, key):
    return asyncssh.connect(
        router.ssh.host, router.ssh.port, username=user, client_keys=[key], known_hosts=None, config=None,
        agent_path=None, preferred_auth="publickey",
    )  # fmt: skip


async def by_sftp(connection, tmp_path):
    """How to get and put one file, None without the service."""
    try:
        client = await connection.start_sftp_client()
    except (asyncssh.ChannelOpenError, asyncssh.SFTPError):
        return None
    here = str(tmp_path / "file")
    return (lambda name: client.get(name, here)), (lambda name: client.put(here, name))


async def by_scp(connection, tmp_path):
    here = str(tmp_path / "file")
    return (
        lambda name: asyncssh.scp((connection, name), here),
        lambda name: asyncssh.scp(here, (connection, name)),
    )


async def verdicts(router, user, way, tmp_path):
    """`+` for what came where it should: a public file, a configuration, a host key; into the home, into /etc."""
    if way is None:
        return "none"
    get, put = way
    file, found = tmp_path / "file", ""
    for name in (_PUBLIC, _CONFIGURATION, _HOST_KEY):
        file.unlink(missing_ok=True)
        with suppress(asyncssh.SFTPError, asyncssh.Error, OSError):
            await get(name)
        found += "+" if file.exists() else "-"
    file.write_bytes(b"mine\n")
    for folder in (f"/var/home/{user}", "/etc"):
        with suppress(asyncssh.SFTPError, asyncssh.Error, OSError):
            await put(f"{folder}/mine")
        try:
            router.files.remove(f"{folder}/mine")
        except FileNotFoundError:
            found += "-"
        else:
            found += "+"
    return found


# R-ROLE-010: who maintains the device and sees secrets reads configurations. Private host keys are read by nobody.
@pytest.mark.parametrize(
    ("user", "sftp", "scp"),
    [
        ("chief", "++-+-", "++-+-"),
        ("keeper", "++-+-", "++-+-"),
        ("helper", "+--+-", "+--+-"),
        ("reader", "+--+-", "+--+-"),
        ("no-sftp", "none", "+--+-"),
        ("no-scp", "+--+-", "-----"),
        ("nobody", "none", "-----"),
    ],
)
async def test_rights(router, key, tmp_path, user, sftp, scp):
    async with connect(router, user, key) as connection:
        assert await verdicts(router, user, await by_sftp(connection, tmp_path), tmp_path) == sftp
        assert await verdicts(router, user, await by_scp(connection, tmp_path), tmp_path) == scp


@pytest.mark.parametrize("mode", [[], ["-O"]], ids=["sftp", "legacy"])
def test_the_scp_of_openssh_with_a_key(needs_openssh, router, identity, tmp_path, mode):
    def scp(user, path):
        place = [f"{user}@{router.ssh.host}:{path}", "got"]
        options = [
            "-o",
            "LogLevel=ERROR",
            "-o",
            "BatchMode=yes",
            "-i",
            str(identity),
            "-P",
            str(router.ssh.port),
        ]
        done = subprocess.run(
            ["scp", *mode, *TRUST_ANYBODY, *options, *place],
            cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        return done.returncode, done.stderr

    assert scp("reader", _PUBLIC) == (0, "")
    assert (tmp_path / "got").read_bytes() == b"for all\n"
    status, text = scp("reader", _CONFIGURATION)
    told = "Permission denied" if mode else "No such file"  # it looks for names itself, and finds none
    assert (status, told in text) == (1, True), text
    assert scp("keeper", _CONFIGURATION) == (0, "")
    assert b"user keeper" in gzip.decompress((tmp_path / "got").read_bytes())
    assert scp("chief", "/var/tmp/../../etc/ssh/ssh_host_ecdsa_key")[0] == 1
    assert scp("no-scp" if mode else "no-sftp", _PUBLIC)[0] != 0


async def test_a_commit_that_takes_the_service_away_counts_for_the_next_transfer(router, key, tmp_path):
    async with connect(router, "reader", key) as connection:
        assert await by_sftp(connection, tmp_path) is not None
        with router.session(rows=0) as session:
            session.send("configure\r")
            session.send("delete system services ssh sftp-server\r")
            session.send("commit\r")
        assert await by_sftp(connection, tmp_path) is None
        with router.session(rows=0) as session:
            session.send("configure\r")
            session.send("rollback 1\r")
            session.send("commit\r")
        assert await by_sftp(connection, tmp_path) is not None
