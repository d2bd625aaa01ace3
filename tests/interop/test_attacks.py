"""What attackers try first, against a router in a process of its own: others notice nothing, and nothing is left.

Each attack runs in another process. While it goes on a user of another account logs in; afterwards the router must
have the memory it had before. The small sizes run always, those that are promised with `make slow`.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import paramiko
import pytest

from attackers import ATTACKS

pytestmark = pytest.mark.interop

SMALL = {
    "random_bytes": 150, "silence": 100, "oversized": 40, "logins": 20, "wrong_passwords": 10, "odd_names": 20,
    "hostile_xml": 14,
}  # fmt: skip
WHOLE = {
    "random_bytes": 1000, "silence": 200, "oversized": 200, "logins": 500, "wrong_passwords": 50, "odd_names": 200,
    "hostile_xml": 280,
}  # fmt: skip

LONGEST_LOGIN = 2.0  # seconds
GROWTH = 1.05
_GIVES_BACK = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}  # so that what counts is what is held
_TESTS = Path(__file__).resolve().parent.parent


class Target:
    """A router in its process. The attackers have the account of the crypto officer, the witness the other one."""

    def __init__(self, folder):
        self.errors = folder / "errors"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "junosim", "run", "mx480", "--port", "0", "--no-fips", "--json"],
                stdout=subprocess.PIPE, stderr=errors, env={**os.environ, **_GIVES_BACK},
            )  # fmt: skip
        described = json.loads(self.process.stdout.readline())
        self.host, self.port = described["ssh"]["host"], described["ssh"]["port"]
        self.officer, self.witness = described["users"]

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))

    def descriptors(self):
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def log_in(self):
        """Seconds until the witness has logged in and has the answer to a command."""
        begun = time.perf_counter()
        with paramiko.SSHClient() as client:
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            client.connect(
                self.host, self.port, self.witness["name"], self.witness["password"], allow_agent=False,
                look_for_keys=False, timeout=30, banner_timeout=30, auth_timeout=30,
            )  # fmt: skip
            _, output, _ = client.exec_command("show version | match Model")
            assert output.read() == b"Model: mx480\n"
        return time.perf_counter() - begun

    @contextmanager
    def attacked(self, name, count):
        """The attack is going on; afterwards how its connections ended is in the dictionary."""
        ends = {}
        words = [name, str(count), self.host, str(self.port), self.officer["name"], self.officer["password"]]
        process = subprocess.Popen(
            [sys.executable, "-m", "attackers", *words],
            cwd=_TESTS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            assert process.stdout.readline() == b"ready\n"
            yield ends
            output, _ = process.communicate(timeout=120)
            ends.update(json.loads(output))
        finally:
            process.kill()
            process.wait()

    def settle(self, least):
        """Wait until what the attack has opened is closed."""
        until = time.perf_counter() + 20
        while self.descriptors() > least and time.perf_counter() < until:
            select.select([], [], [], 0.02)
        assert self.descriptors() <= least

    def stop(self):
        self.process.terminate()
        output, _ = self.process.communicate(timeout=20)
        return self.process.returncode, output, self.errors.read_text()


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    found = Target(tmp_path_factory.mktemp("attacked"))
    found.log_in()  # what the first login pays for: the RSA key, imports
    yield found
    status, output, errors = found.stop()
    assert (status, output) == (0, b"")
    assert "Traceback" not in errors


def rounds(target, name, count, *, times, tries=1):
    """Attack so often, with a login each time; the memory after each round in KiB, and how the last one ended.

    On a busy machine, where the whole suite runs, a login may be tried again: one of them has to be quick.
    """
    least = target.descriptors()
    memory = []
    for _ in range(times):
        with target.attacked(name, count) as ends:
            assert any(target.log_in() < LONGEST_LOGIN for _ in range(tries))
        assert target.process.poll() is None
        target.settle(least + 2)  # the process that hashes
        memory.append(target.memory())
    return memory, ends


EXPECTED = {
    "random_bytes": {"closed"},
    "silence": {"closed"},
    "oversized": {"closed"},
    "logins": {"in"},
    "wrong_passwords": {"PermissionDenied"},
    "odd_names": {"PermissionDenied"},
    "hostile_xml": {"ended", "held"},
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_small_attack(target, name):
    _, ends = rounds(target, name, SMALL[name], times=1, tries=3)
    assert set(ends) == EXPECTED[name]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack(tmp_path, name):
    target = Target(tmp_path)
    try:
        target.log_in()
        memory, ends = rounds(target, name, WHOLE[name], times=3)
        assert set(ends) == EXPECTED[name]
        assert memory[2] <= memory[1] * GROWTH, memory
    finally:
        status, _, errors = target.stop()
    assert (status, "Traceback" in errors) == (0, False), errors[-2000:]
