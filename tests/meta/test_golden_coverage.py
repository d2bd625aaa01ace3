"""Every command that something answers has a golden case, or is on the list of those that do not yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from junosim.app.coverage import commands, platform_releases
from junosim.assemble.rehearsal import rehearse
from junosim.cli import session
from junosim.schema.release import load
from junosim.transcripts.written import read

GOLDEN = Path(__file__).parents[1] / "golden"
LIST = GOLDEN / "without-a-case.txt"


def answered():
    """The words of every command that something answers, with the mode before them."""
    found = set()
    for name in platform_releases():
        release = load(name)
        for mode, root in (
            ("operational", release.commands),
            ("configuration", release.configuration_commands),
        ):
            found |= {(mode, *command.words) for command in commands(root) if command.implemented}
    return found


@pytest.fixture
def executed(monkeypatch):
    """The words of every command that the cases carry out, with the mode before them."""
    found = set()

    class Job(session.Job):
        def __init__(self, context, terminal, command):
            mode = "operational" if context.editing is None else "configuration"
            inner = command
            while inner is not None:
                found.add((mode, *inner.words))
                mode = "operational" if inner.handler == "configuration.run" else mode
                inner = inner.inner
            super().__init__(context, terminal, command)

    monkeypatch.setattr(session, "Job", Job)
    for path in GOLDEN.glob("**/session.txt"):
        rehearse(read(path.read_text(encoding="utf-8")))
    return found


def listed():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {tuple(line.split()) for line in lines if line and not line.startswith("#")}


def test_every_command_has_a_case_or_is_listed(executed):
    known = answered()
    covered = set()
    for words in executed:
        fitting = [words[:size] for size in range(len(words), 1, -1) if words[:size] in known]
        covered.update(fitting[:1])
    without = known - covered - listed()
    remedy = f"write a case (docs/howto/transcripts.md), or for the time being add them to {LIST.name}"
    assert not without, f"{remedy}: {sorted(' '.join(words) for words in without)}"
    done = covered & listed()
    assert not done, f"they have a case now, take them out of {LIST.name}: {sorted(done)}"
