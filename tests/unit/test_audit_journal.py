"""The journal of the audit trail, and a power loss at every moment of its work."""

from __future__ import annotations

import pytest

from crashing_storage import Crash, CrashingStorage
from junosim.audit.catalog import event
from junosim.audit.forms import Origin
from junosim.device import audit_journal
from junosim.device.audit_journal import AuditJournal
from junosim.device.time_zones import zone_named

ORIGIN = Origin("r1", zone_named(None), 25)
EVENTS = 12


def keep(journal, number):
    """Something happens, and then what must not be lost."""
    journal.keep(
        [
            event("ui-commit", 1e9, 2 * number, username="op"),
            event("ui-commit-completed", 1e9, 2 * number + 1),
        ],
        ORIGIN,
    )


def numbers(journal):
    """The process ids of the lines that are whole."""
    return [
        int(line.split(" ")[4]) for line in journal.lines() if line.endswith(("complete", "(comment: none)"))
    ]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(audit_journal, "PART", 1000)


def work(storage):
    """Keep events until the power fails; the number of the last that was acknowledged."""
    told = -1
    try:
        journal = AuditJournal(storage)
        for number in range(EVENTS):
            keep(journal, number)
            told = number
    except Crash:
        pass
    return told


def test_what_was_acknowledged_is_there_whenever_the_power_fails():
    index, crashes = 0, 0
    while True:
        storage = CrashingStorage(crash_at=index)
        told = work(storage)
        if told == EVENTS - 1:
            break
        for disk in storage.outcomes():
            journal = AuditJournal(CrashingStorage(disk))
            found = numbers(journal)
            assert found == sorted(set(found))
            assert told < 0 or 2 * told + 1 in found
            keep(journal, 100)
            assert numbers(journal)[-2:] == [200, 201]
            crashes += 1
        index += 1
    assert crashes > 100


def test_parts_go_when_they_are_full():
    storage = CrashingStorage()
    work(storage)
    found = numbers(AuditJournal(storage))
    assert found == list(range(found[0], 2 * EVENTS))
    assert found[0] > 0
    assert all(len(storage.read(name)) <= 1000 for name in (audit_journal.NEW, audit_journal.OLD))
