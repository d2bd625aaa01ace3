"""SFTP and SCP over a real connection, with the rights of the user, and how such a session ends."""

from __future__ import annotations

import asyncio
import logging
import stat
from contextlib import asynccontextmanager

import asyncssh
import pytest

import junosim
from junosim.assemble.lab import CRYPTO_OFFICER, READER, User
from junosim.device import files as files_module
from junosim.device import transfers as transfers_module
from junosim.device.transfers import Transfer
from junosim.servers import transfers as serving_module
from junosim.servers.turns import Turns
from junosim.testing import ManualClock, SeededEntropy

OFFICER, READING = (User(name, f"P-1-{name}", kind) for name, kind in (CRYPTO_OFFICER, READER))
NEVER_KNOWN = {"known_hosts": None, "config": None, "agent_path": None, "client_keys": None}


@pytest.fixture
async def device():
    async with junosim.start(users=(OFFICER, READING), hostname="r1", clock=ManualClock()) as running:
        yield running


@asynccontextmanager
async def connected(device, user=OFFICER):
    async with asyncssh.connect(
        device.ssh.host, device.ssh.port, username=user.name, password=user.password, **NEVER_KNOWN
    ) as connection:
        yield connection


@asynccontextmanager
async def sftp_of(device, user=OFFICER):
    async with connected(device, user) as connection, connection.start_sftp_client() as sftp:
        yield sftp


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - nothing on the device tells
            await asyncio.sleep(0)


# ---------------------------------------------------------------------- SFTP


async def test_names_are_meant_from_the_home_and_stay_inside_the_device(device):
    async with sftp_of(device) as sftp:
        assert await sftp.realpath(".") == await sftp.realpath("~") == "/var/home/crypto-officer"
        assert await sftp.realpath("../../../../../../etc") == "/etc"
        await sftp.mkdir("sub")
        for name in ("x", "sub/../x2", "~/x3", "/var/home/crypto-officer/sub/x4"):
            async with sftp.open(name, "wb") as file:
                await file.write(name.encode())
        assert sorted(await sftp.listdir("..")) == [".", "..", "crypto-officer"]
        assert sorted(await sftp.listdir("~")) == [".", "..", "sub", "x", "x2", "x3"]
        for name in ("/etc/passwd", "../../../../../etc/hostname", "", "a\0b"):
            with pytest.raises(asyncssh.SFTPNoSuchFile, match="No such file"):
                await sftp.stat(name)
    assert device.files.names() == ["sub", "x", "x2", "x3"]
    assert device.files.read("x2") == b"sub/../x2"


async def test_odd_names_are_kept_as_they_are(device):
    names = [b"\xff\xfe", "ä€".encode(), b"a\nb\x1b[2J", b"*?[x]", b"-rf", b" "]
    async with sftp_of(device) as sftp:
        for name in names:
            async with sftp.open(name, "wb") as file:
                await file.write(name)
        assert set(await sftp.listdir(b".")) == {b".", b"..", *names}
        assert await (await sftp.open(b"\xff\xfe", "rb")).read() == b"\xff\xfe"
        with pytest.raises(asyncssh.SFTPBadMessage):
            await sftp.stat("x" * 256)
    listed = device.cli("file list")
    assert "\x1b" not in listed
    assert "ä€" in listed


async def test_parts_modes_times_links_and_names(device):
    async with sftp_of(device) as sftp:
        async with sftp.open("x", "wb", asyncssh.SFTPAttrs(permissions=0o777)) as file:
            await file.write(b"end", 5)
            await file.write(b"begin", 0)
            assert (await file.stat()).size == 8
            await file.utime((100, 200))
        async with sftp.open("x", "ab") as file:
            await file.write(b"!")
        await sftp.utime("x", (100, 200))
        await sftp.chmod("x", 0o640)
        attributes = await sftp.stat("x")
        assert (attributes.size, attributes.permissions, attributes.atime, attributes.mtime) == (
            9, stat.S_IFREG | 0o640, 100, 200,
        )  # fmt: skip
        assert (attributes.uid, attributes.gid) == (2000, 0)
        await sftp.symlink("x", "l")
        assert await sftp.readlink("l") == "x"
        assert stat.S_ISLNK((await sftp.lstat("l")).permissions)
        assert (await sftp.stat("l")).size == 9
        await sftp.link("x", "hard")
        assert (await sftp.stat("x")).nlink is None  # version 3 has no field for it
        assert any(b"-rw-r-----    2" in entry.longname for entry in await sftp.readdir(b"."))
        with pytest.raises(asyncssh.SFTPFailure, match="File exists"):
            await sftp.rename("x", "hard")
        await sftp.rename("x", "y")
        await sftp.posix_rename("y", "l")
        await sftp.truncate("l", 5)
        await sftp.mkdir("d", asyncssh.SFTPAttrs(permissions=0o777))
        assert (await sftp.stat("d")).permissions == stat.S_IFDIR | 0o755
        await sftp.rename("l", "d/z")
        with pytest.raises(asyncssh.SFTPFailure, match="Directory not empty"):
            await sftp.rmdir("d")
        with pytest.raises(asyncssh.SFTPBadMessage):
            await sftp.readlink("d/z")
        await sftp.remove("d/z")
        await sftp.rmdir("d")
        space = await sftp.statvfs("/")
        assert space.frsize * space.blocks == files_module.CAPACITY
    assert device.files.names() == ["hard"]


async def test_the_rights_are_those_of_the_user(device):
    device.files.write("/var/tmp/theirs", b"read me")
    device.files.write("/root/secret", b"")
    async with sftp_of(device, READING) as sftp:
        assert await (await sftp.open("/var/tmp/theirs", "rb")).read() == b"read me"
        for refused in (
            sftp.open("/var/tmp/theirs", "wb"),
            sftp.remove("/var/tmp/theirs"),
            sftp.chmod("/var/tmp/theirs", 0o777),
            sftp.stat("/root/secret"),
            sftp.listdir("/config"),
            sftp.open("/var/log/x", "wb"),
            sftp.mkdir("/var/x"),
        ):
            with pytest.raises(asyncssh.SFTPPermissionDenied, match="Permission denied"):
                await refused
    assert device.files.read("/var/tmp/theirs") == b"read me"


async def test_a_full_disk_says_so_and_keeps_what_was_written(device, monkeypatch):
    monkeypatch.setattr(files_module, "CAPACITY", 102_000)
    async with sftp_of(device) as sftp:
        async with sftp.open("x", "wb") as file:
            await file.write(bytes(90_000))
            with pytest.raises(asyncssh.SFTPFailure, match="No space left on device"):
                await file.write(bytes(20_000), 90_000)
        assert (await sftp.stat("x")).size == 90_000
    async with connected(device) as connection:
        with pytest.raises(asyncssh.SFTPFailure, match="scp: y: No space left on device"):
            await _scp_put(connection, "y", bytes(20_000))


async def test_what_openssh_of_that_time_did_not_have_is_not_offered(device):
    async with sftp_of(device) as sftp:
        assert sftp.supports_remote_copy is False
        with pytest.raises(asyncssh.SFTPOpUnsupported):
            await sftp.chmod("x", 0o600, follow_symlinks=False)


async def test_open_files_and_directories_have_a_limit(device, monkeypatch):
    monkeypatch.setattr(transfers_module, "MOST_OPEN", 3)
    async with sftp_of(device) as sftp:
        files = [await sftp.open(f"x{number}", "wb") for number in range(3)]
        with pytest.raises(asyncssh.SFTPFailure, match="Too many open files"):
            await sftp.open("x4", "wb")
        await files.pop().close()
        await sftp.open("x4", "wb")


async def test_a_fault_of_ours_shows_nothing_of_us(device, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("planted in /tmp/secret.py")

    monkeypatch.setattr(Transfer, "remove", broken)
    async with sftp_of(device) as sftp:
        with pytest.raises(asyncssh.SFTPFailure, match=r"^Failure$"):
            await sftp.remove("x")
        assert await sftp.realpath(".")
    assert "planted" in caplog.text


# ---------------------------------------------------------------------- who is served, and until when


async def test_without_the_statement_there_is_scp_and_no_sftp(device):
    device.cli("configure; delete system services ssh sftp-server; commit")
    async with connected(device) as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.start_sftp_client()
        await _scp_put(connection, "x", b"y")
    assert device.files.read("x") == b"y"


async def test_a_class_without_permissions_transfers_nothing(device):
    device.cli("configure; set system login user fips-user class unauthorized; commit")
    async with connected(device, READING) as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.start_sftp_client()
        refused = await connection.run("scp -t x")
    assert (refused.stdout, refused.stderr, refused.exit_status) == ("", "error: permission denied\n", 1)


async def test_sessions_without_a_terminal_are_in_no_list_and_greet_nobody(device):
    device.cli('configure; set system login announcement "Hello there"; commit')
    async with sftp_of(device) as sftp:
        assert await sftp.listdir(".") == [".", ".."]
        assert "0 users" in device.cli("show system users")
        shown = device.cli("show system processes extensive | match sftp-server")
        assert "crypto-offi" in shown
        assert "sshd: crypto-officer@notty" in device.cli("show system processes | match notty")
        async with connected(device) as connection:
            process = await connection.create_process("scp -f /no/such", encoding=None)
            process.stdin.write(b"\0")
            assert await process.stdout.read() == b"\x01scp: /no/such: No such file or directory\n"


@pytest.mark.parametrize("how", ["logout", "delete"])
async def test_the_session_of_an_expelled_or_deleted_user_ends(device, how):
    async with connected(device, READING) as connection:
        scp = await connection.create_process("scp -t y", encoding=None)
        assert await scp.stdout.read(1) == b"\0"
        sftp = await connection.start_sftp_client()
        file = await sftp.open("x", "wb")
        await file.write(b"begun")
        if how == "logout":
            assert "done" in device.cli("request system logout user fips-user")
        else:
            device.cli("configure; delete system login user fips-user; commit")
        assert await scp.stdout.read() == b""
        with pytest.raises((asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection)):
            await sftp.stat(".")
    assert device.files.read("/var/home/fips-user/x") == b"begun"
    if how == "logout":
        assert "no such user" in device.cli("request system logout user fips-user")


async def test_a_commit_that_deletes_nobody_ends_nothing(device):
    async with sftp_of(device, READING) as sftp:
        device.cli("configure; set system login user another class operator; commit")
        assert await sftp.realpath(".") == "/var/home/fips-user"


async def test_what_was_written_before_the_connection_was_lost_stays(device):
    async with connected(device) as connection:
        process = await connection.create_process("scp -t cut", encoding=None)
        process.stdin.write(b"C0600 1000 cut\n" + b"x" * 600)
        await until(lambda: device.files.names() == ["cut"] and len(device.files.read("cut")) == 600)
        connection.abort()
    async with connected(device) as connection, connection.start_sftp_client() as sftp:
        file = await sftp.open("cut too", "wb")
        await file.write(b"y" * 100)
        connection.abort()
    await until(lambda: not len(device._served.device.logins))
    assert device.files.read("cut") == b"x" * 600
    assert device.files.read("cut too") == b"y" * 100


async def test_stopping_the_device_ends_transfers(device, caplog):
    with caplog.at_level(logging.WARNING):
        async with sftp_of(device) as sftp:
            file = await sftp.open("x", "wb")
            await file.write(b"begun")
            await device.areset()
            with pytest.raises((asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection)):
                await sftp.stat(".")
    assert device.files.names() == []
    assert caplog.text == ""


async def test_what_was_transferred_outlives_the_program(tmp_path):
    users = {"users": (OFFICER,), "state": tmp_path}
    async with junosim.start(**users) as running, sftp_of(running) as sftp, sftp.open("x", "wb") as file:
        await file.write(bytes(70_000))
        await file.write(b"end", 70_000)
    async with junosim.start(**users) as running, sftp_of(running) as sftp:
        assert (await sftp.stat("x")).size == 70_003
        assert await (await sftp.open("x", "rb")).read() == bytes(70_000) + b"end"


@pytest.mark.parametrize("service", ["sftp", "scp -t x", "scp -rt .", "scp -f /", "scp -rpf ~"])
async def test_noise_ends_a_transfer_and_harms_nothing(device, caplog, service):
    """Random bytes, and packets of every type with random content: an answer or an end, and no fault of ours."""
    entropy, everything = SeededEntropy(7), set(device.files.names("/"))
    packets = [
        bytes([kind]) + entropy.bytes(size)
        for kind in [*range(1, 21), 200, 255]
        for size in (0, 4, 8, 20, 60)
    ]
    packed = b"".join(len(packet).to_bytes(4) + packet for packet in packets)
    lines = [
        b"C0644 -1 x",
        b"C0644 5 ../x",
        b"C9999 x y",
        b"D0755 0 ..",
        b"T1 2",
        b"E",
        b"\x02",
        b"Z",
        b"",
        b"C0644 9 a/b",
    ]
    noises = (
        [(5).to_bytes(4) + b"\x01" + (3).to_bytes(4) + packed, b"\xff" * 64, bytes(64), entropy.bytes(999)]
        if service == "sftp"
        else [b"\0" * 4 + line + b"\n" for line in lines] + [b"x" * 300_000, entropy.bytes(999)]
    )
    async with connected(device) as connection:
        for noise in noises:
            if service == "sftp":
                process = await connection.create_process(subsystem="sftp", encoding=None)
            else:
                process = await connection.create_process(service, encoding=None)
            process.stdin.write(noise)
            process.stdin.write_eof()
            async with asyncio.timeout(5):
                said = await process.stdout.read()
                await process.wait()
            assert b"Uncaught" not in said
            assert b"Traceback" not in said
        assert "crypto-officer" in (await connection.run("show cli authorization")).stdout
    assert caplog.text == ""
    assert set(device.files.names("/")) == everything


# ---------------------------------------------------------------------- many, and much


async def test_a_client_that_reads_nothing_is_sent_no_more_than_its_window(device):
    device.files.write("big", bytes(4_000_000))
    async with connected(device) as connection:
        process = await connection.create_process(subsystem="sftp", encoding=None)
        process.stdin.write((5).to_bytes(4) + b"\x01" + (3).to_bytes(4))
        await process.stdout.readexactly(int.from_bytes(await process.stdout.readexactly(4)))
        opening = b"\x03" + bytes(4) + (3).to_bytes(4) + b"big" + (1).to_bytes(4) + bytes(4)
        process.stdin.write(len(opening).to_bytes(4) + opening)
        handle = (await process.stdout.readexactly(4 + 1 + 4 + 4 + 4))[-4:]
        process.channel.pause_reading()
        asking = b"\x05" + bytes(4) + (4).to_bytes(4) + handle + bytes(8) + (1 << 16).to_bytes(4)
        process.stdin.write((len(asking).to_bytes(4) + asking) * 1000)  # for 64 MB
        (login,) = device._served.server._logins
        (channel,) = login.channels
        for _ in range(200):
            await asyncio.sleep(0)
        assert 0 < channel._channel.get_write_buffer_size() < 500_000
        process.channel.abort()


async def test_many_transfers_at_once_and_a_session_between_them(device):
    content = bytes(range(256)) * 1000

    async def one(number):
        async with sftp_of(device) as sftp:
            async with sftp.open(f"/var/tmp/{number}", "wb") as file:
                await file.write(content)
            async with sftp.open(f"/var/tmp/{number}", "rb") as file:
                return await file.read() == content

    async with connected(device) as connection:
        work = asyncio.gather(*(one(number) for number in range(8)))
        assert "0 users" in (await connection.run("show system users")).stdout
        assert all(await work)


async def test_one_of_many_goes_on_in_each_turn_of_the_loop():
    turns, order = Turns(), []

    async def work(name):
        for _ in range(2):
            await turns.next()
            order.append((name, watch.count))

    class Watch:
        count = 0

        async def run(self):
            while True:
                self.count += 1
                await asyncio.sleep(0)

    watch = Watch()
    watcher = asyncio.create_task(watch.run())
    tasks = [asyncio.create_task(work(name)) for name in "abcd"]
    await asyncio.sleep(0)
    tasks.pop().cancel()
    await asyncio.gather(*tasks)
    watcher.cancel()
    assert [name for name, _ in order] == list("abcabc")
    assert len({count for _, count in order}) == 6  # each in a turn of its own


async def test_many_small_requests_give_others_their_turn(device):
    """A burst that fills the window is worked off in slices, not at one stretch."""
    turns = 0

    async def watch():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with connected(device) as connection:
        process = await connection.create_process(subsystem="sftp", encoding=None)
        stat_request = (1).to_bytes(4) + (1).to_bytes(4) + b"/"
        packet = bytes([17]) + stat_request
        process.stdin.write((5).to_bytes(4) + b"\x01" + (3).to_bytes(4))
        await process.stdout.read(4)
        watcher = asyncio.create_task(watch())
        process.stdin.write((len(packet).to_bytes(4) + packet) * 2000)
        process.stdin.write_eof()
        await process.stdout.read()
        watcher.cancel()
        assert process.exit_status == 0
    assert turns > 20


async def _scp_put(connection, path, data):
    """The least that a client of SCP does."""
    process = await connection.create_process(f"scp -t {path}", encoding=None)
    assert await process.stdout.read(1) == b"\0"
    process.stdin.write(b"C0644 %d x\n" % len(data))
    assert await process.stdout.read(1) == b"\0"
    process.stdin.write(data + b"\0")
    answer = await process.stdout.read(1)
    if answer != b"\0":
        raise asyncssh.SFTPFailure((await process.stdout.readline()).decode().strip())
    process.stdin.write_eof()
    await process.wait()
    assert process.exit_status == 0


# ---------------------------------------------------------------------- much work in few words


async def test_directories_within_each_other_have_an_end(device, caplog):
    async with connected(device) as connection:
        async with connection.create_process("scp -r -t /var/tmp", encoding=None) as process:
            process.stdin.write(b"D0755 0 a\n" * 600)
            process.stdin.write_eof()
            answers = await process.stdout.read()
        assert b"File name too long" in answers
        async with connection.start_sftp_client() as sftp:
            path = "/var/tmp" + "/a" * 98
            assert await sftp.isdir(path)
            for _ in range(8):
                path += "/a"
                if not await sftp.exists(path):
                    await sftp.mkdir(path)
        async with connection.create_process("scp -r -f /var/tmp", encoding=None) as process:
            process.stdin.write(b"\0" * 1000)
            process.stdin.write_eof()
            assert b"File name too long" in await process.stdout.read()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_asterisks_look_through_no_tree(device):
    async with connected(device) as connection:
        async with connection.start_sftp_client() as sftp:
            await sftp.makedirs("/var/tmp" + "/a" * 60)
        async with asyncio.timeout(10), connection.create_process("scp -f '/**/**/**/**/**/*x'") as process:
            process.stdin.write("\0\0")
            assert "scp: " in await process.stdout.read()


async def test_others_have_their_turn_while_much_that_has_come_is_worked_off(device, monkeypatch):
    taken = []
    turn = Turns.next

    async def count(self):
        taken.append(self)
        await turn(self)

    monkeypatch.setattr(serving_module, "_SLICE", 0.0)
    monkeypatch.setattr(Turns, "next", count)
    async with (
        connected(device) as connection,
        connection.create_process("scp -r -t /var/tmp", encoding=None) as process,
    ):
        process.stdin.write(b"D0755 0 a\nE\n" * 500)
        process.stdin.write_eof()
        assert await process.stdout.read() == b"\0" * 1001
    assert len(taken) >= 500
