"""Wrong passwords over real SSH connections, on a clock moved by hand: delays, the cut, lockouts, and who leaves."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager

import asyncssh
import pytest
from asyncssh.packet import Boolean, String

from junosim.access.passwords import REFUSAL
from junosim.assemble.blueprint import draft
from junosim.assemble.lab import User
from junosim.assemble.serve import ServedDevice
from junosim.audit.forms import message
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy
from junosim.servers.workers import Workers

USERS = (User("lab", "Lab-1234567", "super-user"), User("eve", "Eve-1234567", "read-only"))
RIGHT = "Eve-1234567"
OPTIONS = "set system login retry-options"
LOCKOUT = f"{OPTIONS} lockout-period 5"
_USERAUTH_REQUEST = 50


@asynccontextmanager
async def serving(*config):
    blueprint = draft("mx480", ManualClock(), SeededEntropy(1), users=USERS, text="\n".join(config))
    workers = Workers()
    served = ServedDevice(blueprint, "r1", ManualClock(), SeededEntropy(1), workers)
    await served.start("127.0.0.1", 0)
    try:
        yield served
    finally:
        await served.stop()
        workers.close()


class Guesser(asyncssh.SSHClient):
    """Gives one password after another, by the methods it is told to use; `asked` counts what the server wanted."""

    def __init__(self, passwords):
        self.passwords = deque(passwords)
        self.asked = 0
        self.connection = None

    def connection_made(self, conn):
        self.connection = conn

    def password_auth_requested(self):
        return self._next()

    def kbdint_auth_requested(self):
        return "" if self.passwords else None

    def kbdint_challenge_received(self, name, instructions, lang, prompts):
        return [self._next() for _ in prompts]

    def _next(self):
        self.asked += 1
        return self.passwords.popleft() if self.passwords else None


def connect(served, guesser, user="eve", methods="password", **options):
    return asyncssh.connect(
        *served.server.address, username=user, known_hosts=None, config=None, agent_path=None,
        client_factory=lambda: guesser, preferred_auth=methods, **({"client_keys": None} | options),
    )  # fmt: skip


def logged(served):
    return [message(event) for event in served.device.audit.journal]


async def until(condition):
    """Give the loop and the workers turns until the condition holds."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - nothing signals what the server has done
            await asyncio.sleep(0.001)


async def rest():
    """Time in which a server that does not wait would answer."""
    await asyncio.sleep(REFUSAL + 0.04)


def advance(served, seconds):
    served.device.clock.advance(seconds)
    served.device.alarm()


async def test_all_lines_about_a_connection_are_of_its_process():
    words = ("Could not load", "Failed", "Accepted", "Received disconnect")
    async with serving("set system services ssh hostkey-algorithm ssh-dss") as served:
        for _ in range(2):
            async with connect(served, Guesser(["wrong", RIGHT])):
                pass
        await until(lambda: len(said_by_sshd(served)) == 8)
        lines = said_by_sshd(served)
    for line, word in zip(lines, words * 2, strict=True):
        assert word in line
    processes = [line.partition(":")[0] for line in lines]
    assert processes == [processes[0]] * 4 + [processes[-1]] * 4
    assert processes[0] != processes[-1]


def said_by_sshd(served):
    return [line for line in logged(served) if line.startswith("sshd[")]


@pytest.mark.parametrize("methods", ["password", "keyboard-interactive", "keyboard-interactive,password"])
async def test_the_third_answer_waits_five_seconds_and_cuts_the_connection(methods):
    """R-LOCK-001, R-LOCK-005."""
    async with serving() as served:
        guesser = Guesser(["one", "two", "three", "four"])
        task = asyncio.ensure_future(connect(served, guesser, methods=methods).__aenter__())
        await until(lambda: next(iter(served.server.deadlines()), None) == 5)
        advance(served, 4.9)
        await rest()
        assert not task.done()
        assert guesser.asked == 3
        advance(served, 0.1)
        with pytest.raises(asyncssh.DisconnectError, match="Too many authentication failures") as caught:
            await task
        assert caught.value.code == 2
        assert sum("Failed" in line for line in logged(served)) == 3
        assert any("ATTEMPTS_THRESHOLD" in line for line in logged(served))
        await until(lambda: served.server.connections == 0)
        assert not [*served.server.deadlines()]


async def test_a_delayed_answer_is_a_refusal_and_then_the_right_password_is_taken():
    async with serving(f"{OPTIONS} tries-before-disconnect 4") as served:
        guesser = Guesser(["one", "two", "three", RIGHT])
        task = asyncio.ensure_future(connect(served, guesser).__aenter__())
        await until(lambda: 5 in served.server.deadlines())
        assert 120 + 5 in served.server.deadlines()  # its delay is not taken from the client's time
        advance(served, 5)
        connection = await task
        assert logged(served)[-1].endswith(f"port {connection.get_extra_info('sockname')[1]} ssh2")
        assert "Accepted password for eve" in logged(served)[-1]
        assert not [*served.server.deadlines()]
        async with connection.create_process(term_type="vt100") as process:
            await process.stdout.readuntil("> ")
            (login,) = served.device.logins
            assert f"sshd[{login.sshd}]: Accepted" in logged(served)[-3]  # then mgd lets the user in
        connection.close()
        await connection.wait_closed()


async def test_a_client_that_does_not_wait_for_answers_gains_nothing():
    """The delay of a failure holds the next password up, however soon it is sent."""
    async with serving(f"{OPTIONS} tries-before-disconnect 5", f"{OPTIONS} backoff-threshold 1") as served:
        guesser = Guesser(["one", "two"])
        task = asyncio.ensure_future(connect(served, guesser).__aenter__())
        await until(lambda: 5 in served.server.deadlines())
        for _ in range(2):
            guesser.connection.send_packet(
                _USERAUTH_REQUEST, String("eve"), String("ssh-connection"), String("password"),
                Boolean(False), String(RIGHT),
            )  # fmt: skip
        await rest()
        assert not task.done()
        assert not any("Accepted" in line for line in logged(served))
        advance(served, 4.9)
        await rest()
        assert not task.done()
        advance(served, 0.1)
        connection = await task
        connection.close()
        await connection.wait_closed()


async def test_a_client_that_leaves_during_its_delay_leaves_nothing():
    async with serving(f"{OPTIONS} tries-before-disconnect 2", f"{OPTIONS} backoff-threshold 1") as served:
        guesser = Guesser(["one", "two"])
        task = asyncio.ensure_future(connect(served, guesser).__aenter__())
        await until(lambda: 5 in served.server.deadlines())
        guesser.connection.abort()
        await asyncio.gather(task, return_exceptions=True)
        await until(lambda: served.server.connections == 0)
        assert not [*served.server.deadlines()]
        assert "ATTEMPTS_THRESHOLD" in logged(served)[-1]
        advance(served, 5)
        async with connect(served, Guesser([RIGHT])):
            pass


async def test_a_device_that_stops_waits_for_no_delay():
    async with serving(f"{OPTIONS} backoff-threshold 1") as served:
        tasks = [
            asyncio.ensure_future(connect(served, Guesser(["one", "two"])).__aenter__()) for _ in range(3)
        ]
        await until(lambda: [*served.server.deadlines()].count(5) == 3)
        await served.server.stop()
        assert all(
            isinstance(found, Exception) for found in await asyncio.gather(*tasks, return_exceptions=True)
        )


async def test_a_client_has_the_maximum_time_to_log_in():
    async with serving(f"{OPTIONS} maximum-time 30") as served:
        reader, writer = await asyncio.open_connection(*served.server.address)
        await reader.readline()
        assert [*served.server.deadlines()] == [30]
        advance(served, 29)
        assert served.server.connections == 1
        advance(served, 1)
        await reader.read()  # to its end
        port = writer.get_extra_info("sockname")[1]
        assert logged(served)[-1].endswith(f"fatal: Timeout before authentication for 127.0.0.1 port {port}")
        writer.close()
        await writer.wait_closed()
        async with connect(served, Guesser([RIGHT])) as connection:
            advance(served, 1000)
            assert (await connection.run("show version")).exit_status == 0


async def test_no_delay_is_cut_by_the_time_to_log_in():
    config = [
        f"{OPTIONS} {option}"
        for option in ("tries-before-disconnect 10", "backoff-factor 10", "maximum-time 25")
    ]
    async with serving(*config) as served:
        guesser = Guesser([str(number) for number in range(8)] + [RIGHT])
        task = asyncio.ensure_future(connect(served, guesser).__aenter__())
        for failures in range(3, 9):
            delay = 10 * (failures - 2)
            end = served.device.clock.monotonic() + delay
            await until(lambda: end in served.server.deadlines())  # noqa: B023 - it is over before the next one
            advance(served, delay)
        connection = await task
        assert served.device.clock.monotonic() == 210
        connection.close()
        await connection.wait_closed()


# ---------------------------------------------------------------------- lockouts


async def test_of_many_connections_at_a_time_only_the_allowed_guesses_are_looked_at():
    """R-LOCK-007: as many wrong passwords as there are tries; then even the right one is none."""
    async with serving(LOCKOUT) as served:
        guesses = ["no"] * 6 + [RIGHT] + ["no"] * 6 + [RIGHT]
        answers = await asyncio.gather(
            *(connect(served, Guesser([guess])).__aenter__() for guess in guesses), return_exceptions=True
        )
        inside = [found for found in answers if not isinstance(found, Exception)]
        lines = logged(served)
        locked = next(index for index, line in enumerate(lines) if "ACCOUNT_LOCKED" in line)
        assert not any("Accepted" in line for line in lines[locked:] if "eve" in line)
        row = 0  # of failures, before the lockout
        for line in lines[:locked]:
            row = 0 if "Accepted" in line else row + ("Failed password" in line)
        assert row == 3
        for connection in inside:
            connection.close()
            await connection.wait_closed()
        with pytest.raises(asyncssh.PermissionDenied):
            await connect(served, Guesser([RIGHT])).__aenter__()
        advance(served, 300)
        async with connect(served, Guesser([RIGHT])):
            pass


async def test_unknown_known_and_locked_out_users_are_answered_alike():
    """What a client is told of one who is unknown, of a wrong password, and of the right one of who is locked out."""
    async with serving(
        LOCKOUT, f"{OPTIONS} tries-before-disconnect 2", "set system services ssh root-login deny"
    ) as served:
        told = {}
        served.device.lockouts.failed("eve", served.device.retry_options)
        served.device.lockouts.failed("eve", served.device.retry_options)
        for user, password in (
            ("nobody", "x"),
            ("lab", "x"),
            ("eve", RIGHT),
            ("root", "x"),
            ("x" * 500, "x"),
        ):
            for methods in ("password", "keyboard-interactive"):
                guesser = Guesser([password, password])
                with pytest.raises(asyncssh.DisconnectError) as caught:
                    await connect(served, guesser, user=user, methods=methods).__aenter__()
                told[user, methods] = (caught.value.code, caught.value.reason, guesser.asked)
        assert set(told.values()) == {(2, "Too many authentication failures", 2)}


async def test_who_is_locked_out_gets_in_with_no_key_either():
    """R-LOCK-007."""
    key = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
    public = " ".join(key.export_public_key().decode().split()[:2])
    async with serving(LOCKOUT, f'set system login user eve authentication ssh-ecdsa "{public}"') as served:
        options = {"methods": "publickey", "client_keys": [key]}
        for _ in range(3):
            async with connect(served, Guesser([]), **options):
                pass
            assert "Accepted publickey for eve" in logged(served)[-1]
            served.device.lockouts.failed("eve", served.device.retry_options)
        assert served.device.lockouts.current() == ()
        for _ in range(2):
            served.device.lockouts.failed("eve", served.device.retry_options)
        with pytest.raises(asyncssh.PermissionDenied):
            await connect(served, Guesser([]), **options).__aenter__()
        served.device.lockouts.clear()
        async with connect(served, Guesser([]), **options):
            pass
