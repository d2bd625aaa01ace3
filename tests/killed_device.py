"""A device that is killed again and again while it commits and logs, in one process that forks.

    python tests/killed_device.py FOLDER ROUNDS SEED

Each round forks a child that starts the device on FOLDER, commits and writes log lines, and tells of each when it
was acknowledged; after some milliseconds it is killed (SIGKILL). Then the state is read: the last acknowledged commit
is in force, or the one that came next, all rollbacks can be read, and no log line that was acknowledged is missing.
Prints the number of commits and lines that survived; a broken promise is an AssertionError.
"""

from __future__ import annotations

import gzip
import os
import select
import signal
import sys
import traceback
from pathlib import Path

from junosim.assemble.blueprint import draft
from junosim.audit.rotate import Limits
from junosim.clock import SystemClock
from junosim.config import edit
from junosim.config.query import leaf_text
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM
from junosim.entropy import SeededEntropy, SystemEntropy
from junosim.schema import walk
from junosim.storage.directory import DirectoryStorage

ARCHIVING = Limits(size=60, files=6)
LONGEST = 250  # milliseconds that a child lives once it runs
LOG = "counted"  # a file that the system log does not write to
LINES = 3  # log lines behind each commit

CLOCK = SystemClock()
BLUEPRINT = draft("mx480", CLOCK, SystemEntropy())


def started(folder):
    storage = DirectoryStorage(folder)
    return storage, BLUEPRINT.build("r1", CLOCK, SystemEntropy(), storage)


def committed(device):
    return int(leaf_text(device.configuration, "snmp", "location") or 0)


def logged(device):
    """The numbers of all lines that are kept, the oldest first."""
    text = b""
    for name in (
        *(f"{LOG}.{number}.gz" for number in range(ARCHIVING.files, -1, -1)),
        f"{LOG}.0",
        LOG,
    ):
        try:
            content = device.files.read(f"/var/log/{name}", SYSTEM)
        except FileProblem:
            continue
        text += gzip.decompress(content) if name.endswith(".gz") else content
    return [int(line.split()[1]) for line in text.decode().splitlines() if line.startswith("line ")]


def work(folder, acknowledge):
    """Commit and log until the end, which comes from outside."""
    _, device = started(folder)
    number, line = committed(device), max(logged(device), default=0)
    acknowledge(b"up 0\n")
    while True:
        number += 1
        (path,) = walk.resolve(device.stores.schema, f"snmp location {number}".split())
        device.stores.shared.apply(edit.set_, path)
        device.committer.commit(device.stores.shared, user="lab")
        acknowledge(b"commit %d\n" % number)
        for _ in range(LINES):
            line += 1
            device.logs.append(LOG, f"line {line}", ARCHIVING)
            device.logs.look()
            device.logs.pack()
            acknowledge(b"line %d\n" % line)


def kill_one(folder, lifetime):
    """What a child acknowledged before it was killed: the last commit and the last line."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            work(folder, lambda text: os.write(writing, text))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        first = told.readline()
        assert first == b"up 0\n", "the device did not start"
        select.select([], [], [], lifetime / 1000)
        os.kill(child, signal.SIGKILL)
        rest = told.read().decode()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"it has ended by itself: {status}"
    last = {"commit": 0, "line": 0}
    for text in rest.splitlines(keepends=True):
        assert text.endswith("\n")
        kind, number = text.split()
        last[kind] = int(number)
    return last["commit"], last["line"]


def check(folder, before, acknowledged):
    """What is found after the kill; `before` and `acknowledged` are a commit and a line."""
    storage, device = started(folder)
    try:
        found = committed(device)
        expected = acknowledged[0] or before[0]
        assert found in (expected, expected + 1), (found, expected)
        for place, revision in enumerate(device.stores.revisions[:-1]):
            assert leaf_text(revision.root, "snmp", "location") == str(found - place)
        lines = logged(device)
        last = max(acknowledged[1] or before[1], before[1])
        assert last <= max(lines, default=0) <= last + 1, (lines[-3:], last)
        seen = sorted(set(lines))
        assert not seen or seen == list(range(seen[0], seen[-1] + 1)), f"lines are missing: {seen}"
        return found, max(lines, default=0)
    finally:
        storage.close()


def main(folder, rounds, seed):
    chance = SeededEntropy(seed)
    state = (0, 0)
    for _ in range(rounds):
        state = check(folder, state, kill_one(folder, chance.below(LONGEST)))
    print(*state)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
