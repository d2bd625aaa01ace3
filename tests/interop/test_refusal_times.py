"""How long refusals take: the answer says nothing about which part of a login was wrong."""

from __future__ import annotations

import time
from itertools import pairwise
from statistics import median

import asyncssh
import pytest

import junosim
from junosim.access.libcrypt import find_crypt
from junosim.access.passwords import REFUSAL, HashKind, make_hash
from junosim.testing import SeededEntropy

pytestmark = pytest.mark.interop

_USERS = """
set system root-authentication encrypted-password "{five}"
set system services ssh root-login deny
set system login user five class read-only authentication encrypted-password "{five}"
set system login user six class read-only authentication encrypted-password "{six}"
set system login user dear class read-only authentication encrypted-password "{dear}"
set system login user none class read-only
"""
_CASES = {
    "$6$": ("six", "wrong"),
    "$5$": ("five", "wrong"),
    "many rounds": ("dear", "wrong"),
    "many rounds, long": ("dear", "x" * 128),
    "no such user": ("nobody-here", "wrong"),
    "no password": ("none", "wrong"),
    "root may not": ("root", "wrong"),
    "too long": ("six", "x" * 200),
    "control character": ("six", "wrong\x07"),
    "odd name": ("six\x01", "wrong"),
}
_ROUNDS = 2  # of two tries on a connection each
_MORE = 4  # times that, on a machine that is busy with other things
_TOLERANCE = 0.10


@pytest.fixture(scope="module")
def router():
    entropy = SeededEntropy()
    dear = find_crypt()(b"right", b"$6$rounds=50000$saltsalt$").decode()
    hashes = {
        "five": make_hash("right", entropy, HashKind.SHA256),
        "six": make_hash("right", entropy),
        "dear": dear,
    }
    with junosim.start(fips=False, config=_USERS.format(**hashes)) as device:
        yield device


async def refusals(router, user, password):
    """Seconds until each of two tries on one connection was refused."""
    times = []

    class Trying(asyncssh.SSHClient):
        def password_auth_requested(self):
            times.append(time.perf_counter())
            return password if len(times) < 3 else None

    with pytest.raises(asyncssh.PermissionDenied):
        await asyncssh.connect(
            router.ssh.host, router.ssh.port, username=user, client_factory=Trying, known_hosts=None, config=None,
            client_keys=None, agent_path=None, preferred_auth="password",
        )  # fmt: skip
    return [after - before for before, after in pairwise(times)]


async def test_every_refusal_takes_as_long(router, monkeypatch):
    monkeypatch.setattr("asyncssh.connection.saslprep", lambda text: text)
    monkeypatch.setattr("asyncssh.auth.saslprep", lambda text: text)
    times = {case: [] for case in _CASES}
    for _ in range(_MORE):
        for _ in range(_ROUNDS):  # in turn: what else the machine does hits all
            for case, (user, password) in _CASES.items():
                times[case] += await refusals(router, user, password)
        medians = {case: median(found) for case, found in times.items()}
        if max(medians.values()) <= min(medians.values()) * (1 + _TOLERANCE):
            break
    else:
        pytest.fail(f"refusals differ: {medians}")
    assert min(medians.values()) >= REFUSAL
