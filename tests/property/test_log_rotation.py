"""Lines that are logged while files are turned over, packed, and the device starts again at any time between."""

from __future__ import annotations

import gzip

from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.audit.rotate import Limits, numbers, packed, unpacked
from junosim.clock import ManualClock
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Files
from junosim.device.logs import FOLDER, Logs
from junosim.storage import MemoryStorage

NAME = "messages"
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("log"), st.integers(1, 30)),
        st.tuples(st.sampled_from(["look", "pack", "start"]), st.just(1)),
    ),
    max_size=40,
)


def read(files, name):
    try:
        return files.read(f"{FOLDER}/{name}", SYSTEM)
    except FileProblem:
        return b""


def held(files, kept):
    """The numbers of all lines, the oldest first; a file that is packed but not removed yet counts once."""
    names = [node.name for node in files.listing(FOLDER, SYSTEM)]
    archives = sorted(numbers(NAME, names), reverse=True)
    assert len(archives) <= kept
    contents = [gzip.decompress(read(files, packed(NAME, number))) for number in archives]
    waiting = read(files, unpacked(NAME))
    if waiting and (not contents or contents[-1] != waiting):
        contents.append(waiting)
    text = b"".join([*contents, read(files, NAME)]).decode()
    return [int(line.split()[1]) for line in text.splitlines() if line.startswith("line ")]


@settings(deadline=None)
@given(STEPS, st.integers(100, 400), st.integers(1, 4))
def test_no_line_is_lost_or_there_twice_but_those_of_the_oldest_archives(steps, size, kept):
    limits, clock, storage = Limits(size=size, files=kept), ManualClock(), MemoryStorage()
    files = Files(storage, clock)
    logs, count = Logs(files, clock), 0
    for what, much in steps:
        if what == "log":
            for _ in range(much):
                logs.append(NAME, f"line {count}", limits)
                count += 1
        elif what == "start":
            files = Files(storage, clock)
            logs = Logs(files, clock)
            logs.create([(NAME, limits)])
        else:
            getattr(logs, what)()
        found = held(files, kept)
        assert found == list(range(found[0] if found else 0, count))
        assert files.used == sum(node.size for node in files.listing(FOLDER, SYSTEM))
