"""A year of the audit trail: 100,000 events at their times, and not one of them lost, doubled or out of order.

Two files with sizes and numbers of archives of their own, a remote host and a listener take them. What each of them
has to hold is worked out here from the events alone.
"""

from __future__ import annotations

import gzip
import random  # noqa: TID251 - which events come when is not the product's randomness
import re
from datetime import UTC
from itertools import pairwise

import pytest

from junosim.assemble.blueprint import draft
from junosim.audit.catalog import catalog
from junosim.audit.forms import stamp
from junosim.clock import ManualClock
from junosim.device.files import SYSTEM
from junosim.device.logs import path_of
from junosim.entropy import SeededEntropy

EVENTS = 100_000
YEAR = 365 * 86400.0
BEGIN = 1577836800.0  # 2020-01-01 00:00:00 UTC
QUARTER = 15 * 60
SEED = 20200101

CONFIGURATION = """
system {
    syslog {
        archive size 64k files 1000;
        file everything { any any; }
        file logins {
            authorization info;
            archive size 64k files 3;
            explicit-priority;
        }
        host 192.0.2.99 { interactive-commands any; }
    }
}
"""
KINDS = (  # key, arguments; the number of the event stands in one of them
    ("ui-command", lambda number: {"username": "lab", "command": f"show version {number} "}),
    (
        "ssh-failed",
        lambda number: {"method": "password", "username": f"u{number}", "address": "192.0.2.7", "port": "1"},
    ),
    ("ui-logout", lambda number: {"username": f"u{number}"}),
    ("ui-change", lambda number: {"username": "lab", "action": "delete", "pathname": f"[x {number}]"}),
)  # fmt: skip
NUMBER = re.compile(r"(?:version |for u|User 'u|\[x )(\d+)")
TURNED = re.compile(
    r"(\w{3} [ \d]\d \d\d:\d\d:\d\d) r1 newsyslog\[\d+\]: logfile turned over due to size>64K"
)


class Carrier:
    """Reaches every host."""

    def reaches(self, host, tree):
        return True

    def ready(self):
        pass


@pytest.fixture(scope="module")
def year():
    """The device at the end of the year: what happened when, what the listener and the remote host were told."""
    clock = ManualClock(BEGIN)
    device = draft("mx480", clock, SeededEntropy(1), users=(), text=CONFIGURATION, fips=False).build(
        "r1", clock, SeededEntropy(2)
    )
    chance, audit = random.Random(SEED), device.audit
    times = sorted(chance.uniform(0, YEAR) for _ in range(EVENTS))
    kinds = [chance.randrange(len(KINDS)) for _ in range(EVENTS)]
    heard, carried = [], []
    audit.outbox.attach(Carrier())
    audit.listen(heard.append)
    waiting = None
    for number, (moment, which) in enumerate(zip(times, kinds, strict=True)):
        clock.advance(moment - clock.monotonic())
        key, arguments = KINDS[which]
        audit.emit(key, 7000, **arguments(number))
        if waiting is None:
            (waiting,) = audit.outbox.waiting
        while (line := waiting.first) is not None:
            carried.append(line.decode())
            waiting.sent()
    clock.advance(YEAR - clock.monotonic())
    while (due := device.next_due()) is not None and due <= clock.monotonic():
        device.do_due()
    return device, times, kinds, heard, carried


def numbers(texts):
    return [int(NUMBER.search(text)[1]) for text in texts]


def of_facility(year, *names):
    """The numbers of the events that a destination takes which names these facilities."""
    kinds = [catalog()[key].facility.name for key, _ in KINDS]
    return [number for number, which in enumerate(year[2]) if kinds[which] in names]


def parts(device, name):
    """A log in its pieces, the oldest first: the archives, and what is written to now."""
    packed = [
        gzip.decompress(device.files.read(path, SYSTEM)) for path in reversed(device.logs.archives(name))
    ]
    return [*packed, device.files.read(path_of(name), SYSTEM)]


def events_of(lines):
    return [line for line in lines if not TURNED.fullmatch(line)]


def test_who_listens_hears_each_event_once_and_in_order(year):
    _, times, _, heard, _ = year
    assert numbers(event.text for event in heard) == list(range(EVENTS))
    assert [event.time for event in heard] == pytest.approx([BEGIN + moment for moment in times], abs=1e-3)


def test_a_remote_host_is_sent_each_event_it_takes_once_and_in_order(year):
    assert numbers(year[4]) == of_facility(year, "interactive-commands")


def test_the_archives_have_each_event_once_and_in_order(year):
    """Nothing has gone: there is room for all archives of the year."""
    device = year[0]
    lines = [line for part in parts(device, "everything") for line in part.decode().splitlines()]
    assert numbers(events_of(lines)) == list(range(EVENTS))


def test_what_is_kept_is_the_end_and_as_many_archives_as_may_be(year):
    device = year[0]
    assert device.logs.archives("logins") == tuple(f"/var/log/logins.{number}.gz" for number in range(3))
    lines = [line for part in parts(device, "logins") for line in part.decode().splitlines()]
    found, expected = numbers(events_of(lines)), of_facility(year, "authorization")
    assert found == expected[-len(found) :]
    assert len(found) < len(expected)
    assert all("%AUTH-6: " in line for line in events_of(lines))


@pytest.mark.parametrize("name", ["everything", "logins"])
def test_files_are_turned_over_at_their_size_and_at_the_time_for_it(year, name):
    """At the quarter of an hour behind the line that was too much; both files have the same line about it."""
    device, times = year[0], year[1]
    found = parts(device, name)
    assert len(device.logs.archives(name)) == len(found) - 1 > 2
    for part, after in pairwise(found):
        lines = part.decode().splitlines()
        assert lines[-1] == after.decode().splitlines()[0]
        size, too_much = 0, None
        for line in lines[:-1]:
            size += len(line) + 1
            if size > 64 * 1024 and too_much is None:
                too_much = times[numbers([line])[0]]
        assert too_much is not None
        moment = (too_much // QUARTER + 1) * QUARTER
        last, first = numbers([lines[-2], after.decode().splitlines()[1]])
        assert times[last] < moment <= times[first]
        assert TURNED.fullmatch(lines[-1])[1] == stamp(BEGIN + moment, UTC)
    assert len(found[-1]) <= 64 * 1024 + 15 * 200
