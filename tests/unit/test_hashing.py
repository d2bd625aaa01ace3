"""Password hashes that another process computes: the same answers, also when that process is not there."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import signal

import pytest

from junosim.access import crypt_process
from junosim.access.libcrypt import find_crypt
from junosim.access.passwords import check_of, make_hash
from junosim.entropy import SeededEntropy
from junosim.servers.hashing import Hashing, HashingFailed
from junosim.servers.workers import Workers

PASSWORD = "Lab-Secret-1"
SETTINGS = [b"$5$salt$", b"$6$salt$", b"$1$salt$", b"nonsense"]


@pytest.fixture
async def hashing():
    found = Hashing()
    yield found
    found.close()


@pytest.fixture
async def workers():
    found = Workers(hashes_apart=True)
    yield found
    found.close()


@pytest.fixture(scope="module")
def check():
    return check_of(make_hash(PASSWORD, SeededEntropy()), PASSWORD)


def pid_of(hashing):
    return hashing._process.pid


async def test_it_computes_what_the_library_does(hashing):
    for setting in SETTINGS:
        assert await hashing.compute(PASSWORD.encode(), setting) == find_crypt()(PASSWORD.encode(), setting)


async def test_many_at_once_get_their_own_answers(hashing):
    passwords = [f"password {number}".encode() for number in range(30)]
    found = await asyncio.gather(*(hashing.compute(each, b"$1$salt$") for each in passwords))
    assert found == [find_crypt()(each, b"$1$salt$") for each in passwords]


async def test_who_gives_up_leaves_the_others_theirs(hashing):
    await hashing.compute(b"x", b"$1$salt$")
    tasks = [asyncio.ensure_future(hashing.compute(b"%d" % number, b"$1$salt$")) for number in range(12)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    found = await asyncio.gather(*tasks[1::2])
    assert found == [find_crypt()(b"%d" % number, b"$1$salt$") for number in range(1, 12, 2)]


async def test_nothing_is_started_before_the_first_request_and_nothing_is_left(hashing):
    assert hashing._transport is None
    await hashing.compute(b"x", b"$1$salt$")
    pid = pid_of(hashing)
    hashing.close()
    hashing.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(HashingFailed, match="the server stops"):
        await hashing.compute(b"x", b"$1$salt$")


async def test_it_may_be_closed_while_it_starts(hashing):
    asked = asyncio.ensure_future(hashing.compute(b"x", b"$1$salt$"))
    await asyncio.sleep(0)
    hashing.close()
    with pytest.raises(HashingFailed):
        await asked


async def test_a_check_is_done_in_the_process(workers, check, monkeypatch):
    monkeypatch.setattr("junosim.access.passwords.find_crypt", lambda: pytest.fail("hashed here"))
    assert await workers.run(check)
    assert not await workers.run(check_of(make_stored(check), "other"))


def make_stored(check):
    return check.setting.decode()


async def test_a_thread_takes_its_place_when_it_dies(workers, check, caplog):
    assert await workers.run(check)
    os.kill(pid_of(workers._hashing), signal.SIGKILL)
    assert all(await asyncio.gather(*(workers.run(check) for _ in range(6))))
    assert await workers.run(check)
    (record,) = [record for record in caplog.records if record.name == "junosim.servers.hashing"]
    assert (record.levelno, record.exc_info) == (logging.WARNING, None)


async def test_a_thread_takes_its_place_when_it_cannot_be_started(workers, check, monkeypatch):
    monkeypatch.setattr("sys.executable", "/no/such/program")
    assert await workers.run(check)
    assert workers._hashing.problem


async def test_a_program_that_is_no_python(workers, check, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/true")
    assert await workers.run(check)


def test_the_process_ends_with_its_input():
    requests = io.BytesIO(crypt_process.REQUEST.pack(1, 8) + b"x$1$salt$" + b"\0")
    answers = io.BytesIO()
    crypt_process.serve(requests, answers)
    computed = find_crypt()(b"x", b"$1$salt$")
    assert answers.getvalue() == crypt_process.ANSWER.pack(len(computed)) + computed


@pytest.mark.parametrize("password", ["x" * 129, "a\0b", "\udcff" * 65])
def test_a_password_that_cannot_be_right_costs_the_same(check, password):
    impossible = check_of(make_stored(check), password)
    assert (impossible.setting, impossible()) == (check.setting, False)
    assert PASSWORD not in repr(check)
    assert not check_of(make_stored(check), "").fits(None)
